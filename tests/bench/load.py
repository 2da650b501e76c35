"""Clients that ask one after another for a while, and what they saw."""

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlencode

from .queries import QUERIES, text_of


@dataclass
class Seen:
    """Latencies in milliseconds of the answers with status 200, and the other statuses."""

    seconds: float
    latencies_ms: list[float] = field(default_factory=list)
    refused: dict[int, int] = field(default_factory=dict)

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies_ms) / self.seconds

    @property
    def median_ms(self) -> float:
        """The middle latency."""
        return statistics.median(self.latencies_ms) if self.latencies_ms else float("nan")


def path_of(query: str, **more: str) -> str:
    """Give the path that asks a query by GET."""
    return "?" + urlencode({"query": query, **more})


def varied(names: tuple[str, ...] = tuple(QUERIES)) -> Iterator[str]:
    """Give paths of different queries without end."""
    for number in count():
        yield path_of(text_of(names[number % len(names)], number // len(names) % 10))


def ask_for(
    port: int, endpoint: str, seconds: float, clients: int, paths: Callable[[], Iterator[str]]
) -> Seen:
    """Let `clients` ask for `seconds`, each on a connection of its own."""
    seen = Seen(seconds)
    lock = threading.Lock()
    end = time.perf_counter() + seconds

    def run() -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        latencies: list[float] = []
        refused: dict[int, int] = {}
        for path in paths():
            started = time.perf_counter()
            if started > end:
                break
            try:
                connection.request("GET", endpoint + path, headers={"Accept": ACCEPT})
                response = connection.getresponse()
                response.read()
                status = response.status
            except (OSError, HTTPException):
                connection.close()
                status = 0
            if status == 200:
                latencies.append((time.perf_counter() - started) * 1000)
            else:
                refused[status] = refused.get(status, 0) + 1
        connection.close()
        with lock:
            seen.latencies_ms += latencies
            for status, number in refused.items():
                seen.refused[status] = seen.refused.get(status, 0) + number

    threads = [threading.Thread(target=run) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
