"""Ten minutes of honest and hostile queries and contributions; prints a table, exits 1 on a fault.

It is a fault when one honest query or contribution is not answered with 200, when an attack is
answered with anything but a refusal, or when processes or memory are left over.

Run with `make soak`, or `make soak SECONDS=60`.
"""

import random
import sys
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from ..journeys.conftest import GROWTH_MIB, RESTING, RunningServer, run_server
from ..journeys.hostile_parts import DATA, PREFIXES, SHAPES, TEXTS, XML
from ..journeys.test_hostile import COSTLY, DEEP
from ..journeys.test_hostile_validate import FORM, TURTLE, use_everything
from .load import path_of

HONEST_CLIENTS = 4
HOSTILE_CLIENTS = 3
CONTRIBUTORS = 2
ATTACKERS = 2
HONEST = (
    "SELECT ?s ?class { ?s a ?class } ORDER BY ?s LIMIT 20",
    "ASK {}",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 50",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
)
FINE = {200}
CACHE_MIB = 8
EXPECTED = {400, 403, 413, 414, 415, 422, 503, 504}
QUERY = "application/sparql-query"


@dataclass(frozen=True)
class Size:
    """What a server takes of the machine."""

    processes: int
    descriptors: int
    memory_mib: float


@dataclass
class Tally:
    """What the clients saw."""

    honest: Counter[int] = field(default_factory=Counter)
    hostile: Counter[int] = field(default_factory=Counter)
    latencies_ms: list[float] = field(default_factory=list)
    contributed: Counter[int] = field(default_factory=Counter)
    attacks: Counter[int] = field(default_factory=Counter)
    judged_ms: list[float] = field(default_factory=list)


def main() -> int:
    """Run the load, print the table, and say whether anything was at fault."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600.0
    tally = Tally()
    limits = {"SHUANGCHUANG_TIMEOUT_S": "2", "SHUANGCHUANG_CACHE_MIB": str(CACHE_MIB)}
    with run_server(**limits) as server:
        use_everything(server)
        before = _measure(server)
        _run(server, tally, seconds)
        server.shrinks_to(before.memory_mib + GROWTH_MIB)
        after = _measure(server)
    _print(tally, before, after, seconds)
    wrong = {*tally.honest, *tally.contributed} - FINE
    wrong |= {*tally.hostile, *tally.attacks} - FINE - EXPECTED - {0}
    is_larger = after.memory_mib > before.memory_mib + GROWTH_MIB + CACHE_MIB
    return 1 if wrong or is_larger or after.processes != RESTING else 0


def _measure(server: RunningServer) -> Size:
    server.comes_to(RESTING)
    return Size(len(server.processes()), server.descriptors(), server.memory_mib())


def _run(server: RunningServer, tally: Tally, seconds: float) -> None:
    end = time.monotonic() + seconds
    jobs = [(_be_honest, number) for number in range(HONEST_CLIENTS)]
    jobs += [(_be_hostile, number) for number in range(HOSTILE_CLIENTS)]
    jobs += [(_contribute, number) for number in range(CONTRIBUTORS)]
    jobs += [(_attack, number) for number in range(ATTACKERS)]
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


def _contribute(server: RunningServer, tally: Tally, end: float, seed: int) -> None:
    number = seed
    while time.monotonic() < end:
        number += CONTRIBUTORS
        things = "".join(f"id:t{number}-{n} a shc:Event ; e:p {n} .\n" for n in range(10))
        started = time.perf_counter()
        status = _post(server, "/validate", (PREFIXES + things).encode(), TURTLE)
        tally.contributed[status] += 1
        if status in FINE:
            tally.judged_ms.append((time.perf_counter() - started) * 1000)
        time.sleep(0.1)


def _attack(server: RunningServer, tally: Tally, end: float, seed: int) -> None:
    choose = random.Random(200 + seed)  # noqa: S311 - no secret
    shapes = [
        urlencode({"text": DATA, "shapes-text": PREFIXES + one}).encode() for one in SHAPES.values()
    ]
    attacks = [
        *((one, FORM) for one in shapes),
        *((body, kind) for kind, body in TEXTS.values()),
        *((one.encode(), "application/rdf+xml") for one in XML.values()),
        (b"#" * 10_000_000, TURTLE),
    ]
    while time.monotonic() < end:
        tally.attacks[_post(server, "/validate", *choose.choice(attacks))] += 1


def _post(server: RunningServer, path: str, body: bytes, content_type: str) -> int:
    """Send one body; 0 for a connection that the server closed."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("POST", path, body, {"Content-Type": content_type})
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def _visit(server: RunningServer, what: str, method: str = "GET") -> int:
    """Send one request; 0 for a connection that the server closed."""
    if method != "GET":
        return _post(server, "/sparql", what.encode(), QUERY)
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", "/sparql" + what)
        response = connection.getresponse()
        response.read()
    except (OSError, HTTPException):
        return 0
    else:
        return response.status
    finally:
        connection.close()


def _print(tally: Tally, before: Size, after: Size, seconds: float) -> None:
    clients = f"{HONEST_CLIENTS} honest and {HOSTILE_CLIENTS} hostile clients"
    others = f"{CONTRIBUTORS} contributors and {ATTACKERS} attackers"
    rows = [f"{seconds:g} s, {clients}, {others}"]
    for name, seen in (
        ("honest queries", tally.honest),
        ("hostile queries", tally.hostile),
        ("contributions", tally.contributed),
        ("hostile uploads", tally.attacks),
    ):
        rows.append(f"{name:20} {sum(seen.values())}  by status {dict(seen)}")
    rows += _latencies("honest query", tally.latencies_ms)
    rows += _latencies("contribution", tally.judged_ms)
    for name, was in asdict(before).items():
        rows.append(f"{name:20} {was:.0f} before, {asdict(after)[name]:.0f} after")
    sys.stdout.write("\n".join(rows) + "\n")


def _latencies(what: str, seen: list[float]) -> list[str]:
    ordered = sorted(seen)
    places = {"median": 0.5, "99 %": 0.99, "longest": 1.0}
    return [
        f"{what} {name:10} {ordered[min(len(ordered) - 1, int(share * len(ordered)))]:.1f} ms"
        for name, share in places.items()
        if ordered
    ]


if __name__ == "__main__":
    sys.exit(main())
