"""The one table of media types: what we write, under which name, with which suffix."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["solutions", "graph"]


@dataclass(frozen=True)
class Format:
    """One way to write an answer.

    `name` is the file suffix and the value of `?format=`; `synonyms` are other media types
    that clients send for it; `label` is for people.
    """

    name: str
    media_type: str
    kind: Kind
    label: str
    synonyms: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The Content-Type header, with the charset where the type leaves it open."""
        is_text = self.media_type.startswith("text/") or self.media_type.endswith("xml")
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


FORMATS: tuple[Format, ...] = (
    Format(
        "json",
        "application/sparql-results+json",
        "solutions",
        "JSON",
        ("application/json", "text/json"),
    ),
    Format(
        "xml",
        "application/sparql-results+xml",
        "solutions",
        "XML",
        ("application/xml", "text/xml"),
    ),
    Format("csv", "text/csv", "solutions", "CSV"),
    Format("tsv", "text/tab-separated-values", "solutions", "TSV"),
    Format("ttl", "text/turtle", "graph", "Turtle", ("application/x-turtle", "text/plain")),
    Format("nt", "application/n-triples", "graph", "N-Triples"),
    Format("rdf", "application/rdf+xml", "graph", "RDF/XML", ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", "graph", "JSON-LD", ("application/json", "text/json")),
)


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """List the formats for one kind of answer, the preferred one first."""
    return tuple(one for one in FORMATS if one.kind == kind)


def format_named(name: str, kind: Kind) -> Format | None:
    """Find a format of `kind` by its name or by one of its media types."""
    wanted = name.strip().lower()
    for one in formats_of(kind):
        if wanted in (one.name, one.media_type, *one.synonyms):
            return one
    return None
