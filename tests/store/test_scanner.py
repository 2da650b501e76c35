"""The lexis of SPARQL: names of every script, and escapes of code points."""

import pyoxigraph as ox
import pytest

from shuangchuang.store.scanner import decode_escapes, scan


@pytest.mark.parametrize(
    "name",
    [
        "e:大众创业、万众创新",
        "e:双创（政策）",
        "e:a，e:b",
        "e:resume\u0301",
        "e:a\u203fb",
        "e:〇",
        "e:・",
        "e:a.b-c",
        "e::a",
        "e:%41",
        "e:a\\,b\\.",
        "e:1",
    ],
)
def test_a_name_is_one_token_as_for_the_engine(name: str) -> None:
    """The scanner reads names as far as the engine does, signs of other scripts included."""
    assert _parses(f"PREFIX e: <http://e/> CONSTRUCT {{ <e:s> <e:p> {name} . }} {{}}")
    assert [token.text for token in scan(f"{name} .")] == [name, "."]


def test_the_engine_reads_no_name_beyond_the_basic_plane() -> None:
    """SPARQL has such names (production 164): docs/engines.md tells of it."""
    assert [token.text for token in scan("e:𠮷 .")] == ["e:𠮷", "."]
    assert not _parses("PREFIX e: <http://e/> ASK { ?s ?p e:𠮷 . }")


def _parses(query: str) -> bool:
    try:
        ox.Store().query(query)
    except SyntaxError:
        return False
    return True


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"\u0053ELECT * {}", "SELECT * {}"),
        (r"SELECT ?\u0078\U00020BB7 {}", "SELECT ?x𠮷 {}"),
        (r"ASK { e:\u0070 e:a\,b 1 }", r"ASK { e:p e:a\,b 1 }"),
        (r"ASK { \u003Ce:a\u003E ?p 1 }", "ASK { <e:a> ?p 1 }"),
        (r'ASK { ?s ?p "\u0022" }', r'ASK { ?s ?p "\u0022" }'),
        (r"ASK { ?s <e:\u0070> 1 } # \u0070", r"ASK { ?s <e:\u0070> 1 } # \u0070"),
        (r"ASK { \u005Cu0053 }", r"ASK { \u005Cu0053 }"),
        (r"ASK { \uD800 \U00110000 \u12 }", r"ASK { \uD800 \U00110000 \u12 }"),
        ("ASK {}", "ASK {}"),
    ],
)
def test_escapes_are_read_outside_strings_and_iris(text: str, plain: str) -> None:
    """SPARQL 1.1 Query section 19.2; what engines read themselves is left to them."""
    decoded = decode_escapes(text)

    assert decoded == plain
