"""What conforms is put where the report says, and then the whole content is still sound."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shuangchuang.base.content import Content

MENDING = Path(__file__).parent / "mending"
# Journeys whose records change no answer of a question.
JOURNEYS = ["bare-source", "place-as-operator", "second-code"]
PUT = re.compile(
    r"(?:Put into|Add to the record in) (data/\S+\.ttl)(?:, or another file of \S+)?: (.*)"
)
FORMAT = re.compile(r"shuangchuang fmt (data/.*)")


def _run(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    program = [sys.executable, "-m", "shuangchuang.cli", *arguments]
    return subprocess.run(  # noqa: S603 - our own program
        program, cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def _put(folder: Path, file: str, record: str, head: str) -> None:
    """Put a record at the end of a file, and the prefixes that it lacks at the top."""
    path = folder / file
    text = path.read_text("utf-8")
    lacking = [line for line in head.splitlines() if line.startswith("@prefix")]
    lines = "".join(f"{line}\n" for line in lacking if line not in text)
    path.write_text(f"{lines}{text}\n{record}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def checkout(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the content, as a contributor's checkout has it."""
    folder = tmp_path_factory.mktemp("checkout")
    for name in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(content.root / name, folder / name)
    return folder


def test_records_go_where_the_report_says_and_the_content_stays_sound(checkout: Path) -> None:
    """Each record is put into the file that is named, all are formatted, and the check passes."""
    changed: set[str] = set()
    for journey in JOURNEYS:
        text = (MENDING / journey / "mended.ttl").read_text("utf-8")
        head, *records = text.strip().split("\n\n")
        records = [one for one in records if not one.startswith("#")]
        told = _run(
            "validate", "--format", "json", str(MENDING / journey / "mended.ttl"), folder=checkout
        )
        steps = json.loads(told.stdout)["next"]

        homes = {
            name: step[1] for step in map(PUT.match, steps) if step for name in step[2].split(", ")
        }
        assert len(homes) == len(records), steps
        for record in records:
            _put(checkout, homes[record.split(" ")[0]], record, head)
        [files] = [found[1].split() for found in map(FORMAT.search, steps) if found]
        changed.update(files)

    formatted = _run("fmt", *sorted(changed), folder=checkout)
    checked = _run("check", "--content", str(checkout), folder=checkout)

    assert (formatted.returncode, formatted.stderr) == (0, "")
    assert len(formatted.stdout.splitlines()) == len(changed)
    assert _run("fmt", "--check", *sorted(changed), folder=checkout).returncode == 0
    assert checked.returncode == 0, checked.stdout + checked.stderr
