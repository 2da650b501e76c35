"""Binds variables of a query to terms: a VALUES block at the start of its WHERE clause.

The same on every engine, and nothing but a complete term in N-Triples syntax gets in. The
engine's own substitution is not used, because it takes projected variables only.
"""

import re
from collections.abc import Mapping

from shuangchuang.store.scanner import Token, scan

TERM = re.compile(
    r"<[^<>\"{}|^`\\\x00-\x20]*>"
    r"|\"(?:[^\"\\\r\n]|\\[tbnrf\"'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*\""
    r"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<[^<>\"{}|^`\\\x00-\x20]*>)?"
)
VARIABLE = re.compile(r"[^\W\d]\w*")


def with_bindings(text: str, bindings: Mapping[str, str]) -> str:
    """Return the query with each variable of `bindings` bound to its N-Triples term.

    Raises ValueError when a value is not one IRI or literal, or when the query has no WHERE
    clause in braces of its own.
    """
    if not bindings:
        return text
    for name, term in bindings.items():
        if not VARIABLE.fullmatch(name) or not TERM.fullmatch(term):
            raise ValueError(f"{name} = {term!r} is not a variable and a term")
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(bindings.values())
    place = _start_of_where(text)
    return f"{text[:place]} VALUES ({names}) {{ ({terms}) }} {text[place:]}"


def _start_of_where(text: str) -> int:
    depth = 0
    before: Token | None = None
    for token in scan(text):
        if token.text == "{":
            is_template = before is not None and before.keyword == "CONSTRUCT"
            if depth == 0 and not is_template:
                return token.start + 1
        depth += (token.text in ("{", "(")) - (token.text in ("}", ")"))
        before = token
    raise ValueError("the query has no WHERE clause to bind in")
