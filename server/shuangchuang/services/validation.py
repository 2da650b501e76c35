"""Judges graphs by SHACL shapes and tells what to mend. The only home of pySHACL.

pySHACL sets switches of rdflib while it runs and works on the shapes graph that it is given, so
the server and the command line call `validate_files` through `base.worker`, in a child process.
"""

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any, TypedDict

from pyshacl import validate
from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Node

from shuangchuang.services.findings import Finding

SH = Namespace("http://www.w3.org/ns/shacl#")
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
SUFFIXES = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


class Files(TypedDict):
    """What `validate_files` is given: paths of Turtle files."""

    data: list[str]
    shapes: list[str]
    ontology: list[str]


class Validator:
    """Judges any number of graphs by one set of shapes against one ontology."""

    def __init__(self, shapes: Graph, ontology: Graph) -> None:
        """Take copies; `ontology` is what the data may rely on and is not itself judged."""
        self._known = _ParsedOnce()
        self._known += ontology
        self._take(shapes)

    def with_shapes(self, shapes: Graph) -> "Validator":
        """Make one that judges by other shapes and shares the copy of the ontology."""
        other = copy(self)
        other._take(shapes)
        return other

    def validate(self, data: Graph) -> list[Finding]:
        """Judge every subject of `data` that a shape targets; sorted, empty when it conforms.

        Results nested in others are left out: a finding is what `sh:result` points to.
        """
        new = [triple for triple in data if triple not in self._known]
        self._known += new
        goals = list(self._focus_nodes(set(data.subjects())))
        self._shapes += goals
        try:
            _, report, _ = validate(self._known, shacl_graph=self._shapes, inplace=True)
        finally:
            _remove(self._known, new)
            _remove(self._shapes, goals)
        return sorted(self._findings(report))

    def _take(self, shapes: Graph) -> None:
        self._shapes = Graph()
        self._targets = [triple for triple in shapes if triple[1] in TARGETS]
        self._shapes += (triple for triple in shapes if triple[1] not in TARGETS)

    def _focus_nodes(self, judged: set[Node]) -> Iterator[tuple[Node, URIRef, Node]]:
        """Rewrite each target to the nodes of `judged` that it selects.

        pySHACL has an option for focus nodes, but with it `sh:node` finds nothing.
        """
        for shape, kind, term in self._targets:
            for node in judged.intersection(self._selected(kind, term)):
                yield shape, SH.targetNode, node

    def _selected(self, kind: Node, term: Node) -> Iterable[Node]:
        if kind == SH.targetClass:
            classes = set(self._known.transitive_subjects(RDFS.subClassOf, term))
            return (node for each in classes for node in self._known.subjects(RDF.type, each))
        if kind == SH.targetSubjectsOf:
            return self._known.subjects(term)
        if kind == SH.targetObjectsOf:
            return self._known.objects(None, term)
        return (term,)

    def _findings(self, report: Graph) -> Iterator[Finding]:
        for result in report.objects(None, SH.result):
            shape = report.value(result, SH.sourceShape)
            constraint = report.value(result, SH.sourceConstraint)
            path = report.value(result, SH.resultPath)
            value = report.value(result, SH.value)
            yield Finding(
                severity=str(report.value(result, SH.resultSeverity)).removeprefix(str(SH)),
                shape=str(shape),
                component=str(report.value(result, SH.sourceConstraintComponent)),
                focus=_name(report.value(result, SH.focusNode)),
                path=path_text(report, path) if path else "",
                value=value.n3() if isinstance(value, Literal | URIRef | BNode) else "",
                constraint=str(constraint or ""),
                messages=self._messages(constraint or shape),
            )

    def _messages(self, source: Node | None) -> dict[str, str]:
        """Read the messages from the shapes: for SPARQL constraints pySHACL drops their tags."""
        found = (text for text in self._shapes.objects(source, SH.message))
        return {str(text.language): str(text) for text in found if isinstance(text, Literal)}


def validate_graphs(data: Graph, shapes: Graph, ontology: Graph) -> list[Finding]:
    """Judge every subject of `data` by `shapes`; `ontology` is known but not judged.

    The ontology gives the classes with their `rdfs:subClassOf`, and may hold whatever else the
    data points to. None of the three graphs is changed. Sorted; empty when the data conforms.
    """
    return Validator(shapes, ontology).validate(data)


def judge(contribution: Graph, release: Graph, shapes: Graph) -> list[Finding]:
    """Judge the subjects of a contribution in the context of the release.

    Of `release` only `triples(pattern)` may be relied on: it can be a view of a large store.
    """
    return Validator(shapes, release).validate(contribution)


def validate_files(files: Files) -> list[dict[str, Any]]:
    """Judge Turtle files, JSON in and out: the target for `base.worker.call`.

    Gives the findings as `dataclasses.asdict` writes them; `Finding(**each)` restores one.
    """
    data, shapes, ontology = (
        read_graph(map(Path, paths))
        for paths in (files["data"], files["shapes"], files["ontology"])
    )
    return [asdict(finding) for finding in validate_graphs(data, shapes, ontology)]


def read_graph(paths: Iterable[Path]) -> Graph:
    """Parse Turtle files into one graph."""
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


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


def _name(node: Node | None) -> str:
    return f"_:{node}" if isinstance(node, BNode) else str(node)


def _remove(graph: Graph, triples: Sequence[tuple[Node, Node, Node]]) -> None:
    for triple in triples:
        graph.remove(triple)


class _ParsedOnce(Graph):
    """A graph that parses each query text once: pySHACL sends the same text for every node."""

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:  # noqa: ANN401 - as rdflib has it
        """Answer as rdflib does."""
        text = query_object
        return super().query(_parsed(text) if isinstance(text, str) else text, *args, **options)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Query:
    return prepareQuery(text)
