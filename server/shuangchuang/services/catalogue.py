"""Describes the release and the service that publishes it: as RDF, and in numbers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from shuangchuang.base.media import FORMATS, Format, formats_of
from shuangchuang.base.namespaces import RDF_TYPE, SHC
from shuangchuang.store.engine import Engine, Limits, Query, ReleaseInfo

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
SIMPLE_ENTAILMENT = "http://www.w3.org/ns/entailment/Simple"
FORMATS_BASE = "http://www.w3.org/ns/formats/"
FORMAT_IRIS = {
    "json": FORMATS_BASE + "SPARQL_Results_JSON",
    "xml": FORMATS_BASE + "SPARQL_Results_XML",
    "csv": FORMATS_BASE + "SPARQL_Results_CSV",
    "tsv": FORMATS_BASE + "SPARQL_Results_TSV",
    "ttl": FORMATS_BASE + "Turtle",
    "nt": FORMATS_BASE + "N-Triples",
    "rdf": FORMATS_BASE + "RDF_XML",
    "jsonld": FORMATS_BASE + "JSON-LD",
}
WRITERS = {"ttl": "turtle", "nt": "nt11", "rdf": "pretty-xml", "jsonld": "json-ld"}

MAIN_CLASSES = (
    "Actor",
    "Event",
    "Document",
    "Platform",
    "Policy",
    "Claim",
    "Place",
    "Discrepancy",
)
COUNT = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things)
WHERE {
  VALUES ?class { %s }
  ?thing a ?class .
}
GROUP BY ?class
"""
LIST = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?label
WHERE {
  ?thing a <%(iri)s> ;
    rdfs:label ?label .
  FILTER(langMatches(LANG(?label), "%(language)s"))
}
ORDER BY ?label ?thing"""


@dataclass(frozen=True)
class Service:
    """A service: the absolute address of its endpoint, and the release that it serves."""

    endpoint: str
    release: ReleaseInfo


@dataclass(frozen=True)
class ClassCount:
    """How many things there are of a class of ours, its subclasses included."""

    name: str
    things: int


def describe_service(service: Service, written: Format) -> bytes:
    """Describe the service in one of the graph formats. SPARQL 1.1 Service Description 3.

    Only what is true is said: no sd:feature holds here. The default graph is the merge of some
    of the named graphs, so it is not sd:UnionDefaultGraph, and nothing is ever fetched.
    The same service gives the same bytes.
    """
    # Imported here: rdflib costs a start-up 40 ms and 5 MiB, and only this needs it.
    from rdflib import Graph, Literal, URIRef

    graph = Graph(bind_namespaces="none")
    for prefix, name in (("sd", SD), ("void", VOID), ("formats", FORMATS_BASE)):
        graph.bind(prefix, name)
    for subject, predicate, value in _describe(service):
        term = Literal(value) if isinstance(value, int) else URIRef(value)
        graph.add((URIRef(subject), URIRef(predicate), term))
    body = graph.serialize(format=WRITERS[written.name], encoding="utf-8")
    return b"\n".join(sorted(body.splitlines())) + b"\n" if written.name == "nt" else body


def count_things(engine: Engine) -> list[ClassCount]:
    """Count the things of the main classes, in their order; a class without things is left out."""
    classes = " ".join(f"<{SHC}{name}>" for name in MAIN_CLASSES)
    json_format, turtle = formats_of("solutions")[0], formats_of("graph")[0]
    answer = engine.query(Query(COUNT % classes), json_format, turtle, Limits())
    found = {
        row["class"]["value"].removeprefix(SHC): int(row["things"]["value"])
        for row in json.loads(answer.body)["results"]["bindings"]
        if "class" in row
    }
    return [ClassCount(name, found[name]) for name in MAIN_CLASSES if found.get(name)]


def list_things(name: str, language: str) -> str:
    """Write the query that lists the things of a class of ours with their labels."""
    return LIST % {"iri": SHC + name, "language": language}


def _describe(service: Service) -> Iterator[tuple[str, str, str | int]]:
    """Tell the service in statements; a number is a number, everything else an IRI."""
    me, dataset, default = (
        f"{service.endpoint}#{name}" for name in ("service", "dataset", "default-graph")
    )
    yield me, RDF_TYPE, SD + "Service"
    yield me, SD + "endpoint", service.endpoint
    yield me, SD + "supportedLanguage", SD + "SPARQL11Query"
    yield me, SD + "defaultEntailmentRegime", SIMPLE_ENTAILMENT
    for one in FORMATS:
        yield me, SD + "resultFormat", FORMAT_IRIS[one.name]
    yield me, SD + "defaultDataset", dataset
    yield dataset, RDF_TYPE, SD + "Dataset"
    yield dataset, SD + "defaultGraph", default
    yield default, RDF_TYPE, SD + "Graph"
    yield default, VOID + "triples", service.release.triples
    for number, (name, triples) in enumerate(service.release.graphs.items(), start=1):
        node = f"{service.endpoint}#graph-{number}"
        yield dataset, SD + "namedGraph", node
        yield node, RDF_TYPE, SD + "NamedGraph"
        yield node, SD + "name", name
        yield node, SD + "graph", name
        yield name, RDF_TYPE, SD + "Graph"
        yield name, VOID + "triples", triples
