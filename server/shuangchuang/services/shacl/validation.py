"""Judges graphs by SHACL shapes and tells what to mend.

The server and the command line call `validate_files` through `base.worker`, in a child process.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from copy import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypedDict

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.services.findings import VIOLATION, Finding
from shuangchuang.services.shacl.paths import path_text
from shuangchuang.services.shacl.processor import Processor, open_graph, run_whole
from shuangchuang.services.shacl.targets import SH, Goal, Targets

_VARIABLE = re.compile(r"\{[?$]\w+\}")
MILD = ("Warning", "Info")


class Files(TypedDict):
    """What `validate_files` is given: paths of Turtle files."""

    data: list[str]
    shapes: list[str]
    ontology: list[str]


@dataclass(eq=False)
class ShapesUnusable(ShuangchuangError):
    """pySHACL cannot judge by these shapes."""

    reason: str

    code = "shapes-unusable"
    status = 422

    def __str__(self) -> str:
        return self.reason


class Judge:
    """Has pySHACL judge chosen nodes of any graph by one set of shapes."""

    def __init__(self, shapes: Graph) -> None:
        """Take a copy of the shapes; their targets are told by `targets`."""
        self.targets = Targets(shapes)
        self._shapes = self.targets.strip(shapes)
        self._processor = Processor(self._shapes, {target.shape for target in self.targets.all})

    def judge(self, graph: Graph, goals: Collection[Goal]) -> list[Finding]:
        """Judge each goal; the graph is one of `open_graph`, and sorted findings are given."""
        return read_report(self._processor.run(graph, goals), self._shapes)


class Validator:
    """Judges any number of graphs by one set of shapes against one ontology."""

    def __init__(self, shapes: Graph, ontology: Graph) -> None:
        """Take copies; `ontology` is what the data may rely on and is not itself judged."""
        self._known = open_graph()
        self._known += ontology
        self._judge = Judge(shapes)

    def with_shapes(self, shapes: Graph) -> "Validator":
        """Make one that judges by other shapes and shares the copy of the ontology."""
        other = copy(self)
        other._judge = Judge(shapes)
        return other

    def validate(self, data: Graph) -> list[Finding]:
        """Judge every subject of `data` that a shape targets; sorted, empty when it conforms."""
        new = [triple for triple in data if triple not in self._known]
        self._known += new
        try:
            goals = self._judge.targets.of(set(data.subjects()), self._known)
            return self._judge.judge(self._known, goals)
        finally:
            _remove(self._known, new)


def read_report(report: Graph, shapes: Graph) -> list[Finding]:
    """Turn a report of pySHACL into sorted findings; the messages are read from the shapes.

    Results nested in others are left out: a finding is what `sh:result` points to.
    """
    return sorted(
        _read_result(report, result, shapes) for result in report.objects(None, SH.result)
    )


def _read_result(report: Graph, result: Node, shapes: Graph) -> Finding:
    shape = report.value(result, SH.sourceShape)
    constraint = report.value(result, SH.sourceConstraint)
    path = report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    component = str(report.value(result, SH.sourceConstraintComponent))
    reported = [str(one) for one in report.objects(result, SH.resultMessage)]
    return Finding(
        severity=_severity(report.value(result, SH.resultSeverity)),
        shape=str(shape),
        component=component,
        focus=node_name(report.value(result, SH.focusNode)),
        path=path_text(report, path) if path else "",
        value=value.n3() if isinstance(value, Literal | URIRef | BNode) else "",
        constraint=str(constraint or ""),
        messages=_messages(shapes, constraint or shape, component, reported),
        reasons=tuple(
            sorted(_read_result(report, one, shapes) for one in report.objects(result, SH.detail))
        ),
    )


def _messages(
    shapes: Graph, shape: Node | None, component: str, reported: Sequence[str]
) -> dict[str, str]:
    """Give the messages of a shape by language, with the values that pySHACL put into them.

    It drops the language tags of constraints in SPARQL, so that the texts are told apart by what
    stands around their values. A component of one's own has its message from its validator.
    """
    found = {
        one.language or "": str(one)
        for one in shapes.objects(shape, SH.message)
        if isinstance(one, Literal)
    }
    if not found and not component.startswith(SH):
        return {"": reported[-1]} if reported else {}
    return {tag: _filled(text, reported) for tag, text in found.items()}


def _filled(text: str, reported: Sequence[str]) -> str:
    """Find the text that has values where a message has `{?name}` or `{$name}`. SHACL 5.3.2."""
    around = _VARIABLE.split(text)
    if len(around) == 1:
        return text
    pattern = ".*".join(map(re.escape, around))
    return next((one for one in reported if re.fullmatch(pattern, one, re.DOTALL)), text)


def _severity(given: Node | None) -> str:
    """Name one of the three; any other, which shapes may have, keeps data from conforming, too."""
    name = str(given).removeprefix(str(SH))
    return name if name in MILD else VIOLATION


def judge_all(data: Graph, shapes: Graph) -> list[Finding]:
    """Judge whatever the shapes target in a graph, with nothing of ours in between.

    Nothing is imported and nothing inferred. Both graphs may be changed. Raises ShapesUnusable.
    """
    judged = open_graph()
    judged += data
    try:
        report = run_whole(judged, shapes)
        if isinstance(report, Graph):
            return read_report(report, shapes)
    except MemoryError:  # that is no fault of the shapes, and nothing is known of the data
        raise
    except Exception as error:
        raise ShapesUnusable(str(error) or type(error).__name__) from error
    raise ShapesUnusable(report)


def validate_graphs(data: Graph, shapes: Graph, ontology: Graph) -> list[Finding]:
    """Judge every subject of `data` by `shapes`; `ontology` is known but not judged.

    The ontology gives the classes with their `rdfs:subClassOf`, and may hold whatever else the
    data points to. None of the three graphs is changed. Sorted; empty when the data conforms.
    """
    return Validator(shapes, ontology).validate(data)


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


def node_name(node: Node | None) -> str:
    """Name a node as findings do: an IRI, or `_:` and the label that it has in this run."""
    return f"_:{node}" if isinstance(node, BNode) else str(node)


def _remove(graph: Graph, triples: Sequence[tuple[Node, Node, Node]]) -> None:
    for triple in triples:
        graph.remove(triple)
