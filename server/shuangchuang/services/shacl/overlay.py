"""Lays new triples over the published ones: one graph, read as far as it is asked for.

Whatever is asked of a subject fetches what is published of it, once; nothing enumerates the
release. So the cost is that of the new triples, whatever the size of the release.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Protocol

from rdflib import BNode, Graph, Literal, URIRef
from rdflib.plugins.stores.memory import SimpleMemory
from rdflib.term import Node

from shuangchuang.store.reader import Beside, Reader
from shuangchuang.store.terms import Term

Statement = tuple[Node, Node, Node]
Pattern = tuple[Node | None, Node | None, Node | None]


class Published(Protocol):
    """What is published: a graph of rdflib, or `Release`."""

    def triples(self, triple: Any, /) -> Iterable[Any]:  # noqa: ANN401 - as rdflib has it
        """List the triples that match a pattern, in which None stands for any term."""


class Release:
    """A loaded release, as far as rdflib needs it."""

    def __init__(self, reader: Reader | Beside) -> None:
        """Read through a reader of the store."""
        self._reader = reader

    def triples(self, triple: Pattern, /) -> Iterator[Statement]:
        """List the triples that match a pattern."""
        for subject, predicate, value in self._reader.match(*map(_write_term, triple)):
            yield read_node(subject), read_node(predicate), read_node(value)


class Overlay(SimpleMemory):
    """A store of rdflib: the triples that were added, and behind them what is published."""

    # pySHACL takes no other stores. There is one graph, by whatever name it is asked.
    context_aware = True
    graph_aware = True

    def __init__(self, published: Published) -> None:
        """Start with nothing added and nothing fetched."""
        super().__init__()
        self._published = published
        self._described: set[Node] = set()
        self._fetched: set[Pattern] = set()
        self._held: set[Statement] = set()

    def add(self, triple: Any, context: Any, quoted: bool = False) -> None:  # noqa: ANN401 - as rdflib has it
        """Add one triple to what is in memory."""
        self._held.add(triple)
        super().add(triple, context, quoted)

    def triples(
        self,
        triple_pattern: Any,  # noqa: ANN401 - as rdflib has it
        context: Any = None,  # noqa: ANN401 - as rdflib has it
    ) -> Iterator[Any]:
        """Answer as any store of rdflib does."""
        if triple_pattern[0] not in self._described:
            self._fetch(triple_pattern)
        # A list: whoever reads it may ask the next question, which adds, before its end.
        return iter(list(super().triples(triple_pattern, context)))

    def add_graph(self, graph: Graph) -> None:
        """Leave the one graph as it is."""

    def __len__(self, context: Any = None) -> int:  # noqa: ANN401 - as rdflib has it
        """Count what is in memory: the release is not enumerated for a number.

        pySHACL asks for it hundreds of times, to see whether there is a graph.
        """
        return len(self._held)

    def remove(self, triple_pattern: Any, context: Any = None) -> None:  # noqa: ANN401 - as rdflib has it
        """Refuse: what is published cannot be taken away by what is added."""
        raise NotImplementedError

    def _fetch(self, pattern: Pattern) -> None:
        subject, predicate, _ = pattern
        known = {pattern, (None, predicate, None), (None, None, None)}
        if isinstance(subject, Literal) or not self._fetched.isdisjoint(known):
            return
        if subject is None:
            self._fetched.add(pattern)
        else:
            self._described.add(subject)
            pattern = (subject, None, None)
        for triple in self._published.triples(pattern):
            self.add(triple, None)  # there are no contexts


@lru_cache(maxsize=4096)
def read_node(term: Term) -> Node:
    """Turn a term of the store into one of rdflib."""
    if term.kind == "iri":
        return URIRef(term.value)
    if term.kind == "blank":
        return BNode(term.value)
    # Normalised as the parsers of rdflib do it, also while pySHACL has that switched off.
    return Literal(
        term.value, lang=term.language or None, datatype=term.datatype or None, normalize=True
    )


def _write_term(node: Node | None) -> Term | None:
    if node is None:
        return None
    if isinstance(node, Literal):
        return Term("literal", str(node), node.language or "", str(node.datatype or ""))
    return Term("blank" if isinstance(node, BNode) else "iri", str(node))
