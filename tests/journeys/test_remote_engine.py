"""The same site in front of other people's servers: one setting, and nothing else changes."""

import json
import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import pytest

from shuangchuang.base.content import Content, find_content
from shuangchuang.store.publishing import publish
from shuangchuang.store.release import load_release

from ..store.servers import RUNNERS, Server
from .conftest import RunningServer, run_server
from .test_operating import copy_content, get

pytestmark = pytest.mark.outside

CROSS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(9))} }}"


@pytest.fixture(scope="module", params=RUNNERS)
def other(
    request: pytest.FixtureRequest, content: Content, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Run another server that holds the release."""
    with RUNNERS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        assert list(publish(load_release(content), running.target()))
        yield running


@pytest.fixture(scope="module")
def site(other: Server) -> Iterator[RunningServer]:
    """Run the site in front of it."""
    with run_server(SHUANGCHUANG_ENGINE=other.query_url, SHUANGCHUANG_TIMEOUT_S="2") as running:
        yield running


def ask(site: RunningServer, text: str) -> tuple[int, bytes]:
    """Send one query."""
    return get(site, f"/sparql?query={quote(text)}")


def test_site_serves_the_release_of_the_other_server(
    site: RunningServer, server: RunningServer
) -> None:
    """Its digest, and the same number of triples as the site with the embedded engine."""
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    health = [json.loads(get(one, "/health")[1]) for one in (site, server)]
    assert health[0]["release"] == health[1]["release"]
    assert ask(site, text) == ask(server, text)


def test_pages_and_downloads_work(site: RunningServer) -> None:
    """A question has its page and its table."""
    status, page = get(site, "/questions/01-documents-of-the-state-council.csv")

    assert status == 200, page
    assert page.count(b"\r\n") > 1


@pytest.mark.parametrize(
    ("text", "status", "code"),
    [
        ("SELECT * { ?s ?p }", 400, "query-syntax"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", 403, "query-refused"),
        (CROSS, 504, "timeout"),
    ],
)
def test_errors_are_ours(site: RunningServer, text: str, status: int, code: str) -> None:
    """A problem document with our code, whatever the other server said."""
    told, body = ask(site, text)

    assert told == status
    assert code in json.loads(body)["type"]


def test_new_release_is_taken_at_sighup(other: Server, content: Content, tmp_path: Path) -> None:
    """After a load, SIGHUP has the site read digest and counts anew; no restart is needed."""
    changed = find_content(copy_content(content, tmp_path / "changed"))
    (changed.root / "queries" / "README").write_text("another digest", encoding="utf-8")
    with run_server(SHUANGCHUANG_ENGINE=other.query_url) as site:
        before = json.loads(get(site, "/health")[1])["release"]
        list(publish(load_release(changed), other.target()))

        site.process.send_signal(signal.SIGHUP)

        deadline = time.monotonic() + 10
        while (now := json.loads(get(site, "/health")[1])["release"]) == before:
            assert time.monotonic() < deadline
            time.sleep(0.1)
    list(publish(load_release(content), other.target()))
    assert (before, now) == (content.digest(), changed.digest())


def test_server_that_is_gone_is_told(content: Content, tmp_path: Path) -> None:
    """The site stays up, and says that its engine is not there."""
    with ExitStack() as stack:
        running = stack.enter_context(RUNNERS["oxigraph"](tmp_path))
        list(publish(load_release(content), running.target()))
        with run_server(SHUANGCHUANG_ENGINE=running.query_url) as site:
            before, _ = ask(site, "ASK { ?s ?p ?o }")
            stack.close()

            status, body = ask(site, "ASK { ?s ?p 1 }")
            health, _ = get(site, "/health")

    assert (before, status, health) == (200, 503, 503)
    assert "engine-unavailable" in json.loads(body)["type"]
