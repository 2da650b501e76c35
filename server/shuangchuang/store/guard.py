"""Looks at a query before any engine does: what it is, and whether a public endpoint takes it.

It reads the text with a scanner and knows no grammar, so it refuses only what it can name:
updates, SERVICE, several queries in one text, undeclared prefixes, and texts so deep or so wide
that they cost an engine seconds, or its life, before the first result.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NoReturn, TypeAlias

from shuangchuang.base.errors import (
    QueryProblem,
    QueryRefused,
    QuerySyntax,
    QueryTooComplex,
)
from shuangchuang.store.naming import find_iris
from shuangchuang.store.scanner import Token, place_of, plain_sign, scan

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

    def fail(self, kind: type[QueryProblem], token: Token, reason: str, hint: str = "") -> NoReturn:
        """Raise a problem at the place of a token."""
        place = place_of(self.text, token.start)
        raise kind(reason, place.line, place.column, place.excerpt, hint)


def inspect_query(text: str, prefixes: Mapping[str, str]) -> Inspected:
    """Read a query text once; `prefixes` are those that we can suggest.

    Raises QuerySyntax, QueryRefused or QueryTooComplex, each with line, column and the line.
    """
    tokens = list(scan(text))
    walk = _Walk(text, prefixes)
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        _check_brackets(walk, token)
        _check_words(walk, token, before)
        _check_width(walk, token)
        _check_lexis(walk, token)
        _check_name(walk, token, before)
    if walk.open:
        opened = walk.open[-1].token
        walk.fail(
            QuerySyntax,
            opened,
            f"`{opened.text}` is never closed",
            f"Write the missing `{OPENING[opened.text]}`.",
        )
    if walk.form is None:
        end = Token("end", "", len(text.rstrip()))
        walk.fail(
            QuerySyntax,
            end,
            "there is no query here",
            "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE, after the PREFIX lines.",
        )
    return Inspected(walk.form, tuple(walk.variables), find_iris(tokens))


def _check_brackets(walk: _Walk, token: Token) -> None:
    if token.kind != "sign":
        return
    if token.text in OPENING:
        walk.open.append(_Bracket(token))
        if len(walk.open) > MAX_DEPTH:
            walk.fail(QueryTooComplex, token, f"brackets are nested more than {MAX_DEPTH} deep")
    elif token.text in CLOSING:
        if not walk.open or OPENING[walk.open[-1].token.text] != token.text:
            _fail_closing(walk, token)
        walk.open.pop()


def _fail_closing(walk: _Walk, token: Token) -> NoReturn:
    if not walk.open:
        walk.fail(QuerySyntax, token, f"`{token.text}` closes nothing", "Take it out.")
    opened = walk.open[-1].token
    place = place_of(walk.text, opened.start)
    walk.fail(
        QuerySyntax,
        token,
        f"`{token.text}` does not close the `{opened.text}` of line {place.line}, "
        f"column {place.column}",
        f"Write `{OPENING[opened.text]}` before it.",
    )


def _check_words(walk: _Walk, token: Token, before: Token | None) -> None:
    word = token.keyword
    if word == "SERVICE":
        walk.fail(
            QueryRefused,
            token,
            "this endpoint does not ask other servers: SERVICE is refused",
            "Ask the other endpoint from your own program, and join there.",
        )
    if walk.form is None and word in UPDATES:
        walk.fail(
            QueryRefused,
            token,
            f"this endpoint only reads: {word} is refused",
            "To change the data, contribute to the repository.",
        )
    if not walk.open and word in FORMS and not _is_name_position(before):
        if walk.form is not None:
            walk.fail(
                QuerySyntax,
                token,
                "there is more than one query in this text",
                "Send one query a request.",
            )
        walk.form = FORMS[word]
    elif not walk.open and walk.form is None and word and word not in PROLOGUE | {"TRUE"}:
        walk.fail(
            QuerySyntax,
            token,
            f"`{token.text[:60]}` cannot begin a query",
            "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE, after the PREFIX lines.",
        )


def _is_name_position(before: Token | None) -> bool:
    return before is not None and before.keyword == "PREFIX"


def _check_width(walk: _Walk, token: Token) -> None:
    if token.text in ("||", "&&"):
        walk.counts["connectives"] += 1
        if walk.counts["connectives"] > MAX_CONNECTIVES:
            walk.fail(QueryTooComplex, token, f"there are more than {MAX_CONNECTIVES} || and &&")
    walk.signs_in_a_row = walk.signs_in_a_row + 1 if token.text in ("!", "-", "+") else 0
    if walk.signs_in_a_row > MAX_SIGNS_IN_A_ROW:
        walk.fail(QueryTooComplex, token, f"more than {MAX_SIGNS_IN_A_ROW} signs in a row")
    if walk.open and token.kind == "sign":
        _check_patterns(walk, token)


def _check_patterns(walk: _Walk, token: Token) -> None:
    inner = walk.open[-1]
    if token.text in (".", ";", ",") and inner.token.text == "{":
        inner.separators += 1
        inner.steps = 0
        if inner.separators > MAX_PATTERNS:
            walk.fail(
                QueryTooComplex,
                token,
                f"there are more than {MAX_PATTERNS} triple patterns in one group",
            )
    elif token.text in ("/", "|", "^"):
        inner.steps += 1
        if inner.steps > MAX_STEPS:
            walk.fail(QueryTooComplex, token, f"a property path has more than {MAX_STEPS} steps")


def _check_lexis(walk: _Walk, token: Token) -> None:
    if token.kind == "variable":
        walk.variables.setdefault(token.text[1:])
    if token.kind != "unknown":
        return
    if token.text == "\\":
        walk.fail(
            QuerySyntax,
            token,
            "a backslash outside a string or an IRI",
            r"Write the character itself, or \uXXXX with its four hexadecimal digits.",
        )
    if token.text in "\"'":
        walk.fail(
            QuerySyntax,
            token,
            f"the string that begins with {token.text} is not closed on its line",
            "Close it, or use three quotes for a text of several lines.",
        )
    plain = plain_sign(token.text)
    hint = f"Write a plain {'space' if plain == ' ' else f'`{plain}`'} for it." if plain else ""
    walk.fail(QuerySyntax, token, f"the character {token.text!r} has no meaning here", hint)


def _check_name(walk: _Walk, token: Token, before: Token | None) -> None:
    if token.kind != "name":
        return
    prefix = token.text.partition(":")[0]
    if before is not None and before.keyword == "PREFIX":
        walk.declared.add(prefix)
    elif prefix not in walk.declared:
        known = walk.prefixes.get(prefix)
        hint = (
            f"Write this line at the top: PREFIX {prefix}: <{known}>"
            if known
            else f"Write a line PREFIX {prefix}: <…> at the top"
            + _near_prefixes(prefix, tuple(walk.prefixes))
        )
        walk.fail(QuerySyntax, token, f"the prefix `{prefix}:` is not declared", hint)


def _near_prefixes(prefix: str, known: Sequence[str]) -> str:
    near = [one for one in known if prefix and (one.startswith(prefix[:2]) or prefix in one)]
    listed = ", ".join(f"{one}:" for one in near[:4])
    return f"; prefixes of this graph that look like it: {listed}." if near else "."
