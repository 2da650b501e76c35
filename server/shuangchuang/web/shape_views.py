"""What the templates about shapes are given: one documented view object each."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangchuang.web.views import Frame, Link


@dataclass(frozen=True)
class Piece:
    """A piece of a sentence: plain text, or a link with its text; code is set as such."""

    text: str
    href: str = ""
    is_code: bool = False


Sentence = Sequence[Piece]


@dataclass(frozen=True)
class Ask:
    """One part of a shape: a property shape or a SPARQL constraint.

    `other` is the message in the other language.
    """

    name: str
    link: Link
    severity: str
    path: Sentence
    conditions: Sequence[Sentence]
    description: str
    message: str
    other: str


@dataclass(frozen=True)
class ExampleView:
    """An example: what it shows, its Turtle, and links to what it breaks."""

    summary: str
    text: str
    breaks: Sequence[Link]


@dataclass(frozen=True)
class ShapeView:
    """shape.html: a shape, a property shape, a SPARQL constraint or a rule.

    `kind` and `severity` are keys of words. `wrong` has at most one example for each part.
    """

    frame: Frame
    kind: str
    name: str
    title: str
    severity: str
    description: str
    message: str
    other: str
    targets: Sequence[Sentence]
    path: Sentence
    conditions: Sequence[Sentence]
    asks: Sequence[Ask]
    query: str
    right: ExampleView | None
    wrong: Sequence[ExampleView]
    users: Sequence[Link]
    terms: Sequence[Link]
    downloads: Sequence[Link]


@dataclass(frozen=True)
class ShapeEntry:
    """A line of the list of shapes; `name` is its anchor."""

    name: str
    link: Link
    description: str


@dataclass(frozen=True)
class ShapeGroup:
    """A heading of the list: the key of its words, and its lines."""

    title: str
    entries: Sequence[ShapeEntry]


@dataclass(frozen=True)
class ShapesView:
    """shapes.html: every shape and rule, by file; `parts` are shapes that only others use."""

    frame: Frame
    groups: Sequence[ShapeGroup]
    parts: Sequence[ShapeEntry]
    downloads: Sequence[Link]
