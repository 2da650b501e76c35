"""Draws a form: what was filled in, beside what is to be mended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import url_for

from shuangchuang.services.forms.library import KINDS
from shuangchuang.services.forms.model import Field, Form
from shuangchuang.services.forms.offers import SOURCES
from shuangchuang.services.forms.values import field_name
from shuangchuang.web.contribute_views import (
    Control,
    FieldView,
    FormView,
    Option,
    Outcome,
    Part,
    Section,
    ThingList,
)
from shuangchuang.web.shape_links import pick, shape_link
from shuangchuang.web.site import current_site
from shuangchuang.web.views import Frame, Link

LINES = {"text": "text", "choice": "choice", "thing": "thing", "date": "date"}


@dataclass
class Filled:
    """A form as it was filled in. `errors` are keyed by field, `added` gets one control more."""

    kind: str
    forms: tuple[Form, ...]
    given: Mapping[str, Sequence[str]]
    added: str = ""
    errors: dict[str, list[str]] = field(default_factory=dict)
    outcome: Outcome | None = None

    def complain(self, name: str, message: str) -> None:
        """Note what is wrong with a field, once."""
        told = self.errors.setdefault(name, [])
        if message not in told:
            told.append(message)

    def values(self, name: str) -> list[str]:
        """Give the values of a field that were filled in."""
        return [value for value in self.given.get(name, ()) if value.strip()]


def draw_form(filled: Filled, frame: Frame) -> FormView:
    """Draw the whole form of a kind."""
    drawer = _Drawer(filled, frame)
    parts = [drawer.part(one) for one in filled.forms]
    sources = drawer.sources()
    titles = {"slug": frame.words["contribute_slug"], "isStatedIn": sources.title}
    ids = {_id(name): title for name, title in titles.items()}
    for part in parts:
        start = f"{part.title} · " if part.role else ""
        for section in part.sections:
            ids |= {one.id: f"{start}{one.title}" for one in section.fields}
    summary = [
        Link(f"#{_id(name)}", f"{ids.get(_id(name), name)}{frame.words['colon']}{message}")
        for name, messages in filled.errors.items()
        for message in messages
    ]
    return FormView(
        frame,
        filled.kind,
        pick(KINDS[filled.kind][1]),
        url_for("contribute.check", kind=filled.kind),
        parts,
        Control(_id("slug"), "slug", "".join(filled.values("slug")[:1]), ""),
        filled.errors.get("slug", ()),
        sources,
        drawer.lists(),
        summary,
        filled.outcome,
    )


class _Drawer:
    def __init__(self, filled: Filled, frame: Frame) -> None:
        self._filled = filled
        self._words = frame.words
        self._lists: dict[str, tuple[str, ...]] = {}

    def part(self, form: Form) -> Part:
        sections = [
            Section(pick(group.title), [self._field(form, one) for one in group.fields])
            for group in form.groups
        ]
        written = any(
            view.errors or any(one.value for one in view.controls)
            for section in sections
            for view in section.fields
        )
        return Part(
            pick(form.title),
            form.role,
            written or form.role != "source",
            [Option(one.iri, pick(one.title)) for one in form.classes],
            field_name(form, "class"),
            (self._filled.values(field_name(form, "class")) or [form.chosen])[0],
            sections,
        )

    def sources(self) -> FieldView:
        """Draw the field of the sources that are in the graph already."""
        title, help_text = (self._words[f"contribute_{one}"] for one in ("sources", "sources_help"))
        list_id = self._list(SOURCES)
        return FieldView(
            _id("isStatedIn"),
            "thing",
            title,
            "",
            help_text,
            self._words["contribute_required"],
            self._controls("isStatedIn", title),
            (),
            list_id,
            "isStatedIn",
            self._filled.errors.get("isStatedIn", ()),
            shape_link("source-given"),
        )

    def lists(self) -> list[ThingList]:
        """Draw the lists of things that the fields name."""
        contributing = current_site().contributing
        offers = contributing.offers if contributing else None
        return [
            ThingList(name, [Option(label, iri.rpartition("/")[2]) for iri, label in found.items()])
            for name, classes in self._lists.items()
            if offers and (found := offers.of(classes))
        ]

    def _field(self, form: Form, one: Field) -> FieldView:
        name = field_name(form, one.name)
        title = pick(one.title)
        demand = "required" if one.is_required else "wanted" if one.is_wanted else ""
        return FieldView(
            _id(name),
            "long" if one.is_long else LINES.get(one.kind, one.kind),
            title,
            pick(one.description),
            self._words.get(f"contribute_{one.kind}_help", ""),
            self._words[f"contribute_{demand}"] if demand else "",
            self._texts(form, one) if one.languages else self._controls(name, title),
            self._options(one),
            self._list(one.classes) if one.kind == "thing" else "",
            "" if one.is_single or one.languages else name,
            self._filled.errors.get(name, ()),
            shape_link(one.shape),
        )

    def _texts(self, form: Form, one: Field) -> list[Control]:
        names = {language: field_name(form, one.name, language) for language in one.languages}
        return [
            Control(
                _id(name),
                name,
                "".join(self._filled.values(name)[:1]),
                self._words[f"lang_{language}"],
                language,
            )
            for language, name in names.items()
        ]

    def _controls(self, name: str, title: str) -> list[Control]:
        values = self._filled.values(name)
        values += [""] if not values or self._filled.added == name else []
        return [
            Control(f"{_id(name)}-{place}", name, value, f"{title} {place}" if place > 1 else title)
            for place, value in enumerate(values, 1)
        ]

    def _options(self, one: Field) -> list[Option]:
        if one.kind == "boolean":
            return [Option("true", self._words["yes"]), Option("false", self._words["no"])]
        return [Option(choice.iri, pick(choice.title)) for choice in one.choices]

    def _list(self, classes: Sequence[str]) -> str:
        name = "things-" + "-".join(one.replace("#", "/").rpartition("/")[2] for one in classes)
        self._lists[name] = tuple(classes)
        return name


def _id(name: str) -> str:
    return f"f-{name}".replace(".", "-").replace("@", "-")
