"""Each gate tells the fault that it is for, with file and line, and passes what is right."""

from pathlib import Path

import pytest
from rdflib import Graph

from shuangchuang.base import namespaces as ns
from shuangchuang.base.errors import ContentError
from shuangchuang.services import gates
from shuangchuang.services.findings import CHINESE, ENGLISH, Finding
from shuangchuang.services.sources import Mismatch
from shuangchuang.services.syntax.places import Index, Places, read_places
from shuangchuang.store.release import unreadable_files

PREFIXES = {
    "id": ns.THING,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "shc": ns.SHC,
    "stmt": ns.STATEMENT,
    "xsd": gates.XSD,
}
HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
FIRST_LINE = len(PREFIXES) + 1


def _places(body: str, name: str = "data/a.ttl") -> Places:
    return read_places(name, HEAD + body, {})


def _told(found: list[Finding]) -> list[tuple[str, int]]:
    """Give file and line of each finding; each also has a message in both languages."""
    assert all(one.messages[ENGLISH] and one.messages[CHINESE] for one in found)
    return [(one.file, one.line - FIRST_LINE + 1) for one in found]


def test_every_file_that_does_not_parse_is_told(tmp_path: Path) -> None:
    """Two broken files are both told with line; the sound one between them is not."""
    texts = {"a.ttl": "\n\n<urn:a> <urn:b> .\n", "b.ttl": "<urn:a> a <urn:b> .", "c.ttl": "x"}
    for name, text in texts.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    errors = unreadable_files(tmp_path / name for name in texts)
    found = list(gates.unreadable_files(errors, lambda error: error.path.name))

    assert [(one.file, one.line) for one in found] == [("a.ttl", 3), ("c.ttl", 1)]


def test_file_that_is_not_utf8_is_told(tmp_path: Path) -> None:
    """A byte that is not UTF-8 is a fault of the file."""
    path = tmp_path / "a.ttl"
    path.write_bytes(b'<urn:a> <urn:b> "\xff" .\n')

    [error] = unreadable_files([path])

    assert isinstance(error, ContentError)
    assert error.path == path


def test_prefix_outside_the_list_is_told() -> None:
    """A prefix of one's own is told on the line that declares it."""
    file = _places("@prefix mine: <urn:mine#> .\n")

    assert _told(list(gates.strange_prefixes([file], PREFIXES))) == [("data/a.ttl", 1)]


def test_prefix_for_another_namespace_is_told_in_a_query_too() -> None:
    """`schema:` for the http namespace is the classic mistake."""
    file = read_places("queries/01-a.rq", "ASK {}\nPREFIX sh: <http://sh/>", {})

    [found] = gates.strange_prefixes([file], PREFIXES)

    assert (found.file, found.line) == ("queries/01-a.rq", 2)
    assert "http://www.w3.org/ns/shacl#" in found.messages[ENGLISH]


def test_another_prefix_for_a_listed_namespace_is_told_with_the_listed_one() -> None:
    """Tools that write Turtle make up names such as ns1."""
    [found] = gates.strange_prefixes([_places(f"@prefix ns1: <{ns.SHC}> .")], PREFIXES)

    assert found.messages[ENGLISH].startswith("Write shc: in place of ns1:")
    assert found.messages[CHINESE].startswith("请将 ns1: 改为 shc:")


def test_prefixes_of_the_list_pass() -> None:
    """The list itself has no fault."""
    assert list(gates.strange_prefixes([_places("")], PREFIXES)) == []


@pytest.mark.parametrize(
    "literal",
    [
        '"2015-02-30"^^xsd:date',
        '"2015-2-3"^^xsd:date',
        '"2015-09"^^xsd:gYear',
        '"2015-13"^^xsd:gYearMonth',
        '"yes"^^xsd:boolean',
        '"1.5"^^xsd:integer',
        '"1,5"^^xsd:decimal',
        '"-1"^^xsd:nonNegativeInteger',
        '"2015-09-26T25:00:00"^^xsd:dateTime',
        '"9:44"^^xsd:time',
        '"a b"^^xsd:anyURI',
        '"P"^^xsd:duration',
        '"x"^^xsd:dat',
        '"x"^^<urn:kind>',
        '"11"^^shc:Gbt2260Of2023',
        '"BJ"^^shc:Iso3166Part2',
        '"""2015-02-30"""^^xsd:date',
    ],
)
def test_ill_typed_literal_is_told(literal: str) -> None:
    """A value that its datatype does not have is told on its line."""
    file = _places(f"id:a rdfs:comment 1 ,\n  {literal} .\n")

    assert _told(list(gates.ill_typed_literals([file]))) == [("data/a.ttl", 2)]


@pytest.mark.parametrize(
    "literal",
    [
        '"2015-09-26"^^xsd:date',
        '"2015"^^xsd:gYear',
        '"2015-09"^^xsd:gYearMonth',
        '"true"^^xsd:boolean',
        '"-12"^^xsd:integer',
        '"1.50"^^xsd:decimal',
        '"2015-09-26T10:00:00+08:00"^^xsd:dateTime',
        '"09:44:00"^^xsd:time',
        '"https://example.org/双创"^^xsd:anyURI',
        '"P1Y2M"^^xsd:duration',
        '"110108"^^shc:Gbt2260Of2023',
        '"CN-BJ"^^shc:Iso3166Part2',
        '"2015-02-30"',
        '"no date"@en',
    ],
)
def test_well_typed_literal_passes(literal: str) -> None:
    """A value of its datatype, and a plain text, is no fault."""
    assert list(gates.ill_typed_literals([_places(f"id:a rdfs:comment {literal} .")])) == []


def test_term_that_nothing_describes_is_told_once_for_a_file() -> None:
    """The first use has the line; terms of others and namespaces are not looked up."""
    file = _places("id:a a shc:Thing ;\n  rdfs:seeAlso id:b , id: ,\n  id:b .\n")

    found = list(gates.undefined_terms([file], {f"{ns.THING}a", f"{ns.SHC}Thing"}))

    assert [one.focus for one in found] == [f"{ns.THING}b"]
    assert _told(found) == [("data/a.ttl", 2)]


def test_undefined_term_is_found_in_the_query_of_a_shape() -> None:
    """The text of a SPARQL constraint is read with the prefixes of the list."""
    text = 'shc:x sh:select """\nSELECT $this {\n  $this shc:nothing ?x }""" .\n'
    file = read_places("shapes/core.ttl", text, PREFIXES)

    [found] = gates.undefined_terms([file], {f"{ns.SHC}x"})

    assert (found.focus, found.line) == (f"{ns.SHC}nothing", 3)


@pytest.mark.parametrize("node", ["[]", "_:b", "( 1 )", "[ a shc:Thing ]"])
def test_blank_node_is_told(node: str) -> None:
    """Labels, brackets and lists all make blank nodes."""
    file = _places(f'id:a rdfs:comment "[]" ;\n  rdfs:seeAlso {node} .\n')

    assert _told(list(gates.blank_nodes([file]))) == [("data/a.ttl", 2)]


def test_version_of_the_header_is_compared() -> None:
    """Both terms of the header must tell the version of the package."""
    body = (
        "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        f'<{ns.ONTOLOGY}> owl:versionInfo "1.2.3" ;\n  owl:versionIRI <{ns.ONTOLOGY}/1.2.3> .\n'
    )
    graph, index = Graph().parse(data=body), Index([read_places("ontology/a.ttl", body, {})])

    found = list(gates.wrong_version(graph, index, "1.2.4"))

    assert [(one.file, one.line) for one in found] == [("ontology/a.ttl", 2), ("ontology/a.ttl", 3)]
    assert list(gates.wrong_version(graph, index, "1.2.3")) == []


def test_ontology_without_a_version_is_told() -> None:
    """A header that says nothing is a fault, too."""
    found = list(gates.wrong_version(Graph(), Index([]), "1.2.3"))

    assert len(found) == 2


def test_misnamed_statement_is_told_with_its_name() -> None:
    """The message gives the name to write."""
    triple = "rdf:subject id:a ; rdf:predicate rdfs:label ; rdf:object 1 .\n"
    body = f"stmt:0000000000000000 a shc:Statement ;\n {triple}stmt:1 a shc:Statement .\n"
    graph = Graph().parse(data=HEAD + body)

    found = list(gates.misnamed(graph, Index([_places(body)])))
    name = found[0].messages[ENGLISH].partition("stmt:")[2][:16]
    renamed = Graph().parse(data=f"{HEAD}stmt:{name} a shc:Statement ; {triple}")

    assert _told(found) == [("data/a.ttl", 1), ("data/a.ttl", 3)]
    assert list(gates.misnamed(renamed, Index([]))) == []


def test_passage_that_does_not_fit_is_told_at_its_subject() -> None:
    """The line is where the passage is described, not where it is mentioned first."""
    index = Index([_places("id:a rdfs:seeAlso id:p .\nid:p a shc:Passage .\n")])

    found = list(gates.unfit_passages([Mismatch(f"{ns.THING}p", "12", "")], index))

    assert _told(found) == [("data/a.ttl", 2)]
    assert "no such place" in found[0].messages[ENGLISH]
