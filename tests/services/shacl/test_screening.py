"""Files are judged as pySHACL alone judges them, though it sees few of their nodes."""

from pathlib import Path

import pytest
from hypothesis import given, note, settings
from rdflib import BNode, Graph, URIRef
from rdflib.namespace import SH
from tests.content.shape_examples import EXAMPLES as EXAMPLES_OF_SHAPES
from tests.content.shape_examples import Example
from tests.services.shacl.drawing import (
    EXAMPLES,
    EXPLORING,
    Triple,
    graph_of,
    graphs,
    judge_whole,
    shapes_graphs,
)

from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError
from shuangchuang.services.shacl import screening
from shuangchuang.services.shacl.overlay import Overlay, Release
from shuangchuang.services.shacl.processor import open_graph
from shuangchuang.services.shacl.screening import find_suspects, judge_files
from shuangchuang.services.shacl.screens import Screens
from shuangchuang.services.shacl.targets import Targets
from shuangchuang.services.shacl.validation import Judge, read_graph, validate_graphs
from shuangchuang.store.screened import ScreenedStore

PREFIXES = """
@prefix : <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NAMED = ":Named a sh:NodeShape ; sh:targetClass :Thing ; sh:property :name ."
SHAPES = NAMED + ":name a sh:PropertyShape ; sh:path :name ; sh:minCount 1 ; sh:maxCount 2 ."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a place for files."""
    return tmp_path_factory.mktemp("screened")


def _write(folder: Path, turtle: str, name: str = "data") -> Path:
    path = folder / f"{name}.ttl"
    path.write_text(PREFIXES + turtle, encoding="utf-8")
    return path


def _shapes(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


@settings(EXPLORING, max_examples=EXAMPLES)
@given(triples=graphs, shapes=shapes_graphs())
def test_findings_are_those_of_pyshacl_alone(
    folder: Path, triples: list[Triple], shapes: Graph
) -> None:
    """Whatever the shapes ask for, every subject has the findings that it has without screens."""
    note(shapes.serialize(format="turtle"))
    judge_whole(triples, shapes)  # rejects what pySHACL refuses
    path = folder / "drawn.ttl"
    graph_of(triples).serialize(path, format="turtle")

    found = judge_files([path], shapes, [])

    assert found == validate_graphs(graph_of(triples), shapes, Graph())


@pytest.mark.filterwarnings("ignore:NotImplemented:DeprecationWarning")  # rdflib, of gYear
def test_examples_of_our_constraints_are_found_as_by_pyshacl_alone(
    content: Content, folder: Path
) -> None:
    """The failing examples of our shapes, in one file, give the same findings either way."""
    files = [one for one in EXAMPLES_OF_SHAPES.files if not one.passes and _is_kept(one)]
    path, shapes = folder / "examples.ttl", EXAMPLES_OF_SHAPES.shapes
    _gather(files).serialize(path, format="turtle")
    known = [*content.files("ontology"), EXAMPLES_OF_SHAPES.context]

    found = judge_files([path], shapes, known)

    assert ScreenedStore([path], []).changed() == []
    assert found == validate_graphs(read_graph([path]), shapes, read_graph(known))
    kinds = {one.first.rule for one in files}
    assert {one.component for one in found} >= {kind for kind in kinds if kind.startswith(str(SH))}
    assert len({one.constraint for one in found if one.constraint}) > 10


def _gather(examples: list[Example]) -> Graph:
    """Put the examples into one graph, each with names of its own for what it describes."""
    gathered = Graph()
    for number, example in enumerate(examples):
        own = {one: URIRef(f"{one}-{number}") for one in example.graph.subjects()}
        for s, p, o in example.graph:
            gathered.add((own.get(s, s), p, own.get(o, o)))
    return gathered


def _is_kept(example: Example) -> bool:
    """Tell whether a store gives the example back as it was written."""
    has_blank = any(isinstance(node, BNode) for node in example.graph.all_nodes())
    return not has_blank and not ScreenedStore([example.path], []).changed()


def test_our_shapes_are_screened(content: Content) -> None:
    """No shape of the release has to go to pySHACL whole."""
    screens = Screens(EXAMPLES_OF_SHAPES.shapes, Targets(EXAMPLES_OF_SHAPES.shapes))

    assert screens.unwritten == {}


def test_few_nodes_are_judged(folder: Path) -> None:
    """Of a hundred things only the two that are wrong are left for pySHACL."""
    right = "".join(f':t{n} a :Thing ; :name "{n}" .' for n in range(98))
    path = _write(folder, right + ':bare a :Thing . :full a :Thing ; :name "a" , "b" , "c" .')
    shapes = _shapes(SHAPES)
    store, judge = ScreenedStore([path], []), Judge(shapes)

    suspects = find_suspects(judge, store, open_graph(Overlay(Release(store.reader))), shapes)

    assert {str(goal.node).rpartition("/")[2] for goal in suspects} == {"bare", "full"}


def test_what_is_known_is_not_judged(folder: Path) -> None:
    """A known file gives classes to the data and has no findings of its own."""
    data = _write(folder, ":one a :Kind .")
    known = _write(folder, ":Kind rdfs:subClassOf :Thing . :old a :Thing .", "known")

    assert [one.focus for one in judge_files([data], _shapes(SHAPES), [known])] == [
        "http://example.org/one"
    ]


@pytest.mark.parametrize("literal", ['"01"^^xsd:integer', '"1"^^xsd:int', '"1.10"^^xsd:decimal'])
def test_literals_that_the_store_changes_are_judged_as_written(
    folder: Path, literal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With such a literal in a file, pySHACL judges the whole of it."""
    shapes = ":Any a sh:NodeShape ; sh:targetSubjectsOf :name ; sh:property :name ."
    shapes += ":name a sh:PropertyShape ; sh:path :name ; sh:datatype xsd:integer ; sh:in ( 2 ) ."
    path = _write(folder, f":one :name {literal} .")

    found = judge_files([path], _shapes(shapes), [])

    assert ScreenedStore([path], []).changed() != []
    assert found == validate_graphs(read_graph([path]), _shapes(shapes), Graph())
    monkeypatch.setattr(screening, "validate_graphs", lambda *_: [])
    assert judge_files([path], _shapes(shapes), []) == []


def test_constraint_that_no_query_expresses_is_judged_all_the_same(folder: Path) -> None:
    """A shape with components of another kind goes to pySHACL with all that it selects."""
    many = ":name a sh:PropertyShape ; sh:path ( :a [ sh:zeroOrMorePath :b ] ) ; sh:maxCount 7 ."
    shapes = _shapes(NAMED + many)
    values = " , ".join(str(n) for n in range(9))
    path = _write(folder, f":one a :Thing ; :a :x . :x :b {values} . :two a :Thing .")

    found = judge_files([path], shapes, [])

    assert list(Screens(shapes, Targets(shapes)).unwritten.values()) == ["a path of any length"]
    assert [(one.focus, one.component) for one in found] == [
        ("http://example.org/one", str(SH.MaxCountConstraintComponent))
    ]


def test_file_that_cannot_be_read_is_told_with_its_place(folder: Path) -> None:
    """The error names line and column."""
    path = _write(folder, ":one a .")

    with pytest.raises(ContentError) as told:
        judge_files([path], _shapes(SHAPES), [])

    assert (told.value.path, told.value.line) == (path, 6)
