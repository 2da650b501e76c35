"""A contributor's ways in: the pages in a browser, the workflow and the hooks that we offer."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from .conftest import RunningServer
from .test_outside import _find_program

ROOT = Path(__file__).resolve().parents[2]
RECORD = """\
# SPDX-License-Identifier: CC-BY-SA-4.0
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix src: <https://w3id.org/shuangchuang/src/> .

id:example-person a shc:Person ;
    rdfs:label "Example Person"@en , "示例人物"@zh-Hans ;
    shc:isStatedIn src:enwiki-history-1-1 .
"""

pytestmark = pytest.mark.outside


def _dump(address: str, folder: Path) -> str:
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}"]
    browser = _find_program("chromium", "chromium-browser", "google-chrome")
    done = subprocess.run(  # noqa: S603 - a browser on a page of ours
        [browser, *options, "--dump-dom", address], capture_output=True, timeout=60, check=True
    )
    return done.stdout.decode()


@pytest.mark.parametrize(
    ("path", "tag", "words"),
    [
        ("/contribute?lang=en", "en", "Add a record"),
        ("/contribute/event?lang=zh", "zh-Hans", "检查并生成记录"),
        ("/contribute/claim?lang=en&rdfs.label@zh-Hans=众创", "en", "众创"),
        ("/shapes/Claim?lang=zh", "zh-Hans", "应如何书写"),
        ("/rules/blank-node?lang=en", "en", "Everything has a name"),
        ("/validate?lang=zh", "zh-Hans", "您的记录"),
    ],
)
def test_a_browser_shows_the_pages_for_contributors(
    server: RunningServer, tmp_path: Path, path: str, tag: str, words: str
) -> None:
    """The page that a browser has built is in the language asked for and has its words."""
    page = _dump(server.url + path, tmp_path)

    assert re.search(rf'<html[^>]* lang="{tag}"', page)
    assert words in page


def _workflow() -> dict[str, object]:
    page = (ROOT / "docs/contribute-with-github.md").read_text(encoding="utf-8")
    (text,) = re.findall(r"```yaml\n(name: validate\n.*?)```", page, re.DOTALL)
    read = yaml.safe_load(text)
    assert isinstance(read, dict)
    return read


def _script() -> str:
    jobs = _workflow()["jobs"]
    assert isinstance(jobs, dict)
    steps = jobs["validate"]["steps"]
    return str(next(one["run"] for one in steps if one.get("name", "").startswith("Validate")))


def _git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    done = subprocess.run(  # noqa: S603 - git in a folder of the test
        [_find_program("git"), *identity, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def _commit_base(folder: Path) -> str:
    """Make a repository with a file that is broken, and give the name of its commit."""
    _git(folder, "init", "-q", "-b", "main")
    (folder / "data" / "actors").mkdir(parents=True)
    (folder / "data" / "old.ttl").write_text("this is not Turtle")
    _git(folder, "add", ".")
    _git(folder, "commit", "-q", "-m", "base")
    return _git(folder, "rev-parse", "HEAD")


def _run_script(folder: Path, base: str) -> "subprocess.CompletedProcess[bytes]":
    """Commit what has changed, and run the script of our page as the platform runs it."""
    _git(folder, "add", ".")
    _git(folder, "commit", "-q", "-m", "change")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(  # noqa: S603 - the script of our page
        [_find_program("bash"), "-e", "-c", _script()],
        cwd=folder,
        env={**os.environ, "BASE": base, "PATH": path},
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("record", "code", "rules"),
    [
        (RECORD, 0, set()),
        (RECORD.replace("id:example-person", "id:Example_Person"), 1, {"namespace"}),
        (RECORD.replace(" .\n\nid", " .\nid"), 1, set()),
    ],
)
def test_the_workflow_validates_what_a_pull_request_changes(
    tmp_path: Path, record: str, code: int, rules: set[str]
) -> None:
    """Its script judges the changed files alone, writes SARIF, and ends as the page says."""
    base = _commit_base(tmp_path)
    (tmp_path / "data" / "actors" / "new one.ttl").write_text(record, encoding="utf-8")

    done = _run_script(tmp_path, base)

    (run,) = json.loads((tmp_path / "findings.sarif").read_text(encoding="utf-8"))["runs"]
    told = {one["ruleId"] for one in run["results"] if one["level"] == "error"}
    assert (done.returncode, rules <= told) == (code, True), done.stderr.decode()
    assert b"old.ttl" not in done.stdout + done.stderr


def test_the_workflow_does_not_pass_where_files_are_only_deleted(tmp_path: Path) -> None:
    """There is nothing to judge then, and nothing is deleted from the graph."""
    base = _commit_base(tmp_path)
    (tmp_path / "data" / "old.ttl").unlink()

    done = _run_script(tmp_path, base)

    assert done.returncode == 1
    assert b"::error::Files of data/ are deleted" in done.stdout


def test_the_files_of_a_commit_are_judged_as_one_contribution() -> None:
    """pre-commit would share them out among processes, and each would lack the others."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

    [validate] = [one for one in hooks if one["id"] == "shuangchuang-validate"]
    assert validate["require_serial"] is True


def test_the_hooks_name_commands_that_there_are() -> None:
    """Each hook runs a command of ours, and the page names it."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    page = (ROOT / "docs/contribute-with-github.md").read_text(encoding="utf-8")

    for hook in hooks:
        program, command, *_ = hook["entry"].split()
        done = subprocess.run(  # noqa: S603 - our own program
            [Path(sys.executable).with_name(program), command, "--help"],
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0
        assert f"- id: {hook['id']}" in page
