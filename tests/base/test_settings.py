"""Settings come from what is given, then the environment, then the table of defaults."""

import pytest

from shuangchuang.base.settings import Settings, read_settings, settings_table


def test_given_value_wins_over_the_environment() -> None:
    """A command-line option is stronger than a variable, and both than the default."""
    environment = {"SHUANGCHUANG_PORT": "9000", "SHUANGCHUANG_TIMEOUT_S": "2.5"}

    chosen = read_settings(environment, port=9001, host=None)

    assert (chosen.port, chosen.timeout_s, chosen.host) == (9001, 2.5, "127.0.0.1")


def test_value_of_the_wrong_type_names_its_variable() -> None:
    """The error says which variable to mend."""
    with pytest.raises(ValueError, match="SHUANGCHUANG_PORT: 'x' is not a whole number"):
        read_settings({"SHUANGCHUANG_PORT": "x"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("timeout_s", "0"),
        ("timeout_s", "-1"),
        ("timeout_s", "inf"),
        ("timeout_s", "nan"),
        ("workers", "-1"),
        ("threads", "0"),
        ("max_rows", "0"),
        ("port", "0"),
        ("port", "65536"),
    ],
)
def test_number_that_would_turn_a_limit_off_is_refused(name: str, text: str) -> None:
    """A limit of zero is no limit to the kernel; who writes it means something else."""
    with pytest.raises(ValueError, match=f"SHUANGCHUANG_{name.upper()}: .* is not a number from"):
        read_settings({f"SHUANGCHUANG_{name.upper()}": text})


@pytest.mark.parametrize("text", ["graph.example", "ftp://a.example", "https:///x", "http://a?b"])
def test_public_address_is_one(text: str) -> None:
    """Links and the service description begin with it."""
    with pytest.raises(ValueError, match="SHUANGCHUANG_PUBLIC_URL"):
        read_settings({"SHUANGCHUANG_PUBLIC_URL": text})


def test_number_of_the_command_line_is_checked_too() -> None:
    """An option is told by the name of its variable."""
    with pytest.raises(
        ValueError, match="SHUANGCHUANG_PORT: 99999 is not a number from 1 to 65535"
    ):
        read_settings({}, port=99_999)


@pytest.mark.parametrize(
    ("host", "address"), [("::1", "http://[::1]:8000"), ("127.0.0.1", "http://127.0.0.1:8000")]
)
def test_address_can_be_opened(host: str, address: str) -> None:
    """An address of IPv6 stands in brackets. RFC 3986 section 3.2.2."""
    assert Settings(host=host).address == address


def test_every_setting_is_in_the_table_with_help() -> None:
    """The table is complete, so that the command line and the documentation are."""
    rows = list(settings_table())

    assert {row.name for row in rows} == set(Settings.__dataclass_fields__)
    assert all(row.help.endswith(".") for row in rows)


def test_number_of_workers_follows_the_cores() -> None:
    """Zero workers means cores plus two."""
    assert Settings(workers=0).worker_count >= 3
    assert Settings(workers=7).worker_count == 7
