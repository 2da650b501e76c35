"""Counts what the engine does, for Prometheus. Each site has a registry of its own."""

import time
from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.base.media import Format
from shuangchuang.store.engine import Answer, Engine, Limits, Query, ReleaseInfo

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BUCKETS_S = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)


class Metrics:
    """The metrics of one site."""

    def __init__(self) -> None:
        """Make the registry and its series."""
        self.registry = CollectorRegistry()
        self.queries = Counter(
            "shuangchuang_queries",
            "Queries that reached the engine, by outcome.",
            ["outcome"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "shuangchuang_query_seconds",
            "Wall time of a query at the engine.",
            buckets=BUCKETS_S,
            registry=self.registry,
        )
        self.problems = Counter(
            "shuangchuang_problems",
            "Requests answered with a problem, by its code.",
            ["code"],
            registry=self.registry,
        )

    def watch(self, readings: Mapping[str, Callable[[], float]]) -> None:
        """Add gauges that are read when they are asked for, each under its name."""
        for name, read in readings.items():
            gauge = Gauge(f"shuangchuang_{name}", name.replace("_", " "), registry=self.registry)
            gauge.set_function(read)

    def write(self) -> bytes:
        """Write every series in the Prometheus text format."""
        return generate_latest(self.registry)


class MeteredEngine:
    """An engine that counts what passes through it."""

    def __init__(self, inner: Engine, metrics: Metrics) -> None:
        """Wrap an engine."""
        self._inner = inner
        self._metrics = metrics

    @property
    def release(self) -> ReleaseInfo:
        """Tell what is served."""
        return self._inner.release

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Answer as the inner engine does, and count the outcome and the time."""
        started = time.perf_counter()
        outcome = "answered"
        try:
            answer = self._inner.query(query, solutions, graph, limits)
            if answer.truncated:
                outcome = "truncated"
        except ShuangchuangError as error:
            outcome = error.code
            raise
        finally:
            self._metrics.queries.labels(outcome).inc()
            self._metrics.seconds.observe(time.perf_counter() - started)
        return answer

    def close(self) -> None:
        """Close the inner engine."""
        self._inner.close()
