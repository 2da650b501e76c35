"""What passes through the engine is counted by outcome, in a registry of the site's own."""

import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.errors import QueryTimeout
from shuangchuang.base.media import Format, formats_of
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import ZygoteProcess
from shuangchuang.store.engine import Answer, Limits, Query, ReleaseInfo
from shuangchuang.web.application import build_application
from shuangchuang.web.metrics import MeteredEngine, Metrics
from shuangchuang.web.site import EXTENSION

JSON = formats_of("solutions")[0]


class Scripted:
    """An engine whose answer is the text of the query."""

    release = ReleaseInfo("d", 0, {})

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Time out, cut, or answer, as asked."""
        if query.text == "timeout":
            raise QueryTimeout(limits.timeout_s)
        return Answer(b"", solutions, "solutions", query.text == "cut", 0.0)

    def close(self) -> None:
        """Hold nothing."""


def test_outcomes_are_counted_apart() -> None:
    """An answer, a cut answer and a time-out are three series."""
    metrics = Metrics()
    engine = MeteredEngine(Scripted(), metrics)

    for text in ("fine", "fine", "cut"):
        engine.query(Query(text), JSON, JSON, Limits())
    with pytest.raises(QueryTimeout):
        engine.query(Query("timeout"), JSON, JSON, Limits())

    written = metrics.write().decode()
    assert 'shuangchuang_queries_total{outcome="answered"} 2.0' in written
    assert 'shuangchuang_queries_total{outcome="truncated"} 1.0' in written
    assert 'shuangchuang_queries_total{outcome="timeout"} 1.0' in written
    assert "shuangchuang_query_seconds_count 4.0" in written


def test_gauges_are_read_when_asked_for() -> None:
    """A gauge shows the value of now, not of then."""
    metrics, values = Metrics(), [1.0]
    metrics.watch({"cache_bytes": lambda: values[0]})

    values[0] = 7.0

    assert "shuangchuang_cache_bytes 7.0" in metrics.write().decode()


def test_two_sites_count_apart() -> None:
    """Nothing is global."""
    first, second = Metrics(), Metrics()

    first.queries.labels("answered").inc()

    assert 'outcome="answered"' not in second.write().decode()


def test_problems_are_counted_by_code(web_content: Content) -> None:
    """What never reaches the engine is counted too; a page that is found is no problem."""
    settings = Settings(workers=1, access_log=False)
    backend = ZygoteProcess(settings, web_content)
    try:
        app = build_application(settings, web_content, backend.attachment)
        client = app.test_client()

        for path in ("/", "/nothing", "/sparql?query=SELECT", "/nowhere", "/sparql?query=LOAD+<x>"):
            client.get(path)

        written = client.get("/metrics").text
        app.extensions[EXTENSION].engine.close()
    finally:
        backend.close()
    counted = [line for line in written.splitlines() if line.startswith("shuangchuang_problems_t")]
    assert sorted(counted) == [
        'shuangchuang_problems_total{code="not-found"} 2.0',
        'shuangchuang_problems_total{code="query-refused"} 1.0',
        'shuangchuang_problems_total{code="query-syntax"} 1.0',
    ]
