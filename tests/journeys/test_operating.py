"""Those who run a server see its state, reload it, and end it, without losing a request."""

import json
import shutil
import signal
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

from shuangchuang.base.content import FOLDERS, Content
from shuangchuang.services.examples import load_questions
from shuangchuang.web.language import LANGUAGES
from shuangchuang.web.warming import FORMS

from .conftest import RunningServer, run_server

# Slow enough to be under way when a signal comes, quick enough to finish.
SECOND = (
    "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(60)))} }}" for n in range(4))
    + " }"
)

EACH = len(FORMS) * len(LANGUAGES)  # in which a question is asked beforehand


def get(
    server: RunningServer, path: str, accept: str = "application/json, */*;q=0.1"
) -> tuple[int, bytes]:
    """Read one page."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    try:
        connection.request("GET", path, headers={"Accept": accept, "Accept-Language": "zh-CN"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def copy_content(content: Content, to: Path) -> Path:
    """Copy the release, so that a test may change it."""
    for folder in FOLDERS:
        shutil.copytree(content.root / folder, to / folder)
    return to


def test_health_tells_that_queries_are_answered(server: RunningServer) -> None:
    """Alive, ready, and which release."""
    status, body = get(server, "/health")

    told = json.loads(body)
    assert (status, told["alive"], told["ready"]) == (200, True, True)
    assert len(told["release"]) == 64


def test_a_contribution_is_judged_right_after_the_start() -> None:
    """Ready means that the task workers are there, however short the wait for one."""
    with run_server(SHUANGCHUANG_WAIT_S="0.3") as fresh:
        connection = HTTPConnection("127.0.0.1", fresh.port, timeout=20)
        connection.request(
            "POST", "/validate", b"<urn:a> <urn:b> 1 .", {"Content-Type": "text/turtle"}
        )
        response = connection.getresponse()
        connection.close()

    assert (response.status, response.headers["Shuangchuang-Conforms"]) == (200, "false")


def test_metrics_count_queries(server: RunningServer) -> None:
    """A query shows in the counters."""
    get(server, "/sparql?query=ASK%7B%7D&timeout=1.5")

    status, body = get(server, "/metrics")

    assert status == 200
    assert b'shuangchuang_queries_total{outcome="answered"}' in body


def read_metric(server: RunningServer, name: str) -> float:
    """Read one number from the metrics."""
    lines = get(server, "/metrics")[1].decode().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith(f"{name} "))


def test_first_visitor_of_a_question_finds_its_answer_in_the_cache(content: Content) -> None:
    """A new server asks its questions itself, as browsers and as those who take the files."""
    first = load_questions(content)[0].name
    with run_server() as server:
        deadline = time.monotonic() + 120
        while read_metric(server, "shuangchuang_cache_asked_beforehand") < EACH:
            assert time.monotonic() < deadline
            time.sleep(0.1)
        before = read_metric(server, "shuangchuang_cache_hits")

        for suffix, accept in FORMS:
            assert get(server, f"/questions/{first}{suffix}", accept)[0] == 200

        assert read_metric(server, "shuangchuang_cache_hits") == before + len(FORMS)


def test_query_under_way_finishes_when_the_server_is_ended() -> None:
    """SIGTERM waits for the query; then nothing of the server is left."""
    with run_server() as server:
        replies: list[int] = []
        path = "/sparql?query=" + SECOND.replace(" ", "%20").replace("{", "%7B").replace("}", "%7D")
        asking = threading.Thread(target=lambda: replies.append(get(server, path)[0]))
        asking.start()
        time.sleep(0.3)

        server.process.send_signal(signal.SIGTERM)
        asking.join()
        server.process.wait(timeout=20)

        assert replies == [200]
        assert _all_end_within(server, 5.0)


def _all_end_within(server: RunningServer, limit_s: float) -> bool:
    deadline = time.monotonic() + limit_s
    while server.processes() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not server.processes()


def test_new_release_is_taken_without_losing_a_request(content: Content, tmp_path: Path) -> None:
    """SIGHUP loads the content anew while clients go on asking."""
    root = copy_content(content, tmp_path / "release")
    short = {"SHUANGCHUANG_TIMEOUT_S": "1", "SHUANGCHUANG_CACHE_MIB": "0"}
    with run_server(SHUANGCHUANG_CONTENT=str(root), **short) as server:
        before = json.loads(get(server, "/health")[1])["release"]
        processes = len(server.processes())
        (root / "data" / "new.ttl").write_text(
            '<http://example.org/a> <http://example.org/p> "b" .'
        )
        statuses, stop = [], threading.Event()

        def keep_asking() -> None:
            while not stop.is_set():
                statuses.append(get(server, "/sparql?query=ASK%7B%7D")[0])

        clients = [threading.Thread(target=keep_asking) for _ in range(4)]
        for client in clients:
            client.start()
        server.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if json.loads(get(server, "/health")[1])["release"] != before:
                break
        deadline = time.monotonic() + 15
        while len(server.processes()) != processes and time.monotonic() < deadline:
            time.sleep(0.2)  # the workers of the old release have a while for their last queries
        time.sleep(2)
        stop.set()
        for client in clients:
            client.join()

        health = json.loads(get(server, "/health")[1])
        assert (health["release"] != before, health["ready"]) == (True, True)
        assert len(server.processes()) == processes
        assert set(statuses) == {200}
        assert len(statuses) > 50


def test_broken_release_is_not_taken(content: Content, tmp_path: Path) -> None:
    """What is served stays when the new content cannot be read."""
    root = copy_content(content, tmp_path / "release")
    with run_server(SHUANGCHUANG_CONTENT=str(root)) as server:
        before = json.loads(get(server, "/health")[1])["release"]
        (root / "data" / "places.ttl").write_text("not turtle")

        server.process.send_signal(signal.SIGHUP)
        time.sleep(3)

        assert json.loads(get(server, "/health")[1])["release"] == before
