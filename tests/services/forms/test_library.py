"""Forms from the shapes, and what is read from them: right terms, and no way to inject any."""

import random

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS

from shuangchuang.base.content import Content
from shuangchuang.base.errors import NotFound
from shuangchuang.base.namespaces import SHC, SOURCE, THING
from shuangchuang.services.forms.library import KINDS, FormLibrary
from shuangchuang.services.forms.model import Form
from shuangchuang.services.forms.terms import read_date
from shuangchuang.services.forms.values import Draft, read_forms
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.store.release import read_prefixes

HOSTILE = [
    '" . <urn:x> a <urn:y> . #',
    "x> ; a <urn:evil",
    '"""',
    "\\",
    "a\nb",
    "<script>alert(1)</script>",
    "id:a ; a id:b",
    "\u202egnihton",
    "\x00",
    "'\"`${}",
    "大众创业、万众创新",
    "]] [ ( ) ,",
]


@pytest.fixture(scope="module")
def library(content: Content) -> FormLibrary:
    """Give the forms of the release."""
    return FormLibrary(content, ShapeLibrary(content))


@pytest.fixture(scope="module")
def prefixes(content: Content) -> dict[str, str]:
    """Give the listed prefixes."""
    return read_prefixes(content)


def _graph(draft: Draft, prefixes: dict[str, str]) -> Graph:
    return Graph().parse(data=draft.turtle(prefixes), format="turtle")


def _fields(form: Form) -> dict[str, str]:
    return {one.name: one.kind for one in form.fields}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("event", {"rdfs.label": "text", "shc.startDate": "date", "shc.hasType": "choice"}),
        ("event", {"shc.tookPlaceIn": "thing", "shc.editionNumber": "integer"}),
        ("document", {"dcterms.title": "text", "shc.documentNumber": "string"}),
        ("platform", {"shc.isLocatedIn": "thing", "shc.hasType": "choice"}),
        ("person", {"rdfs.label": "text", "schema.birthDate": "date"}),
        ("organisation", {"org.subOrganizationOf": "thing"}),
        ("claim", {"shc.gloss": "text", "shc.contradicts": "thing"}),
    ],
)
def test_a_form_has_the_fields_that_the_shapes_ask_for(
    library: FormLibrary, kind: str, expected: dict[str, str]
) -> None:
    """Each property that a shape of the class looks at has a field of the fitting kind."""
    assert expected.items() <= _fields(library.forms(kind)[0]).items()


def test_fields_are_called_by_what_they_ask_for(library: FormLibrary) -> None:
    """The name is that of the shape of the class, or that of the property."""
    event, source = library.forms("event")

    titles = {one.name: one.title.en for one in (*event.fields, *source.fields)}
    assert titles["shc.hasType"] == "event type"
    assert titles["shc.startDate"] == "start date"
    assert titles["shc.hasSourceKind"] == "has source kind"


def test_every_field_is_told_in_both_languages(library: FormLibrary) -> None:
    """Titles, descriptions and choices of every form have a text in each language."""
    texts = [
        text
        for kind in KINDS
        for form in library.forms(kind)
        for one in form.fields
        for text in (one.title, one.description, *(choice.title for choice in one.choices))
    ]

    assert [text for text in texts if not (text.en and text.zh_hans)] == []


def test_the_chosen_class_decides_on_the_fields(library: FormLibrary) -> None:
    """An announcement says what it announces, a gathering need not."""
    assert "shc.announces" not in _fields(library.forms("event")[0])
    assert "shc.announces" in _fields(library.forms("event", "Announcement")[0])
    assert library.forms("event", "Person") == library.forms("event")


def test_fields_stand_in_the_order_of_groups_and_shapes(library: FormLibrary) -> None:
    """The groups follow each other as the shapes say, and so do the fields in them."""
    form = library.forms("event")[0]

    titles = [group.title.en for group in form.groups]
    assert titles == [one for one in ("What it is", "Who", "When", "Where") if one in titles]
    assert all(
        [one.order for one in group.fields] == sorted(one.order for one in group.fields)
        for group in form.groups
    )


def test_an_unknown_kind_is_not_found(library: FormLibrary) -> None:
    """There is no form for what has none."""
    with pytest.raises(NotFound):
        library.forms("spaceship")


def test_a_record_is_read_with_typed_values(library: FormLibrary, prefixes: dict[str, str]) -> None:
    """Labels get their language, dates their precision and bounds, things their IRI."""
    given = {
        "slug": ["some-week"],
        "rdfs.label@en": ["Some Week"],
        "rdfs.label@zh-Hans": [" 某活动周 "],
        "shc.startDate": ["2016-02"],
        "shc.editionNumber": ["2"],
        "shc.hasOrganiser": ["State Council", "id:other"],
        "isStatedIn": ["src:some-page"],
    }

    draft = read_forms(library.forms("event"), given, prefixes, {"State Council": f"{THING}sc"})
    text = draft.turtle(prefixes)

    assert draft.complaints == []
    assert draft.subjects == {f"{THING}some-week": ""}
    assert (
        """\
id:some-week a shc:Gathering ;
    rdfs:label "Some Week"@en , "某活动周"@zh-Hans ;
    shc:earliest "2016-02-01"^^xsd:date ;
    shc:editionNumber 2 ;
    shc:hasOrganiser id:other , id:sc ;
    shc:latest "2016-02-29"^^xsd:date ;
    shc:startDate "2016-02"^^xsd:gYearMonth ;
    shc:isStatedIn src:some-page .
"""
        in text
    )


def test_a_claim_comes_with_who_says_it_and_a_new_source(
    library: FormLibrary, prefixes: dict[str, str]
) -> None:
    """Three records are made, each pointing to the next, the source named after its address."""
    given = {
        "rdfs.label@en": ["Spaces help"],
        "source.schema.url": ["https://www.example.org/a"],
        "source.rdfs.label@en": ["a page"],
    }

    draft = read_forms(library.forms("claim"), given, prefixes, {})
    graph = _graph(draft, prefixes)

    claim, who = URIRef(f"{THING}spaces-help"), URIRef(f"{THING}spaces-help-attribution")
    source = next(one for one in draft.subjects if one.startswith(SOURCE))
    assert source.startswith(f"{SOURCE}example-org-")
    assert (claim, URIRef(f"{prefixes['prov']}qualifiedAttribution"), who) in graph
    assert {(one, URIRef(f"{SHC}isStatedIn"), URIRef(source)) for one in (claim, who)} <= set(graph)


def test_a_language_that_is_asked_for_is_told_when_it_is_missing(
    library: FormLibrary, prefixes: dict[str, str]
) -> None:
    """A Chinese name alone is no name in English, and the message says so."""
    given = {"rdfs.label@zh-Hans": ["某人"], "slug": ["some-person"], "isStatedIn": ["src:a"]}

    (told,) = read_forms(library.forms("person"), given, prefixes, {}).complaints

    assert (told.field, told.shape) == ("rdfs.label", "label-en")


def test_what_is_missing_or_wrong_is_told_at_its_field(
    library: FormLibrary, prefixes: dict[str, str]
) -> None:
    """Required fields, wrong dates, numbers, choices and names each have a complaint."""
    given = {
        "slug": ["Wrong Slug"],
        "shc.startDate": ["2015-02-30"],
        "shc.editionNumber": ["two"],
        "shc.hasType": ["https://w3id.org/shuangchuang/scheme/event-type/none"],
        "shc.tookPlaceIn": ["javascript:alert(1)"],
    }

    draft = read_forms(library.forms("event"), given, prefixes, {})

    told = {one.field for one in draft.complaints}
    assert told == {*given, "rdfs.label", "isStatedIn"}
    assert all(one.message.en and one.message.zh_hans for one in draft.complaints)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(8))
def test_nothing_typed_becomes_syntax(
    library: FormLibrary, prefixes: dict[str, str], kind: str, seed: int
) -> None:
    """Whatever is written anywhere, the text is Turtle about the records of the form alone."""
    random_ = random.Random(seed)  # noqa: S311 - the same texts in every run
    forms = library.forms(kind)
    given = {
        name: [random_.choice(HOSTILE) for _ in range(random_.randrange(1, 3))]
        for form in forms
        for one in form.fields
        for name in (
            f"{form.role}.{one.name}".strip("."),
            *(f"{form.role}.{one.name}@{tag}".strip(".") for tag in one.languages),
        )
    }
    given |= {name: [random_.choice(HOSTILE)] for name in ("slug", "isStatedIn", "class")}

    draft = read_forms(forms, given, prefixes, {})
    graph = _graph(draft, prefixes)

    assert {str(one) for one in graph.subjects()} == set(draft.subjects)
    assert {str(one) for one in graph.objects(None, RDF.type)} <= {
        choice.iri for form in forms for choice in form.classes
    }


def test_texts_come_through_as_they_were_typed(
    library: FormLibrary, prefixes: dict[str, str]
) -> None:
    """Quotes, brackets and Chinese stay; characters that cannot be seen do not."""
    typed = '大众创业 "mass" \\ <b> . ; #x'

    draft = read_forms(
        library.forms("person"), {"rdfs.label@en": [f"{typed}\u202e\x07"]}, prefixes, {}
    )

    labels = set(_graph(draft, prefixes).objects(None, RDFS.label))
    assert labels == {Literal(typed, lang="en")}


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2016-02-29", "date"),
        ("2016-02", "gYearMonth"),
        ("2016", "gYear"),
        ("2015-02-29", ""),
        ("2015-13", ""),
        ("0000", ""),
        ("15", ""),
        ("2015-1-1", ""),
        ("２０１５", ""),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text: str, datatype: str) -> None:
    """A day, a month or a year is read; what is no date is not."""
    read = read_date(text)

    assert (read.datatype.rpartition("#")[2] if read else "") == datatype
