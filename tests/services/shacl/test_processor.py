"""pySHACL with shapes that it has read once judges the chosen nodes, and keeps nothing of a run."""

from typing import Any

import pyshacl.shape
import pytest
from pyshacl.constraints import ALL_CONSTRAINT_PARAMETERS
from pyshacl.errors import ValidationFailure
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from shuangchuang.services.shacl.processor import Processor, open_graph
from shuangchuang.services.shacl.targets import Goal

E = "http://example.org/"
PREFIXES = """
@prefix : <http://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
NAMED = URIRef(E + "named")
DATA = ":a :name 1 . :b :other 1 . :c :other 2 ."


def _run(processor: Processor, *goals: tuple[Node, str]) -> set[tuple[str, str]]:
    """Judge nodes of the data; give the shape and the node of each result."""
    data = open_graph().parse(data=PREFIXES + DATA, format="turtle")
    report = processor.run(data, [Goal(shape, URIRef(E + node)) for shape, node in goals])
    return {
        (
            str(report.value(one, SH.sourceShape)),
            str(report.value(one, SH.focusNode)).removeprefix(E),
        )
        for one in report.objects(None, SH.result)
    }


def _processor(shapes: str, *roots: Node) -> Processor:
    return Processor(Graph().parse(data=PREFIXES + shapes, format="turtle"), roots)


def test_each_run_judges_its_own_goals_and_no_others() -> None:
    """Of the goals of one run nothing is left in the next, and a node is judged by its shape."""
    processor = _processor(
        ":named a sh:NodeShape ; sh:property :has-name . :has-name sh:path :name ; sh:minCount 1 ."
        ":othered a sh:NodeShape ; sh:property [ sh:path :other ; sh:maxCount 0 ] .",
        NAMED,
        URIRef(E + "othered"),
    )

    told = [
        {node for _, node in _run(processor, *goals)}
        for goals in ([(NAMED, "a"), (NAMED, "b")], [(NAMED, "c")], [], [(NAMED, "b")])
    ]

    assert told == [{"b"}, {"c"}, set(), {"b"}]


@pytest.mark.parametrize("shape", [NAMED, BNode("named")])
def test_a_shape_by_its_target_alone_judges(shape: Node) -> None:
    """Neither a type nor a name is needed where something is to be judged by it."""
    shapes = Graph().add((shape, SH.nodeKind, SH.Literal))

    found = _run(Processor(shapes, [shape]), (shape, "a"))

    assert found == {(str(shape), "a")}


def test_a_forbidden_query_is_refused_each_time() -> None:
    """That a text was checked before does not let it through."""
    processor = _processor(
        ":named a sh:NodeShape ; sh:sparql [ sh:select"
        ' "SELECT $this WHERE { $this ?p ?o MINUS { $this :name ?o } }" ] .',
        NAMED,
    )

    for _ in range(2):
        with pytest.raises(ValidationFailure, match="MINUS"):
            _run(processor, (NAMED, "a"))


def test_a_query_is_checked_once_for_all_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """PySHACL would search the text for forbidden words at every node."""
    checked = []
    check: Any = SPARQLQueryHelper.check_invalid_sparql

    def count(*given: object) -> object:
        checked.append(given)
        return check(*given)

    monkeypatch.setattr(SPARQLQueryHelper, "check_invalid_sparql", count)
    processor = _processor(
        ':named a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { $this ?unique 2 }" ] .',
        NAMED,
    )

    found = _run(processor, *[(NAMED, node) for node in "abc"])

    assert {node for _, node in found} == {"c"}
    assert len(checked) == 1


def test_pyshacl_looks_for_parameters_where_they_were_put(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version that keeps them elsewhere would be slow again without a word."""
    processor = _processor(":named a sh:NodeShape ; sh:nodeKind sh:Literal .", NAMED)
    parameters, components = vars(pyshacl.shape)["CONSTRAINT_PARAMS"]

    assert _run(processor, (NAMED, "a")) == {(str(NAMED), "a")}
    assert parameters == set(ALL_CONSTRAINT_PARAMETERS)

    fewer = parameters - {SH.nodeKind}
    monkeypatch.setattr("pyshacl.shape.CONSTRAINT_PARAMS", (fewer, components))
    assert _run(processor, (NAMED, "a")) == set()
