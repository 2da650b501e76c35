"""No thing is recorded twice: what carries the same name in one class is one record."""

from collections import defaultdict

import pytest
from rdflib import RDF, RDFS, Graph, URIRef

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content

# Classes of which one thing may have several; a firm and its service share a name and are two.
ALIKE = (
    ("Place", "AdministrativeArea", "Facility"),
    ("Facility", "SupportPlatform"),
    ("Person",),
    ("Organisation", "PublicBody", "MediaOrganisation", "PoliticalParty", "Actor"),
    ("PolicyDocument", "Document", "Report", "Proposal"),
    ("Event", "EventSeries", "Gathering", "CommunicativeEvent", "Speech"),
    ("Policy",),
)


def doubles(graph: Graph) -> list[set[str]]:
    """List the things that share a label in one language and are of classes that are alike."""
    found = []
    for names in ALIKE:
        bearers: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for name in names:
            for subject in graph.subjects(RDF.type, URIRef(ns.SHC + name)):
                for label in graph.objects(subject, RDFS.label):
                    key = (str(label).casefold(), getattr(label, "language", None))
                    bearers[key].add(str(subject))
        found += [things for things in bearers.values() if len(things) > 1]
    return found


@pytest.fixture(scope="module")
def graph(content: Content) -> Graph:
    """Give the data as one graph."""
    graph = Graph()
    for path in content.files("data"):
        graph.parse(path)
    return graph


def test_no_two_records_share_a_name_and_a_kind(graph: Graph) -> None:
    """Places, platforms, actors, documents, events and policies are each recorded once."""
    assert [things for things in doubles(graph) if not deprecated(graph, things)] == []


def deprecated(graph: Graph, things: set[str]) -> bool:
    """Say whether all but one of them lead to a record in their stead."""
    replaced = URIRef("http://purl.org/dc/terms/isReplacedBy")
    return sum((URIRef(thing), replaced, None) in graph for thing in things) >= len(things) - 1


def test_a_thing_recorded_twice_is_noticed() -> None:
    """A place and a facility of one name are found, a firm and its service are not."""
    twice = Graph().parse(
        format="turtle",
        data=f"""
        @prefix id: <{ns.THING}> . @prefix shc: <{ns.SHC}> .
        @prefix rdfs: <{RDFS}> .
        id:a a shc:Place ; rdfs:label "Inno Way"@en .
        id:b a shc:Facility ; rdfs:label "inno way"@en .
        id:firm a shc:Organisation ; rdfs:label "zbj"@en .
        id:service a shc:SupportPlatform ; rdfs:label "zbj"@en .
        """,
    )

    assert doubles(twice) == [{ns.THING + "a", ns.THING + "b"}]
