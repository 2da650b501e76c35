"""Contributions are read with the place of every triple, and faults say what to write."""

import gzip

import pytest
from rdflib import RDF, RDFS, BNode, Literal, URIRef

from shuangchuang.services.contributions.contribution import (
    Contribution,
    Part,
    Spot,
    read_contribution,
)
from shuangchuang.services.findings import CHINESE, Finding

PREFIXES = {
    "id": "https://w3id.org/shuangchuang/id/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
HEAD = """@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
WEEK = URIRef("https://w3id.org/shuangchuang/id/week")


def _read(text: str | bytes, name: str = "ttl") -> Contribution:
    body = text.encode() if isinstance(text, str) else text
    return read_contribution([Part(f"a.{name}", name, body)], PREFIXES, 1000)


def _fault(text: str | bytes, name: str = "ttl") -> Finding:
    [fault] = _read(text, name).faults
    return fault


def test_a_triple_has_the_place_of_its_value() -> None:
    """The value, the property and the subject each have line and column."""
    read = _read(
        HEAD + 'id:week a id:Event ;\n    rdfs:label "Week"@en ,\n        "周"@zh-Hans .\n'
    )

    assert read.spot(WEEK, RDFS.label, Literal("周", lang="zh-Hans")) == Spot("a.ttl", 5, 9)
    assert read.spot(WEEK, RDFS.label) == Spot("a.ttl", 4, 5)
    assert read.spot(WEEK) == Spot("a.ttl", 3, 1)


def test_what_has_no_place_has_that_of_what_is_near() -> None:
    """A value that is nowhere is put at its property, a property at its subject."""
    read = _read(HEAD + "id:week a id:Event .")

    assert read.spot(WEEK, RDF.type, Literal("x")) == Spot("a.ttl", 3, 9)
    assert read.spot(WEEK, RDFS.label) == Spot("a.ttl", 3, 1)
    assert read.spot(URIRef("http://e/other")) == Spot("", 0, 0)


def test_blank_nodes_have_places() -> None:
    """What is said in brackets stands where the brackets are."""
    read = _read(HEAD + "id:week id:at [\n  rdfs:label 'x' ] .")

    [node] = [one for one in read.graph.subjects() if isinstance(one, BNode)]
    assert read.spot(node, RDFS.label, Literal("x")) == Spot("a.ttl", 4, 14)


def test_a_format_without_places_is_searched_for_the_subject() -> None:
    """In JSON-LD the line is where the text stands, and the spot says that it is a guess."""
    read = _read(
        '{"@context": {"l": "http://www.w3.org/2000/01/rdf-schema#label"},\n'
        ' "@id": "https://w3id.org/shuangchuang/id/week",\n "l": "Week"}',
        "jsonld",
    )

    assert read.spot(WEEK, RDFS.label) == Spot("a.jsonld", 2, 10, is_exact=False)
    assert read.spot(WEEK, RDFS.label, Literal("Week")).line == 3


def test_values_that_are_none_of_their_type_stay_as_written() -> None:
    """A wrong truth value is still there to be told."""
    read = _read(HEAD + 'id:week id:is "yes"^^<http://www.w3.org/2001/XMLSchema#boolean> .')

    [value] = read.graph.objects()
    assert str(value) == "yes"


def test_parts_are_merged_and_keep_their_blank_nodes_apart() -> None:
    """Equal labels in two files are two nodes."""
    parts = [Part(name, "ttl", b"_:a <http://e/b> 1 .") for name in ("one.ttl", "two.ttl")]

    read = read_contribution(parts, PREFIXES, 1000)

    assert len(read.graph) == 2
    assert {spot.file for spot in read.spots.values()} == {"one.ttl", "two.ttl"}


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('id:a rdfs:label "x"@en\nid:b rdfs:label "y" .', 3, 17, "Write a dot (.) after"),
        ("id:a a id:b\n\n# More.\n\nid:c a id:d .", 3, 8, "Write a dot (.) after"),
        ('id:a rdfs:label "2015"^^id:y\nid:c a id:d .', 3, 17, "Write a dot (.) after"),
        ("id:a a [ a id:b ]\nid:c a id:d .", 3, 17, "Write a dot (.) after"),
        ("id:a a id:b ;\n\nid:c a id:d .", 3, 13, "in place of this semicolon"),
        ("id:a a id:b ;\nid:c rdfs:seeAlso id:d ; a id:e .", 3, 13, "in place of this semicolon"),
        ('id:a a id:b ;\nid:c rdfs:label "x"@en .', 3, 13, "in place of this semicolon"),
        ("id:a a id:b ;\n  id:c id:d id:e .", 4, 8, "Write a dot (.) after"),
        ("id:a a id:b ; ; a .", 3, 19, "value is missing"),
        ("id:a rdfs:label .", 3, 17, "value is missing"),
        ("id:a rdfs:label x .", 3, 17, "This is no value"),
        ('id:a "x" id:b .', 3, 6, "A property is expected"),
        ('id:a rdfs:label "x"@en "y"@en .', 3, 24, "cannot begin a statement"),
        ('id:a rdfs:label "x', 3, 17, "ends too early"),
        ('id:a rdfs:label "x\ny" .', 3, 19, "not closed on its line"),
        ('id:a rdfs:label "x"@zh_Hans .', 3, 23, "no language tag"),
        ('id:a rdfs:label "x\\y" .', 3, 19, "written twice"),
        ("id:a rdfs:label <http://e/a b> .", 3, 17, "holds no spaces"),
        ("id:a rdfs:label <b> .", 3, 17, "whole address"),
        ("id:a rdfs:label “x”@en .", 3, 17, 'Write " in place of “'),
        ('id:a rdfs:label "x"@en，"y"@zh-Hans .', 3, 23, "Write , in place of ，"),
        ('id:a rdfs:label "x"@en。', 3, 23, "Write . in place of 。"),
        ("id:a rdfs:seeAlso http://e/ .", 3, 19, "angle brackets"),
        ("id:a dct:title 'x' .", 3, 6, "none of that name"),
        ("id:a rdfs:label " + "[ rdfs:label\n" * 101 + "]" * 101 + " .", 103, 1, "too deeply"),
    ],
)
def test_a_syntax_error_says_what_to_write(text: str, line: int, column: int, words: str) -> None:
    """Line, column, the line itself and an advice in both languages."""
    fault = _fault(HEAD + text)

    assert (fault.line, fault.column) == (line, column)
    assert words in fault.messages["en"]
    assert fault.messages[CHINESE] != fault.messages["en"]
    assert fault.excerpt in (HEAD + text).split("\n")


def test_a_prefix_of_ours_is_offered_with_its_line() -> None:
    """A known prefix that is not declared can be copied from the finding."""
    fault = _fault('<http://e/a> rdfs:label "x"@en .')

    assert fault.example == "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."


@pytest.mark.parametrize(("name", "tells"), [("ttl", False), ("jsonld", True)])
def test_the_context_is_told_to_those_who_have_one(name: str, tells: bool) -> None:
    """An empty Turtle file has nothing to do with JSON-LD."""
    fault = _fault("{}" if name == "jsonld" else "# nothing", name)

    assert ("@context" in fault.messages["en"]) == tells


def test_every_prefix_that_lacks_is_told_at_once() -> None:
    """The parser stops at the first; whoever mends that need not come again for the next."""
    text = '<http://e/a> a id:B ;\n  id:q rdfs:x , "id:y" ; ex:z 1 .\n'

    faults = _read(text).faults
    others = _read(text + "@prefix rdfs: <http://e/> .").faults

    assert [(one.line, one.column) for one in faults] == [(1, 16), (2, 8)]
    assert [one.example.split(" ")[1] for one in faults] == ["id:", "rdfs:"]
    assert [one.example.split(" ")[1] for one in others] == ["id:"]


def test_a_prefix_that_comes_near_is_told() -> None:
    """A letter that lacks makes another prefix."""
    fault = _fault("<http://e/a> rdf:label 1 .")

    assert fault.messages["en"] == "The prefix rdf: is not declared. You may mean rdfs:"
    assert fault.messages[CHINESE] == "前缀 rdf: 未声明。您可能是指 rdfs:"
    assert fault.example == "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."
    assert _fault(HEAD + "id:a rdf:label 1 .").example == ""


@pytest.mark.parametrize(
    ("body", "name", "rule"),
    [
        (gzip.compress(b"x"), "ttl", "unreadable"),
        (b"PK\x03\x04", "ttl", "unreadable"),
        (b"\xff\xfea\x00", "ttl", "unreadable"),
        (b"# \x00", "ttl", "unreadable"),
        (b"", "ttl", "empty"),
        (b'{"name": "x"}', "jsonld", "empty"),
        (b"<a", "rdf", "syntax"),
        (b"<http://e/a> <http://e/b> 1" + b" , 1" * 1000 + b" .", "ttl", "too-large"),
        (b"[" * 5000, "jsonld", "unreadable"),
    ],
)
def test_what_cannot_be_judged_is_a_fault(body: bytes, name: str, rule: str) -> None:
    """Archives, other encodings, noise, nothing and too much are told, never passed over."""
    assert _fault(body, name).shape == rule


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("gb18030", "GBK or GB 18030"),
        ("gbk", "GBK or GB 18030"),
        ("cp1252", "This is not UTF-8."),
    ],
)
def test_an_encoding_that_editors_write_is_named(encoding: str, words: str) -> None:
    """What the editor calls it is told, and the line is shown where it can be."""
    label = "Café" if encoding == "cp1252" else "红砖实验室"
    text = f'{HEAD}id:a rdfs:label "{label}"@zh-Hans .'

    fault = _fault(text.encode(encoding))

    assert words in fault.messages["en"]
    assert fault.messages[CHINESE] != fault.messages["en"]
    assert fault.line == (0 if words == "UTF-16" else 3)
    assert (label in fault.excerpt) == encoding.startswith("gb")
    assert "\x00" not in fault.excerpt


def test_a_byte_order_mark_is_no_fault() -> None:
    """What some editors put before the text is passed over, and places do not count it."""
    read = _read("\ufeff<http://e/a> <http://e/b> 1 .")

    assert read.faults == []
    assert read.spot(URIRef("http://e/a")) == Spot("a.ttl", 1, 1)
