"""Writes SHACL paths as SPARQL property paths, and back."""

import re

from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, SH
from rdflib.term import Node

SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}
_KINDS = {sign: kind for kind, sign in SUFFIXES.items()}
_SIGNS = re.compile(r"<[^<>]*>|[()^/|*+?]")


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


def write_path(graph: Graph, text: str) -> Node:
    """Add the SHACL path that `path_text` wrote as a text, and give its node."""
    signs = _SIGNS.findall(text)[::-1]  # the next sign is the last of the list
    return _read_alternatives(graph, signs)


def _read_alternatives(graph: Graph, signs: list[str]) -> Node:
    members = [_read_sequence(graph, signs)]
    while signs[-1:] == ["|"]:
        signs.pop()
        members.append(_read_sequence(graph, signs))
    if len(members) == 1:
        return members[0]
    return _wrap(graph, SH.alternativePath, Collection(graph, BNode(), members).uri)


def _read_sequence(graph: Graph, signs: list[str]) -> Node:
    steps = [_read_step(graph, signs)]
    while signs[-1:] == ["/"]:
        signs.pop()
        steps.append(_read_step(graph, signs))
    return steps[0] if len(steps) == 1 else Collection(graph, BNode(), steps).uri


def _read_step(graph: Graph, signs: list[str]) -> Node:
    sign = signs.pop()
    if sign == "^":
        return _wrap(graph, SH.inversePath, _read_step(graph, signs))
    if sign == "(":
        step = _read_alternatives(graph, signs)
        signs.pop()
    else:
        step = URIRef(sign[1:-1])
    while signs and signs[-1] in _KINDS:
        step = _wrap(graph, _KINDS[signs.pop()], step)
    return step


def _wrap(graph: Graph, kind: Node, step: Node) -> Node:
    node = BNode()
    graph.add((node, kind, step))
    return node
