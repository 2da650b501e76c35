"""The served site, asked by programs that are not ours: curl and a browser."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from .conftest import RunningServer

ROOT = Path(__file__).resolve().parents[2]
README_ADDRESS = "http://127.0.0.1:8000"

pytestmark = pytest.mark.outside


def _find_program(*names: str) -> str:
    found = next((path for name in names if (path := shutil.which(name))), None)
    assert found, f"none of {', '.join(names)} is installed; .ci/run installs it"
    return found


def test_the_curl_command_of_the_readme_gives_the_output_of_the_readme(
    server: RunningServer,
) -> None:
    """Whoever pastes the command of the README into a shell reads what the README shows."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"```sh\n(curl .*?)\n```\n+```csv\n(.*?)```", readme, re.DOTALL)
    assert shown

    command = shlex.split(shown[1].replace(README_ADDRESS, server.url))
    done = subprocess.run(  # noqa: S603 - the command of our README
        [_find_program("curl"), "--silent", "--show-error", "--fail", *command[1:]],
        capture_output=True,
        check=True,
    )

    assert done.stdout.decode().splitlines() == shown[2].splitlines()


@pytest.mark.parametrize(
    ("language", "tag", "words"), [("en", "en", "Questions"), ("zh", "zh-Hans", "问题")]
)
def test_a_browser_shows_the_home_page(
    server: RunningServer, tmp_path: Path, language: str, tag: str, words: str
) -> None:
    """The page that a browser has built is in the language asked for, and names the questions."""
    browser = _find_program("chromium", "chromium-browser", "google-chrome")
    options = [
        "--headless",
        "--no-sandbox",  # the sandbox needs rights that a container lacks
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--dump-dom",
    ]

    done = subprocess.run(  # noqa: S603 - a browser on a page of ours
        [browser, *options, f"{server.url}/?lang={language}"],
        capture_output=True,
        timeout=60,
        check=True,
    )

    page = done.stdout.decode()
    assert re.search(rf'<html[^>]* lang="{tag}"', page)
    assert words in page
