"""JSON that the engine writes is what we would have written, and no limit is missed."""

import json

import pyoxigraph as ox
import pytest

from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.engine_json import write_json
from shuangchuang.store.evaluate import Writing, evaluate
from shuangchuang.store.results import Cap, Term, write_solutions

from .test_results import TERMS

WRITING = Writing("json", "ttl", {})
WHOLE = Cap(rows=10_000, size_bytes=1_000_000)
STRANGE: list[Term] = [
    *(ox.Literal(chr(code)) for code in (*range(0x20), 0x7F, 0x85, 0x2028, 0xFFFF, 0x10FFFF)),
    ox.Literal("\\ / \\u0041"),
    ox.Literal("rtl", language="ar", direction=ox.BaseDirection.RTL),
    ox.Triple(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("o", language="en")),
    ox.Triple(
        ox.BlankNode("b1"),
        ox.NamedNode("http://p"),
        ox.Triple(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("1")),
    ),
]


def solve(text: str, *terms: Term) -> ox.QuerySolutions:
    """Ask a store in which each term is an object."""
    store = ox.Store()
    predicate = ox.NamedNode("http://example.org/p")
    store.extend(ox.Quad(predicate, predicate, term) for term in terms)
    found = store.query(text)
    assert isinstance(found, ox.QuerySolutions)
    return found


@pytest.mark.parametrize("term", [*TERMS, *STRANGE], ids=repr)
def test_engine_writes_the_bytes_that_we_write(term: Term) -> None:
    """Whoever writes: each kind of term, unbound variables, names beyond ASCII."""
    text = "SELECT ?o ?none ?双 { ?s ?p ?o BIND(?p AS ?双) }"

    ours = write_solutions("json", ["o", "none", "双"], solve(text, term), WHOLE)

    assert write_json(solve(text, term), WHOLE) == ours.body


@pytest.mark.parametrize("rows", ["", "()", "() ()", "(1) (UNDEF)"])
def test_engine_writes_rows_without_values_as_we_do(rows: str) -> None:
    """No row, and rows of nothing."""
    text = f"SELECT ?x {{ VALUES ({'?x' if '1' in rows else ''}) {{ {rows} }} }}"

    assert write_json(solve(text), WHOLE) == write_solutions("json", ["x"], solve(text), WHOLE).body


@pytest.mark.parametrize("value", ["?n", "?none", "IRI('')"])
@pytest.mark.parametrize("max_rows", [1, 19, 20, 21, 1000])
def test_answer_stops_at_the_limit_of_rows(value: str, max_rows: int) -> None:
    """Rows of a number, of nothing, and of the shortest value: as many as the limit, and told."""
    numbers = " ".join(map(str, range(20)))
    text = f"SELECT ({value} AS ?x) {{ VALUES ?n {{ {numbers} }} }}"

    done = evaluate(ox.Store(), Query(text), WRITING, Limits(max_rows=max_rows))

    told = json.loads(done.body)["results"]["bindings"]
    assert (len(told), done.truncated) == (min(20, max_rows), max_rows < 20)


@pytest.mark.parametrize("max_bytes", [1, 50, 1000, 100_000])
def test_answer_stops_at_the_limit_of_bytes(max_bytes: int) -> None:
    """What is cut is a whole document, and is told."""
    text = f"SELECT ?n {{ VALUES ?n {{ {' '.join(map(str, range(100)))} }} }}"

    done = evaluate(ox.Store(), Query(text), WRITING, Limits(max_bytes=max_bytes))

    rows = json.loads(done.body)["results"]["bindings"]
    assert done.truncated == (len(rows) < 100)
    assert done.truncated == (max_bytes < 100_000)
    assert sum(len(json.dumps(row, separators=(",", ":"))) for row in rows) <= max_bytes
