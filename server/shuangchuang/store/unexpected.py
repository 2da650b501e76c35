"""Says of the first wrong token of a query what could stand in its place."""

import difflib
from collections.abc import Sequence

from shuangchuang.base.errors import QuerySyntax
from shuangchuang.base.texts import Bilingual, Text, join
from shuangchuang.store.grammar import FUNCTIONS, NAMES
from shuangchuang.store.mistakes import NAMED, Mistake
from shuangchuang.store.recognizer import KEYWORDS, Failure
from shuangchuang.store.scanner import Token

RARE = ("Reifier", "{|")  # of RDF 1.2: possible after every value, and hardly ever meant
OPERATORS = frozenset(
    ("*", "/", "+", "-", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "NOT", "IN")
)
OPERATOR = Bilingual("an operator", "运算符")
MOST = 8
NEARNESS = 0.7
NEXT = Bilingual(", ", "、")


def unexpected(tokens: Sequence[Token], failure: Failure) -> Mistake:
    """Tell the wrong token, or the end that comes too early."""
    phrases = _phrases(failure.possible)
    if failure.index == len(tokens):
        early = Bilingual("the query ends too early", "查询过早结束")
        end = Bilingual(" is missing at the end", "")
        alone = join(Bilingual("", "末尾缺少"), phrases[0], end)
        return _tell(early, alone, phrases)
    token = tokens[failure.index]
    after = tokens[failure.index + 1].text if failure.index + 1 < len(tokens) else ""
    named = token.text[:NAMED]
    if token.kind == "word" and after == "(" and token.keyword not in KEYWORDS:
        return _no_function(named)
    wrong = Bilingual(f"`{named}` cannot stand here", f"`{named}` 不能出现在此处")
    if not phrases:
        return Mistake(
            QuerySyntax, wrong, Bilingual("The query ends before it.", "查询在其前结束。")
        )
    before = Bilingual(f" is missing before `{named}`", "")
    alone = join(Bilingual("", f"`{named}` 之前缺少"), phrases[0], before)
    near = _near(token.keyword, KEYWORDS) if token.keyword not in KEYWORDS else ""
    meant = Bilingual(f"Perhaps {near} is meant.", f"或许应为 {near}。") if near else ""
    return _tell(wrong, wrong if near else alone, phrases, meant)


def _tell(reason: Text, alone: Text, phrases: Sequence[Text], meant: Text = "") -> Mistake:
    """Name the one thing that is missing, or everything that could stand there."""
    if len(phrases) == 1:
        return Mistake(QuerySyntax, alone, meant)
    listed = [part for one in phrases[:MOST] for part in (NEXT, one)][1:]
    start = Bilingual(" Here can stand: " if meant else "Here can stand: ", "此处可写：")
    return Mistake(QuerySyntax, reason, join(meant, start, *listed, Bilingual(".", "。")))


def _no_function(name: str) -> Mistake:
    near = _near(name.upper(), FUNCTIONS)
    return Mistake(
        QuerySyntax,
        Bilingual(f"`{name}` is no function of SPARQL", f"SPARQL 没有函数 `{name}`"),
        Bilingual(f"Perhaps {near} is meant.", f"或许应为 {near}。") if near else "",
    )


def _phrases(possible: Sequence[str]) -> list[Text]:
    common = [one for one in possible if one not in RARE] or possible
    has_operators = len(OPERATORS.intersection(common)) > 4  # after a value, and not in a path
    return list(dict.fromkeys(_phrase(one, has_operators) for one in common))


def _phrase(name: str, has_operators: bool) -> Text:
    if has_operators and name in OPERATORS:
        return OPERATOR
    return NAMES.get(name) or (name if name.isalpha() else f"`{name}`")


def _near(word: str, known: Sequence[str]) -> str:
    return next(iter(difflib.get_close_matches(word, known, 1, NEARNESS)), "")
