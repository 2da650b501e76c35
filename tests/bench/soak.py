"""Ten minutes of mixed honest and hostile load on one server; prints a table, exits 1 on a fault.

Run with `make soak`, or `make soak SECONDS=60`.
"""

import random
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException

from ..journeys.conftest import RunningServer, run_server
from ..journeys.test_hostile import COSTLY, DEEP
from .load import path_of

HONEST_CLIENTS = 4
HOSTILE_CLIENTS = 3
HONEST = (
    "SELECT ?s ?class { ?s a ?class } ORDER BY ?s LIMIT 20",
    "ASK {}",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 50",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
)
FINE = {200}
EXPECTED = {400, 403, 413, 414, 415, 503, 504}


@dataclass
class Tally:
    """What the clients saw."""

    honest: Counter[int] = field(default_factory=Counter)
    hostile: Counter[int] = field(default_factory=Counter)
    latencies_ms: list[float] = field(default_factory=list)


def main() -> int:
    """Run the load, print the table, and say whether anything was at fault."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    tally = Tally()
    limits = {"SHUANGCHUANG_TIMEOUT_S": "2", "SHUANGCHUANG_CACHE_MIB": "8"}
    with run_server(**limits) as server:
        before = (len(server.processes()), server.descriptors(), server.memory_mib())
        _run(server, tally, seconds)
        time.sleep(5)
        after = (len(server.processes()), server.descriptors(), server.memory_mib())
    _print(tally, before, after, seconds)
    wrong = [*(set(tally.honest) - FINE - {503}), *(set(tally.hostile) - FINE - EXPECTED - {0})]
    return 1 if wrong or after[0] != before[0] else 0


def _run(server: RunningServer, tally: Tally, seconds: float) -> None:
    end = time.monotonic() + seconds
    jobs = [(_be_honest, number) for number in range(HONEST_CLIENTS)]
    jobs += [(_be_hostile, number) for number in range(HOSTILE_CLIENTS)]
    threads = [threading.Thread(target=job, args=(server, tally, end, n)) for job, n in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _be_honest(server: RunningServer, tally: Tally, end: float, seed: int) -> None:
    choose = random.Random(seed)  # noqa: S311 - no secret
    while time.monotonic() < end:
        query = f"{choose.choice(HONEST)} # {choose.randrange(200)}"
        started = time.perf_counter()
        tally.honest[_visit(server, path_of(query))] += 1
        tally.latencies_ms.append((time.perf_counter() - started) * 1000)
        time.sleep(0.01)


def _be_hostile(server: RunningServer, tally: Tally, end: float, seed: int) -> None:
    choose = random.Random(100 + seed)  # noqa: S311 - no secret
    attacks = [*COSTLY.values(), *DEEP.values()]
    while time.monotonic() < end:
        tally.hostile[_visit(server, choose.choice(attacks), method="POST")] += 1


def _visit(server: RunningServer, what: str, method: str = "GET") -> int:
    """Send one request; 0 for a connection that the server closed."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        if method == "GET":
            connection.request("GET", "/sparql" + what)
        else:
            headers = {"Content-Type": "application/sparql-query"}
            connection.request("POST", "/sparql", what.encode(), headers)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def _print(
    tally: Tally, before: tuple[int, int, float], after: tuple[int, int, float], seconds: float
) -> None:
    ordered = sorted(tally.latencies_ms)
    places = {"median": 0.5, "99 %": 0.99, "longest": 1.0}
    rows = [
        f"{seconds:g} s, {HONEST_CLIENTS} honest and {HOSTILE_CLIENTS} hostile clients",
        f"honest requests      {sum(tally.honest.values())}  by status {dict(tally.honest)}",
        f"hostile requests     {sum(tally.hostile.values())}  by status {dict(tally.hostile)}",
    ]
    for name, share in places.items():
        at = ordered[min(len(ordered) - 1, int(share * len(ordered)))]
        rows.append(f"honest {name:13} {at:.1f} ms")
    names = ("processes", "descriptors", "memory, MiB")
    for name, was, now in zip(names, before, after, strict=True):
        rows.append(f"{name:20} {was:.0f} before, {now:.0f} after")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    sys.exit(main())
