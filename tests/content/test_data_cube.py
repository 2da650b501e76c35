"""The integrity constraints of the RDF Data Cube Vocabulary hold over the release.

Each constraint that applies is a query in `cube/` that finds what breaks it; the Turtle file
beside it plants a fault that the query must find. The others are about slices, measure types and
hierarchical code lists: a test says that the release has none of these.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from shuangchuang.base.content import Content
from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.evaluate import Writing, evaluate
from shuangchuang.store.release import load_release

CONSTRAINTS = sorted(Path(__file__).with_name("cube").glob("*.rq"))
QB = "http://purl.org/linked-data/cube#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
# IC-7 to IC-10 and IC-18, IC-15 to IC-17, IC-20 and IC-21.
NOT_USED = ("Slice", "SliceKey", "ObservationGroup", "HierarchicalCodeList")
# What the normalisation of the vocabulary adds: a query for each kind of triple it may lack.
ABBREVIATED = {
    "a component property": (
        "?x qb:dimension|qb:measure|qb:attribute ?y ."
        " FILTER NOT EXISTS { ?x qb:componentProperty ?y }"
    ),
    "a dimension": "?x qb:dimension ?y . FILTER NOT EXISTS { ?y a qb:DimensionProperty }",
    "a measure": "?x qb:measure ?y . FILTER NOT EXISTS { ?y a qb:MeasureProperty }",
    "an attribute": "?x qb:attribute ?y . FILTER NOT EXISTS { ?y a qb:AttributeProperty }",
    "an observation": "?x qb:dataSet ?y . FILTER NOT EXISTS { ?x a qb:Observation }",
    "a data set": "?x qb:structure ?y . FILTER NOT EXISTS { ?x a qb:DataSet }",
}


@pytest.fixture(scope="module")
def store(content: Content) -> Store:
    """Load the release as the engine does; a test that plants something takes it out again."""
    return load_release(content).store


@pytest.fixture
def planted(store: Store, request: pytest.FixtureRequest) -> Iterator[Store]:
    """Add the fault of a constraint to the release."""
    fault = request.param.with_suffix(".ttl")
    triples = parse(path=fault, format=RdfFormat.TURTLE)
    quads = [Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples]
    added = [quad for quad in quads if quad not in store]
    store.extend(added)
    yield store
    for quad in added:
        store.remove(quad)


def _broken(store: Store, query: str) -> list[str]:
    """Ask the engine that we serve; give the first column."""
    writing = Writing("csv", "nt", {})
    body = evaluate(store, Query(query), writing, Limits()).body
    return body.decode().splitlines()[1:]


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=lambda path: path.stem)
def test_constraint_holds_over_the_release(store: Store, constraint: Path) -> None:
    """Nothing in the release breaks the constraint."""
    assert _broken(store, constraint.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("planted", "constraint"),
    [(path, path) for path in CONSTRAINTS],
    ids=lambda path: path.stem,
    indirect=["planted"],
)
def test_constraint_notices_a_planted_fault(planted: Store, constraint: Path) -> None:
    """The fault that stands beside the constraint is found."""
    assert _broken(planted, constraint.read_text(encoding="utf-8")) != []


@pytest.mark.parametrize("kind", NOT_USED)
def test_release_needs_no_other_constraint(store: Store, kind: str) -> None:
    """There is nothing in the release that a constraint without a query is about."""
    found = store.quads_for_pattern(None, TYPE, NamedNode(QB + kind))

    assert [quad.subject for quad in found] == []


def test_release_has_no_measure_dimension(store: Store) -> None:
    """Each data set has one measure, so no observation names which it gives."""
    assert list(store.quads_for_pattern(None, None, NamedNode(QB + "measureType"))) == []


@pytest.mark.parametrize("what", ABBREVIATED)
def test_release_is_normalised(store: Store, what: str) -> None:
    """The constraints are defined on normalised cubes, and the files write these."""
    query = f"PREFIX qb: <{QB}> SELECT ?x WHERE {{ {ABBREVIATED[what]} }}"

    assert _broken(store, query) == []


def test_every_figure_is_an_observation(store: Store) -> None:
    """There is one model: no figure stands outside the data sets."""
    query = (
        "PREFIX shc: <https://w3id.org/shuangchuang/ontology#>"
        f" PREFIX qb: <{QB}> SELECT ?x WHERE {{ ?x a shc:ReportedFigure ."
        " FILTER NOT EXISTS { ?x qb:dataSet ?set } }"
    )

    assert _broken(store, query) == []
