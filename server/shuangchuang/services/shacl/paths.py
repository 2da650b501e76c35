"""Writes SHACL paths as SPARQL property paths."""

from rdflib import Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def path_text(graph: Graph, path: Node) -> str:
    """Write a SHACL path as a SPARQL 1.1 property path with full IRIs. SHACL section 2.3.1."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    if (path, RDF.first, None) in graph:
        return _joined(graph, path, "/")
    [(kind, step)] = graph.predicate_objects(path)
    if kind == SH.alternativePath:
        return f"({_joined(graph, step, '|')})"
    text = path_text(graph, step)
    if not isinstance(step, URIRef) and (step, SH.alternativePath, None) not in graph:
        text = f"({text})"
    return f"^{text}" if kind == SH.inversePath else text + SUFFIXES[URIRef(str(kind))]


def _joined(graph: Graph, steps: Node, sign: str) -> str:
    return sign.join(path_text(graph, step) for step in Collection(graph, steps))
