"""The one table of media types: what we write, under which name, with which suffix."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

Kind = Literal["solutions", "graph", "page"]


@dataclass(frozen=True)
class Format:
    """One way to write an answer.

    `name` is the file suffix and the value of `?format=`; `synonyms` are other media types
    that clients send for it, `aliases` other names; `label` is for people.
    """

    name: str
    media_type: str
    kind: Kind
    label: str
    synonyms: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The Content-Type header, with the charset where the type leaves it open."""
        is_text = self.media_type.startswith("text/") or self.media_type.endswith("xml")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


_JSON = ("application/json", "text/json")
_XML = ("application/xml", "text/xml")

FORMATS: tuple[Format, ...] = (
    Format("json", "application/sparql-results+json", "solutions", "JSON", _JSON, ("srj",)),
    Format("xml", "application/sparql-results+xml", "solutions", "XML", _XML, ("srx",)),
    Format("csv", "text/csv", "solutions", "CSV"),
    Format("tsv", "text/tab-separated-values", "solutions", "TSV"),
    Format(
        "ttl",
        "text/turtle",
        "graph",
        "Turtle",
        ("application/turtle", "application/x-turtle", "text/plain"),
        ("turtle", "n3"),
    ),
    Format("nt", "application/n-triples", "graph", "N-Triples", (), ("ntriples", "n-triples")),
    Format(
        "rdf",
        "application/rdf+xml",
        "graph",
        "RDF/XML",
        _XML,
        ("xml", "rdf+xml", "rdfxml", "rdf-xml"),
    ),
    Format(
        "jsonld",
        "application/ld+json",
        "graph",
        "JSON-LD",
        ("application/x-json+ld", *_JSON),
        ("json", "json-ld"),
    ),
)

# What is read: the formats of graphs, and those of datasets. No media type is guessed at.
READABLE_RDF: tuple[Format, ...] = (
    *(one for one in FORMATS if one.kind == "graph"),
    Format("trig", "application/trig", "graph", "TriG", ("application/x-trig",)),
    Format("nq", "application/n-quads", "graph", "N-Quads", ("text/x-nquads",), ("nquads",)),
)
SUFFIXES: Mapping[str, str] = {
    ".ttl": "ttl",
    ".trig": "trig",
    ".nt": "nt",
    ".nq": "nq",
    ".rdf": "rdf",
    ".xml": "rdf",
    ".owl": "rdf",
    ".jsonld": "jsonld",
    ".json": "jsonld",
}
_UNCLEAR = "text/plain"  # any of them may come under it, so it says nothing

PAGE = Format("html", "text/html", "page", "HTML", ("application/xhtml+xml",))
"""What people read in a browser."""


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """List the formats for one kind of answer, the preferred one first."""
    return tuple(one for one in FORMATS if one.kind == kind)


def format_named(name: str, kind: Kind) -> Format | None:
    """Find a format of `kind` by one of its names or media types."""
    wanted = name.strip().lower()
    for one in formats_of(kind):
        if wanted in (one.name, one.media_type, *one.aliases, *one.synonyms):
            return one
    return None


def readable_type(media_type: str) -> Format | None:
    """Find the format that a body of this media type, without parameters, is read as."""
    wanted = media_type.strip().lower()
    found = (one for one in READABLE_RDF if wanted in (one.media_type, *one.synonyms))
    return None if wanted == _UNCLEAR else next(found, None)


def readable_name(file_name: str) -> Format | None:
    """Find the format that a file of this name is read as, by its suffix."""
    name = SUFFIXES.get(PurePath(file_name).suffix.lower())
    return next((one for one in READABLE_RDF if one.name == name), None)
