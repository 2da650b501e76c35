"""What the templates for contributors are given: one documented view object each."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangchuang.web.views import Frame, Link


@dataclass(frozen=True)
class Option:
    """A value to choose: what is sent, and what is shown."""

    value: str
    text: str


@dataclass(frozen=True)
class Control:
    """One control of a field. `language` is its tag, empty where the value has none."""

    id: str
    name: str
    value: str
    label: str
    language: str = ""


@dataclass(frozen=True)
class FieldView:
    """A field with its controls, one for each language or value.

    `kind` is text, long, choice, thing, date or line; `list_id` names the list of things offered;
    `add` is the value of the button for one more, empty where there is at most one. `errors` are
    sentences; `rule` leads to the page of the shape behind it.
    """

    id: str
    kind: str
    title: str
    description: str
    help: str
    demand: str
    controls: Sequence[Control]
    options: Sequence[Option]
    list_id: str
    add: str
    errors: Sequence[str]
    rule: Link | None


@dataclass(frozen=True)
class Section:
    """Fields under one legend."""

    title: str
    fields: Sequence[FieldView]


@dataclass(frozen=True)
class Part:
    """The sections of one record; `is_open` where something was written or is wrong."""

    title: str
    role: str
    is_open: bool
    classes: Sequence[Option]
    class_name: str
    chosen: str
    sections: Sequence[Section]


@dataclass(frozen=True)
class ThingList:
    """The things that fields of a kind offer."""

    id: str
    options: Sequence[Option]


@dataclass(frozen=True)
class Outcome:
    """What came of checking. `others` are findings that belong to no field, each with its rule."""

    turtle: str
    conforms: bool
    is_judged: bool
    others: Sequence[tuple[str, Link]]
    steps: Sequence[str]


@dataclass(frozen=True)
class FormView:
    """contribute_form.html: the form of a kind, and what came of it when it was sent."""

    frame: Frame
    kind: str
    title: str
    action: str
    parts: Sequence[Part]
    slug: Control
    slug_errors: Sequence[str]
    sources: FieldView
    lists: Sequence[ThingList]
    summary: Sequence[Link]
    outcome: Outcome | None


@dataclass(frozen=True)
class ContributeView:
    """contribute.html: the kinds of records that there are forms for."""

    frame: Frame
    kinds: Sequence[Link]
