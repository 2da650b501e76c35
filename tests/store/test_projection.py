"""The columns of `SELECT *` stand as the query names them; others stand as they were asked."""

import pytest

from shuangchuang.store.projection import order_columns


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("SELECT * { ?s ?p ?o }", ["o", "p", "s"], ["s", "p", "o"]),
        ("select distinct * { ?s ?p $o }", ["o", "p", "s"], ["s", "p", "o"]),
        ("SELECT ?o ?s { ?s ?p ?o }", ["o", "s"], ["o", "s"]),
        ("SELECT ?b ?a { { SELECT * { ?a ?b ?c } } }", ["b", "a"], ["b", "a"]),
        ("SELECT (COUNT(*) AS ?n) ?p { ?s ?p ?o }", ["n", "p"], ["n", "p"]),
        ("SELECT * { VALUES ?z { 1 } BIND(?z * 2 AS ?a) }", ["a", "z"], ["z", "a"]),
    ],
)
def test_columns_are_shown_in_the_order_of_the_query(
    text: str, names: list[str], shown: list[str]
) -> None:
    """Only a star at the outermost SELECT leaves the order to us."""
    assert [names[place] for place in order_columns(text, names)] == shown
