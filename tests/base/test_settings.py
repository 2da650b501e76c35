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
    with pytest.raises(ValueError, match="SHUANGCHUANG_PORT: 'x' is not a int"):
        read_settings({"SHUANGCHUANG_PORT": "x"})


def test_every_setting_is_in_the_table_with_help() -> None:
    """The table is complete, so that the command line and the documentation are."""
    rows = list(settings_table())

    assert {row.name for row in rows} == set(Settings.__dataclass_fields__)
    assert all(row.help.endswith(".") for row in rows)


def test_number_of_workers_follows_the_cores() -> None:
    """Zero workers means cores plus two."""
    assert Settings(workers=0).worker_count >= 3
    assert Settings(workers=7).worker_count == 7
