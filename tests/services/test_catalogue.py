"""The service description: read by rdflib, compared with what is true."""

from collections.abc import Iterator

import pytest
from pyoxigraph import QueryResultsFormat, RdfFormat
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from shuangchuang.base.media import FORMATS, formats_of
from shuangchuang.services.catalogue import FORMAT_IRIS, Service, describe_service
from shuangchuang.store.engine import ReleaseInfo

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
SERVICE = Service("http://a/sparql", ReleaseInfo("x" * 64, 12, {"http://g/1": 5, "http://g/2": 8}))
READERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}


@pytest.fixture
def graph() -> Graph:
    """Give the description of a small service, read from Turtle."""
    return Graph().parse(data=describe_service(SERVICE, formats_of("graph")[0]), format="turtle")


def test_endpoint_is_absolute_and_the_language_is_named(graph: Graph) -> None:
    """What a client needs first. SPARQL 1.1 Service Description 3.2."""
    service = graph.value(predicate=RDF.type, object=SD.Service)

    assert graph.value(service, SD.endpoint) == URIRef("http://a/sparql")
    assert list(graph.objects(service, SD.supportedLanguage)) == [SD.SPARQL11Query]


def test_no_feature_is_claimed(graph: Graph) -> None:
    """None of the features of the vocabulary holds."""
    assert not list(graph.triples((None, SD.feature, None)))


def test_dataset_lists_the_graphs_with_their_sizes(graph: Graph) -> None:
    """The default graph and each named graph come with the counts of the release."""

    def sizes() -> Iterator[tuple[str, int]]:
        for node in graph.subjects(RDF.type, SD.NamedGraph):
            content = graph.value(node, SD.graph)
            size = graph.value(content, VOID.triples)
            assert isinstance(size, Literal)
            yield str(graph.value(node, SD.name)), size.toPython()

    dataset = graph.value(predicate=RDF.type, object=SD.Dataset)
    default = graph.value(dataset, SD.defaultGraph)
    assert graph.value(default, VOID.triples) == Literal(12)
    assert dict(sizes()) == SERVICE.release.graphs
    assert len(list(graph.objects(dataset, SD.namedGraph))) == 2


def test_formats_have_the_iris_that_others_use(graph: Graph) -> None:
    """Each format of ours is listed, under the IRI that the engine's library knows it by."""
    known = {
        **{one.media_type: QueryResultsFormat.from_media_type for one in formats_of("solutions")},
        **{one.media_type: RdfFormat.from_media_type for one in formats_of("graph")},
    }

    for one in FORMATS:
        found = known[one.media_type](one.media_type)
        iri = FORMAT_IRIS[one.name]
        assert found is not None
        assert found.iri == iri or one.name == "jsonld"  # it names JSON-LD by another list
        assert (None, SD.resultFormat, URIRef(iri)) in graph


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated"  # by rdflib's own JSON-LD parser, as of 7.6
)
@pytest.mark.parametrize("one", formats_of("graph"), ids=lambda one: one.name)
def test_every_format_holds_the_same_graph_in_the_same_bytes(graph: Graph, one: object) -> None:
    """Two descriptions of one service are equal, and say what the Turtle says."""
    written = next(known for known in FORMATS if known == one)

    first, second = (describe_service(SERVICE, written) for _ in range(2))

    assert first == second
    assert set(Graph().parse(data=first, format=READERS[written.name])) == set(graph)
