"""The command `shuangchuang query`: it lists, answers and refuses."""

import csv
import io
import json

import pytest
from click.testing import CliRunner, Result

from shuangchuang.base.content import find_content
from shuangchuang.cli import main
from shuangchuang.services.examples import load_questions


def run(*arguments: str) -> Result:
    """Run the command, with a standard output that is no terminal."""
    return CliRunner().invoke(main, ["query", *arguments])


def test_without_a_question_the_questions_are_listed() -> None:
    """Each question is one line, and its parameters stand below it."""
    result = run()

    assert result.exit_code == 0
    numbers = [int(line[:2]) for line in result.stdout.splitlines() if line[:2].isdigit()]
    assert numbers == list(range(1, len(load_questions(find_content())) + 1))
    assert "    issuer=id:state-council  (issuing body)\n" in result.stdout


def test_the_list_speaks_chinese() -> None:
    """With --lang zh the summaries and the labels of parameters are Chinese."""
    result = run("--lang", "zh")

    assert "    issuer=id:state-council  (发文机关)\n" in result.stdout


def test_in_a_pipe_the_answer_is_csv() -> None:
    """What is no terminal gets the bytes of SPARQL's CSV."""
    result = run("21")

    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == 21
    assert rows[0]["passage"] == "https://w3id.org/shuangchuang/src/enwiki-lead-1-1"


def test_a_table_is_for_people() -> None:
    """A table has the question above it, and short names for IRIs."""
    result = run("21", "--format", "table")

    lines = result.stdout.splitlines()
    assert lines[0] == "Which sentences of a source are used, and which are not yet?"
    assert lines[4].startswith("src:enwiki  src:enwiki-")


def test_a_value_narrows_the_answer() -> None:
    """A parameter given on the command line is bound before the query runs."""
    result = run("21", "--param", "source=src:no-such-source", "--format", "json")

    assert json.loads(result.stdout)["results"]["bindings"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["covrage-of-a-source"], "you may mean 21-coverage-of-a-source"),
        (["21", "--param", "sauce=src:enwiki"], "you may mean source"),
        (["21", "--param", "isUsed=maybe"], "'maybe' is not true or false"),
        (["21", "--param", "source"], "write source=VALUE"),
    ],
)
def test_a_mistake_is_told_and_ends_with_2(arguments: list[str], message: str) -> None:
    """A misspelt name or a wrong value is one line on standard error."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""
