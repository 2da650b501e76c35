"""RDF from outside is parsed in six formats, and what is wrong is told with its place."""

import pytest

from shuangchuang.store.parsing import RdfSyntax, parse_rdf
from shuangchuang.store.terms import Term, spell_tag

SUBJECT = Term("iri", "http://e/a")
PREDICATE = Term("iri", "http://e/b")
SAME = {
    "ttl": "<http://e/a> <http://e/b> 'x'@zh-Hans .",
    "trig": "<http://e/g> { <http://e/a> <http://e/b> 'x'@zh-Hans }",
    "nt": '<http://e/a> <http://e/b> "x"@zh-Hans .',
    "nq": '<http://e/a> <http://e/b> "x"@zh-Hans <http://e/g> .',
    "jsonld": '{"@id":"http://e/a","http://e/b":{"@value":"x","@language":"zh-Hans"}}',
    "rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
    '<r:Description r:about="http://e/a"><e:b xml:lang="zh-Hans">x</e:b></r:Description></r:RDF>',
}
BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">\n<!ENTITY b "&a;&a;&a;">]>\n'
    '<r xmlns="http://e/">&b;</r>'
)
READS_FILE = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r xmlns="http://e/">&x;</r>'


@pytest.mark.parametrize("name", SAME)
def test_every_format_gives_the_same_triple(name: str) -> None:
    """One triple, written six ways; the language tag is spelt as is usual."""
    assert list(parse_rdf(SAME[name], name)) == [
        (SUBJECT, PREDICATE, Term("literal", "x", "zh-Hans"))
    ]


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("ttl", "<http://e/a> <http://e/b>\n  x .", 2, 3),
        ("nq", "<http://e/a> <http://e/b> .", 1, 27),
        ("jsonld", '{"a":\n }', 2, 2),
        ("rdf", "<a>\n  <b></a>", 2, 8),
        ("rdf", BOMB, 3, 1),
        ("rdf", READS_FILE, 1, 14),
    ],
)
def test_a_fault_has_its_place(name: str, text: str, line: int, column: int) -> None:
    """Line and column count from one, in RDF/XML too."""
    with pytest.raises(RdfSyntax) as caught:
        list(parse_rdf(text, name))

    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    "context", ['"http://127.0.0.1:9/c"', '{"@import":"http://127.0.0.1:9/c"}']
)
def test_a_remote_context_is_not_fetched(context: str) -> None:
    """The parser says that it cannot load it."""
    with pytest.raises(RdfSyntax, match="LoadDocumentCallback"):
        list(parse_rdf(f'{{"@context":{context},"@id":"http://e/a"}}', "jsonld"))


def test_a_triple_term_is_refused() -> None:
    """RDF 1.2 is told, not half read."""
    with pytest.raises(RdfSyntax, match=r"RDF 1\.2"):
        list(parse_rdf("<http://a> <http://b> <<( <http://c> <http://d> <http://e> )>> .", "ttl"))


@pytest.mark.parametrize(
    ("tag", "spelt"),
    [
        ("zh-hans", "zh-Hans"),
        ("ZH-LATN-PINYIN", "zh-Latn-pinyin"),
        ("en-gb", "en-GB"),
        ("EN", "en"),
    ],
)
def test_a_tag_is_spelt_as_is_usual(tag: str, spelt: str) -> None:
    """Scripts have a capital, regions are capitals."""
    assert spell_tag(tag) == spelt


@pytest.mark.parametrize("encoding", ["utf-7", "no-such-encoding", "utf-16"])
def test_xml_in_another_encoding_is_told(encoding: str) -> None:
    """What the first line says of the encoding is no error of ours."""
    with pytest.raises(RdfSyntax):
        list(parse_rdf(f'<?xml version="1.0" encoding="{encoding}"?><a/>', "rdf"))
