"""Suggests which term was meant where a query names one that is nowhere in the graph.

A misspelt term makes a valid query with an empty answer. Every honest query pays for a look into
a set; names are compared only for the few that are not in it.
"""

import csv
import difflib
import io
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.base.media import formats_of
from shuangchuang.base.namespaces import BASE
from shuangchuang.store.engine import Engine, Limits, Query

MAX_UNKNOWN = 5
MAX_MEANT = 3
MAX_COMPARED = 500
MAX_IRI_LENGTH = 200
NEARNESS = 0.75  # two letters of eight may be wrong; `xsd:dateTime` is not near `xsd:date`
LOCAL_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")

# The default graph, and the named ones: the shapes are there only.
EVERY_IRI = """
SELECT DISTINCT ?iri
WHERE {
  { { ?iri ?p ?o } UNION { ?s ?iri ?o } UNION { ?s ?p ?iri } }
  UNION
  { GRAPH ?g { { ?iri ?p ?o } UNION { ?s ?iri ?o } UNION { ?s ?p ?iri } } }
  FILTER(isIRI(?iri))
}
"""
LIMITS = Limits(timeout_s=5.0, max_rows=200_000, max_bytes=33_554_432)
RETRY_AFTER_S = 60.0


@dataclass(frozen=True)
class Suggestion:
    """A term that is nowhere in the graph, and those that come near it, the nearest first.

    `written` is a prefixed name, or an IRI where no prefix makes a plain name of it.
    """

    written: str
    meant: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Term:
    prefix: str
    namespace: str
    local: str

    @property
    def written(self) -> str:
        is_plain = self.prefix and LOCAL_NAME.fullmatch(self.local)
        return f"{self.prefix}:{self.local}" if is_plain else self.namespace + self.local


def suggest(
    iris: Sequence[str], known: Set[str], prefixes: Mapping[str, str]
) -> tuple[Suggestion, ...]:
    """Suggest terms for the first unknown IRIs, in their order.

    A term of ours that is not `known` is always told, one of another vocabulary of `prefixes`
    only when a known one comes near: it may well be right, and merely not be used here.
    """
    # The longest namespace first; what is ours without a prefix is told as an IRI.
    pairs = [*prefixes.items(), ("", BASE)]
    namespaces = sorted(pairs, key=lambda pair: len(pair[1]), reverse=True)
    found = []
    for term in islice(_find_unknown(iris, known, namespaces), MAX_UNKNOWN):
        meant = _find_near(term, known)
        if meant or term.namespace.startswith(BASE):
            found.append(Suggestion(term.written, meant))
    return tuple(found)


def _find_unknown(
    iris: Sequence[str], known: Set[str], namespaces: Sequence[tuple[str, str]]
) -> Iterator[_Term]:
    for iri in iris:
        if iri in known or len(iri) > MAX_IRI_LENGTH:
            continue
        pair = next((pair for pair in namespaces if iri.startswith(pair[1])), None)
        if pair and iri != pair[1]:
            yield _Term(*pair, iri[len(pair[1]) :])


def _find_near(term: _Term, known: Set[str]) -> tuple[str, ...]:
    """Find the known names of the same namespace that come near; case does not count.

    Of very many names, those of the most similar length are compared.
    """
    if not term.prefix:
        return ()
    start = len(term.namespace)
    locals_ = (iri[start:] for iri in known if iri.startswith(term.namespace))
    plain = filter(LOCAL_NAME.fullmatch, locals_)
    ordered = sorted(plain, key=lambda one: (abs(len(one) - len(term.local)), one))
    names = {local.casefold(): local for local in reversed(ordered[:MAX_COMPARED])}
    near = difflib.get_close_matches(term.local.casefold(), names, MAX_MEANT, NEARNESS)
    return tuple(f"{term.prefix}:{names[one]}" for one in near)


class KnownIris:
    """Every IRI of a release, asked of its engine once and kept while the release is the same."""

    def __init__(self, engine: Engine) -> None:
        """Take the engine; nothing is asked yet."""
        self._engine = engine
        self._lock = threading.Lock()
        self._digest = ""
        self._iris: frozenset[str] = frozenset()
        self._again_at = 0.0

    def read(self) -> frozenset[str]:
        """Give the IRIs; none when there are too many to keep or the engine fails.

        One thread asks, the others do not wait: they get none until it is done. After a failure
        the engine is left alone for a minute.
        """
        digest = self._engine.release.digest
        if self._digest != digest and self._lock.acquire(blocking=False):
            try:
                self._renew(digest)
            finally:
                self._lock.release()
        return self._iris if self._digest == digest else frozenset()

    def _renew(self, digest: str) -> None:
        if self._digest == digest or time.monotonic() < self._again_at:
            return
        try:
            self._iris = self._fetch()
            self._digest = digest
        except ShuangchuangError:  # a hint is never worth an error
            self._again_at = time.monotonic() + RETRY_AFTER_S

    def _fetch(self) -> frozenset[str]:
        written = next(one for one in formats_of("solutions") if one.name == "csv")
        answer = self._engine.query(Query(EVERY_IRI), written, formats_of("graph")[0], LIMITS)
        if answer.truncated:  # half of the terms would make untrue hints
            return frozenset()
        rows = csv.reader(io.StringIO(answer.body.decode(), newline=""))
        next(rows)
        return frozenset((*(row[0] for row in rows if row), *self._engine.release.graphs))
