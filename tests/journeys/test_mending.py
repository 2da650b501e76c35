"""Broken contributions are mended by following their reports alone, in both languages.

In each folder of `mending`, `broken` is what a newcomer wrote, each step is what the report before
it said, and `mended` conforms. `findings.csv` has what each report tells: the line, the rule, and
the snippet where the next step was made with it.
"""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import pairwise
from pathlib import Path

import pytest

from .conftest import RunningServer, run_server

FOLDER = Path(__file__).parent / "mending"
JOURNEYS = sorted(one.name for one in FOLDER.iterdir())
TYPES = {
    ".jsonld": "application/ld+json",
    ".nq": "application/n-quads",
    ".rdf": "application/rdf+xml",
    ".ttl": "text/turtle",
}
HEAD = re.compile(r"^  \S+?:(\d+):\d+ .*$", re.MULTILINE)
RULE = {
    "en": re.compile(r"^    rule: (\S+)", re.MULTILINE),
    "zh": re.compile(r"^    规则： (\S+)", re.MULTILINE),
}
WRITE = {"en": "\n    write, for example:\n", "zh": "\n    例如可写：\n"}


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    """Run a server without a cache, which would be filled beforehand on the same processors."""
    with run_server(SHUANGCHUANG_CACHE_MIB="0") as running:
        yield running


def _steps(journey: str) -> list[Path]:
    """Give the files in the order in which they were written."""
    order = {"broken": "0", "mended": "9"}
    files = [one for one in (FOLDER / journey).iterdir() if one.suffix in TYPES]
    return sorted(files, key=lambda one: order.get(one.stem, one.stem.removeprefix("step-")))


def _expected(journey: str, step: str) -> list[tuple[int, str, str]]:
    with (FOLDER / journey / "findings.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["step"] == step]
    return [(int(row["line"]), row["rule"], row["write"]) for row in rows]


def _post(server: RunningServer, path: Path, accept: str, language: str) -> tuple[str, str]:
    """Send a file; give whether it conforms, and the report."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {"Content-Type": TYPES[path.suffix], "Accept": accept}
    try:
        connection.request("POST", f"/validate?lang={language}", path.read_bytes(), headers)
        response = connection.getresponse()
        body = response.read().decode()
    finally:
        connection.close()
    assert response.status == 200, body
    return str(response.headers["Shuangchuang-Conforms"]), body


def _run(*arguments: str | Path) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-m", "shuangchuang.cli", "validate", *map(str, arguments)]
    return subprocess.run(  # noqa: S603 - our own program
        program, capture_output=True, text=True, timeout=60, check=False
    )


def _is_written(snippet: str, text: str) -> bool:
    """Tell whether a snippet, or its value beside other values, stands in a file."""
    return snippet in text or snippet.partition(" ")[2] in text.replace(snippet.split(" ")[0], "")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("journey", JOURNEYS)
def test_each_step_is_what_the_report_before_said(
    server: RunningServer, journey: str, language: str
) -> None:
    """Every report names rule and line, and shows the snippet that the next step is made of."""
    for step, after in pairwise(_steps(journey)):
        _, report = _post(server, step, "text/plain", language)

        expected = _expected(journey, step.stem)
        lines = [int(one) for one in HEAD.findall(report)]
        assert list(zip(lines, RULE[language].findall(report), strict=True)) == [
            (line, rule) for line, rule, _ in expected
        ], step.name
        for _, _, snippet in expected:
            assert f"{WRITE[language]}      {snippet}\n" in report or not snippet
            assert _is_written(snippet, after.read_text(encoding="utf-8")), snippet


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_chinese_report_is_in_chinese(server: RunningServer, journey: str) -> None:
    """No message stays in English."""
    _, report = _post(server, _steps(journey)[0], "text/plain", "zh")

    assert re.search(r"[\u4e00-\u9fff]", report)
    assert not re.search(r"\b(?:Write|Give|Say|Use|This|There|because|write)\b", report)


@pytest.mark.parametrize("journey", JOURNEYS)
def test_the_last_step_conforms_without_any_finding(server: RunningServer, journey: str) -> None:
    """Over HTTP: it conforms, and not even a hint is left."""
    conforms, body = _post(server, _steps(journey)[-1], "application/json", "en")

    assert (conforms, json.loads(body)["findings"]) == ("true", [])


def test_the_command_lets_the_mended_files_pass_and_no_broken_one() -> None:
    """All mended files are one contribution that conforms, strictly; each broken one is told."""
    mended = _run("--strict", *(_steps(one)[-1] for one in JOURNEYS))
    broken = _run("--format", "json", *(_steps(one)[0] for one in JOURNEYS))

    assert mended.returncode == 0, mended.stdout
    assert broken.returncode == 1


def test_command_and_server_tell_the_same(server: RunningServer) -> None:
    """One report is behind both doors."""
    path = _steps("claimed-only")[0]

    told = json.loads(_run("--format", "json", path).stdout)
    served = json.loads(_post(server, path, "application/json", "en")[1])

    assert [_bare(one) for one in told["findings"]] == [_bare(one) for one in served["findings"]]


def _bare(finding: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in finding.items() if key not in ("file", "place")}


def test_there_are_journeys_of_four_formats() -> None:
    """The kinds of faults that newcomers make, in what they write."""
    assert len(JOURNEYS) == 24
    assert {_steps(one)[0].suffix for one in JOURNEYS} == set(TYPES)
