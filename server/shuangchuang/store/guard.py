"""Looks at a query before any engine does: what it is, and whether a public endpoint takes it.

It reads the text with a scanner and knows no grammar, so it refuses only what it can name:
updates, SERVICE, several queries in one text, undeclared prefixes, and texts so deep or so wide
that they cost an engine seconds, or its life, before the first result.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal, NoReturn, TypeAlias

from shuangchuang.store import mistakes
from shuangchuang.store.mistakes import Mistake
from shuangchuang.store.naming import find_iris
from shuangchuang.store.scanner import Token, place_of, scan

Form: TypeAlias = Literal["select", "ask", "construct", "describe"]

FORMS: Mapping[str, Form] = {
    "SELECT": "select",
    "ASK": "ask",
    "CONSTRUCT": "construct",
    "DESCRIBE": "describe",
}
UPDATES = frozenset(
    ["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"]
)
PROLOGUE = frozenset(("PREFIX", "BASE", "VERSION"))
OPENING = {"(": ")", "{": "}", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
CLOSING = frozenset(OPENING.values())
START = Token("start", "", 0)

MAX_DEPTH = 100
MAX_CONNECTIVES = 1000
MAX_PATTERNS = 100
MAX_STEPS = 100
MAX_SIGNS_IN_A_ROW = 50


@dataclass(frozen=True)
class Inspected:
    """What the guard saw: the form of the query, its variables and IRIs in order of appearance."""

    form: Form
    variables: tuple[str, ...]
    iris: tuple[str, ...] = ()


@dataclass
class _Bracket:
    token: Token
    separators: int = 0
    steps: int = 0


@dataclass
class _Walk:
    """The state of one reading."""

    text: str
    prefixes: Mapping[str, str]
    declared: set[str] = field(default_factory=set)
    open: list[_Bracket] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    form: Form | None = None
    variables: dict[str, None] = field(default_factory=dict)
    signs_in_a_row: int = 0

    def fail(self, token: Token, mistake: Mistake) -> NoReturn:
        """Raise a mistake at the place of a token."""
        raise mistake.at(place_of(self.text, token.start))


def inspect_query(text: str, prefixes: Mapping[str, str]) -> Inspected:
    """Read a query text once; `prefixes` are those that we can suggest.

    Raises QuerySyntax, QueryRefused or QueryTooComplex, each with line, column and the line.
    """
    tokens = list(scan(text))
    walk = _Walk(text, prefixes)
    for before, token in pairwise([START, *tokens]):
        _check(walk, token, before)
    if walk.open:
        opened = walk.open[-1].token
        walk.fail(opened, mistakes.never_closed(opened.text, OPENING[opened.text]))
    if walk.form is None:
        end = Token("end", "", len(text.rstrip()))
        walk.fail(end, mistakes.NO_QUERY)
    return Inspected(walk.form, tuple(walk.variables), find_iris(tokens))


def _check(walk: _Walk, token: Token, before: Token) -> None:
    if token.kind == "sign":
        _check_brackets(walk, token)
        _check_width(walk, token)
        return
    walk.signs_in_a_row = 0
    if token.kind == "variable":
        walk.variables.setdefault(token.text[1:])
    elif token.kind == "word":
        _check_word(walk, token, before)
    elif token.kind == "name":
        _check_name(walk, token, before)
    elif token.kind == "unknown":
        walk.fail(token, mistakes.strange_sign(token.text))


def _check_brackets(walk: _Walk, token: Token) -> None:
    if token.text in OPENING:
        walk.open.append(_Bracket(token))
        if len(walk.open) > MAX_DEPTH:
            walk.fail(token, mistakes.too_deep(MAX_DEPTH))
    elif token.text in CLOSING:
        if not walk.open or OPENING[walk.open[-1].token.text] != token.text:
            _fail_closing(walk, token)
        walk.open.pop()


def _fail_closing(walk: _Walk, token: Token) -> NoReturn:
    if not walk.open:
        walk.fail(token, mistakes.closes_nothing(token.text))
    opened = walk.open[-1].token
    place = place_of(walk.text, opened.start)
    wanted = OPENING[opened.text]
    walk.fail(token, mistakes.closes_another(token.text, opened.text, place, wanted))


def _check_word(walk: _Walk, token: Token, before: Token) -> None:
    word = token.keyword
    if word == "SERVICE":
        walk.fail(token, mistakes.SERVICE)
    if walk.form is None and word in UPDATES:
        walk.fail(token, mistakes.update(word))
    if not walk.open and word in FORMS and before.keyword != "PREFIX":
        if walk.form is not None:
            walk.fail(token, mistakes.SECOND_QUERY)
        walk.form = FORMS[word]
    elif not walk.open and walk.form is None and word not in PROLOGUE | {"TRUE"}:
        walk.fail(token, mistakes.no_beginning(token.text))


def _check_width(walk: _Walk, token: Token) -> None:
    if token.text in ("||", "&&"):
        walk.counts["connectives"] += 1
        if walk.counts["connectives"] > MAX_CONNECTIVES:
            walk.fail(token, mistakes.too_many_connectives(MAX_CONNECTIVES))
    walk.signs_in_a_row = walk.signs_in_a_row + 1 if token.text in ("!", "-", "+") else 0
    if walk.signs_in_a_row > MAX_SIGNS_IN_A_ROW:
        walk.fail(token, mistakes.too_many_signs(MAX_SIGNS_IN_A_ROW))
    if walk.open:
        _check_patterns(walk, token)


def _check_patterns(walk: _Walk, token: Token) -> None:
    inner = walk.open[-1]
    if token.text in (".", ";", ",") and inner.token.text == "{":
        inner.separators += 1
        inner.steps = 0
        if inner.separators > MAX_PATTERNS:
            walk.fail(token, mistakes.too_many_patterns(MAX_PATTERNS))
    elif token.text in ("/", "|", "^"):
        inner.steps += 1
        if inner.steps > MAX_STEPS:
            walk.fail(token, mistakes.too_many_steps(MAX_STEPS))


def _check_name(walk: _Walk, token: Token, before: Token) -> None:
    prefix = token.text.partition(":")[0]
    if before.keyword == "PREFIX":
        walk.declared.add(prefix)
    elif prefix not in walk.declared:
        names = (one.text.partition(":")[0] for one in scan(walk.text) if one.kind == "name")
        missing = [one for one in dict.fromkeys(names) if one not in walk.declared]
        walk.fail(token, mistakes.undeclared_prefix(prefix, missing, walk.prefixes))
