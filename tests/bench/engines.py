"""Our server against `oxigraph serve` and rdflib-endpoint: same data, same ten queries, one run.

Run with `make bench`, or `make bench SIZES="1000 10000"`. Windows of the servers alternate. The
ratios are answers a second against Oxigraph's server: above 1 is better than it. For one
connection there is a table of the milliseconds that a query takes, too.

Servers go on with queries that a client gave up at the end of its window, so each window waits
until all of them rest. rdflib-endpoint, which may take seconds a query, is asked on one
connection, and its windows last until it has answered. A query that Oxigraph's server did not
answer once within a window has no ratio; how many these are is printed.
"""

import math
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

from ..journeys.conftest import free_port, run_server, tree_memory_mib, tree_processor_s
from .generate import write_data
from .load import ACCEPT, path_of
from .queries import QUERIES, text_of
from .wrk import load_with

SIZES = (1_000, 10_000, 100_000, 1_000_000)
CONNECTIONS = (1, 8, 64)
WINDOW_S = 1
ROUNDS = 2
REST_S = 0.1
RDFLIB = "rdflib-endpoint"
TOO_SLOW_TRIPLES = 100_000  # above this rdflib-endpoint takes minutes a query


@dataclass(frozen=True)
class Peer:
    """A running server: where it is asked, how long it took to start, how to weigh it."""

    name: str
    port: int
    endpoint: str
    start_s: float
    group: int
    is_patiently_asked: bool = False


def main() -> None:
    """Measure every size and print."""
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    growth: dict[str, dict[int, float]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
            data = Path(folder) / "data.nt"
            _say(f"\n{write_data(data, size)} triples\n")
            peers = _start_all(running, data, Path(folder), size)
            for name, latency_ms in _measure(peers, Path(folder)).items():
                growth.setdefault(name, {})[size] = latency_ms
            for peer in peers:
                _say(
                    f"  {peer.name:14} started in {peer.start_s:6.2f} s, "
                    f"memory {tree_memory_mib(peer.group):7.0f} MiB\n"
                )
    _print_growth(growth)


def _measure(peers: list[Peer], folder: Path) -> dict[str, float]:
    """Print the ratios of one size; give the geometric mean latency at one connection."""
    means: dict[str, float] = {}
    for clients in CONNECTIONS:
        asked = [peer for peer in peers if clients == 1 or not peer.is_patiently_asked]
        rates = _rates(asked, clients, folder)
        base = rates["oxigraph"]
        for peer in asked:
            _say(_compare(peer.name, clients, rates[peer.name], base))
        if clients == 1:
            means = {name: 1000 / _mean(list(filter(None, told))) for name, told in rates.items()}
            _print_latencies(rates, means)
    return means


def _print_latencies(rates: dict[str, list[float]], means: dict[str, float]) -> None:
    """Print milliseconds a query at one connection, and and rdflib-endpoint's mean by each mean."""
    _say_row("ms a query", list(rates))
    for query, *told in zip(QUERIES, *rates.values(), strict=True):
        _say_row(query, [f"{1000 / rate:.2f}" if rate else "-" for rate in told])
    _say_row("geometric mean", [f"{one:.2f}" for one in means.values()])
    if slow := means.get(RDFLIB):
        _say_row(f"{RDFLIB} / it", [f"{slow / one:.1f}" for one in means.values()])


def _say_row(name: str, cells: list[str]) -> None:
    _say(f"    {name:20}" + "".join(f"{cell:>17}" for cell in cells) + "\n")


def _compare(name: str, clients: int, rates: list[float], base: list[float]) -> str:
    ratios = {
        query: rate / other
        for query, rate, other in zip(QUERIES, rates, base, strict=True)
        if other and rate
    }
    if not ratios:
        return f"  {clients:2} connections  {name:15} no query was answered within a window\n"
    least = min(ratios, key=ratios.__getitem__)
    without = f", {len(QUERIES) - len(ratios)} without" if len(ratios) < len(QUERIES) else ""
    return (
        f"  {clients:2} connections  {name:15} x {_mean(list(ratios.values())):8.2f} of oxigraph"
        f"  (least {ratios[least]:.2f}, {least}{without})\n"
    )


def _rates(peers: list[Peer], clients: int, folder: Path) -> dict[str, list[float]]:
    """Give each server's answers a second, query by query; the windows of the servers alternate."""
    rates: dict[str, list[float]] = {peer.name: [] for peer in peers}
    for name in QUERIES:
        seen: dict[str, list[float]] = {peer.name: [] for peer in peers}
        for _ in range(ROUNDS):
            for peer in peers:
                _wait_for_rest(peers)
                paths = [peer.endpoint + path_of(text_of(name, number)) for number in range(10)]
                if peer.is_patiently_asked:
                    seen[peer.name].append(_rate_until_answered(peer.port, paths))
                else:
                    told = load_with(peer.port, paths, WINDOW_S, clients, ACCEPT, folder)
                    seen[peer.name].append(told.per_second)
        for peer in peers:
            rates[peer.name].append(statistics.median(seen[peer.name]))
    return rates


def _wait_for_rest(peers: list[Peer]) -> None:
    """Wait until no server works any more, half a minute at most."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        before = sum(tree_processor_s(peer.group) for peer in peers)
        time.sleep(REST_S)
        if sum(tree_processor_s(peer.group) for peer in peers) - before < REST_S / 4:
            return


def _rate_until_answered(port: int, paths: list[str]) -> float:
    """Give the answers a second on one connection, in a window that ends with an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=600)
    started = time.perf_counter()
    for number in count(1):
        connection.request("GET", paths[number % len(paths)], headers={"Accept": ACCEPT})
        response = connection.getresponse()
        response.read()
        if response.status != 200:
            raise RuntimeError(f"status {response.status} on port {port}")
        took_s = time.perf_counter() - started
        if took_s >= WINDOW_S:
            break
    connection.close()
    return number / took_s


def _start_all(running: ExitStack, data: Path, folder: Path, size: int) -> list[Peer]:
    peers = [
        running.enter_context(_ours("ours", data, "0")),
        running.enter_context(_ours("ours, cached", data, "64")),
        running.enter_context(_oxigraph(data, folder)),
    ]
    if size <= TOO_SLOW_TRIPLES:
        peers.append(running.enter_context(_rdflib_endpoint(data)))
    return peers


@contextmanager
def _ours(name: str, data: Path, cache_mib: str) -> Iterator[Peer]:
    started = time.perf_counter()
    with run_server("--data", str(data), SHUANGCHUANG_CACHE_MIB=cache_mib) as server:
        took = time.perf_counter() - started
        yield Peer(name, server.port, "/sparql", took, server.process.pid)


@contextmanager
def _oxigraph(data: Path, folder: Path) -> Iterator[Peer]:
    location, port = folder / "oxigraph", free_port()
    program = str(Path(sys.executable).with_name("oxigraph"))
    started = time.perf_counter()
    subprocess.run(  # noqa: S603 - an installed program
        [program, "load", "--location", str(location), "--file", str(data)],
        check=True,
        stderr=subprocess.DEVNULL,
    )
    command = [program, "serve", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    with _run(command) as process:
        _wait(port, "/query?query=ASK%7B%7D")
        took = time.perf_counter() - started
        yield Peer("oxigraph", port, "/query", took, process.pid)


@contextmanager
def _rdflib_endpoint(data: Path) -> Iterator[Peer]:
    port = free_port()
    program = str(Path(sys.executable).with_name("rdflib-endpoint"))
    started = time.perf_counter()
    command = [program, "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]
    with _run(command) as process:
        _wait(port, "/?query=ASK%7B%7D")
        took = time.perf_counter() - started
        yield Peer(RDFLIB, port, "/", took, process.pid, True)


@contextmanager
def _run(command: list[str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(  # noqa: S603 - an installed program
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int, path: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError(f"nothing answers on port {port}")


def _print_growth(growth: dict[str, dict[int, float]]) -> None:
    _say("\ngeometric mean latency at one connection, ms, and its growth with the triples\n")
    for name, by_size in growth.items():
        sizes = sorted(by_size)
        told = " / ".join(f"{by_size[size]:.2f}" for size in sizes)
        exponent = (
            math.log(by_size[sizes[-1]] / by_size[sizes[0]]) / math.log(sizes[-1] / sizes[0])
            if len(sizes) > 1
            else float("nan")
        )
        _say(f"  {name:15} {told}   exponent {exponent:.2f}\n")


def _mean(values: list[float]) -> float:
    return math.exp(statistics.fmean(map(math.log, values)))


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
