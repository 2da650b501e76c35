"""The remote engine sends only what is its own, stays inside its limits, and translates errors."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.errors import (
    EngineBusy,
    EngineUnavailable,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
)
from shuangchuang.base.media import formats_of
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import Answer, Limits, Query
from shuangchuang.store.factory import open_engine
from shuangchuang.store.remote import RemoteEngine

JSON, NTRIPLES = formats_of("solutions")[0], formats_of("graph")[1]
ROW = '{"s":{"type":"uri","value":"http://e/s"}}'
ROWS = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{ROW},{ROW},{ROW}]}}}}'
SELECT = "SELECT ?s FROM <http://e/g> { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } FROM <http://e/g> WHERE { ?s ?p ?o }"
TRIPLE = "<http://e/s> <http://e/p> <http://e/o> .\n"


@dataclass
class Script:
    """What the scripted server answers, and what it has heard."""

    body: str | bytes = ROWS
    status: int = 200
    media_type: str = "application/sparql-results+json"
    headers: dict[str, str] = field(default_factory=dict)
    act: Callable[[BaseHTTPRequestHandler], None] | None = None
    heard: list[tuple[str, dict[str, str], dict[str, list[str]]]] = field(default_factory=list)
    address: str = ""


@contextmanager
def scripted(script: Script) -> Iterator[RemoteEngine]:
    """Run a server that follows a script, and an engine that asks it."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = self.rfile.read(int(self.headers["Content-Length"])).decode()
            script.heard.append((self.path, dict(self.headers), parse_qs(form)))
            if script.act:
                script.act(self)
                return
            body = script.body if isinstance(script.body, bytes) else script.body.encode()
            self.send_response(script.status)
            self.send_header("Content-Type", script.media_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in script.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self) -> None:
            script.heard.append((self.path, dict(self.headers), {}))
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    script.address = f"http://127.0.0.1:{server.server_port}/sparql"
    try:
        yield RemoteEngine(script.address)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def ask(engine: RemoteEngine, text: str = SELECT, limits: Limits | None = None) -> Answer:
    """Send one query."""
    return engine.query(Query(text), JSON, NTRIPLES, limits or Limits(5.0))


def test_request_holds_nothing_but_its_own() -> None:
    """One POST with the query and its dataset; no credentials, no cookie, nobody's user agent."""
    script = Script()
    with scripted(script) as engine:
        ask(engine)
    (path, headers, form), *more = script.heard

    assert (path, more) == ("/sparql", [])
    assert set(headers) == {
        "Accept",
        "Accept-Encoding",
        "Connection",
        "Content-Length",
        "Content-Type",
        "Host",
        "User-Agent",
    }
    assert headers["Accept"] == "application/sparql-results+json"
    assert set(form) == {"query", "default-graph-uri", "named-graph-uri"}
    assert form["default-graph-uri"] == ["http://e/g"]


def test_environment_proxy_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that is set for other programs hears no query."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.delenv("no_proxy", raising=False)
    with scripted(Script()) as engine:
        assert ask(engine).kind == "solutions"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://127.0.0.1/",
        "sparql",
        "http://user:secret@127.0.0.1/",
        "http://",
    ],
)
def test_address_must_be_a_server_without_password(address: str, small_content: Content) -> None:
    """The setting takes http and https only; the error does not repeat a password."""
    with pytest.raises(ValueError, match="address") as caught:
        open_engine(Settings(engine=address), small_content)

    assert "secret" not in str(caught.value)


def test_no_address_is_the_embedded_engine(small_content: Content) -> None:
    """One setting chooses."""
    engine = open_engine(Settings(workers=1), small_content)
    engine.close()

    assert isinstance(engine, EmbeddedEngine)


def test_redirect_is_not_followed() -> None:
    """Not to another host, nor to the same one: the setting is what is asked."""
    elsewhere = Script()
    with scripted(elsewhere):
        script = Script(status=302, headers={"Location": elsewhere.address})
        with scripted(script) as engine, pytest.raises(EngineUnavailable) as caught:
            ask(engine)

    assert elsewhere.heard == []
    assert elsewhere.address in str(caught.value)


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, "Parse error: Encountered } at line 2, column 3.", QuerySyntax),
        (400, "nothing more is said", QuerySyntax),
        (401, "who are you", EngineUnavailable),
        (404, "not here", EngineUnavailable),
        (500, "something broke", EngineUnavailable),
        (503, "Query timed out", QueryTimeout),
        (500, "The estimated execution time 900 (sec) exceeds the limit", QueryTimeout),
        (504, "", QueryTimeout),
        (429, "", EngineBusy),
    ],
)
def test_status_is_translated(status: int, body: str, kind: type[Exception]) -> None:
    """Each status becomes the error that a person can do something about."""
    with scripted(Script(body, status, "text/plain")) as engine, pytest.raises(kind):
        ask(engine)


def test_place_of_a_syntax_error_is_that_of_the_text_as_sent() -> None:
    """The line that we add on top is taken off again."""
    script = Script("Parse error: Encountered } at line 3, column 8.", 400, "text/plain")
    text = "SELECT *\nWHERE { }"

    with scripted(script) as engine, pytest.raises(QuerySyntax) as caught:
        ask(engine, text.replace("*", "* FROM <http://e/g>"))

    assert (caught.value.line, caught.value.column) == (2, 9)


@pytest.mark.parametrize(
    "body",
    [
        "<html><body>It works!</body></html>",
        "",
        '{"head":{"vars":["s"]},"results":{"bindings":[Something went wrong here',
        f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{ROW},{ROW}',
        f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{ROW}]',
        '{"head":{"vars":["s"]},"results":{"bindings":[7]}}',
        '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"odd","value":"x"}}]}}',
        '{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"uri","value":"a b"}}]}}',
        '{"head":{},"boolean":true}',
        b'{"head":{"vars":["s"]},"results":{"bindings":[{"s":{"type":"literal","value":"\xff"}}]}}',
    ],
)
def test_broken_rows_with_200_are_an_error(body: str | bytes) -> None:
    """Half an answer is none, whatever the status says."""
    with scripted(Script(body)) as engine, pytest.raises(EngineUnavailable, match="broken"):
        ask(engine)


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        ("<html></html>", "text/html"),
        (TRIPLE + "<http://e/s> <http://e/p", "application/n-triples"),
        (TRIPLE + "Something went wrong here", "application/n-triples"),
    ],
)
def test_broken_graph_with_200_is_an_error(body: str, media_type: str) -> None:
    """The same for graphs."""
    script = Script(body, media_type=media_type)
    with scripted(script) as engine, pytest.raises(EngineUnavailable, match="broken"):
        ask(engine, CONSTRUCT)


@pytest.mark.parametrize(
    "end",
    [
        "The SPARQL operation has been cancelled",
        "\n##  Query cancelled due to timeout during execution   ##\n",
    ],
)
@pytest.mark.parametrize("text", [SELECT, CONSTRUCT])
def test_server_that_gives_up_in_its_answer_is_a_timeout(text: str, end: str) -> None:
    """Oxigraph's server and Fuseki say so after the status 200 and the first rows."""
    start = ROWS[: ROWS.rindex("{")] if text == SELECT else TRIPLE
    kind = "application/sparql-results+json" if text == SELECT else "application/n-triples"

    with scripted(Script(start + end, media_type=kind)) as engine, pytest.raises(QueryTimeout):
        ask(engine, text)


@pytest.mark.parametrize("text", [SELECT, CONSTRUCT])
def test_answer_that_breaks_off_is_an_error(text: str) -> None:
    """A connection that closes before the length that was told gives no half answer."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        body = ROWS if text == SELECT else TRIPLE
        kind = "application/sparql-results+json" if text == SELECT else "application/n-triples"
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body) + 100))
        handler.end_headers()
        handler.wfile.write(body.encode())

    with scripted(Script(act=act)) as engine, pytest.raises(EngineUnavailable, match="broke off"):
        ask(engine, text)


def test_refused_connection_is_unavailable() -> None:
    """Nobody listens there."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        ask(RemoteEngine(f"http://127.0.0.1:{port}/"))


@pytest.mark.parametrize("pause_first", [True, False])
def test_slow_server_ends_at_the_limit(pause_first: bool) -> None:
    """Silence, and a drip of bytes without end, both end at the time limit."""
    ended = threading.Event()

    def act(handler: BaseHTTPRequestHandler) -> None:
        if pause_first:
            ended.wait(5)
            return
        handler.send_response(200)
        handler.end_headers()
        for _ in range(50):
            if ended.wait(0.1):
                return
            handler.wfile.write(b" ")
            handler.wfile.flush()

    started = time.monotonic()
    with scripted(Script(act=act)) as engine:
        with pytest.raises(QueryTimeout):
            ask(engine, limits=Limits(0.5))
        took = time.monotonic() - started
        ended.set()

    assert 0.4 < took < 1.5


def test_endless_answer_is_cut_at_the_row_limit() -> None:
    """Reading ends at the limit of rows; the server may go on as long as it likes."""

    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b'{"head":{"vars":["s"]},"results":{"bindings":[' + ROW.encode())
        try:
            while True:
                handler.wfile.write((f",{ROW}" * 1000).encode())
        except OSError:
            return

    with scripted(Script(act=act)) as engine:
        answer = ask(engine, limits=Limits(5.0, max_rows=2500))

    assert answer.truncated
    assert len(json.loads(answer.body)["results"]["bindings"]) == 2500


def test_endless_space_is_cut_at_the_byte_limit() -> None:
    """An answer without a row is not read for ever."""
    script = Script(" " * 2_000_000)
    with scripted(script) as engine, pytest.raises(EngineUnavailable, match="broken"):
        ask(engine, limits=Limits(5.0, max_bytes=100_000))


@pytest.mark.parametrize(
    "headers", [{"X-SPARQL-MaxRows": "3"}, {"X-SQL-State": "S1TAT", "X-SQL-Message": "timeout"}]
)
def test_cut_by_the_server_is_told(headers: dict[str, str]) -> None:
    """A server that says that it stopped early is not taken for complete."""
    with scripted(Script(headers=headers)) as engine:
        assert ask(engine).truncated


def test_answer_may_name_every_graph_of_a_release_in_a_header() -> None:
    """As Virtuoso does; http.client takes no more than 100 headers by itself."""
    script = Script(headers={f"X-Graph-{number}": "http://e/g" for number in range(500)})

    with scripted(script) as engine:
        assert b"http://e/s" in ask(engine).body


def test_rows_in_small_pieces_are_whole() -> None:
    """A character that is split between two reads comes out whole."""
    value = "双创🚀" * 40_000
    row = json.dumps({"s": {"type": "literal", "value": value}}, ensure_ascii=False)
    body = f'{{"head":{{"vars":["s"]}},"results":{{"bindings":[{row},{row}]}}}}'
    with scripted(Script(body)) as engine:
        found = json.loads(ask(engine).body)["results"]["bindings"]

    assert [one["s"]["value"] for one in found] == [value, value]


def test_service_does_not_reach_the_server() -> None:
    """No fence stands around the other server, so the guard is asked once more."""
    script = Script()
    with scripted(script) as engine, pytest.raises(QueryRefused):
        ask(engine, "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")

    assert script.heard == []


def test_longest_query_is_sent_at_once() -> None:
    """A comment made for SPARQLWrapper's own search for the form costs nothing here."""
    text = SELECT + " #PREFIX " + ":<" * 32_000
    started = time.monotonic()
    with scripted(Script()) as engine:
        ask(engine, text)

    assert time.monotonic() - started < 2.0
