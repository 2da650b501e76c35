"""Tables for people, from results JSON and from N-Triples."""

import json

from shuangchuang.web.tables import Cell, Shower, longest_first, unescape

PREFIXES = {
    "x": "http://x/",
    "deep": "http://x/deep/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
SHOWER = Shower(longest_first(PREFIXES), lambda iri: f"?{iri}")


def _solutions(*terms: object) -> list[Cell]:
    bindings = [{"v": term} if term else {} for term in terms]
    body = json.dumps({"head": {"vars": ["v"]}, "results": {"bindings": bindings}})
    return [row[0] for row in SHOWER.solutions(body.encode()).rows]


def test_solutions_show_every_kind_of_term() -> None:
    """IRIs are shortened and linked, literals keep language and datatype, gaps stay gaps."""
    number = {"type": "literal", "value": "42", "datatype": PREFIXES["xsd"] + "integer"}
    day = {"type": "literal", "value": "2015-09-26", "datatype": PREFIXES["xsd"] + "date"}
    inner = {"type": "uri", "value": "http://x/a"}

    shown = _solutions(
        inner,
        {"type": "uri", "value": "http://y/a"},
        {"type": "bnode", "value": "b0"},
        {"type": "literal", "value": "plain"},
        {"type": "literal", "value": "双创", "xml:lang": "zh-hans", "its:dir": "ltr"},
        number,
        day,
        {"type": "triple", "value": {"subject": inner, "predicate": inner, "object": number}},
        None,
    )

    assert shown == [
        Cell("iri", "x:a", "?http://x/a", "http://x/a"),
        Cell("address", "http://y/a", "?http://y/a", "http://y/a"),
        Cell("blank", "_:b0"),
        Cell("text", "plain"),
        Cell("text", "双创", note="zh-hans", lang="zh-hans", direction="ltr"),
        Cell("number", "42", note="xsd:integer"),
        Cell("plain", "2015-09-26", note="xsd:date"),
        Cell("triple", "<<( x:a x:a 42 )>>"),
        Cell("unbound"),
    ]


def test_graph_reads_every_kind_of_term() -> None:
    """Each line of N-Triples is a row of three cells, escapes undone."""
    lines = [
        '<http://x/a> <http://x/p> "a \\"q\\" \\\\ \\n \\u53CC\\U00020BB7 . <x>"@en .',
        '_:b1 <http://x/p> "1.5"^^<http://www.w3.org/2001/XMLSchema#decimal> .',
        '<http://x/a> <http://x/p> "x"@ar--rtl .',
        "<http://x/a> <http://x/p> <<( <http://x/a> <http://x/p> _:b2 )>> .",
        "",
    ]

    table = SHOWER.graph("\n".join(lines).encode())

    assert table.columns == ("subject", "predicate", "object")
    assert [row[2] for row in table.rows] == [
        Cell("text", 'a "q" \\ \n 双𠮷 . <x>', note="en", lang="en"),
        Cell("plain", "1.5", note="xsd:decimal"),
        Cell("text", "x", note="ar", lang="ar", direction="rtl"),
        Cell("triple", "<<( <http://x/a> <http://x/p> _:b2 )>>"),
    ]
    assert table.rows[1][0] == Cell("blank", "_:b1")


def test_graph_keeps_line_separators_within_a_text() -> None:
    """Only a line feed ends a statement; other separators of Unicode may stand in a text."""
    table = SHOWER.graph('<http://x/a> <http://x/p> "a\u2028b\x85c" .\n'.encode())

    assert [row[2].text for row in table.rows] == ["a\u2028b\x85c"]


def test_shorten_takes_the_longest_namespace_and_plain_names_only() -> None:
    """A local name that SPARQL would have to escape is not shortened."""
    assert SHOWER.shorten("http://x/deep/a") == "deep:a"
    assert SHOWER.shorten("http://x/a/b") == "http://x/a/b"
    assert SHOWER.shorten("http://x/") == "http://x/"


def test_unescape_knows_every_escape() -> None:
    """The escapes of N-Triples 1.1, section 7."""
    assert unescape("\\t\\b\\n\\r\\f\\\"\\'\\\\\\u0041\\U0001F600") == "\t\b\n\r\f\"'\\A😀"
