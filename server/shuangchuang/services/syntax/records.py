"""A Turtle text as records: terms as they were spelt, and the comments. Knows no syntax."""

from collections.abc import Mapping
from dataclasses import dataclass, field

XSD = "http://www.w3.org/2001/XMLSchema#"


@dataclass(frozen=True)
class Iri:
    """An absolute IRI."""

    value: str


@dataclass(frozen=True)
class Literal:
    """A literal. `datatype` is empty for plain text and for text with a language."""

    text: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Blank:
    """A blank node: its label with `_:`, or what the brackets hold.

    `number` sets the subjects apart that are written in brackets; a text has no name for them.
    """

    label: str = ""
    facts: tuple[tuple[Iri, "Term"], ...] = ()
    number: int = 0

    @property
    def is_anonymous(self) -> bool:
        """Tell whether it has no label."""
        return not self.label


@dataclass(frozen=True)
class Items:
    """A list in parentheses."""

    items: tuple["Term", ...]


Term = Iri | Literal | Blank | Items


@dataclass
class Record:
    """What a text says of one subject. `comments` are the lines that stand before it."""

    subject: Term
    comments: list[str] = field(default_factory=list)
    facts: list[tuple[Iri, Term]] = field(default_factory=list)


@dataclass(frozen=True)
class Document:
    """A text, read. `head` are the comments before the prefixes, `tail` those after the end."""

    head: tuple[str, ...]
    prefixes: Mapping[str, str]
    records: tuple[Record, ...]
    tail: tuple[str, ...]
