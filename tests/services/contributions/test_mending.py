"""What was meant is offered: dates, numbers, tags, names; follow-on findings are left out."""

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS, XSD
from tests.services.contributions.reviewed import HEAD, LINES, findings, review, reviewer

from shuangchuang.base.namespaces import SHC
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.mending import guess_tag, mend_literal, offers
from shuangchuang.services.dates import mend_date, span
from shuangchuang.services.findings import CHINESE
from shuangchuang.services.syntax.spelling import own_prefixes, respell

PERSON = 'id:new-one a shc:Person ; rdfs:label "New One"@en , "新一"@zh-Hans ; '
SOURCE = "shc:isStatedIn src:china-keywords-2017 ."


@pytest.mark.parametrize(
    ("text", "date", "kind"),
    [
        ("2015-3-5", "2015-03-05", "date"),
        ("2015/03/05", "2015-03-05", "date"),
        ("2015-03-05T00:00:00", "2015-03-05", "date"),
        ("5 March 2015", "2015-03-05", "date"),
        ("Mar. 5, 2015", "2015-03-05", "date"),
        ("2015年3月5日", "2015-03-05", "date"),
        ("2015-02-30", "2015-02", "gYearMonth"),
        ("2015-00-00", "2015", "gYear"),
        ("March 2015", "2015-03", "gYearMonth"),
        ("2015年3月", "2015-03", "gYearMonth"),
        ("2015年", "2015", "gYear"),
        (" 2015 ", "2015", "gYear"),
    ],
)
def test_a_date_is_written_as_precisely_as_it_was(text: str, date: str, kind: str) -> None:
    """A day that no month has is dropped, and nothing is added."""
    assert mend_date(text) == Literal(date, datatype=XSD[kind], normalize=False)


@pytest.mark.parametrize("text", ["", "spring 2015", "2015-13", "15", "32 Foo 2015", "2015-3-5-1"])
def test_what_is_no_date_is_left(text: str) -> None:
    """No date is guessed."""
    assert mend_date(text) is None


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015", "2015-01-01", "2015-12-31"),
        ("2015-06-11", "2015-06-11", "2015-06-11"),
    ],
)
def test_a_date_spans_days(date: str, first: str, last: str) -> None:
    """The bounds are the first and the last day."""
    days = span(Literal(date))

    assert days is not None
    assert [*map(str, days)] == [first, last]


@pytest.mark.parametrize(
    ("text", "tag"),
    [("Fair", "en"), ("集市", "zh-Hans"), ("Lǐ Kèqiáng", "zh-Latn-pinyin"), ("Café", "en")],
)
def test_the_tag_is_guessed_by_the_script(text: str, tag: str) -> None:
    """Chinese signs, tone marks that only pinyin has, and all else."""
    assert guess_tag(text) == tag


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("106家", Literal("106", datatype=XSD.integer)),
        ("1,200.5 yuan", Literal("1200.5", datatype=XSD.decimal)),
        ("src:a-page", URIRef("https://w3id.org/shuangchuang/src/a-page")),
        ("https://e.org/a", URIRef("https://e.org/a")),
    ],
)
def test_a_text_may_be_a_number_or_a_name(text: str, wanted: URIRef | Literal) -> None:
    """Whoever asks tries what is offered."""
    assert wanted in [*offers(Literal(text), reviewer().prefixes)]


@pytest.mark.parametrize("text", ["https://e.org/[a]", "https://e.org/a b", "https://e.org/<a>"])
def test_an_address_that_is_none_is_not_offered(text: str) -> None:
    """The release cannot be asked for it."""
    assert not [one for one in offers(Literal(text), {}) if isinstance(one, URIRef)]


@pytest.mark.parametrize(
    ("fact", "example"),
    [
        ('shc:isLocatedIn "Shenzhen"', "shc:isLocatedIn id:shenzhen"),
        ('shc:isLocatedIn "深圳市"@zh-Hans', "shc:isLocatedIn id:shenzhen"),
        ('shc:hasType "maker space"', "shc:hasType ftype:maker-space"),
        ('shc:isLocatedIn "Li Keqiang"', ""),
    ],
)
def test_the_name_of_a_thing_is_offered_for_its_label(fact: str, example: str) -> None:
    """Who writes a label means the thing, if it is of the kind that is asked for."""
    report = review(f"id:new-space a shc:Facility ; {fact} .")

    [told] = [one for one in report.findings if one.value]
    assert told.example == example


def test_a_bound_is_mended_to_a_day() -> None:
    """A month is no bound: its first or last day is."""
    value = Literal("2016-02", datatype=XSD.date, normalize=False)

    assert str(mend_literal(value, SHC + "latest")) == "2016-02-29"
    assert str(mend_literal(value, SHC + "startDate")) == "2016-02"
    assert mend_literal(Literal("x", datatype=XSD.boolean, normalize=False), SHC + "y") is None


RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.mark.parametrize(
    ("name", "example", "written"),
    [
        ("ttl", 'rdfs:label "a"@en', 'rdfs:label "a"@en'),
        ("nq", 'rdfs:label "a"@en', f'<{RDFS.label}> "a"@en'),
        ("nt", "a shc:Person", f"<{RDF_TYPE}> <{SHC}Person>"),
        ("nt", "id:li-wei", "<https://w3id.org/shuangchuang/id/li-wei>"),
        ("rdf", 'rdfs:label "a & b"@en', '<rdfs:label xml:lang="en">a &amp; b</rdfs:label>'),
        ("rdf", "shc:x shc:y", f'<shc:x rdf:resource="{SHC}y"/>'),
        ("rdf", "shc:x 5", f'<shc:x rdf:datatype="{XSD.integer}">5</shc:x>'),
        ("jsonld", 'rdfs:label "天"@en', '"rdfs:label": {"@value": "天", "@language": "en"}'),
        ("jsonld", "shc:x shc:y", f'"shc:x": {{"@id": "{SHC}y"}}'),
        ("jsonld", "a shc:Person", f'"@type": "{SHC}Person"'),
        ("rdf", "<!-- SPDX -->", "<!-- SPDX -->"),
        ("nq", "no Turtle; at all", "no Turtle; at all"),
    ],
)  # fmt: skip
def test_an_example_is_in_the_format_of_the_file(name: str, example: str, written: str) -> None:
    """Turtle helps nobody who writes JSON-LD."""
    prefixes = reviewer().prefixes

    assert respell(example, prefixes, name, prefixes) == written


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("jsonld", '{"@context": {"e": "http://e/"}}', f'"{SHC}x": {{"@id": "{SHC}y"}}'),
        ("jsonld", f'{{"@context": {{"shc": "{SHC}"}}}}', f'"shc:x": {{"@id": "{SHC}y"}}'),
        ("jsonld", '{"@context": {"shc": "http://e/"}}', f'"{SHC}x": {{"@id": "{SHC}y"}}'),
        ("rdf", '<a xmlns:e="http://e/">', f'<shc:x xmlns:shc="{SHC}" rdf:resource="{SHC}y"/>'),
        ("rdf", f'<!ENTITY s "{SHC}"> <a xmlns:shc="&s;">', f'<shc:x rdf:resource="{SHC}y"/>'),
        ("rdf", f"<a xmlns:shc = '{SHC}'>", f'<shc:x rdf:resource="{SHC}y"/>'),
    ],
)
def test_an_example_needs_no_prefix_that_the_file_lacks(name: str, text: str, written: str) -> None:
    """In JSON-LD it would be dropped or be another property, in RDF/XML it would not be read."""
    prefixes = reviewer().prefixes

    assert respell("shc:x shc:y", prefixes, name, own_prefixes(text, name)) == written


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (PERSON.replace('"@en', '"') + SOURCE, ["language"]),
        (PERSON + "shc:isStatedIn [ a shc:WebPage ] .", ["blank-node"]),
        ('id:li-keqiang a shc:Place ; rdfs:label "A Place"@en .', ["redefined"]),
    ],
)
def test_what_follows_from_a_fault_is_not_told(text: str, rules: list[str]) -> None:
    """Each fault is one finding; what remains is mended on its own."""
    told = [one.shape.rpartition("/")[2] for one in review(text).findings]

    assert told == rules


EVENT = 'id:new-fair a shc:Gathering ; rdfs:label "Fair"@en , "集市"@zh-Hans ; '


@pytest.mark.parametrize(
    "bounds",
    [
        "",
        'shc:earliest "2016-09-20"^^xsd:date ; shc:latest "2016-09-12"^^xsd:date ;',
        'shc:earliest "2016-09-12"^^xsd:date ; shc:latest "2016-09-20"^^xsd:date ;',
    ],
)
def test_an_end_before_the_start_is_told_alone(bounds: str) -> None:
    """The bounds are made of the dates: nothing about them helps before the dates are right."""
    dates = 'shc:startDate "2016-09-20"^^xsd:date ; shc:endDate "2016-09-12"^^xsd:date ;'

    [finding] = review(f"{EVENT}{dates}\n{bounds} {SOURCE}").findings

    assert "it would end (shc:endDate) before it starts" in finding.messages["en"]
    assert (finding.value, finding.example) == (f'"2016-09-12"^^<{XSD.date}>', "")


def test_bounds_without_dates_that_are_in_the_wrong_order_get_no_example() -> None:
    """Neither of the two is surely wrong; what is there already is not offered again."""
    text = (
        'id:new-membership a org:Membership ; rdfs:label "Member"@en , "成员"@zh-Hans ;'
        " org:member id:li-keqiang ; org:organization id:state-council ;"
        ' org:role id:premier-role ; shc:attestedOn "2015-10-13"^^xsd:date ;'
        ' shc:earliest "2016-09-20"^^xsd:date ; shc:latest "2016-09-12"^^xsd:date ;'
    )

    told = review("@prefix org: <http://www.w3.org/ns/org#> .\n" + text + SOURCE).findings

    [finding] = [one for one in told if one.shape.endswith("#earliest")]
    assert finding.example == ""


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ('id:new-space a shc:Facility ; shc:hasType "space" .', "facility-type-of-facility"),
        (
            'id:new-area a shc:AdministrativeArea ; shc:hasType "town" .',
            "administrative-level-value",
        ),
        ("src:new-page a shc:WebPage .", "source-kind-given"),
    ],
)
def test_of_two_shapes_that_ask_for_the_same_the_more_exact_is_told(text: str, rule: str) -> None:
    """A facility is a place, too, and a page is a document."""
    told = [one.shape.rpartition("#")[2] for one in review(text).findings]

    assert rule in told
    assert not {"place-type-value", "DocumentRecord"} & {*told}


def test_a_second_text_of_a_language_is_told_where_it_stands() -> None:
    """Each that is one too many is offered as another name."""
    text = (
        'id:new-one a shc:Organisation ; rdfs:label "One"@en , "Uno"@en , "一"@zh-Hans ,\n'
        f'  "壹"@zh-Hans ; {SOURCE}'
    )

    told = review(text).findings

    assert [(one.line, one.column) for one in told] == [(LINES + 1, 55), (LINES + 2, 3)]
    assert [one.example for one in told] == [
        'skos:altLabel "Uno"@en',
        'skos:altLabel "壹"@zh-Hans',
    ]
    assert told[0].messages["en"].endswith('"Uno"@en is one too many.')
    assert told[1].messages[CHINESE].endswith('"壹"@zh-Hans 为多余者。')


def test_a_gloss_that_is_one_too_many_is_no_other_name() -> None:
    """Only a name can be kept beside another."""
    text = 'id:new-claim a shc:Claim ; shc:gloss "One."@en , "Two."@en .'

    [told] = [one for one in review(text).findings if "too many" in one.messages["en"]]

    assert told.example == ""


@pytest.mark.parametrize(
    ("amount", "example"),
    [("1,200", "shc:amount 1200"), ("12,345,678", "shc:amount 12345678"), ("1 , 200", "")],
)
def test_a_number_that_a_comma_has_split_is_offered_whole(amount: str, example: str) -> None:
    """Turtle reads two numbers; whoever writes thousands so means one."""
    report = review(f"id:new-figure a shc:ReportedFigure ; shc:amount {amount} .")

    [told] = [one for one in report.findings if one.shape.endswith("#amount")]
    assert told.example == example
    assert ("A comma separates two values" in told.messages["en"]) == bool(example)


def test_a_prefix_that_stands_for_something_else_is_told_alone() -> None:
    """Every name with it is wrong, and one line mends them all."""
    text = HEAD.replace("/ontology#>", "/ontologie#>") + PERSON + SOURCE

    told = reviewer().review([_part(text)]).findings

    assert [one.shape for one in told] == ["prefix"]


def test_bounds_are_made_of_what_the_dates_were_meant_to_be() -> None:
    """The first day and the last day can be copied, though the dates are still to be mended."""
    text = (
        'id:new-fair a shc:Gathering ; rdfs:label "Fair"@en , "集市"@zh-Hans ;'
        ' shc:startDate "2015-3-5"^^xsd:date ; shc:endDate "March 2015" .'
    )

    told = {one.constraint.rpartition("#")[2]: one.example for one in review(text).findings}

    assert told["earliest-agrees"] == 'shc:earliest "2015-03-05"^^xsd:date'
    assert told["latest-agrees"] == 'shc:latest "2015-03-31"^^xsd:date'


def test_a_page_without_a_name_gets_the_name_of_its_address() -> None:
    """The host and the first eight digits of the digest of the address, as the guide says."""
    text = PERSON + "shc:isStatedIn [ schema:url <https://www.e.org/a> ] ."

    [finding] = findings("@prefix schema: <https://schema.org/> .\n" + text, "blank-node")

    assert finding.example == "shc:isStatedIn src:e-org-b015883e"


def test_a_licence_that_is_spelt_otherwise_is_told_as_that() -> None:
    """`CC BY-SA 4.0` is no other licence."""
    text = HEAD.replace("CC-BY-SA-4.0", "cc by-sa 4.0") + PERSON + SOURCE

    [finding] = reviewer().review([_part(text)]).findings

    assert "CC-BY-SA-4.0, not cc by-sa 4.0" in finding.messages["en"]
    assert finding.example == "# SPDX-License-Identifier: CC-BY-SA-4.0"


def _part(text: str) -> Part:
    return Part("a.ttl", "ttl", text.encode())
