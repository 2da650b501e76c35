"""`shuangchuang validate`: what it ends with, and that it never says that it conforms in doubt."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.services.contributions.reviewed import GOOD, HEAD

from shuangchuang.cli import main
from shuangchuang.services.contributions import reviewing

SHAPES = """
@prefix e: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
e:A a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 1 ] .
"""


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["validate", *map(str, arguments)])


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_ends_with_0(tmp_path: Path) -> None:
    """What conforms is told what it adds."""
    done = _run(_write(tmp_path, "good.ttl", HEAD + GOOD))

    assert done.exit_code == 0
    assert "It conforms." in done.output
    assert "id:new-fair-2016 (new)" in done.output


def test_a_fault_ends_with_1_in_the_language_of_the_reader(tmp_path: Path) -> None:
    """File, line and column, and the message in Chinese."""
    path = _write(tmp_path, "bad.ttl", HEAD + "id:tianjin shc:isLocatedIn id:bejing .\n")

    done = _run(path, "--lang", "zh")

    assert done.exit_code == 1
    assert f"bad.ttl:{HEAD.count(chr(10)) + 1}:28 违规 shc:isLocatedIn" in done.output
    assert "您可能是指 id:beijing" in done.output


def test_warnings_count_when_it_is_strict(tmp_path: Path) -> None:
    """A missing licence is a warning: 0, and 1 with --strict."""
    text = HEAD.partition("\n")[2] + GOOD
    path = _write(tmp_path, "good.ttl", text)

    assert _run(path).exit_code == 0
    assert _run(path, "--strict").exit_code == 1


@pytest.mark.parametrize("form", ["json", "html", "sarif", "shacl"])
def test_every_form_is_written(tmp_path: Path, form: str) -> None:
    """The report comes alone on the standard output."""
    path = _write(tmp_path, "bad.ttl", "@prefix")

    done = _run(path, "--format", form)

    assert done.exit_code == 1
    assert done.output.startswith({"html": "<!doctype html>", "shacl": "@prefix"}.get(form, "{"))


def test_several_files_are_one_contribution(tmp_path: Path) -> None:
    """What one file points to may be in another."""
    pointing = GOOD.replace("src:china-keywords-2017", "src:new-page")
    one = _write(tmp_path, "one.ttl", HEAD + pointing)
    two = _write(tmp_path, "two.ttl", HEAD + "src:new-page a shc:WebPage .")

    told = json.loads(_run(one, two, "--format", "json").output)

    assert [one for one in told["findings"] if one["rule"] == "reference"] == []
    assert len(told["files"]) == 2


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a", "missing.ttl"])
def test_what_cannot_be_read_ends_with_2(tmp_path: Path, name: str) -> None:
    """An unknown kind of file and a missing one are errors, and nothing is said to conform."""
    path = tmp_path / name
    if not name.startswith("missing"):
        _write(tmp_path, name, HEAD + GOOD)

    done = _run(path)

    assert done.exit_code == 2
    assert "onforms" not in done.stdout


def test_what_runs_away_ends_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At its time limit the child is ended, and that is told."""
    monkeypatch.setattr(reviewing, "TIMEOUT_S", 0.2)

    done = _run(_write(tmp_path, "good.ttl", HEAD + GOOD))

    assert done.exit_code == 2
    assert "onforms" not in done.stdout
    assert "limit of 0.2 seconds" in done.stderr


def test_own_shapes_judge_alone(tmp_path: Path) -> None:
    """Any data can be judged by any shapes."""
    shapes = _write(tmp_path, "shapes.ttl", SHAPES)
    data = _write(tmp_path, "data.nt", "<http://e/x> <http://e/p> 'x' .".replace("'", '"'))
    wrong = _write(tmp_path, "wrong.ttl", "<http://e/x> a <http://e/T> .")

    assert _run(data, "--shapes", shapes).exit_code == 0
    done = _run(wrong, "--shapes", shapes)
    assert done.exit_code == 1
    assert "Give at least 1 of these." in done.output


def test_hostile_shapes_are_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A constraint that would count for ever is ended at the limit."""
    monkeypatch.setattr(reviewing, "TIMEOUT_S", 3.0)
    star = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))
    shapes = _write(
        tmp_path,
        "shapes.ttl",
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n<http://e/A> a sh:NodeShape ;"
        f' sh:targetClass <http://e/T> ; sh:sparql [ sh:select "SELECT $this {{ {star} }}" ] .',
    )
    lines = "".join(f"<http://e/x{n}> a <http://e/T> .\n" for n in range(40))

    done = _run(_write(tmp_path, "data.ttl", lines), "--shapes", shapes)

    assert done.exit_code == 2
