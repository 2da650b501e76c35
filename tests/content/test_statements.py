"""The statements of the data: each is named after the triple that it reifies."""

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SHC, STATEMENT
from shuangchuang.services.syntax.statements import (
    misnamed_statements,
    statement_iri,
    statement_triple,
)

POLICY = URIRef("https://w3id.org/shuangchuang/id/mei-policy")
START = URIRef(SHC + "startDate")


@pytest.fixture(scope="module")
def data(content: Content) -> Graph:
    """Give all data files as one graph."""
    graph = Graph()
    for path in content.files("data"):
        graph.parse(path, format="turtle")
    return graph


def test_every_statement_of_the_data_has_the_name_of_its_triple(data: Graph) -> None:
    """No IRI below stmt/ differs from the digest of the triple that the statement reifies."""
    assert list(misnamed_statements(data)) == []


def test_only_statements_live_below_stmt(data: Graph) -> None:
    """Every subject below stmt/ is a statement, so that no reified triple escapes the check."""
    named = {s for s in data.subjects() if isinstance(s, URIRef) and s.startswith(STATEMENT)}

    assert named == set(data.subjects(RDF.type, URIRef(SHC + "Statement")))


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (Literal("2015", datatype=XSD.gYear), "2a9749b55f6d8253"),
        (Literal("双创", lang="zh-Hans"), "eb7555af864c2006"),
        (Literal('a "b"\\c\td\r\n'), "15e6c38c48fc5f06"),
        (Literal("plain", datatype=XSD.string), "c2492b2e869207b3"),
        (POLICY, "b7de10772dce4b06"),
    ],
)
def test_name_is_the_digest_of_the_ntriples_line(value: URIRef | Literal, digits: str) -> None:
    """Each kind of object is written as canonical N-Triples before it is hashed."""
    assert statement_iri(POLICY, START, value) == URIRef(STATEMENT + digits)


def test_altered_object_is_reported_with_the_name_it_calls_for() -> None:
    """A statement whose object was changed by hand no longer has the right name."""
    name = statement_iri(POLICY, START, Literal("2015", datatype=XSD.gYear))
    changed = Literal("2016", datatype=XSD.gYear)
    graph = _reify(name, changed)

    assert list(misnamed_statements(graph)) == [(name, statement_iri(POLICY, START, changed))]


def test_statement_with_two_objects_reifies_nothing() -> None:
    """Two objects make two triples, and one name cannot stand for both."""
    name = statement_iri(POLICY, START, Literal("2015", datatype=XSD.gYear))
    graph = _reify(name, Literal("2015", datatype=XSD.gYear))
    graph.add((name, RDF.object, Literal("2016", datatype=XSD.gYear)))

    assert statement_triple(graph, name) is None
    assert list(misnamed_statements(graph)) == [(name, None)]


def _reify(name: URIRef, value: Literal) -> Graph:
    """Make a graph with one statement that the policy starts on `value`."""
    graph = Graph()
    graph.add((name, RDF.type, URIRef(SHC + "Statement")))
    graph.add((name, RDF.subject, POLICY))
    graph.add((name, RDF.predicate, START))
    graph.add((name, RDF.object, value))
    return graph
