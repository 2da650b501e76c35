"""Takes the dataset out of a query text: FROM and FROM NAMED become a dataset of the protocol.

Engines differ in what they make of FROM beside the dataset of the protocol, and of several FROM;
so both engines of ours see one form only. SPARQL 1.1 Query section 13.2.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from shuangchuang.store.scanner import Token, may_hold, scan

DEPTH = {"{": 1, "(": 1, "[": 1, "}": -1, ")": -1, "]": -1}
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True)
class Placed:
    """A query text without FROM, every other character in its place, and the graphs it named."""

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Clause:
    start: int
    name: Token
    is_named: bool

    @property
    def end(self) -> int:
        return self.name.start + len(self.name.text)


def is_iri(text: str) -> bool:
    """Tell whether a text is one absolute IRI, which may name a graph. RFC 3987."""
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def split_dataset(text: str, base_iri: str) -> Placed:
    """Split the query; one whose FROM cannot be read here is returned as it is."""
    if not may_hold(text, "FROM"):
        return Placed(text)
    tokens = list(scan(text))
    clauses = list(_clauses(tokens))
    iris = _resolve(_prologue(text, tokens), [one.name for one in clauses], base_iri)
    if not iris:
        return Placed(text)
    for one in clauses:
        text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    found = [(one.is_named, iri) for one, iri in zip(clauses, iris, strict=True)]
    default = tuple(iri for is_named, iri in found if not is_named)
    return Placed(text, default, tuple(iri for is_named, iri in found if is_named))


def _clauses(tokens: Sequence[Token]) -> Iterator[_Clause]:
    depth = 0
    for index, token in enumerate(tokens):
        depth += DEPTH.get(token.text, 0) if token.kind == "sign" else 0
        after = tokens[index + 1 : index + 3]
        if depth == 0 and token.keyword == "FROM" and after:
            is_named = after[0].keyword == "NAMED"
            yield _Clause(token.start, after[-1] if is_named else after[0], is_named)


def _prologue(text: str, tokens: Sequence[Token]) -> str:
    start = next((one.start for one in tokens if one.keyword in FORMS), 0)
    return text[:start]


def _resolve(prologue: str, names: Sequence[Token], base_iri: str) -> Sequence[str]:
    """Resolve names as the engine does; none when it cannot, which it then says itself."""
    if not names or not all(one.kind in ("iri", "name") for one in names):
        return ()
    items = " ".join(f"({one.text} AS ?g{number})" for number, one in enumerate(names))
    try:
        answer = ox.Store().query(f"{prologue} SELECT {items} {{}}", base_iri=base_iri)
    except SyntaxError:
        return ()
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 - tells the type checker: a SELECT
    return [term.value for row in answer for term in row if isinstance(term, ox.NamedNode)]
