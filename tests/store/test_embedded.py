"""The embedded engine answers, survives what kills its workers, and stays inside its fences."""

import os
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import (
    ContentError,
    EngineUnavailable,
    QuerySyntax,
    QueryTimeout,
    QueryTooLarge,
)
from shuangchuang.base.media import format_named
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import EmbeddedEngine, ZygoteProcess
from shuangchuang.store.engine import Answer, Limits, Query
from shuangchuang.store.workers import bring

from .conftest import write_release

JSON = format_named("json", "solutions")
TURTLE = format_named("ttl", "graph")
CROSS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(12))} }}"
NESTED = "ASK { FILTER(" + "(" * 20_000 + "1" + ")" * 20_000 + ") }"


def ask(engine: EmbeddedEngine, text: str, limits: Limits | None = None, **more: object) -> Answer:
    """Send one query."""
    assert JSON is not None
    assert TURTLE is not None
    return engine.query(Query(text, **more), JSON, TURTLE, limits or Limits(timeout_s=5.0))  # type: ignore[arg-type]  # by name


def test_select_ask_and_construct_are_answered(engine: EmbeddedEngine) -> None:
    """Each kind of answer comes in its own format."""
    assert ask(engine, "SELECT ?s { ?s a ?t }").kind == "solutions"
    assert ask(engine, "ASK {}").body == b'{"head":{},"boolean":true}'
    graph = ask(engine, "CONSTRUCT { ?s a ?t } WHERE { ?s a ?t }")
    assert (graph.kind, graph.format) == ("graph", TURTLE)


def test_binding_is_a_term_and_not_text(engine: EmbeddedEngine) -> None:
    """A bound text that looks like SPARQL finds nothing and harms nothing."""
    query = "SELECT ?s { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?l }"

    found = ask(engine, query, bindings={"l": '"Ada"@en'})
    hostile = ask(engine, query, bindings={"l": '"x\\" } SELECT * { ?s ?p ?o"'})

    assert b"id/ada" in found.body
    assert hostile.body.endswith(b'"bindings":[]}}')


@pytest.mark.parametrize("term", ["1", "?x", '"a" } #', "<x> <y>", '"open', "<a b>"])
def test_binding_that_is_no_single_term_is_an_error(engine: EmbeddedEngine, term: str) -> None:
    """Nothing but one complete term gets into a query."""
    with pytest.raises(EngineUnavailable, match="not a variable and a term"):
        ask(engine, "SELECT ?s { ?s ?p ?l }", bindings={"l": term})


def test_default_graphs_of_the_protocol_are_merged(engine: EmbeddedEngine) -> None:
    """A triple of two graphs is one row when both make the default graph."""
    graphs = tuple(f"https://w3id.org/shuangchuang/graph/data/{n}" for n in ("people", "places"))

    both = ask(engine, "SELECT ?l { <id/shared> ?p ?l }", default_graphs=graphs)

    assert both.body.count(b"in two files") == 1


def test_unknown_graph_is_empty(engine: EmbeddedEngine) -> None:
    """A graph that we do not have holds nothing; it is not fetched."""
    answer = ask(engine, "ASK { ?s ?p ?o }", default_graphs=("https://example.org/none",))

    assert b"false" in answer.body


def test_rows_beyond_the_limit_are_cut_and_told(engine: EmbeddedEngine) -> None:
    """A cut answer is a whole document that says so."""
    cut = ask(engine, "SELECT ?s { ?s ?p ?o }", Limits(max_rows=2))
    whole = ask(engine, "SELECT ?s { ?s ?p ?o } LIMIT 2", Limits(max_rows=2))

    assert (cut.truncated, cut.body.count(b'"type":"uri"')) == (True, 2)
    assert not whole.truncated


def test_bytes_beyond_the_limit_are_cut_and_told(engine: EmbeddedEngine) -> None:
    """The limit of bytes ends at a row."""
    cut = ask(engine, "SELECT ?s ?p ?o { ?s ?p ?o }", Limits(max_bytes=600))

    assert cut.truncated
    assert cut.body.endswith(b"]}}")


def test_syntax_error_has_a_place(engine: EmbeddedEngine) -> None:
    """The engine's own parser is translated into line, column and excerpt."""
    with pytest.raises(QuerySyntax) as caught:
        ask(engine, "SELECT *\nWHERE { ?s ?p ?o . FILTER }")

    assert (caught.value.line, caught.value.excerpt) == (2, "WHERE { ?s ?p ?o . FILTER }")


def test_query_that_runs_away_ends_at_its_limit(engine: EmbeddedEngine) -> None:
    """The worker is killed, the next query is answered at once."""
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        ask(engine, CROSS, Limits(timeout_s=0.5))
    took = time.monotonic() - started

    assert 0.45 < took < 2.0
    assert b"true" in ask(engine, "ASK {}").body


def test_query_that_crashes_a_worker_harms_nobody(engine: EmbeddedEngine) -> None:
    """A stack overflow in the engine is one client's error."""
    with pytest.raises(QueryTooLarge):
        ask(engine, NESTED)

    assert b"true" in ask(engine, "ASK {}").body


def test_worker_that_dies_prints_nothing(
    small_content: Content, capfd: pytest.CaptureFixture[str]
) -> None:
    """The engine's backtrace does not fill the log of the server."""
    doubling = "".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1}) " for n in range(32))
    engine = EmbeddedEngine.start(Settings(workers=1, memory_mib=64), small_content)

    with pytest.raises(QueryTooLarge):
        ask(engine, f'SELECT ?s32 {{ BIND("0123456789" AS ?s0) {doubling} }}')

    engine.close()
    assert capfd.readouterr() == ("", "")


def test_query_beyond_its_memory_is_ended(engine: EmbeddedEngine) -> None:
    """Sorting a cross product runs into the memory fence, not into the machine's memory."""
    doubling = "".join(f"BIND(CONCAT(?s{n}, ?s{n}) AS ?s{n + 1}) " for n in range(32))

    with pytest.raises((QueryTooLarge, QueryTimeout)):
        ask(engine, f'SELECT ?s32 {{ BIND("0123456789" AS ?s0) {doubling} }}')


def test_service_reaches_no_server(engine: EmbeddedEngine) -> None:
    """Behind the guard, the worker itself has no network: a listener hears nothing."""
    heard = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(1.0)

        def listen() -> None:
            try:
                listener.accept()[0].close()
                heard.set()
            except TimeoutError:
                return

        ear = threading.Thread(target=listen)
        ear.start()
        port = listener.getsockname()[1]
        with pytest.raises(EngineUnavailable):
            ask(engine, f"SELECT * {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}")
        ear.join()

    assert not heard.is_set()


def test_runaways_leave_places_for_honest_queries(engine: EmbeddedEngine) -> None:
    """Eight runaways at once take the slow lane only; honest answers go on between them."""

    def run_away() -> str:
        try:
            ask(engine, CROSS, Limits(timeout_s=1.5))
        except Exception as error:  # noqa: BLE001 - the kind is what is asserted
            return type(error).__name__
        return "answered"

    with ThreadPoolExecutor(8) as crowd:
        outcomes = [crowd.submit(run_away) for _ in range(8)]
        time.sleep(0.5)
        answers = [ask(engine, "ASK {}").body for _ in range(5)]
        ended = {outcome.result() for outcome in outcomes}

    assert all(b"true" in body for body in answers)
    assert ended <= {"QueryTimeout", "EngineBusy"}


def test_workers_that_are_gone_are_told_as_such(small_content: Content) -> None:
    """An engine whose workers cannot be reached is unavailable, not broken."""
    settings = Settings(workers=1)
    zygote = ZygoteProcess(settings, small_content)
    engine = EmbeddedEngine(zygote.attachment, settings)
    zygote.close()

    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        ask(engine, "ASK {}")


def test_closed_engine_leaves_no_process(small_content: Content) -> None:
    """Closing ends the zygote and every worker."""
    engine = EmbeddedEngine.start(Settings(workers=2), small_content)
    worker = bring(engine.pool.socket_path, 5.0)

    with worker.connection:
        engine.close()

    deadline = time.monotonic() + 5
    while Path(f"/proc/{worker.pid}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)


def test_broken_content_stops_the_start(tmp_path: Path) -> None:
    """The error of the zygote reaches the one who starts it."""
    root = write_release(tmp_path)
    (root / "data" / "people.ttl").write_text("not turtle", encoding="utf-8")

    with pytest.raises(ContentError, match=r"people\.ttl:1"):
        EmbeddedEngine.start(Settings(workers=1), find_content(root))
