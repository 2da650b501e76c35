"""The ontology says of itself what it should, and each rule of style is shown to bite."""

import re
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import OWL, RDF, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import ONTOLOGY, SHAPES
from shuangchuang.services.shacl.validation import Validator

SH = Namespace("http://www.w3.org/ns/shacl#")
FINDING = re.compile(r"^#\+ finding: sh:Violation shcs:(\S+) (\S+) (\S+)$", re.MULTILINE)

# The parameters that the style shapes use, and the component that each one names.
COMPONENTS = {
    SH["class"]: "sh:ClassConstraintComponent",
    SH.datatype: "sh:DatatypeConstraintComponent",
    SH.hasValue: "sh:HasValueConstraintComponent",
    SH.languageIn: "sh:LanguageInConstraintComponent",
    SH.maxCount: "sh:MaxCountConstraintComponent",
    SH.minCount: "sh:MinCountConstraintComponent",
    SH.nodeKind: "sh:NodeKindConstraintComponent",
    SH["or"]: "sh:OrConstraintComponent",
    SH.pattern: "sh:PatternConstraintComponent",
    SH.uniqueLang: "sh:UniqueLangConstraintComponent",
}


@pytest.fixture(scope="module")
def shapes(content: Content) -> Graph:
    """Give the style shapes."""
    return Graph().parse(content.root / "shapes" / "ontology-style.ttl")


@pytest.fixture(scope="module")
def ontology(content: Content) -> Graph:
    """Give the ontology and its schemes."""
    graph = Graph()
    for path in content.files("ontology"):
        graph.parse(path)
    return graph


def _shapes_that_judge(shapes: Graph) -> list[URIRef]:
    """List the shapes with a severity; the others only serve inside `sh:or` and `sh:not`."""
    return [shape for shape in shapes.subjects(SH.severity) if isinstance(shape, URIRef)]


def _constraints(shapes: Graph) -> set[tuple[str, str]]:
    """Name every constraint by its shape and its component, or the IRI of its query."""
    found = set()
    for shape in _shapes_that_judge(shapes):
        name = str(shape).removeprefix(SHAPES)
        parameters = set(shapes.predicates(shape))
        found |= {(name, component) for key, component in COMPONENTS.items() if key in parameters}
        queries = shapes.objects(shape, SH.sparql)
        found |= {(name, f"shcs:{str(query).removeprefix(SHAPES)}") for query in queries}
    return found


def _examples(content: Content, shapes: Graph) -> list[Path]:
    """List the examples of the style shapes."""
    names = {str(shape).removeprefix(SHAPES) for shape in _shapes_that_judge(shapes)}
    folders = (content.root / "shapes" / "examples" / name for name in sorted(names))
    return [path for folder in folders for path in sorted(folder.glob("*.ttl"))]


def test_the_ontology_keeps_its_style(ontology: Graph, shapes: Graph) -> None:
    """Ontology and schemes conform to the style shapes, which are well-formed themselves."""
    conforms, _, text = validate(ontology, shacl_graph=shapes, meta_shacl=True, inplace=False)

    assert conforms, text


@pytest.fixture(scope="module")
def validator(ontology: Graph, shapes: Graph) -> Validator:
    """Give the one that judges by the style shapes and knows the ontology."""
    return Validator(shapes, ontology)


def test_every_example_finds_what_it_names(
    content: Content, shapes: Graph, validator: Validator
) -> None:
    """A failing example has exactly the findings that it names, a passing one has none."""
    for path in _examples(content, shapes):
        told = validator.validate(Graph().parse(path))
        found = {(one.shape, one.constraint or one.component) for one in told}
        named = FINDING.findall(path.read_text("utf-8"))

        assert {(_short(shape), _short(rule)) for shape, rule in found} == {
            (f"shcs:{shape}", rule) for shape, rule, _ in named
        }, path
        assert all(set(one.messages) == {"en", "zh-Hans"} for one in told), path


def _short(iri: str) -> str:
    return iri.replace(SHAPES, "shcs:").replace(str(SH), "sh:")


def test_every_constraint_has_a_failing_example(content: Content, shapes: Graph) -> None:
    """Each constraint is the finding of at least one example, and each finding is a constraint."""
    texts = [path.read_text("utf-8") for path in _examples(content, shapes)]
    shown = {found[:2] for text in texts for found in FINDING.findall(text)}

    assert shown == _constraints(shapes)


def test_every_target_has_a_passing_example(content: Content, shapes: Graph) -> None:
    """Each node shape with a target has an example that it accepts."""
    targets = (SH.targetClass, SH.targetObjectsOf, SH.targetSubjectsOf)
    targeted = {str(s).removeprefix(SHAPES) for target in targets for s in shapes.subjects(target)}

    passing = {p.parent.name for p in _examples(content, shapes) if p.name.startswith("pass-")}

    assert passing == targeted


def test_every_message_speaks_both_languages(shapes: Graph) -> None:
    """Names, descriptions and messages stand once in en and once in zh-Hans."""
    wrong = [
        (subject, predicate)
        for predicate in (SH.name, SH.description, SH.message)
        for subject in set(shapes.subjects(predicate))
        if Counter(_languages(shapes, subject, predicate)) != {"en": 1, "zh-Hans": 1}
    ]

    assert wrong == []


def _languages(graph: Graph, subject: Node, predicate: URIRef) -> list[str | None]:
    texts = graph.objects(subject, predicate)
    return [text.language for text in texts if isinstance(text, Literal)]


def test_every_constraint_says_what_to_write(shapes: Graph) -> None:
    """Each shape with a parameter of its own, and each query, carries a message."""
    queries = set(shapes.subjects(RDF.type, SH.SPARQLConstraint))
    with_parameter = {
        shape
        for shape in _shapes_that_judge(shapes)
        if set(shapes.predicates(shape)) & set(COMPONENTS)
    }

    assert {
        one for one in queries | with_parameter if (one, SH.message, None) not in shapes
    } == set()


def test_one_version_everywhere(ontology: Graph, shapes: Graph) -> None:
    """The header of the ontology and that of the shapes give the version of the package."""
    here = Literal(version("shuangchuang"))
    headers = {URIRef(ONTOLOGY): ontology, URIRef(SHAPES[:-1] + "/ontology-style"): shapes}

    assert {str(name): graph.value(name, OWL.versionInfo) for name, graph in headers.items()} == {
        str(name): here for name in headers
    }
