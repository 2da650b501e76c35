"""The command `shuangchuang serve`: what stops it is told in one line, with exit code 2."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from shuangchuang.cli import main

FILES = {
    "broken.ttl": "<http://e/s>\n  <http://e/p> .",
    "broken.rdf": "<a>\n  <b></a>",
    "text.txt": "hello",
    "10:30.ttl": "",
    "good.ttl": "<http://e/s> <http://e/p> 1 .",
}


@pytest.mark.parametrize(
    ("arguments", "environment", "told"),
    [
        (["--data", "broken.ttl"], {}, "broken.ttl:2:16: "),
        (["--data", "good.ttl", "--data", "broken.rdf"], {}, "broken.rdf:2:8: mismatched tag"),
        (["--data", "none.ttl"], {}, "none.ttl: No such file or directory"),
        (["--data", "."], {}, ".: this is a folder; name the files in it"),
        (["--data", "text.txt"], {}, "text.txt: unknown kind of file; name it .ttl, "),
        (["--data", "10:30.ttl"], {}, "10:30.ttl: a name with : cannot be served"),
        (["--port", "99999"], {}, "SHUANGCHUANG_PORT: 99999 is not a number"),
        ([], {"SHUANGCHUANG_TIMEOUT_S": "0"}, "SHUANGCHUANG_TIMEOUT_S: 0 is not a number"),
        ([], {"SHUANGCHUANG_ENGINE": "http://127.0.0.1:1/"}, "127.0.0.1:1 cannot be reached"),
        (
            ["--data", "good.ttl"],
            {"SHUANGCHUANG_ENGINE": "http://127.0.0.1:1/"},
            "choose one of the settings data and engine",
        ),
    ],
)
def test_what_stops_the_start_is_told(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    environment: dict[str, str],
    told: str,
) -> None:
    """One line that begins with `error:` and holds no traceback."""
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["serve", *arguments], env=environment)

    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert result.output.startswith(f"error: {told}")
