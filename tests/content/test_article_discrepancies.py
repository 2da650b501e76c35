"""Where sources differ about the article: every side, its standing, its sources, the preference."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, NamespaceManager

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SH_NAMESPACE, SH_PREFIX, SHC
from shuangchuang.services.syntax.statements import statement_iri, statement_triple

TABLE = Path(__file__).with_name("article_discrepancies.csv")
DISCREPANCY, INVOLVES, PREFERS = (URIRef(SHC + n) for n in ("Discrepancy", "involves", "prefers"))
STANDING, STATED_IN, KIND = (URIRef(SHC + n) for n in ("hasStanding", "isStatedIn", "hasType"))

Side = tuple[str, ...]


@pytest.fixture(scope="module")
def data(content: Content) -> Graph:
    """Give ontology and data as one graph with the prefixes of the project and no others."""
    graph = Graph()
    for path in (*content.files("ontology"), *content.files("data")):
        graph.parse(path, format="turtle")
    graph.namespace_manager = NamespaceManager(Graph(), bind_namespaces="none")
    prefixes = Graph().parse(content.root / "ontology/prefixes.ttl", format="turtle")
    for declared, prefix in prefixes.subject_objects(URIRef(SH_PREFIX)):
        graph.bind(str(prefix), str(prefixes.value(declared, URIRef(SH_NAMESPACE))))
    return graph


def test_every_side_is_recorded_as_the_table_says(data: Graph) -> None:
    """No side is missing, none is added, and each keeps its standing and all its sources."""
    assert set(_sides(data)) == set(_table())


def test_preferred_side_is_asserted_and_no_other_of_the_same_matter_is(data: Graph) -> None:
    """Where one value is preferred, the graph holds that one for its subject and predicate."""
    broken = []
    for discrepancy, preferred in data.subject_objects(PREFERS):
        subject, predicate, value = _triple(data, preferred)
        rivals = {
            other
            for side in data.objects(discrepancy, INVOLVES)
            if (other := _triple(data, side))[:2] == (subject, predicate)
        }
        if [triple for triple in rivals if triple in data] != [(subject, predicate, value)]:
            broken.append(discrepancy)

    assert broken == []


def test_every_discrepancy_is_explained_in_both_languages(data: Graph) -> None:
    """A reader learns in English and in Chinese why a side is preferred or none is."""
    for discrepancy in data.subjects(RDF.type, DISCREPANCY):
        languages = {
            comment.language
            for comment in data.objects(discrepancy, RDFS.comment)
            if isinstance(comment, Literal)
        }
        assert languages == {"en", "zh-Hans"}, discrepancy


def _table() -> Iterator[Side]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        yield from (tuple(row.values()) for row in csv.DictReader(file))


def _sides(data: Graph) -> Iterator[Side]:
    """Yield the sides in the columns of the table."""
    for discrepancy in data.subjects(RDF.type, DISCREPANCY):
        preferred = data.value(discrepancy, PREFERS)
        for side in data.objects(discrepancy, INVOLVES):
            yield (
                _name(data, discrepancy),
                _name(data, data.value(discrepancy, KIND)),
                "yes" if side == preferred else "no",
                _name(data, data.value(side, STANDING)),
                *(_name(data, term) for term in _triple(data, side)),
                " ".join(sorted(_name(data, node) for node in data.objects(side, STATED_IN))),
            )


def _triple(data: Graph, side: object) -> tuple[URIRef, URIRef, URIRef | Literal]:
    """Give what a side says; a side that is no statement of one triple fails the test."""
    assert isinstance(side, URIRef)
    triple = statement_triple(data, side)
    assert triple is not None, side
    assert statement_iri(*triple) == side
    return triple


def _name(data: Graph, term: object) -> str:
    """Write a term as a Turtle file does."""
    assert isinstance(term, URIRef | Literal), term
    if isinstance(term, Literal) and term.datatype and str(term).isdigit() and not term.language:
        is_number = term.datatype.endswith("integer")
        return str(term) if is_number else term.n3(data.namespace_manager)
    return term.n3(data.namespace_manager)
