"""Honest clients beside runaway queries, against the quiet server; prints ratios.

Run with `make bench-isolation`. Quiet and busy windows alternate, so that the machine's moods
fall on both.
"""

import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from ..journeys.conftest import RunningServer, run_server
from .generate import write_data
from .load import ACCEPT, ask_for, path_of, varied
from .queries import RUNAWAYS
from .wrk import Told, load_with

TRIPLES = 100_000
WINDOW_S = 4.0
ROUNDS = 4
LIMIT_S = 2.0
HONEST = ("entity", "profile", "provenance")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = folder / "data.nt"
        written = write_data(data, TRIPLES)
        limits = {"SHUANGCHUANG_CACHE_MIB": "0", "SHUANGCHUANG_TIMEOUT_S": "30"}
        with run_server("--data", str(data), **limits) as server:
            _say(f"{written} triples; windows of {WINDOW_S:g} s, {ROUNDS} rounds\n")
            _say("clients  runaways  throughput  median   (busy / quiet, median of rounds)\n")
            for clients in (1, 8):
                for runaways in (1, 2):
                    _say(_compare(server, clients, runaways, folder))
            _say("\nrunaway                 over its limit   next answer\n")
            for runaway in RUNAWAYS:
                _say(_end(server, runaway))


def _compare(server: RunningServer, clients: int, runaways: int, folder: Path) -> str:
    rates, medians = [], []
    for _ in range(ROUNDS):
        quiet = _measure(server, clients, folder)
        with _running(server, runaways):
            time.sleep(0.3)
            busy = _measure(server, clients, folder)
        time.sleep(0.2)
        rates.append(busy.per_second / quiet.per_second)
        medians.append(busy.median_ms / quiet.median_ms)
    rate, median = statistics.median(rates), statistics.median(medians)
    return f"{clients:7}  {runaways:8}  {rate:10.2f}  {median:6.2f}\n"


def _measure(server: RunningServer, clients: int, folder: Path) -> Told:
    paths = ["/sparql" + path for path in islice(varied(HONEST), 30)]
    return load_with(server.port, paths, WINDOW_S, clients, ACCEPT, folder)


@contextmanager
def _running(server: RunningServer, number: int) -> Iterator[None]:
    """Keep runaways running; each ends by its own limit, a little after the window."""
    limit = f"{WINDOW_S + 1:g}"

    def run() -> None:
        path = path_of(RUNAWAYS["cross product"], timeout=limit)
        ask_for(server.port, "/sparql", 0.1, 1, lambda: iter([path]))

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def _end(server: RunningServer, name: str) -> str:
    path = path_of(RUNAWAYS[name], timeout=f"{LIMIT_S:g}")
    started = time.perf_counter()
    seen = ask_for(server.port, "/sparql", 0.1, 1, lambda: iter([path]))
    over_ms = (time.perf_counter() - started - LIMIT_S) * 1000
    after = time.perf_counter()
    ask_for(server.port, "/sparql", 1, 1, lambda: iter([path_of("ASK {}")]))
    next_ms = (time.perf_counter() - after) * 1000
    return f"{name:22}  {over_ms:8.0f} ms       {next_ms:6.1f} ms   statuses {seen.refused}\n"


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
