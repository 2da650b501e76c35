"""Reads single triples of a loaded release, as its files assert them.

What is inferred at load is left out: a validation sees what somebody wrote.
"""

from collections.abc import Collection, Iterator

import pyoxigraph as ox

from shuangchuang.base import namespaces as ns
from shuangchuang.store.terms import XSD_STRING, Term, Triple, spell_tag

MERGED = ox.DefaultGraph()
# The one predicate that each inferred graph holds.
INFERRED = {
    ns.RDF_TYPE: ox.NamedNode(ns.INFERRED_TYPES),
    ns.RDFS_LABEL: ox.NamedNode(ns.INFERRED_LABELS),
}


class Reader:
    """Looks up triples in the default graph of a store."""

    def __init__(self, store: ox.Store, hidden: Collection[str] = ()) -> None:
        """Read from a store that nobody changes any more, all but some predicates."""
        self._store = store
        self._hidden = hidden

    def match(
        self, subject: Term | None = None, predicate: Term | None = None, value: Term | None = None
    ) -> list[Triple]:
        """List the asserted triples that have the given terms; None stands for any term.

        A triple with a term that RDF 1.1 does not have is left out.
        """
        quads = self._store.quads_for_pattern(
            _write_name(subject),
            ox.NamedNode(predicate.value) if predicate else None,
            _write(value) if value else None,
            MERGED,
        )
        return [
            (read_term(quad.subject), read_term(quad.predicate), read_term(quad.object))
            for quad in quads
            if not self._is_inferred(quad) and not isinstance(quad.object, ox.Triple)
        ]

    def placed(
        self, subject: Term | None = None, predicate: Term | None = None, graph: str = ""
    ) -> Iterator[tuple[str, Triple]]:
        """Give the triples of the named graphs, or of one of them, each after its graph's name."""
        quads = self._store.quads_for_pattern(
            _write_name(subject),
            ox.NamedNode(predicate.value) if predicate else None,
            None,
            ox.NamedNode(graph) if graph else None,
        )
        for quad in quads:
            if isinstance(quad.graph_name, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
                triple = (
                    read_term(quad.subject),
                    read_term(quad.predicate),
                    read_term(quad.object),
                )
                yield quad.graph_name.value, triple

    def is_only_in(self, triple: Triple, graphs: Collection[str]) -> bool:
        """Tell whether every file that asserts a triple is one of some graphs."""
        subject, predicate, value = triple
        quads = self._store.quads_for_pattern(
            _write_name(subject), ox.NamedNode(predicate.value), _write(value), None
        )
        files = (one.graph_name for one in quads)
        return all(one.value in graphs for one in files if isinstance(one, ox.NamedNode))

    def _is_inferred(self, quad: ox.Quad) -> bool:
        if quad.predicate.value in self._hidden:
            return True
        graph = INFERRED.get(quad.predicate.value)
        if graph is None:
            return False
        return ox.Quad(quad.subject, quad.predicate, quad.object, graph) in self._store


class Beside:
    """A release without what only some of its graphs hold: those that are about to be replaced."""

    def __init__(self, reader: Reader, graphs: Collection[str]) -> None:
        """Take the whole release and the names of the graphs."""
        self._reader = reader
        self._graphs = graphs

    def match(
        self, subject: Term | None = None, predicate: Term | None = None, value: Term | None = None
    ) -> list[Triple]:
        """List the triples that have the given terms; None stands for any term."""
        found = self._reader.match(subject, predicate, value)
        return [one for one in found if not self._reader.is_only_in(one, self._graphs)]


def read_term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    """Turn a term of the engine into a plain one."""
    if isinstance(term, ox.NamedNode):
        return Term("iri", term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Term("literal", term.value, spell_tag(term.language))
        datatype = term.datatype.value
        return Term("literal", term.value, "", "" if datatype == XSD_STRING else datatype)
    assert isinstance(term, ox.BlankNode)  # noqa: S101 - a triple is only ever an object
    return Term("blank", term.value)


def _write_name(term: Term | None) -> ox.NamedNode | ox.BlankNode | None:
    if term is None:
        return None
    return ox.BlankNode(term.value) if term.kind == "blank" else ox.NamedNode(term.value)


def _write(term: Term) -> ox.NamedNode | ox.BlankNode | ox.Literal | None:
    if term.kind != "literal":
        return _write_name(term)
    if term.language:
        return ox.Literal(term.value, language=term.language)
    return ox.Literal(term.value, datatype=ox.NamedNode(term.datatype or XSD_STRING))
