"""Turns the graph of the shapes into what is told of them. Must not know files."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shacl.paths import path_text
from shuangchuang.services.shapes.model import PARAMETERS, Group, Limit, Shape, Value

KINDS = {SH.NodeShape: "node", SH.PropertyShape: "property", SH.SPARQLConstraint: "sparql"}
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
LISTS = ("or", "and", "xone", "in", "languageIn")

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?", re.ASCII)


class ShapeReader:
    """Reads one graph. `files` tells the file of each shape."""

    def __init__(self, graph: Graph, prefixes: Mapping[str, str], files: Mapping[str, str]) -> None:
        self._graph = graph
        self._names = sorted(prefixes.items(), key=lambda one: -len(one[1]))
        self._files = files
        self._kinds = {
            subject: kind
            for term, kind in KINDS.items()
            for subject in graph.subjects(RDF.type, term)
        }
        self._users: defaultdict[Node, set[str]] = defaultdict(set)
        for shape in self._kinds:
            for node in self._named(shape):
                self._users[node].add(_local(shape))

    def shapes(self) -> dict[str, Shape]:
        """Give every named shape and SPARQL constraint by its local name, sorted."""
        named = (one for one in self._kinds if str(one).startswith(ns.SHAPES))
        return {_local(one): self._shape(one) for one in sorted(named, key=str)}

    def groups(self) -> dict[str, Group]:
        """Give the groups of form fields in their order."""
        found = [
            Group(_local(one), self._text(one, RDFS.label), self._number(one, SH.order))
            for one in self._graph.subjects(RDF.type, SH.PropertyGroup)
        ]
        return {one.name: one for one in sorted(found, key=lambda one: one.order)}

    def _shape(self, node: Node) -> Shape:
        name, graph = _local(node), self._graph
        path = graph.value(node, SH.path)
        severity = graph.value(node, SH.severity)
        if severity is None and (users := sorted(self._users[node])):
            severity = graph.value(URIRef(ns.SHAPES + users[0]), SH.severity)
        written = path_text(graph, path) if path else ""
        group = graph.value(node, SH.group)
        return Shape(
            name,
            str(node),
            self._kinds[node],
            self._files.get(name, ""),
            _local(severity or SH.Violation),
            self._text(node, SH.name),
            self._text(node, SH.description),
            self._text(node, SH.message),
            targets=tuple(self._limits(node, TARGETS)),
            path=re.sub(r"<([^>]*)>", lambda found: self._short(found[1]), written),
            path_terms=tuple(self._value(URIRef(one)) for one in re.findall(r"<([^>]*)>", written)),
            limits=tuple(
                self._limits(node, tuple(one for one in PARAMETERS if one not in TARGETS))
            ),
            parts=self._parts(node),
            users=tuple(sorted(self._users[node])),
            terms=tuple(
                self._value(one) for one in sorted(graph.objects(node, RDFS.seeAlso), key=str)
            ),
            query=_dedented(str(graph.value(node, SH.select) or graph.value(node, SH.ask) or "")),
            group=_local(group) if group else "",
            order=self._number(node, SH.order),
        )

    def _parts(self, node: Node) -> tuple[str, ...]:
        found = [*self._graph.objects(node, SH.property), *self._graph.objects(node, SH.sparql)]
        return tuple(sorted(_local(one) for one in found if one in self._kinds))

    def _limits(self, node: Node, parameters: tuple[str, ...]) -> Iterator[Limit]:
        for parameter in parameters:
            found = sorted(self._graph.objects(node, SH[parameter]), key=str)
            if parameter not in LISTS and found:
                yield Limit(parameter, tuple(self._value(one) for one in found))
            for head in found if parameter in LISTS else ():
                values = tuple(self._value(one) for one in Collection(self._graph, head))
                yield Limit(parameter, values)

    def _named(self, shape: Node) -> Iterator[Node]:
        """Give the shapes that a shape names, in lists too."""
        left = list(self._graph.objects(shape))
        while left:
            node = left.pop()
            if node in self._kinds:
                yield node
            elif isinstance(node, BNode):
                left += self._graph.objects(node)

    def _value(self, node: Node) -> Value:
        if not isinstance(node, URIRef):
            return Value(str(node))
        shape = _local(node) if node in self._kinds else ""
        return Value(self._short(str(node)), str(node), shape)

    def _short(self, iri: str) -> str:
        for prefix, namespace in self._names:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def _text(self, node: Node, predicate: URIRef) -> Bilingual:
        texts = {
            str(one.language): str(one)
            for one in self._graph.objects(node, predicate)
            if isinstance(one, Literal)
        }
        return Bilingual(texts.get("en", ""), texts.get("zh-Hans", ""))

    def _number(self, node: Node, predicate: URIRef) -> float:
        found = self._graph.value(node, predicate)
        return float(str(found)) if found is not None else 0.0


def _local(node: Node) -> str:
    return str(node).rpartition("#")[2]


def _dedented(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    width = min((len(line) - len(line.lstrip()) for line in lines), default=0)
    return "\n".join(line[width:] for line in lines)
