"""What an engine refuses is explained by a grammar of our own: the first wrong token, in words."""

import random
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pyoxigraph as ox
import pytest

from shuangchuang.base.texts import Bilingual
from shuangchuang.store.grammar import NAMES
from shuangchuang.store.guard import inspect_query
from shuangchuang.store.meaning import find_mistake
from shuangchuang.store.recognizer import Node, find_failure, read_rules
from shuangchuang.store.scanner import scan
from shuangchuang.store.syntax import MAX_TOKENS, explain_mistake, explain_syntax_error

QUESTIONS = sorted((Path(__file__).parents[2] / "queries").glob("*.rq"))
GOOD = [
    "BASE <http://b/> PREFIX a: <a#> VERSION '1.2' SELECT DISTINCT ?x (1 + 2 AS ?y) { }",
    "SELECT REDUCED * FROM <a:> FROM NAMED <b:> WHERE { ?s ?p 1, -2.5, +3e4, true; a <c:> . }",
    "CONSTRUCT { ?s ?p [ ?q (1 'two'@en '3'^^<d:>) ] } WHERE { ?s ?p () . [] ?q _:b } LIMIT 1",
    "CONSTRUCT FROM <a:> WHERE { ?s ?p ?o } OFFSET 1 LIMIT 2",
    "DESCRIBE ?x <a:> WHERE { ?x a/^<b:>|!(a|^<c:>)*/(<d:>+)? ?y }",
    "DESCRIBE <a:>",
    "ASK { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } MINUS { ?s <a:> 1 } OPTIONAL { } }",
    "SELECT ?s (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (?n > 1) ORDER BY ?n",
    "SELECT (GROUP_CONCAT(?o ; SEPARATOR = ', ') AS ?x) { ?s ?p ?o } GROUP BY (STR(?s) AS ?t) ?p",
    "SELECT * { VALUES (?a ?b) { (1 UNDEF) (<a:> 'x'@en) } VALUES ?c { } } ORDER BY DESC(?a) ?b",
    "SELECT * { ?s ?p ?o FILTER(?o IN (1, 2) || !(?o NOT IN ()) && -?o * 2 <= 3 / 4 - 5) }",
    "SELECT * { ?s ?p ?o FILTER NOT EXISTS { ?s a ?c } FILTER REGEX(?o, 'a', 'i') . BIND(1 AS ?n)}",
    "SELECT * { ?s ?p ?o { SELECT ?s { ?s ?q ?r } LIMIT 1 } } VALUES ?s { <a:> }",
    "ASK { <a:> <b:> <<( <c:> <d:> 1 )>> ~_:r {| <e:> 2 |} . << <a:> <b:> 1 ~ ?r >> <c:> true }",
]
WRONG = [
    ("ASK\n{\n\t?s ?p\n}", 4, 1, "a value is missing before `}`", "`}` 之前缺少值"),
    ("SELECT ?s, ?o { ?s ?p ?o }", 1, 10, "`,` cannot stand here", "`,` 不能出现在此处"),
    ("SELECT * { ?s a/ ?o }", 1, 18, "a property is missing before", "之前缺少属性"),
    ("SELECT * { ?s ?p ?o } LIMIT ten", 1, 29, "a whole number is missing", "缺少整数"),
    ("SELECT * { ?s ?p ?o }\nORDER BY", 2, 9, "what to order by is missing at the end", "末尾缺少"),
    ("CONSTRUCT { ?s ?p ?o }", 1, 23, "the query ends too early", "查询过早结束"),
    ("SELECT (COUNT(*)) { ?s ?p ?o }", 1, 17, "Here can stand: an operator, AS.", "运算符、AS"),
    ("ASK { ?s ?p ?o . . }", 1, 18, "Here can stand: a triple pattern", "三元组模式"),
    ("ASK { FILTER(foo(1)) }", 1, 14, "`foo` is no function of SPARQL", "没有函数 `foo`"),
    ("ASK { FILTER(regx('a')) }", 1, 14, "Perhaps REGEX is meant", "或许应为 REGEX"),
    ("ASK { ?s ?p ?o OPTINAL {} }", 1, 16, "Perhaps OPTIONAL is meant", "或许应为 OPTIONAL"),
    ("ASK { FILTER(STRDT('a')) }", 1, 23, "an operator, `,`.", "运算符、`,`"),
    ("SELECT ?s ?o { ?s ?p ?o } GROUP BY ?s", 1, 11, "`?o` is neither grouped", "`?o` 既未分组"),
    ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 1, 8, "`?s` is neither grouped", "既未分组"),
    ("SELECT (?o + 1 AS ?n) { ?s ?p ?o } GROUP BY (?o * 2)", 1, 9, "`?o` is neither", "既未分组"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 8, "`SELECT *` cannot be grouped", "不能使用"),
    ("SELECT (1 AS ?s) { ?s ?p ?o }", 1, 14, "`?s` has a value already", "`?s` 已有取值"),
    ("SELECT (1 AS ?x) (2 AS ?x) {}", 1, 24, "`?x` has a value already", "已有取值"),
    ("SELECT (1 AS ?x) { { SELECT (2 AS ?x) {} } }", 1, 14, "has a value already", "已有取值"),
    ("ASK { { ?s ?p ?o } BIND(1 AS ?o) }", 1, 30, "`?o` has a value already", "已有取值"),
    ("ASK { VALUES (?a ?b) { (1) } }", 1, 24, "(1) than there are variables (2)", "值有 1 个"),
    ("ASK { ?s ?p ?o FILTER(COUNT(?o) > 1) }", 1, 23, "COUNT cannot be used", "COUNT 不能"),
    ("ASK { _:a ?p ?o OPTIONAL { _:a ?q ?r } }", 1, 28, "`_:a` is used in two", "不同的模式组"),
    ("SELECT * {} VALUES ?s { 1 } ?x", 1, 29, "`?x` cannot stand here", "`?x` 不能出现在此处"),
    ("PREFIX a: <a:> ASK { ?s a:b\\:c ?o }", 1, 25, "a name holds no `\\:`", "名称中不能有"),
    ("ASK { ?s <http://[::1> ?o }", 1, 10, "<http://[::1> is no IRI", "不是 IRI"),
    ("PREFIX a: <://a>\nASK { ?s a:b ?o }", 1, 11, "<://a> is no IRI", "不是 IRI"),
]


def _refusal(text: str) -> str:
    """Give what the engine says of a text; empty when it takes it."""
    try:
        ox.Store().query(text, base_iri="http://b/")
    except SyntaxError as error:
        return str(error)
    except RuntimeError:  # SERVICE, or a function of somebody's own
        pass
    return ""


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    for part in node.parts:
        yield from _nodes(part)


def test_one_token_decides_everywhere() -> None:
    """No two branches of a choice begin alike, and every rule is there and has a name."""
    rules = read_rules()
    for name, rule in rules.items():
        for node in _nodes(rule):
            if node.kind == "rule":
                assert node.name in rules, name
            if node.kind == "choice":
                for one, other in combinations(node.parts, 2):
                    assert not one.first & other.first, name

    assert rules.keys() <= NAMES.keys()


@pytest.mark.parametrize(
    "text", [*GOOD, *(path.read_text() for path in QUESTIONS)], ids=lambda text: text[:40]
)
def test_good_query_has_no_mistake(text: str) -> None:
    """What the engine takes, the grammar takes, too."""
    assert _refusal(text) == ""

    tokens = list(scan(text))
    assert find_failure(tokens) is None
    assert find_mistake(tokens) is None


@pytest.mark.parametrize(("text", "line", "column", "en", "zh"), WRONG, ids=str)
def test_mistake_is_told_with_its_place(
    text: str, line: int, column: int, en: str, zh: str
) -> None:
    """What the engine refuses is explained at the first wrong token, in both languages."""
    inspect_query(text, {})
    reason = _refusal(text)

    told = explain_syntax_error(text, reason)

    assert reason
    assert (told.line, told.column) == (line, column)
    assert told.excerpt == text.split("\n")[line - 1]
    assert en in told.tell().en
    assert zh in told.tell().zh_hans


@pytest.mark.parametrize("path", QUESTIONS[::4], ids=lambda path: path.stem)
def test_whatever_is_left_out_is_explained(path: Path) -> None:
    """Without one of its tokens a question is a query still, or its mistake has a place."""
    text = re.sub(r"^#.*\n", "", path.read_text(), flags=re.MULTILINE)
    explained = 0
    for token in scan(text):
        cut = text[: token.start] + " " * len(token.text) + text[token.start + len(token.text) :]
        reason = _refusal(cut)
        if not reason:
            continue
        told = explain_syntax_error(cut, reason)
        explained += explain_mistake(cut) is not None
        assert 1 <= told.line <= cut.count("\n") + 1
        assert isinstance(told.reason, Bilingual)
        assert "expected" not in told.tell().en

    assert explained > 20


def test_whatever_is_shuffled_is_explained() -> None:
    """Tokens that are taken out, doubled and swapped at random never leave a mistake untold."""
    draw = random.Random(20261125)  # noqa: S311 - the same texts every time
    texts = [[one.text for one in scan(path.read_text())] for path in QUESTIONS]
    refused = 0
    for _ in range(3000):
        tokens = list(draw.choice(texts))
        for _ in range(draw.randint(1, 3)):
            place, other = draw.randrange(len(tokens)), draw.choice(draw.choice(texts))
            tokens[place : place + draw.randint(0, 1)] = draw.choice(([], [other], [other] * 2))
        text = "\n".join(tokens)
        if reason := _refusal(text):
            refused += 1
            told = explain_syntax_error(text, reason)
            assert told.reason, text
            assert 1 <= told.line <= len(tokens), text

    assert refused > 1000


def test_very_long_text_gets_the_place_of_the_engine() -> None:
    """Our grammar is slower than the engine's, so it is not asked about what takes it long."""
    text = "ASK { VALUES ?x {\n" + "1 " * MAX_TOKENS + "} } x"

    told = explain_syntax_error(text, _refusal(text))

    assert explain_mistake(text) is None
    assert told.line == 2
