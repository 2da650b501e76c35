"""The command `shuangchuang load`: it publishes, tells each graph, and refuses."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from shuangchuang.base.content import Content
from shuangchuang.cli import main
from shuangchuang.store.release import load_release

from .store.servers import RUNNERS


def run(*arguments: str, password: str = "") -> Result:
    """Run the command with a password in the environment."""
    return CliRunner().invoke(main, ["load", *arguments], env={"SHUANGCHUANG_PASSWORD": password})


@pytest.mark.outside
def test_release_is_published_with_progress(tmp_path: Path, content: Content) -> None:
    """Each graph is one line; a second run keeps all of them."""
    graphs = len(load_release(content).info.graphs) + 1
    with RUNNERS["virtuoso"](tmp_path) as server:
        assert server.credentials
        options = ["--engine", server.query_url, "--update", server.update_url]
        options += ["--graph-store", server.graph_store_url, "--user", server.credentials.user]

        first = run(*options, password=server.credentials.password)
        second = run(*options, password=server.credentials.password)

    lines = first.stdout.splitlines()
    assert (first.exit_code, second.exit_code) == (0, 0), first.stderr
    assert [line.split()[0] for line in lines] == ["staged"] * graphs + ["switched"]
    assert [line.split()[0] for line in second.stdout.splitlines()] == ["kept"] * graphs


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "is not the http or https address"),
        (["--engine", "http://127.0.0.1:1/"], "cannot be reached"),
        (["--engine", "http://127.0.0.1:1/", "--update", "http://127.0.0.2:1/"], "one server"),
    ],
)
def test_what_is_no_server_is_told(arguments: list[str], said: str) -> None:
    """One line on the error stream, and exit code 2."""
    result = run(*arguments)

    assert result.exit_code == 2
    assert said in result.stderr
