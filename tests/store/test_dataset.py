"""FROM and FROM NAMED are taken out of a text, and only they."""

import pytest

from shuangchuang.store.dataset import Placed, split_dataset

BASE = "https://example.org/base/"


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        ("SELECT * FROM <http://e/a> { ?s ?p ?o }", ["http://e/a"], []),
        ("SELECT * FROM <a> FROM NAMED <b> {}", [BASE + "a"], [BASE + "b"]),
        ("BASE <http://e/> SELECT * from<a>from named<b>{}", ["http://e/a"], ["http://e/b"]),
        (
            "PREFIX g: <http://e/> ASK FROM g:x FROM NAMED g:y\\-z {}",
            ["http://e/x"],
            ["http://e/y-z"],
        ),
        ("CONSTRUCT { ?s ?p ?o } FROM <urn:a> WHERE { ?s ?p ?o }", ["urn:a"], []),
        ("SELECT (COUNT(*) AS ?n) FROM <http://e/双创> {}", ["http://e/双创"], []),
        ("ASK FROM <http://e/\\u0041> {}", ["http://e/A"], []),
        ("ASK FROM <https://e/g#> FROM <https://e/g?> {}", ["https://e/g#", "https://e/g?"], []),
        ("ASK FROM <https://e/a/../b> FROM <#> {}", ["https://e/a/../b", BASE + "#"], []),
        ("BASE <x/> PREFIX g: <y/> ASK FROM <a> FROM g: {}", [BASE + "x/a", BASE + "x/y/"], []),
    ],
)
def test_graphs_are_named_and_the_text_keeps_its_places(
    text: str, default: list[str], named: list[str]
) -> None:
    """What is left stands where it stood, so that errors keep their column."""
    placed = split_dataset(text, BASE)

    assert (list(placed.default_graphs), list(placed.named_graphs)) == (default, named)
    assert "from" not in placed.text.lower()
    assert len(placed.text) == len(text)
    assert placed.text.rindex("}") == text.rindex("}")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?from { ?from ?p 'FROM <http://e/a>' } # FROM <http://e/a>",
        "PREFIX from: <http://e/> SELECT * { from:a from:b <http://e/FROM> }",
        "SELECT * FROM nowhere:x {}",
        "SELECT * FROM <http://[::1> {}",
        "SELECT * FROM <http://e/%zz> {}",
        "SELECT * FROM { ?s ?p ?o }",
    ],
)
def test_what_is_no_readable_clause_stays(text: str) -> None:
    """Words in strings, comments and names stay; what cannot be resolved is the engine's."""
    assert split_dataset(text, BASE) == Placed(text)
