"""Finding terms that decide how an answer is labelled."""

import pytest

from shuangchuang.base.media import FORMATS
from shuangchuang.web.terms import holds_rdf12, may_hold_blank_nodes

BY_NAME = {one.name: one for one in FORMATS}


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("json", b'{"t":{"type":"triple","value":{}}}', True),
        ("json", b'{"t":{"type":"literal","value":"\\"type\\":\\"triple\\""}}', False),
        ("json", b'{"t":{"type":"literal","xml:lang":"ar","its:dir":"rtl"}}', True),
        ("xml", b"<binding><triple><subject/></triple></binding>", True),
        ("xml", b"<literal>&lt;triple&gt; its:dir=</literal>", False),
        ("xml", b'<literal xml:lang="ar" its:dir="rtl">', True),
        ("tsv", b"?t\n<<( <a:a> <b:b> <c:c> )>>\n", True),
        ("tsv", b'?t\n"<<( quoted \\" text"\n', False),
        ("tsv", b'?t\n"x"@ar--rtl\n', True),
        ("tsv", b'?t\n"a@b--rtl"\n', False),
        ("csv", b"t\n<<( a b c )>>\n", False),
        ("nt", b'<a:a> <b:b> "x <<(" .\n', False),
        ("ttl", b"<a:a> <b:b> <<( <a:a> <b:b> <c:c> )>> .\n", True),
        ("rdf", b'<rdf:RDF xmlns:its="http://www.w3.org/2005/11/its"/>', False),
        ("rdf", b'<p>&lt;a rdf:parseType="Triple" its:dir="rtl"></p>', False),
        ("rdf", b'<b xmlns="b:" rdf:version="1.2" rdf:parseType="Triple">', True),
    ],
)
def test_holds_rdf12_looks_outside_of_texts(name: str, body: bytes, expected: bool) -> None:
    """A text that looks like a triple term is a text."""
    assert holds_rdf12(body, BY_NAME[name]) is expected


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        ("json", b'{"type":"bnode","value":"x"}', True),
        ("json", b'{"type":"literal","value":"_:x"}', False),
        ("xml", b"<bnode>x</bnode>", True),
        ("xml", b"<literal>_:x &lt;bnode&gt;</literal>", False),
        ("csv", b"x\r\n_:x\r\n", True),
        ("tsv", b"?x\n_:x\n", True),
        ("ttl", b"_:x <b:b> <c:c> .", True),
        ("nt", b"<a:a> <b:b> <c:c> .", False),
        ("nt", b"<a:a> <b:b> _:x .", True),
        ("rdf", b'<rdf:Description rdf:nodeID="x">', True),
        ("jsonld", b'{"@id":"_:x"}', True),
    ],
)
def test_may_hold_blank_nodes_knows_every_syntax(name: str, body: bytes, expected: bool) -> None:
    """Labels of blank nodes change, so an answer with some has a weak tag."""
    assert may_hold_blank_nodes(body, BY_NAME[name]) is expected
