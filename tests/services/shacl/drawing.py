"""Draws graphs, contributions and shapes of every kind, for the property-based tests."""

import os
from collections import Counter
from collections.abc import Callable, Sequence

from hypothesis import HealthCheck, reject, settings
from hypothesis import strategies as st
from pyshacl import validate
from pyshacl.errors import ReportableRuntimeError
from rdflib import OWL, RDF, RDFS, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import SH, XSD
from rdflib.term import Node
from tests.services.shacl.untouched import ParsedOnce, untouched_pyshacl

from shuangchuang.services.findings import Finding
from shuangchuang.services.shacl.validation import read_report

E = "http://example.org/"
# More of them explore at random: EXAMPLES=2000 pytest -k "whole_graph or pyshacl_alone"
EXAMPLES = int(os.environ.get("EXAMPLES", "100"))
EXPLORING = settings(
    derandomize="EXAMPLES" not in os.environ,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
Triple = tuple[Node, Node, Node]


def _iri(name: str) -> URIRef:
    return URIRef(E + name)


NODES = [_iri(f"n{number}") for number in range(6)]
CLASSES = [_iri(f"C{number}") for number in range(4)]
PROPERTIES = [_iri(f"p{number}") for number in range(3)]
LITERALS = [
    Literal("a"),
    Literal("bb"),
    Literal("a", lang="en"),
    Literal("b", lang="en"),
    Literal("中", lang="zh-Hans"),
    Literal(1),
    Literal(2),
    Literal("2015-01-01", datatype=XSD.date),
]

nodes, classes, properties = map(st.sampled_from, (NODES, CLASSES, PROPERTIES))
literals = st.sampled_from(LITERALS)
triples = st.one_of(
    st.tuples(nodes, properties, nodes | literals),
    st.tuples(nodes, properties, nodes | literals),
    st.tuples(nodes, st.just(RDF.type), classes),
    st.tuples(classes, st.just(RDFS.subClassOf), classes),
)
graphs = st.lists(triples, max_size=20)
additions = st.lists(triples, min_size=1, max_size=4)

QUERIES = [
    "SELECT $this ?value WHERE { $this e:p0 ?value . ?value e:p1 ?other }",
    "SELECT $this ?value WHERE { ?value e:p0 $this . FILTER NOT EXISTS { ?value e:p1 ?other } }",
    "SELECT $this WHERE { $this e:p0 ?x . FILTER NOT EXISTS { ?x a/rdfs:subClassOf* e:C0 } }",
    "SELECT $this ?path ?value WHERE { $this ?path ?value . ?path a ?kind }",
    "SELECT $this WHERE { { $this e:p0 ?x } UNION { ?x e:p1 $this } ?x e:p2 ?y }",
    "SELECT $this WHERE { OPTIONAL { $this e:p0 ?x . ?x e:p1 ?y } FILTER (!BOUND(?y)) }",
    "SELECT $this WHERE { $this e:p0 ?x . ?any e:p1 ?y . FILTER (?x = ?y) }",
    "SELECT $this WHERE { $this (e:p0|^e:p1)+ ?x . ?x e:p2 e:n0 }",
    "SELECT $this WHERE { $this e:p0 ?x . FILTER NOT EXISTS { ?x e:p1 ?y ."
    " FILTER NOT EXISTS { ?y e:p2 ?z } } }",
    "SELECT $this WHERE { FILTER (NOT EXISTS { $this e:p0 ?x } && EXISTS { ?x e:p1 $this }) }",
    "SELECT $this (COUNT(?x) AS ?value) WHERE { $this e:p0/e:p1 ?x }"
    " GROUP BY $this HAVING (COUNT(?x) > 1)",
    "SELECT $this WHERE { $this e:p0 ?x . FILTER (!EXISTS { ?x e:p1 ?y }) }",
]


class _Shapes:
    """Draws a shapes graph: each shape has a name, and refers to shapes drawn before it."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.graph = Graph()
        self.shapes: list[URIRef] = []
        prefixes = _iri("prefixes")
        for name, space in (("e", E), ("rdfs", str(RDFS))):
            one = _iri(f"prefix-{name}")
            self.graph.add((prefixes, SH.declare, one))
            self.graph.add((one, SH.prefix, Literal(name)))
            self.graph.add((one, SH.namespace, Literal(space, datatype=XSD.anyURI)))

    def add_shape(self) -> None:
        """Draw one shape, with or without a path and a target."""
        shape = _iri(f"S{len(self.shapes)}")
        is_property = self.draw(st.booleans())
        self.graph.add((shape, RDF.type, SH.PropertyShape if is_property else SH.NodeShape))
        if is_property:
            self.graph.add((shape, SH.path, self.add_path(2)))
            kinds = NODE_KINDS + PROPERTY_KINDS
        else:
            kinds = NODE_KINDS
        for kind in self.draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=2)):
            kind(self, shape)
        for _ in range(self.draw(st.integers(0, 2)) if self.shapes else 1):
            self.add_target(shape)
        self.shapes.append(shape)

    def add_target(self, shape: URIRef) -> None:
        """Draw a target of any of the five kinds."""
        kind = self.draw(st.integers(0, 5))
        if kind <= 1:
            self.graph.add((shape, SH.targetClass, self.draw(classes)))
        elif kind == 2:
            self.graph.add((shape, SH.targetNode, self.draw(nodes)))
        elif kind == 3:
            self.graph.add((shape, SH.targetSubjectsOf, self.draw(properties)))
        elif kind == 4:
            self.graph.add((shape, SH.targetObjectsOf, self.draw(properties)))
        else:  # an implicit class target: the shape is a class of the data
            self.graph.add((shape, RDF.type, self.draw(st.sampled_from((RDFS.Class, OWL.Class)))))

    def add_path(self, depth: int) -> Node:
        """Draw a path."""
        kind = self.draw(st.integers(0, 9)) if depth else 0
        if kind <= 3:
            return self.draw(properties)
        node = BNode()
        if kind == 4:
            self.graph.add((node, SH.inversePath, self.add_path(depth - 1)))
        elif kind <= 6:
            members: list[Node] = [self.add_path(depth - 1) for _ in range(2)]
            if kind == 5:
                Collection(self.graph, node, members)
            else:
                self.graph.add((node, SH.alternativePath, self.add_list(members)))
        else:
            repeated = (SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath)[kind - 7]
            self.graph.add((node, repeated, self.add_path(depth - 1)))
        return node

    def add_list(self, members: Sequence[Node]) -> Node:
        """Write an RDF list."""
        head = BNode()
        Collection(self.graph, head, list(members))
        return head

    def refer(self, shape: URIRef, parameter: URIRef) -> None:
        """Point to an earlier shape."""
        wanted = {SH.property: [True], SH.node: [False]}.get(parameter, [True, False])
        fit = [one for one in self.shapes if self._has_path(one) in wanted]
        if fit:
            self.graph.add((shape, parameter, self.draw(st.sampled_from(fit))))

    def _has_path(self, shape: URIRef) -> bool:
        return (shape, SH.path, None) in self.graph

    def refer_list(self, shape: URIRef, parameter: URIRef) -> None:
        """Point to a list of earlier shapes."""
        if self.shapes:
            members = self.draw(st.lists(st.sampled_from(self.shapes), min_size=1, max_size=3))
            self.graph.add((shape, parameter, self.add_list(members)))

    def qualify(self, shape: URIRef) -> None:
        """Count the values that an earlier shape likes."""
        if self.shapes and (shape, SH.qualifiedValueShape, None) not in self.graph:
            self.refer(shape, SH.qualifiedValueShape)
            limit = self.draw(st.sampled_from([SH.qualifiedMinCount, SH.qualifiedMaxCount]))
            self.graph.add((shape, limit, Literal(1)))
            if self.draw(st.booleans()):
                self.graph.add((shape, SH.qualifiedValueShapesDisjoint, Literal(True)))

    def close(self, shape: URIRef) -> None:
        """Allow some properties only."""
        self.graph.add((shape, SH.closed, Literal(True)))
        allowed = [RDF.type, RDFS.subClassOf, *self.draw(st.sets(properties, max_size=2))]
        if (shape, SH.ignoredProperties, None) not in self.graph:
            self.graph.add((shape, SH.ignoredProperties, self.add_list(allowed)))

    def query(self, shape: URIRef) -> None:
        """Add a SPARQL constraint."""
        text = self.draw(st.sampled_from(QUERIES))
        constraint = _iri(f"{shape.removeprefix(E)}-query-{QUERIES.index(text)}")
        self.graph.add((shape, SH.sparql, constraint))
        self.graph.add((constraint, RDF.type, SH.SPARQLConstraint))
        self.graph.add((constraint, SH.prefixes, _iri("prefixes")))
        self.graph.set((constraint, SH.select, Literal(text)))


Draw = Callable[[_Shapes, URIRef], None]


def _fixed(parameter: URIRef, *values: Node) -> Draw:
    def add(shapes: _Shapes, shape: URIRef) -> None:
        shapes.graph.set((shape, parameter, shapes.draw(st.sampled_from(values))))

    return add


def _list(parameter: URIRef, *members: Node) -> Draw:
    def add(shapes: _Shapes, shape: URIRef) -> None:
        if (shape, parameter, None) not in shapes.graph:
            shapes.graph.add((shape, parameter, shapes.add_list(members)))

    return add


NODE_KINDS: list[Draw] = [
    lambda shapes, shape: shapes.refer(shape, SH.node),
    lambda shapes, shape: shapes.refer(shape, SH["not"]),
    lambda shapes, shape: shapes.refer(shape, SH.property),
    lambda shapes, shape: shapes.refer_list(shape, SH["and"]),
    lambda shapes, shape: shapes.refer_list(shape, SH["or"]),
    lambda shapes, shape: shapes.refer_list(shape, SH.xone),
    _Shapes.close,
    _Shapes.query,
    _fixed(SH["class"], *CLASSES),
    _fixed(SH.nodeKind, SH.IRI, SH.Literal, SH.BlankNodeOrIRI),
    _fixed(SH.datatype, XSD.string, XSD.integer, RDF.langString, XSD.date),
    _fixed(SH.hasValue, *NODES[:3], LITERALS[0]),
    _fixed(SH.disjoint, *PROPERTIES),
    _fixed(SH.equals, *PROPERTIES),
    _fixed(SH.pattern, Literal("^b"), Literal("n[0-2]$")),
    _fixed(SH.minLength, Literal(2)),
    _fixed(SH.minInclusive, Literal(2)),
    _list(SH["in"], *NODES[:3], *LITERALS[:3]),
    _list(SH.languageIn, Literal("en")),
]
PROPERTY_KINDS: list[Draw] = [
    _Shapes.qualify,
    _Shapes.qualify,
    _fixed(SH.minCount, Literal(1), Literal(2)),
    _fixed(SH.maxCount, Literal(0), Literal(1)),
    _fixed(SH.uniqueLang, Literal(True)),
    _fixed(SH.lessThan, *PROPERTIES),
    _fixed(SH.lessThanOrEquals, *PROPERTIES),
]


@st.composite
def shapes_graphs(draw: st.DrawFn) -> Graph:
    """Draw a shapes graph of one to five shapes."""
    shapes = _Shapes(draw)
    for _ in range(draw(st.integers(1, 5))):
        shapes.add_shape()
    return shapes.graph


def graph_of(triples: Sequence[Triple]) -> Graph:
    """Put triples into a graph."""
    graph = Graph()
    graph += triples
    return graph


def judge_whole(triples: Sequence[Triple], shapes: Graph) -> Counter[Finding]:
    """Ask pySHACL alone, with everything in one graph and every target as it is."""
    graph, copy = ParsedOnce(), Graph()
    graph += triples
    copy += shapes
    try:
        with untouched_pyshacl():
            _, report, _ = validate(graph, shacl_graph=copy)
    except ReportableRuntimeError:  # shapes that pySHACL refuses
        reject()
    return Counter(read_report(report, copy))
