"""Checks the passages of a source against its text, for whoever has the text at hand.

The graph holds places and digests, never words, so this is the one way to see that a
passage still is what it was when it was read. Must not fetch anything.
"""

import hashlib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from shuangchuang.base.namespaces import SHC

_OA = "http://www.w3.org/ns/oa#"
_HAS_SELECTOR = URIRef(_OA + "hasSelector")
_HAS_SOURCE = URIRef(_OA + "hasSource")
_START = URIRef(_OA + "start")
_END = URIRef(_OA + "end")
_SHA256 = URIRef(SHC + "sha256")
_SNAPSHOT = URIRef(SHC + "SourceSnapshot")


@dataclass(frozen=True)
class Mismatch:
    """A digest that does not fit. `found` is empty when the place is not in the text."""

    subject: str
    expected: str
    found: str

    def __str__(self) -> str:
        what = f"has the digest {self.found}" if self.found else "has no such place"
        return f"{self.subject}: the graph says {self.expected or 'nothing'}, the text {what}"


def normalise_text(text: str) -> str:
    """Bring a text into the form that is hashed: Unicode NFC and line feeds."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def text_digest(text: str) -> str:
    """Hash the UTF-8 bytes of a text: 64 hexadecimal digits of SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()


def verify_source(graph: Graph, text: str) -> list[Mismatch]:
    """Compare every snapshot of `graph` and its passages with `text`.

    Positions count characters of the normalised text from zero; the end is exclusive
    (Web Annotation Data Model, section 4.2.5). An empty list means that all fit.
    """
    whole = normalise_text(text)
    found: list[Mismatch] = []
    for snapshot in sorted(graph.subjects(RDF.type, _SNAPSHOT), key=str):
        found.extend(_compare(graph, snapshot, whole))
        for passage in sorted(graph.subjects(_HAS_SOURCE, snapshot), key=str):
            found.extend(_compare(graph, passage, _passage_text(graph, passage, whole)))
    return found


def _compare(graph: Graph, subject: Node, text: str) -> Iterator[Mismatch]:
    """Yield a mismatch unless the one digest of `subject` is that of `text`."""
    expected = str(graph.value(subject, _SHA256) or "")
    found = text_digest(text) if text else ""
    if expected != found or not found:
        yield Mismatch(str(subject), expected, found)


def _passage_text(graph: Graph, passage: Node, whole: str) -> str:
    """Cut a passage out of the text; empty when its place is missing or outside."""
    selector = graph.value(passage, _HAS_SELECTOR)
    start, end = graph.value(selector, _START), graph.value(selector, _END)
    if not (isinstance(start, Literal) and isinstance(end, Literal)):
        return ""
    first, last = int(start), int(end)
    return whole[first:last] if 0 <= first < last <= len(whole) else ""
