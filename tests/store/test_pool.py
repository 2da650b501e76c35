"""Short queries keep their lane: nobody who starves, runs away or dies takes it from them."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.media import format_named
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.workers import bring

SETTINGS = Settings(workers=1, slow_places=1, memory_mib=256, wait_s=5.0)
CROSS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(12))} }}"
LONG_S = 30.0


@pytest.fixture
def engine(small_content: Content) -> Iterator[EmbeddedEngine]:
    """Run an engine with one worker and one slow place."""
    with closing(EmbeddedEngine.start(SETTINGS, small_content)) as running:
        yield running


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Ask at the same time."""
    with ThreadPoolExecutor(8) as threads:
        yield threads


def _ask(engine: EmbeddedEngine, text: str = "ASK {}", limit_s: float = LONG_S) -> bytes:
    json, turtle = format_named("json", "solutions"), format_named("ttl", "graph")
    assert json
    assert turtle
    return engine.query(Query(text), json, turtle, Limits(timeout_s=limit_s)).body


def _idle_worker(engine: EmbeddedEngine) -> int:
    with engine.pool.fast.borrow() as lease:
        return lease.worker.pid


@contextmanager
def _stopped(process_id: int) -> Iterator[None]:
    """Keep a process from getting any processor time."""
    os.kill(process_id, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process_id, signal.SIGCONT)


def _wait_until(is_so: Callable[[], bool]) -> bool:
    limit = time.monotonic() + 10.0
    while not is_so() and time.monotonic() < limit:
        time.sleep(0.02)
    return is_so()


def _siblings(process_id: int) -> list[int]:
    """List the processes that have the same parent, this one among them."""
    parents = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(path.parent.name)] = path.read_text().rpartition(")")[2].split()[1]
        except (FileNotFoundError, ProcessLookupError):
            continue
    return [one for one, parent in parents.items() if parent == parents[process_id]]


def test_query_that_starves_is_not_slow(engine: EmbeddedEngine, crowd: ThreadPoolExecutor) -> None:
    """It is answered when its worker gets its turn, however late that is."""
    with _stopped(_idle_worker(engine)):
        asked = crowd.submit(_ask, engine)
        time.sleep(SETTINGS.slow_after_s * 5)

    assert b"true" in asked.result()
    assert (engine.pool.state.demoted, engine.pool.state.restarted) == (0, 0)


def test_slow_query_leaves_the_only_worker_to_others(
    engine: EmbeddedEngine, crowd: ThreadPoolExecutor
) -> None:
    """Its worker goes with it into the slow lane, and the fast lane gets another."""
    slow = crowd.submit(_ask, engine, CROSS, 4.0)
    assert _wait_until(lambda: engine.pool.state.demoted == 1)

    answers = [_ask(engine) for _ in range(3)]

    assert not slow.done()
    assert all(b"true" in body for body in answers)


def test_lane_grows_while_its_workers_are_busy_for_long(
    engine: EmbeddedEngine, crowd: ThreadPoolExecutor
) -> None:
    """Who waits gets a worker more, and in the end there are as many as before."""
    usual = _idle_worker(engine)
    with _stopped(usual):
        asked: Future[bytes] = crowd.submit(_ask, engine)

        answers = [_ask(engine) for _ in range(3)]

        assert not asked.done()
    assert all(b"true" in body for body in (*answers, asked.result()))
    remaining = _idle_worker(engine)
    assert _wait_until(lambda: _siblings(remaining) == [remaining])


def test_worker_that_dies_while_idle_is_replaced(engine: EmbeddedEngine) -> None:
    """Nobody sees an error for it."""
    worker = _idle_worker(engine)

    os.kill(worker, signal.SIGKILL)
    assert _wait_until(lambda: not Path(f"/proc/{worker}").exists())

    assert b"true" in _ask(engine)
    assert _idle_worker(engine) != worker


def test_worker_ends_with_its_connection(engine: EmbeddedEngine) -> None:
    """It takes no other, so that whoever ends it ends nobody else's query."""
    worker = bring(engine.pool.socket_path, LONG_S)

    worker.connection.close()

    assert _wait_until(lambda: not Path(f"/proc/{worker.pid}").exists())
