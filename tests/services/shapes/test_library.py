"""What is told of the shapes: complete, in both languages, with examples; and their RDF."""

from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from shuangchuang.base.content import Content
from shuangchuang.base.errors import NotFound
from shuangchuang.base.media import Format, formats_of
from shuangchuang.base.namespaces import SHAPES
from shuangchuang.services.shapes.documentation import write_shape_docs
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.shapes.model import PARAMETERS
from shuangchuang.services.shapes.rules import RULES

READERS = {"ttl": "turtle", "nt": "nt", "rdf": "xml", "jsonld": "json-ld"}
DOCS = Path(__file__).parents[3] / "docs"


@pytest.fixture(scope="module")
def library(content: Content) -> ShapeLibrary:
    """Give the shapes of the release."""
    return ShapeLibrary(content)


@pytest.fixture(scope="module")
def graph(content: Content) -> Graph:
    """Give the shapes as rdflib reads them."""
    whole = Graph()
    for path in content.files("shapes"):
        whole.parse(path)
    return whole


def test_every_shape_is_told(library: ShapeLibrary, graph: Graph) -> None:
    """Node shapes, property shapes and SPARQL constraints with a name of ours are all there."""
    kinds = (SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint)
    named = {str(one) for kind in kinds for one in graph.subjects(RDF.type, kind)}

    assert {one.iri for one in library.shapes.values()} == {
        one for one in named if one.startswith(SHAPES)
    }


def test_every_shape_has_a_title_and_a_message_in_both_languages(library: ShapeLibrary) -> None:
    """Where there is a text in one language there is one in the other; all have a title."""
    lacking = [
        one.name
        for one in library.shapes.values()
        for text in (one.title, one.description, one.message)
        if bool(text.en) != bool(text.zh_hans) or not one.title.en
    ]

    assert lacking == []


def test_every_shape_has_a_right_and_a_wrong_example(library: ShapeLibrary) -> None:
    """A part of shapes has the examples of the shapes that it is a part of."""
    kinds = {name: {one.is_right for one in library.examples(name)} for name in library.shapes}

    assert [name for name, found in kinds.items() if found != {True, False}] == []


def test_every_parameter_of_the_shapes_has_words(graph: Graph) -> None:
    """A parameter of SHACL that the shapes use can be said in both languages."""
    told = {
        *("name", "description", "message", "severity", "group", "order", "path", "property"),
        *("sparql", "select", "ask", "prefixes", "declare", "prefix", "namespace"),
        *("alternativePath", "inversePath"),
    }
    used = {
        str(one).removeprefix(str(SH)) for one in graph.predicates() if str(one).startswith(str(SH))
    }

    assert used - told <= set(PARAMETERS)


def test_a_shape_tells_what_it_asks(library: ShapeLibrary) -> None:
    """Path, conditions, users and group of a property shape are those of the file."""
    shape = library.find("amount")

    conditions = {one.parameter: [value.text for value in one.values] for one in shape.limits}
    assert (shape.kind, shape.severity, shape.path) == ("property", "Violation", "shc:amount")
    assert conditions["minCount"] == ["1"]
    assert conditions["or"] == ["shcs:integer", "shcs:decimal"]
    assert shape.users == ("Quantity",)
    assert shape.group in library.groups


def test_the_wrong_examples_of_a_constraint_break_it(library: ShapeLibrary) -> None:
    """A constraint shows what breaks it, not whatever breaks its shape."""
    wrong = [one for one in library.examples("gloss-zh") if not one.is_right]

    assert wrong
    assert all("gloss-zh" in one.rules for one in wrong)


def test_an_unknown_name_is_answered_with_near_ones(library: ShapeLibrary) -> None:
    """A misspelt name of a shape leads to the right one."""
    with pytest.raises(NotFound) as caught:
        library.find("Clam")

    assert "Claim" in caught.value.near


@pytest.mark.parametrize("written", formats_of("graph"), ids=lambda one: one.name)
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph")  # of rdflib, when it reads JSON-LD
def test_a_shape_comes_as_rdf_with_its_parts(library: ShapeLibrary, written: Format) -> None:
    """Each format holds the same graph: the shape, its property shapes, what these need."""
    plain = next(one for one in formats_of("graph") if one.name == "nt")

    read = Graph().parse(data=library.write("Quantity", written), format=READERS[written.name])
    same = Graph().parse(data=library.write("Quantity", plain), format="nt")

    subjects = {str(one).removeprefix(SHAPES) for one in read.subjects() if isinstance(one, URIRef)}
    assert {"Quantity", "amount", "integer", "group-number"} <= subjects
    assert "Claim" not in subjects
    assert len(read) == len(same)


def test_every_rule_is_told_in_both_languages() -> None:
    """A title and a reason in English and in Chinese, and examples in pairs."""
    texts = [text for rule in RULES.values() for text in (rule.title, rule.text)]

    assert all(text.en and text.zh_hans for text in texts)
    assert all(bool(rule.wrong) == bool(rule.right) for rule in RULES.values())


def test_docs_list_the_shapes_as_they_are(library: ShapeLibrary) -> None:
    """docs/shapes.md is what `make docs` writes; run it after a change of shapes or rules."""
    assert (DOCS / "shapes.md").read_text(encoding="utf-8") == write_shape_docs(library)
