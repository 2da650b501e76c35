"""Takes the dataset out of a query text: FROM and FROM NAMED become a dataset of the protocol.

Engines differ in what they make of FROM beside the dataset of the protocol, and of several FROM;
so both engines of ours see one form only. SPARQL 1.1 Query section 13.2.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from shuangchuang.store.scanner import Token, scan

DEPTH = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
FROM = re.compile(r"\bfrom\b", re.IGNORECASE)


@dataclass(frozen=True)
class Placed:
    """A query text without FROM, every other character in its place, and the graphs it named."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass
class _Names:
    base: str
    prefixes: dict[str, str] = field(default_factory=dict)

    def resolve(self, token: Token) -> str | None:
        if token.kind == "iri" and "\\" not in token.text:
            return urljoin(self.base, token.text[1:-1])
        prefix, _, local = token.text.partition(":")
        if token.kind == "name" and prefix in self.prefixes:
            return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return None


def split_dataset(text: str, base_iri: str) -> Placed:
    """Split the query; one whose FROM cannot be read here is returned as it is."""
    if not FROM.search(text):
        return Placed(text)
    names = _Names(base_iri)
    default: list[str] = []
    named: list[str] = []
    for clause in _clauses(text, names):
        if clause.iri is None:
            return Placed(text)
        (named if clause.is_named else default).append(clause.iri)
        text = text[: clause.start] + " " * (clause.end - clause.start) + text[clause.end :]
    return Placed(text, tuple(default), tuple(named))


@dataclass(frozen=True)
class _Clause:
    start: int
    end: int
    is_named: bool
    iri: str | None


def _clauses(text: str, names: _Names) -> list[_Clause]:
    tokens = list(scan(text))
    found: list[_Clause] = []
    depth = 0
    for index, token in enumerate(tokens):
        depth += DEPTH.get(token.text, 0) if token.kind == "sign" else 0
        if depth == 0:
            _read(token, tokens[index + 1 : index + 3], names, found)
    return found


def _read(token: Token, after: Sequence[Token], names: _Names, found: list[_Clause]) -> None:
    word = token.keyword
    if word == "BASE" and after:
        names.base = names.resolve(after[0]) or names.base
    elif word == "PREFIX" and len(after) == 2:
        names.prefixes[after[0].text[:-1]] = names.resolve(after[1]) or ""
    elif word == "FROM" and after:
        is_named = after[0].keyword == "NAMED"
        name = after[-1] if is_named else after[0]
        end = name.start + len(name.text)
        found.append(_Clause(token.start, end, is_named, names.resolve(name)))
