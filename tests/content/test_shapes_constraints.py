"""Every constraint of the shapes is well formed, says what to write, and is needed."""

import pytest
from pyshacl import validate
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import OWL, RDF, RDFS, SH
from tests.content.shape_examples import EXAMPLES, Constraint, Example, results

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SHC
from shuangchuang.services.shacl.validation import read_graph

CONSTRAINTS = EXAMPLES.constraints
LANGUAGES = ["en", "zh-Hans"]
# What only forbids has nothing to look at in an example that passes.
FORBIDDING = {"NoCopiedWords"}


def _examples(constraint: Constraint) -> list[Example]:
    """Give the examples of the shapes through which a constraint is reached."""
    roots = {str(root).rpartition("#")[2] for root in EXAMPLES.roots(constraint.shape)}
    return [example for example in EXAMPLES.files if example.shape in roots]


def _is_named(constraint: Constraint, example: Example) -> bool:
    return any(
        result.shape == str(constraint.shape) and result.rule == constraint.rule
        for result in example.expected
    )


def _without(shapes: Graph, constraint: Constraint) -> Graph:
    less = Graph()
    less += shapes
    less.remove((constraint.shape, constraint.parameter, constraint.value))
    if constraint.parameter == SH.qualifiedMinCount:
        less.remove((constraint.shape, SH.qualifiedValueShape, None))
    return less


def _is_told_apart(constraint: Constraint) -> bool:
    """Tell whether a finding can name this constraint and no other.

    Then a failing example that names it turns red without it, for nothing else reports so, and
    `test_shapes_examples` holds the examples to what they name: no need to try.
    """
    same = list(EXAMPLES.shapes.objects(constraint.shape, constraint.parameter))
    return (constraint.parameter == SH.sparql or len(same) == 1) and any(
        _is_named(constraint, example) for example in EXAMPLES.files
    )


@pytest.mark.parametrize(
    "constraint", [one for one in CONSTRAINTS if not _is_told_apart(one)], ids=str
)
def test_deleting_a_constraint_turns_an_example_red(constraint: Constraint) -> None:
    """What works inside another constraint changes the outcome of an example of its shape."""
    shapes = EXAMPLES.part(EXAMPLES.roots(constraint.shape))
    whole = EXAMPLES.validator.with_shapes(shapes)
    less = EXAMPLES.validator.with_shapes(_without(shapes, constraint))

    assert any(
        results(less.validate(example.graph)) != results(whole.validate(example.graph))
        for example in _examples(constraint)
    )


@pytest.mark.parametrize("constraint", CONSTRAINTS, ids=str)
def test_a_constraint_has_an_example_of_either_kind(constraint: Constraint) -> None:
    """A failing example is there, and a passing one that has what the constraint looks at."""
    examples = _examples(constraint)
    roots = EXAMPLES.roots(constraint.shape)
    used_by = set(EXAMPLES.shapes.subjects(SH.property, constraint.shape))
    wanted = EXAMPLES.predicates(constraint.shape) if used_by & roots else set()

    assert any(not example.passes for example in examples)
    assert any(
        example.passes
        and (
            example.shape in FORBIDDING
            or not wanted
            or wanted.intersection(map(str, example.graph.predicates()))
        )
        for example in examples
    )


def test_every_reporting_constraint_is_named_by_a_failing_example() -> None:
    """Only what works inside another constraint is never named by a finding."""
    inside = set(EXAMPLES.shapes.objects(None, SH.node))
    inside |= set(EXAMPLES.shapes.objects(None, SH.qualifiedValueShape))
    inside |= set(EXAMPLES.shapes.objects(None, SH["not"]))
    for members in EXAMPLES.shapes.objects(None, SH["or"]):
        inside |= set(EXAMPLES.shapes.items(members))
    inside |= {one for each in inside for one in EXAMPLES.shapes.objects(each, SH.property)}

    unnamed = [
        str(constraint)
        for constraint in CONSTRAINTS
        if constraint.shape not in inside
        and constraint.parameter != SH.property
        and not any(_is_named(constraint, example) for example in EXAMPLES.files)
    ]

    assert unnamed == []


@pytest.mark.parametrize("kind", [SH.NodeShape, SH.PropertyShape, SH.SPARQLConstraint])
def test_shapes_are_named_and_explained_in_both_languages(kind: URIRef) -> None:
    """Each shape and SPARQL constraint has an IRI, a name, a description and a page to read."""
    faults = [
        str(shape)
        for shape in EXAMPLES.shapes.subjects(RDF.type, kind)
        if not isinstance(shape, URIRef)
        or _languages(shape, SH.name) != LANGUAGES
        or _languages(shape, SH.description) != LANGUAGES
        or (shape, RDFS.seeAlso, None) not in EXAMPLES.shapes
    ]

    assert faults == []


def test_constraints_have_a_message_in_both_languages() -> None:
    """What can give a finding has one message in English and one in Chinese, and a severity."""
    sources = {
        constraint.value if constraint.parameter == SH.sparql else constraint.shape
        for constraint in CONSTRAINTS
        if constraint.parameter != SH.property
    }
    owners = {constraint.shape for constraint in CONSTRAINTS}

    speechless = [str(one) for one in sources if _languages(one, SH.message) != LANGUAGES]
    unranked = [str(one) for one in owners if (one, SH.severity, None) not in EXAMPLES.shapes]

    assert (speechless, unranked) == ([], [])


def test_property_shapes_have_a_place_in_a_form() -> None:
    """Each property shape that a class uses is in a group that is defined, with its order."""
    groups = set(EXAMPLES.shapes.subjects(RDF.type, SH.PropertyGroup))

    strays = {
        group
        for group in EXAMPLES.shapes.objects(None, SH.group)
        if group not in groups or _languages(group, RDFS.label) != LANGUAGES
    }
    unordered = [
        str(shape)
        for shape in EXAMPLES.shapes.subjects(SH.order)
        if shape not in groups and (shape, SH.group, None) not in EXAMPLES.shapes
    ]

    assert (strays, unordered) == (set(), [])


def test_every_class_of_the_ontology_is_judged(content: Content) -> None:
    """Each of our classes is the target of a shape, itself or through a superclass."""
    ontology = read_graph(content.files("ontology"))
    targets = set(EXAMPLES.shapes.objects(None, SH.targetClass))

    missed = [
        str(one)
        for one in ontology.subjects(RDF.type, OWL.Class)
        if str(one).startswith(SHC)
        and targets.isdisjoint(ontology.transitive_objects(one, RDFS.subClassOf))
    ]

    assert missed == []


def test_every_property_of_the_ontology_is_judged(content: Content) -> None:
    """Each of our properties is on the path of a property shape."""
    ontology = read_graph(content.files("ontology"))
    shapes = EXAMPLES.shapes.subjects(RDF.type, SH.PropertyShape)
    judged = {name for shape in shapes for name in EXAMPLES.predicates(shape)}

    missed = {
        str(one)
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for one in ontology.subjects(RDF.type, kind)
        if str(one).startswith(SHC)
    } - judged

    assert missed == set()


def test_the_shapes_are_shapes() -> None:
    """The shapes conform to the shapes of SHACL. SHACL appendix C."""
    conforms, _, text = validate(Graph(), shacl_graph=EXAMPLES.shapes, meta_shacl=True)

    assert conforms, text


def _languages(subject: object, term: URIRef) -> list[str]:
    texts = EXAMPLES.shapes.objects(URIRef(str(subject)), term)
    return sorted(str(text.language) for text in texts if isinstance(text, Literal))
