"""`shuangchuang fmt`: what it ends with and what it tells."""

from pathlib import Path

from click.testing import CliRunner, Result

from shuangchuang.cli import main

GOOD = "@prefix ex: <https://example.org/> .\n\nex:a a ex:C .\n"
UNORDERED = "@prefix ex: <https://example.org/> .\nex:b a ex:C . ex:a a ex:C .\n"
BROKEN = "@prefix ex: <https://example.org/> .\nex:a a"


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["fmt", *(str(one) for one in arguments)])


def _files(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.ttl")
        paths[-1].write_text(text)
    return paths


def test_files_are_changed_and_named(tmp_path: Path) -> None:
    """The one that is out of order is written anew and named; the end is fine."""
    good, unordered = _files(tmp_path, good=GOOD, unordered=UNORDERED)

    result = _run(good, unordered)

    assert result.exit_code == 0
    assert result.stdout == f"changed {unordered}\n"
    assert unordered.read_text() != UNORDERED


def test_check_changes_nothing_and_ends_with_one(tmp_path: Path) -> None:
    """With --check the file stays, and a pipeline can tell."""
    (unordered,) = _files(tmp_path, unordered=UNORDERED)

    result = _run("--check", unordered)

    assert result.exit_code == 1
    assert result.stdout == f"would change {unordered}\n"
    assert unordered.read_text() == UNORDERED


def test_check_of_files_in_order_is_silent(tmp_path: Path) -> None:
    """Nothing to do, nothing to tell."""
    result = _run("--check", *_files(tmp_path, good=GOOD))

    assert (result.exit_code, result.output) == (0, "")


def test_a_broken_file_is_told_and_the_others_are_done(tmp_path: Path) -> None:
    """The error has file, line and column; the end says that not all could be done."""
    broken, unordered = _files(tmp_path, broken=BROKEN, unordered=UNORDERED)

    result = _run(broken, unordered, tmp_path / "missing.ttl")

    assert result.exit_code == 2
    assert f"error: {broken}:2:" in result.stderr
    assert "missing.ttl" in result.stderr
    assert unordered.read_text() != UNORDERED
