"""A store for the check of a release: what is judged, what it may rely on, and queries over both.

For a child process: a query here has no limit of its own. Knows no shapes.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from shuangchuang.base import namespaces as ns
from shuangchuang.base.errors import ContentError
from shuangchuang.store.loading import kind_of
from shuangchuang.store.reader import Reader, read_term
from shuangchuang.store.terms import Term

# Types whose texts the store keeps as they are.
KEPT = {
    "http://www.w3.org/2001/XMLSchema#string",
    "http://www.w3.org/2001/XMLSchema#anyURI",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString",
}
PLACE = ox.NamedNode("urn:x-literal")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
FIRST, REST = ox.NamedNode(RDF + "first"), ox.NamedNode(RDF + "rest")
TYPE, SUBCLASS = ox.NamedNode(ns.RDF_TYPE), ox.NamedNode(ns.RDFS_SUBCLASS)
# From everything to its classes and their superclasses: a step instead of a path for queries.
IS_A = "urn:x-is-a"
# From each cell of a list to the items from there on.
HOLDS = "urn:x-holds"
HIDDEN = (IS_A, HOLDS)


class ScreenedStore:
    """Files in one default graph. `subjects` are those of the judged files."""

    def __init__(self, judged: Iterable[Path], known: Iterable[Path]) -> None:
        """Load the files. Raises ContentError at the first that cannot be read."""
        self._store = ox.Store()
        self._typed: set[ox.Literal] = set()
        self._subjects: set[ox.NamedNode | ox.BlankNode | ox.Triple] = set()
        self._types: list[ox.Quad] = []
        for path in judged:
            self._store.bulk_extend(self._read(path, is_judged=True))
        for path in known:
            self._store.bulk_extend(self._read(path, is_judged=False))
        self._store.bulk_extend(self._classify())
        self._store.extend(list(self._unroll()))
        self.subjects = {read_term(one) for one in self._subjects}
        self.reader = Reader(self._store, hidden=HIDDEN)

    def changed(self) -> list[str]:
        """List the literals that the store does not give back as they were written."""
        scratch = ox.Store()
        scratch.extend(
            ox.Quad(ox.NamedNode(f"urn:x:{n}"), PLACE, one) for n, one in enumerate(self._typed)
        )
        stored = {quad.object for quad in scratch}
        return sorted(str(one) for one in self._typed if one not in stored)

    def select(self, query: str) -> set[Term]:
        """Find what a SELECT query binds to `?this`."""
        rows = self._store.query(query)
        assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - tells the type checker: a SELECT
        return {read_term(row["this"]) for row in rows if row["this"] is not None}

    def _classify(self) -> Iterator[ox.Quad]:
        is_a = ox.NamedNode(IS_A)
        above: dict[object, list[ox.NamedNode | ox.BlankNode]] = {}
        for quad in self._types:
            if quad.object not in above:
                above[quad.object] = self._superclasses(quad.object)
            yield from (ox.Quad(quad.subject, is_a, each) for each in above[quad.object])

    def _unroll(self) -> Iterator[ox.Quad]:
        for head in self._store.quads_for_pattern(None, FIRST, None, None):
            cells = [head.subject]
            for cell in cells:
                for quad in self._store.quads_for_pattern(cell, FIRST, None, None):
                    yield ox.Quad(head.subject, ox.NamedNode(HOLDS), quad.object)
                for quad in self._store.quads_for_pattern(cell, REST, None, None):
                    if isinstance(quad.object, ox.NamedNode | ox.BlankNode):
                        cells += [quad.object] if quad.object not in cells else []

    def _superclasses(self, kind: object) -> list[ox.NamedNode | ox.BlankNode]:
        """List a class and all above it."""
        found = [kind] if isinstance(kind, ox.NamedNode | ox.BlankNode) else []
        for one in found:
            for quad in self._store.quads_for_pattern(one, SUBCLASS, None, None):
                each = quad.object
                if isinstance(each, ox.NamedNode | ox.BlankNode) and each not in found:
                    found.append(each)
        return found

    def _read(self, path: Path, *, is_judged: bool) -> Iterator[ox.Quad]:
        kind = kind_of(path)
        try:
            for quad in ox.parse(path=path, format=kind, rename_blank_nodes=True):
                if is_judged:
                    self._subjects.add(quad.subject)
                if isinstance(quad.object, ox.Literal) and quad.object.datatype.value not in KEPT:
                    self._typed.add(quad.object)
                if quad.predicate == TYPE:
                    self._types.append(quad)
                yield ox.Quad(quad.subject, quad.predicate, quad.object)
        except SyntaxError as error:
            raise ContentError(path, error.lineno or 0, error.offset or 0, error.msg) from error
