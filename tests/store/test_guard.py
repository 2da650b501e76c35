"""The guard names what it refuses, where it stands, and how to mend it."""

import re

import pytest

from shuangchuang.base.errors import QueryProblem, QueryRefused, QuerySyntax, QueryTooComplex
from shuangchuang.base.texts import Bilingual
from shuangchuang.store.guard import Inspected, inspect_query

PREFIXES = {"shc": "https://w3id.org/shuangchuang/ontology#", "id": "https://w3id.org/x/"}


def inspect(text: str) -> Inspected:
    """Inspect a text with two known prefixes."""
    return inspect_query(text, PREFIXES)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * { ?s ?p ?o }", "select"),
        ("# a comment with SERVICE\nask {}", "ask"),
        (
            "BASE <http://x/> PREFIX service: <http://y/> CONSTRUCT WHERE { ?s a service:x }",
            "construct",
        ),
        ("DESCRIBE <http://x/SERVICE>", "describe"),
        ('SELECT ?service { ?service ?p "SERVICE <x> {" }', "select"),
        ("SELECT * { { SELECT ?s { ?s ?p ?o } } }", "select"),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(?o<3 && ?o>1) }", "select"),
        ('SELECT * { ?s ?p """two\nlines with " quotes""" }', "select"),
        ("PREFIX : <http://x/> SELECT * { :a :b 'x'@en, 1.5e3, true }", "select"),
        ("PREFIX select: <http://x/> ASK { select:a ?p ?o }", "ask"),
        ("SELECT ?双创 { ?双创 ?p '双创'@zh-Hans }", "select"),
    ],
)
def test_honest_query_passes(text: str, form: str) -> None:
    """Words in strings, comments, names and variables are not keywords."""
    assert inspect(text).form == form


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }",
        "SELECT * { sErViCe SILENT<http://x/>{ ?s ?p ?o } }",
        "SELECT * { ?s ?p 1.SERVICE<http://x/>{ ?s ?p ?o } }",
        "SELECT * { #x\nSERVICE#y\n<http://x/> { ?s ?p ?o } }",
        "SELECT * { { SELECT * { SERVICE ?any { ?s ?p ?o } } } }",
        "SELECT * { FILTER(1<2)SERVICE?s{?a ?b ?c}FILTER(2>1) }",
        "INSERT DATA { <a> <b> <c> }",
        "PREFIX x: <http://x/> delete where { ?s ?p ?o }",
        "LOAD <http://127.0.0.1/>",
        "DROP ALL",
        "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_service_and_updates_are_refused(text: str) -> None:
    """Every disguise of case, comment and spacing is seen through."""
    with pytest.raises(QueryRefused):
        inspect(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ("", 1, 1, "no query here"),
        ("SELECT * {\n ?s a shc:Person }", 2, 7, "PREFIX shc: <https://w3id.org/shuangchuang/"),
        ("SELECT * {\n ?s a foo:Person }", 2, 7, "not declared"),
        (
            "SELECT * { ?s a shc:Person ; foo:x id:a, id:b }",
            1,
            17,
            "at the top: PREFIX shc: <https://w3id.org/shuangchuang/ontology#> "
            "PREFIX id: <https://w3id.org/x/>",
        ),
        ("SELECT * { ?s ?p ?o ", 1, 10, "never closed"),
        ("SELECT * { ?s ?p ?o )", 1, 21, "does not close"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "closes nothing"),
        ('SELECT * {\n ?s ?p "open }', 2, 8, "not closed on its line"),
        ("ASK {} ASK {}", 1, 8, "more than one query"),
        ("SELCT * { ?s ?p ?o }", 1, 1, "cannot begin a query"),
        ("SELECT * { \\u0053ERVICE <x> {} }", 1, 12, "backslash"),
        ("SELECT * {\u3000?s ?p ?o }", 1, 11, "plain space"),
        ("SELECT\u00a0* { ?s ?p ?o }", 1, 7, "plain space"),
        ("SELECT * { ?s ?p ?o； ?q ?r }", 1, 20, "plain `;`"),
        ("PREFIX e: <e:> SELECT * { ?s a e:c； e:d ?r }", 1, 35, "plain `;`"),
        ("SELECT （COUNT(*) AS ?n） {}", 1, 8, "plain `(`"),
        ("SELECT * { ?s ?p ?o。 }", 1, 20, "plain `.`"),
        ("SELECT * { ?s ?p “o” }", 1, 18, 'plain `"`'),
        ("SELECT * { ?s ?p ?o € }", 1, 21, "'€' has no meaning here"),
    ],
)
def test_mistake_is_named_with_its_place(text: str, line: int, column: int, said: str) -> None:
    """What, where, and how to mend it."""
    with pytest.raises(QuerySyntax) as caught:
        inspect(text)

    assert (caught.value.line, caught.value.column) == (line, column)
    assert said in str(caught.value)
    assert caught.value.excerpt == text.split("\n")[line - 1].rstrip()


@pytest.mark.parametrize(
    "text",
    [
        "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
        "SELECT * " + "{" * 5_000 + "}" * 5_000,
        "ASK { ?s ?p " + "<<(" * 500,
        "ASK { FILTER(" + "||".join("1" for _ in range(20_000)) + ") }",
        "ASK { FILTER(" + "!" * 5_000 + "1) }",
        "SELECT * { " + " ".join(f"?s <p{n}> ?o{n} ." for n in range(300)) + " }",
        "SELECT * { ?s " + "/".join("<p>" for _ in range(5_000)) + " ?o }",
    ],
)
def test_query_that_costs_an_engine_its_life_is_refused(text: str) -> None:
    """Too deep or too wide is said before an engine sees it."""
    with pytest.raises(QueryTooComplex) as caught:
        inspect(text)

    assert caught.value.line == 1


def test_inspection_of_the_longest_text_is_quick() -> None:
    """No text within the limit of length makes the scanner slow: it reads each character once."""
    for text in ('"' * 65_000, "'" * 65_000, "<" * 65_000, "a" * 65_000, '"""' + '"x' * 32_000):
        with pytest.raises(QueryProblem):
            inspect(text)


def test_variables_come_in_order_of_appearance() -> None:
    """`SELECT *` can be shown in the order of the text."""
    assert inspect("SELECT * { ?s ?p $o . ?s ?q ?a }").variables == ("s", "p", "o", "q", "a")


@pytest.mark.parametrize(
    ("text", "iris"),
    [
        ("SELECT * { ?s ?p ?o }", ()),
        ("PREFIX x: <http://x/> ASK { x:a x:b.c <http://y/d>, x:a }", ("a", "b.c", "http://y/d")),
        ("PREFIX : <http://x/> ASK { ?s :a/^:b+ ?o }", ("a", "b")),
        ("PREFIX x: <http://y/> PREFIX x: <http://x/> ASK { ?s a x: }", ("",)),
        ("PREFIX x: <http://x/> SELECT * FROM x:g { ?s ?p 'x:no <http://no/>' } #x:no", ("g",)),
        ("PREFIX x: <http://x/> ASK { ?s ?p '1'^^x:int, '2'^^<http://x/int> }", ()),
        ("PREFIX x: <http://x/> ASK { ?s ?p x:a%20b, x:双创 }", ("a%20b", "双创")),
        ("BASE <http://x/> PREFIX y: <y/> ASK { <a> <#b> y:c }", ()),
        (r"PREFIX x: <http://x/> ASK { x:a\~b ?p <http://x/\u0041> }", ()),
        (r"PREFIX x: <http://\u0041/> ASK { ?s ?p x:a }", ()),
    ],
)
def test_iris_are_those_that_the_query_names(text: str, iris: tuple[str, ...]) -> None:
    """Names are resolved with the query's own prefixes; what is not certain is left out."""
    found = inspect(text).iris

    assert found == tuple(one if ":" in one else f"http://x/{one}" for one in iris)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ASK { ?s a shc:Person }",
        "ASK { ?s a foo:Person }",
        "ASK { ?s a idd:Person }",
        "ASK {",
        "ASK { )",
        "ASK {} }",
        'ASK { "open }',
        "ASK {} ASK {}",
        "hello",
        "CLEAR ALL",
        "ASK { SERVICE <x:> {} }",
        "ASK { \\u0053 }",
        "ASK { ?s ?p ?o； }",
        "ASK {\u3000}",
        "ASK { € }",
        "ASK { FILTER(" + "(" * 200,
        "ASK { FILTER(" + "||".join("1" for _ in range(2_000)) + ") }",
        "ASK { FILTER(" + "!" * 5_000 + "1) }",
        "ASK { " + " ".join(f"?s <p{n}> ?o{n} ." for n in range(300)) + " }",
        "ASK { ?s " + "/".join("<p>" for _ in range(5_000)) + " ?o }",
    ],
    ids=lambda text: text[:20],
)
def test_mistake_is_told_in_chinese(text: str) -> None:
    """Reason and hint have no sentence that is English only."""
    with pytest.raises(QueryProblem) as caught:
        inspect(text)

    for told in filter(None, (caught.value.reason, caught.value.hint)):
        assert isinstance(told, Bilingual)
        assert re.search("[\u4e00-\u9fff]", told.zh_hans)
        assert not re.search("[\u4e00-\u9fff]", told.en)
        assert not re.search("[a-z]+ [a-z]+ [a-z]+", told.zh_hans)
