"""Takes the targets out of a shapes graph and tells node by node which shapes select it.

With its targets rewritten to `sh:targetNode`, a shape judges the nodes that matter and no others:
pySHACL has an option for focus nodes, but with it `sh:node` finds nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from rdflib import OWL, RDF, RDFS, Graph, Namespace
from rdflib.term import Node

SH = Namespace("http://www.w3.org/ns/shacl#")
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)


class Target(NamedTuple):
    """One target of one shape; an implicit class target is told as `sh:targetClass`."""

    shape: Node
    kind: Node
    term: Node


class Goal(NamedTuple):
    """A node that a shape is to judge."""

    shape: Node
    node: Node


class Targets:
    """The targets of a shapes graph. SHACL section 2.1.3."""

    def __init__(self, shapes: Graph) -> None:
        """Read them; the graph is not changed."""
        # pySHACL adds to the shapes that an owl:Class is an rdfs:Class.
        classes = {RDFS.Class, OWL.Class, *shapes.subjects(RDFS.subClassOf, RDFS.Class)}
        self._implicit = {
            (shape, RDF.type, each) for each in classes for shape in shapes.subjects(RDF.type, each)
        }
        self._explicit = {triple for triple in shapes if triple[1] in TARGETS}
        users = {shape for shape, *_ in self._implicit if _is_shape(shapes, shape)}
        self.all = sorted(
            {Target(*triple) for triple in self._explicit}
            | {Target(shape, SH.targetClass, shape) for shape in users}
        )
        self._by_term = defaultdict[tuple[Node, Node], list[Target]](list)
        for target in self.all:
            self._by_term[target.kind, target.term].append(target)
        self._by_property = [
            target
            for target in self.all
            if target.kind in (SH.targetSubjectsOf, SH.targetObjectsOf)
        ]

    def strip(self, shapes: Graph) -> Graph:
        """Copy the shapes without what makes pySHACL look for nodes by itself."""
        bare = Graph(store="SimpleMemory")  # quicker than the default: it has no contexts
        bare += (
            triple
            for triple in shapes
            if triple not in self._explicit and triple not in self._implicit
        )
        return bare

    def of(self, nodes: Iterable[Node], graph: Graph) -> set[Goal]:
        """Find the shapes that select each of the nodes, asking for nothing but these."""
        return {Goal(target.shape, node) for node in nodes for target in self._of(node, graph)}

    def _of(self, node: Node, graph: Graph) -> Iterator[Target]:
        for one in _classes(graph, node):
            yield from self._by_term[SH.targetClass, one]
        yield from self._by_term[SH.targetNode, node]
        for target in self._by_property:
            is_subject = target.kind == SH.targetSubjectsOf
            ends = (node, target.term, None) if is_subject else (None, target.term, node)
            if ends in graph:
                yield target

    def everything(self, shape: Node, graph: Graph) -> Iterator[Goal]:
        """List all that a shape selects, as pySHACL would: the cost is that of the graph."""
        for target in self.all:
            if target.shape == shape:
                yield from (Goal(shape, node) for node in _selected(graph, target))


def _classes(graph: Graph, node: Node) -> Iterator[Node]:
    for each in graph.objects(node, RDF.type):
        yield each
        yield from (one for one in graph.transitive_objects(each, RDFS.subClassOf) if one)


def _selected(graph: Graph, target: Target) -> Iterator[Node]:
    if target.kind == SH.targetClass:
        for each in graph.transitive_subjects(RDFS.subClassOf, target.term):
            yield from graph.subjects(RDF.type, each)
    elif target.kind == SH.targetSubjectsOf:
        yield from graph.subjects(target.term)
    elif target.kind == SH.targetObjectsOf:
        yield from graph.objects(None, target.term)
    else:
        yield target.term


def _is_shape(shapes: Graph, node: Node) -> bool:
    """Tell whether pySHACL takes a class for a shape: by its type, its parameters or its use."""
    kinds = {SH.NodeShape, SH.PropertyShape}
    used = (SH.property, SH.node, SH["not"], SH.qualifiedValueShape, RDF.first)
    return (
        not kinds.isdisjoint(shapes.objects(node, RDF.type))
        or any((node, one, None) in shapes for one in (SH.property, SH.node, *TARGETS))
        or any((None, one, node) in shapes for one in used)
    )
