"""Finds the first token of a query that no query can have there, and what could stand instead.

A predictive parser: the grammar needs one token to decide. It runs only over what an engine has
refused, so that no honest query waits for it or depends on it; and it keeps its own stack, so
that no nesting is too deep.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from shuangchuang.store.grammar import RULES
from shuangchuang.store.scanner import Token

PIECE = re.compile(r"'[^']+'|[A-Za-z_]+|[()|?*+]")
KEYWORDS = tuple(sorted(set(re.findall(r"'([A-Z][A-Z0-9_]*)'", RULES))))
KINDS = {
    "iri": "IRIREF",
    "name": "PNAME",
    "variable": "VAR",
    "string": "STRING",
    "number": "NUMBER",
    "tag": "LANGUAGE",
    "blank": "BLANK",
}


@dataclass(frozen=True)
class Node:
    """A piece of the grammar: a terminal or a rule by `name`, or `parts` put together by `kind`."""

    kind: str
    name: str = ""
    parts: tuple["Node", ...] = ()

    @cached_property
    def first(self) -> frozenset[str]:
        """The terminals that it can begin with."""
        if self.kind == "terminal":
            return frozenset((self.name,))
        if self.kind == "rule":
            return read_rules()[self.name].first
        found: set[str] = set()
        for part in self.parts:
            found |= part.first
            if self.kind == "sequence" and not part.is_empty:
                break
        return frozenset(found)

    @cached_property
    def is_empty(self) -> bool:
        """Whether it can be nothing."""
        if self.kind == "rule":
            return read_rules()[self.name].is_empty
        if self.kind == "sequence":
            return all(part.is_empty for part in self.parts)
        if self.kind == "choice":
            return any(part.is_empty for part in self.parts)
        return self.kind in ("maybe", "many")


@dataclass(frozen=True)
class Failure:
    """The place of the first wrong token, the end of them all included, and what can stand there.

    `possible` holds names of rules and terminals.
    """

    index: int
    possible: tuple[str, ...]


def find_failure(tokens: Sequence[Token]) -> Failure | None:
    """Find the first wrong token; None when the grammar has nothing against the query."""
    stack, index, passed = [Node("rule", "Query")], 0, list[Node]()
    while stack:
        node = stack.pop()
        names = _names(tokens[index]) if index < len(tokens) else frozenset[str]()
        if node.kind == "terminal" and node.name in names:
            index, passed = index + 1, []
        elif not names.isdisjoint(node.first):
            stack.extend(reversed(_unfold(node, names)))
        elif node.is_empty:
            passed.append(node)
        else:
            return Failure(index, _possible([*passed, node]))
    return Failure(index, _possible(passed)) if index < len(tokens) else None


def _unfold(node: Node, names: frozenset[str]) -> Sequence[Node]:
    """Give what a node is made of, where the next token can begin it."""
    if node.kind == "rule":
        return [read_rules()[node.name]]
    if node.kind == "choice":
        return [next(part for part in node.parts if not names.isdisjoint(part.first))]
    if node.kind == "many":
        return [*node.parts, node]
    return node.parts


def _possible(nodes: Sequence[Node]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for node in nodes:
        found |= dict.fromkeys(_begin(node))
    return tuple(found)


def _begin(node: Node) -> Iterator[str]:
    """Name what a node can begin with, in the order of the grammar, by rules where there are."""
    if node.kind in ("terminal", "rule"):
        yield node.name
        return
    for part in node.parts:
        yield from _begin(part)
        if node.kind == "sequence" and not part.is_empty:
            return


def _names(token: Token) -> frozenset[str]:
    if token.kind == "word":
        return frozenset((token.text if token.text == "a" else token.keyword,))
    names = {KINDS.get(token.kind, token.text)}
    if token.kind == "name" and token.text.endswith(":"):
        names.add("PNAME_NS")
    if token.kind == "number" and token.text.isdigit():
        names.add("INTEGER")
    return frozenset(names)


@cache
def read_rules() -> dict[str, Node]:
    """Read the text of the grammar."""
    found = {}
    for rule in RULES.strip().replace("\n  ", " ").split("\n"):
        if rule:
            name, _, text = rule.partition(" ::= ")
            found[name] = _read_choice(PIECE.findall(text))
    return found


def _read_choice(pieces: list[str]) -> Node:
    parts = [_read_sequence(pieces)]
    while pieces and pieces[0] == "|":
        pieces.pop(0)
        parts.append(_read_sequence(pieces))
    return parts[0] if len(parts) == 1 else Node("choice", parts=tuple(parts))


def _read_sequence(pieces: list[str]) -> Node:
    parts = []
    while pieces and pieces[0] not in "|)":
        parts.append(_read_repeated(_read_one(pieces), pieces))
    return parts[0] if len(parts) == 1 else Node("sequence", parts=tuple(parts))


def _read_one(pieces: list[str]) -> Node:
    piece = pieces.pop(0)
    if piece == "(":
        inner = _read_choice(pieces)
        pieces.pop(0)
        return inner
    is_rule = piece[0].isalpha() and not piece.isupper()
    return Node("rule" if is_rule else "terminal", piece.strip("'"))


def _read_repeated(node: Node, pieces: list[str]) -> Node:
    sign = pieces.pop(0) if pieces and pieces[0] in ("?", "*", "+") else ""
    if sign == "?":
        return Node("maybe", parts=(node,))
    many = Node("many", parts=(node,))
    return {"": node, "*": many, "+": Node("sequence", parts=(node, many))}[sign]
