"""Graphs are written with the prefixes that they use."""

import pyoxigraph as ox
import pytest

from shuangchuang.store.evaluate import Writing, write_graph
from shuangchuang.store.results import Cap

PREFIXES = {
    "a": "http://example.org/a#",
    "ab": "http://example.org/a#b",
    "b": "http://example.org/b#",
    "t": "http://example.org/type#",
    "z": "http://example.org/z#",
}
TYPE = ox.NamedNode("http://example.org/type#date")


def triple(subject: str, value: ox.NamedNode | ox.Literal) -> ox.Triple:
    """Make a triple whose predicate is in no namespace."""
    return ox.Triple(ox.NamedNode(subject), ox.NamedNode("http://example.org/p"), value)


@pytest.mark.parametrize(
    ("one", "used"),
    [
        (triple("http://example.org/b#x", ox.Literal("1")), {"b"}),
        (triple("http://example.org/b#", ox.Literal("1")), {"b"}),
        (triple("http://example.org/b", ox.NamedNode("http://example.org/zz")), set()),
        (
            triple("http://example.org/a#bc", ox.NamedNode("http://example.org/z#1")),
            {"a", "ab", "z"},
        ),
        (triple("http://example.org/a#a", ox.Literal("1", datatype=TYPE)), {"a", "t"}),
    ],
    ids=lambda one: " ".join(sorted(one)) if isinstance(one, set) else "",
)
def test_graph_declares_the_prefixes_that_it_uses(one: ox.Triple, used: set[str]) -> None:
    """Only the namespaces that an IRI of the graph, or a datatype, begins with."""
    done = write_graph([one], Writing("json", "ttl", PREFIXES), Cap(10, 10_000))

    lines = done.body.decode().splitlines()
    declared = {line.split()[1].rstrip(":") for line in lines if line.startswith("@prefix")}
    assert declared == used


def test_graph_without_triples_declares_nothing() -> None:
    """There is nothing to shorten."""
    assert write_graph([], Writing("json", "ttl", PREFIXES), Cap(10, 10_000)).body == b""
