"""What a form consists of. Texts are in both languages; nothing here knows shapes or pages."""

from dataclasses import dataclass

from shuangchuang.base import namespaces as ns
from shuangchuang.base.texts import Bilingual


@dataclass(frozen=True)
class Choice:
    """A value to choose."""

    iri: str
    title: Bilingual


@dataclass(frozen=True)
class Need:
    """A language that a text must be given in, what is told without it, and the shape behind."""

    language: str
    advice: Bilingual
    shape: str


@dataclass(frozen=True)
class Field:
    """A field of a form; `shape` is the name of the shape behind it.

    `kind` is text, choice, date, thing, integer, decimal, boolean, string or address; a text has
    `languages`, a choice its `choices`, a thing the `classes` that it may be of. `is_required`
    means that the record is wrong without, `is_wanted` that it could be better with it.
    """

    name: str
    iri: str
    kind: str
    title: Bilingual
    description: Bilingual
    advice: Bilingual
    shape: str
    group: str
    order: float
    is_required: bool = False
    is_wanted: bool = False
    is_single: bool = False
    is_long: bool = False
    languages: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    classes: tuple[str, ...] = ()
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True)
class FormGroup:
    """Fields under one heading."""

    title: Bilingual
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Form:
    """A form for one record of the class `chosen`; `role` is empty, attribution or source."""

    role: str
    title: Bilingual
    classes: tuple[Choice, ...]
    chosen: str
    groups: tuple[FormGroup, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, in order."""
        return tuple(field for group in self.groups for field in group.fields)

    def field_of(self, iri: str) -> str:
        """Give the name in a request of the field of a property; empty when there is none."""
        found = next((one.name for one in self.fields if one.iri == iri), "")
        if iri == ns.SHC + "isStatedIn":
            return "isStatedIn"
        return f"{self.role}.{found}" if self.role and found else found
