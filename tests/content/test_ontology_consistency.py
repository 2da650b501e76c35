"""The closure of ontology, schemes and data under OWL 2 RL holds no contradiction."""

from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef, term

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import BASE, SHC

OWL_FILES = Path(__file__).parent / "owl"
CONTRADICTIONS = sorted(OWL_FILES.glob("contradiction-*.ttl"))

# owlrl reports each contradiction as a node with this property.
ERROR = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")

# A year as rdflib reads it before the first closure.
A_YEAR = Literal("2016", datatype=XSD.gYear).value

# Text for readers: it takes no part in any rule and would only slow the closure.
TEXT = {
    DCTERMS.title,
    RDFS.comment,
    RDFS.isDefinedBy,
    RDFS.label,
    SKOS.altLabel,
    SKOS.definition,
    SKOS.example,
    SKOS.prefLabel,
    SKOS.scopeNote,
}


def _without_text(graph: Graph) -> Graph:
    kept = Graph()
    for triple in graph:
        if triple[1] not in TEXT:
            kept.add(triple)
    return kept


def _contradictions(graph: Graph) -> list[str]:
    """Close the graph in place and give what owlrl reports, sorted.

    owlrl leaves its own readers of literals behind in rdflib, after which a gYear compares
    otherwise than before; they are put back for the tests that follow.
    """
    readers = dict(term._toPythonMapping)
    try:
        DeductiveClosure(OWLRL_Semantics).expand(graph)
    finally:
        term._toPythonMapping.clear()
        term._toPythonMapping.update(readers)
    return sorted(str(report) for report in graph.objects(None, ERROR))


def _merged_names(graph: Graph) -> list[tuple[str, str]]:
    """List pairs of our names that the closure takes for one thing.

    Two values of a functional property are no contradiction in OWL: they are made one.
    """
    pairs = {(str(one), str(other)) for one, other in graph.subject_objects(OWL.sameAs)}
    return sorted(
        (one, other)
        for one, other in pairs
        if one < other and one.startswith(BASE) and other.startswith(BASE)
    )


@pytest.fixture(scope="module")
def axioms(content: Content) -> Graph:
    """Give the ontology, the schemes and the facts that they lean on, without text."""
    graph = Graph()
    for path in content.files("ontology"):
        graph.parse(path)
    graph.parse(OWL_FILES / "axioms.ttl")
    return _without_text(graph)


def test_the_release_has_no_contradiction(axioms: Graph, content: Content) -> None:
    """Ontology, schemes and data agree with one another and with PROV-O, ORG, FOAF and SKOS."""
    graph = Graph() + axioms
    for path in content.files("data"):
        graph += _without_text(Graph().parse(path))

    assert _contradictions(graph) == []
    assert _merged_names(graph) == []


@pytest.fixture(scope="module")
def planted(axioms: Graph) -> tuple[Graph, list[str]]:
    """Close the axioms with every planted mistake at once; give the closure and its reports."""
    graph = Graph() + axioms
    for path in CONTRADICTIONS:
        graph.parse(path)
    return graph, _contradictions(graph)


@pytest.mark.parametrize("path", CONTRADICTIONS, ids=lambda path: path.stem)
def test_a_planted_contradiction_is_found(planted: tuple[Graph, list[str]], path: Path) -> None:
    """Each planted mistake is reported, with the name that its file says is at fault."""
    _, reports = planted
    _, named = path.read_text("utf-8").split("#+ finding: ")

    at_fault = BASE + named.splitlines()[0].removeprefix("/")

    assert any(at_fault in report for report in reports), reports


def test_two_values_of_a_functional_property_are_noticed(axioms: Graph) -> None:
    """Two voices of one attribution show up as two names for one concept."""
    attribution = URIRef(BASE + "id/planted-attribution")
    voices = [URIRef(BASE + "scheme/voice/" + name) for name in ("named-agent", "source-itself")]
    graph = Graph() + axioms
    for voice in voices:
        graph.add((attribution, URIRef(SHC + "hasVoice"), voice))

    _contradictions(graph)

    assert _merged_names(graph) == [(str(voices[0]), str(voices[1]))]


def test_the_closure_reaches_the_data(planted: tuple[Graph, list[str]]) -> None:
    """Types travel from a property to the top class, so that an empty report means something."""
    graph, _ = planted

    assert (URIRef(BASE + "id/planted-city"), RDF.type, URIRef(SHC + "Actor")) in graph


def test_the_closure_leaves_rdflib_as_it_was() -> None:
    """A year has the same value before and after a closure, so that no later test depends on it."""
    _contradictions(Graph())

    assert Literal("2016", datatype=XSD.gYear).value == A_YEAR
