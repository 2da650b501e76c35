"""Reads what somebody wrote into a form: records to be written as Turtle, and complaints.

Values become terms one by one, so nothing that is typed can become syntax. Knows no pages.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from shuangchuang.base import namespaces as ns
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.forms.library import XSD
from shuangchuang.services.forms.model import Field, Form
from shuangchuang.services.forms.terms import (
    LONGEST,
    WRONG,
    bounds_of,
    clean,
    is_address,
    make_slug,
    read_date,
)
from shuangchuang.services.syntax.formatting import write_document
from shuangchuang.services.syntax.records import Document, Iri, Literal, Record, Term

LICENCE = "# SPDX-License-Identifier: CC-BY-SA-4.0"
Given = Mapping[str, Sequence[str]]

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CURIE = re.compile(r"([a-z][\w-]*):([A-Za-z0-9_](?:[\w.-]*[\w-])?)", re.ASCII)
_NUMBERS = {
    "integer": re.compile(r"[+-]?\d+", re.ASCII),
    "decimal": re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII),
}


@dataclass(frozen=True)
class Complaint:
    """What is wrong with the value of a field; `shape` names the shape behind it, if any."""

    field: str
    message: Bilingual
    shape: str = ""


@dataclass
class Draft:
    """What was read. `subjects` maps the IRI of each record to the role of its form."""

    records: list[Record] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    subjects: dict[str, str] = field(default_factory=dict)

    def turtle(self, prefixes: Mapping[str, str]) -> str:
        """Write the records in house style."""
        return write_document(Document((LICENCE,), {}, tuple(self.records), ()), prefixes)


def read_forms(
    forms: Sequence[Form], given: Given, prefixes: Mapping[str, str], names: Mapping[str, str]
) -> Draft:
    """Read all forms of a page.

    `names` gives the IRI of things by the labels under which they are offered.
    """
    return _Reader(given, prefixes, names).read(forms)


def field_name(form: Form, name: str, language: str = "") -> str:
    """Name a field as it comes in a request: role, name and language."""
    role = f"{form.role}." if form.role else ""
    return f"{role}{name}{f'@{language}' if language else ''}"


class _Reader:
    def __init__(self, given: Given, prefixes: Mapping[str, str], names: Mapping[str, str]) -> None:
        self._given = given
        self._prefixes = prefixes
        self._names = names
        self._draft = Draft()

    def read(self, forms: Sequence[Form]) -> Draft:
        main, others = forms[0], {form.role: form for form in forms[1:]}
        subject = self._subject(main)
        sources = self._sources(others["source"])
        facts = self._facts(main)
        if "attribution" in others:
            who = f"{subject}-attribution"
            facts.append((Iri(self._prefixes["prov"] + "qualifiedAttribution"), Iri(who)))
            self._keep(others["attribution"], who, [*self._facts(others["attribution"]), *sources])
        self._keep(main, subject, [*facts, *sources])
        return self._draft

    def _keep(self, form: Form, subject: str, facts: list[tuple[Iri, Term]]) -> None:
        kind = self._one(field_name(form, "class")) or form.chosen
        known = {choice.iri for choice in form.classes}
        facts = [(Iri(ns.RDF_TYPE), Iri(kind if kind in known else form.chosen)), *facts]
        self._draft.records.append(Record(Iri(subject), [], [*facts, *bounds_of(facts)]))
        self._draft.subjects[subject] = form.role

    def _subject(self, main: Form) -> str:
        slug = self._one("slug") or make_slug(self._one("rdfs.label@en"))
        if not SLUG.fullmatch(slug) or len(slug) > 100:
            self._complain("slug", WRONG["slug"], "Thing")
            slug = "new-record"
        return ns.THING + slug

    def _sources(self, form: Form) -> list[tuple[Iri, Term]]:
        """Read the sources that are named, and the one that is described."""
        property_iri = Iri(ns.SHC + "isStatedIn")
        found: list[tuple[Iri, Term]] = []
        for text in self._all("isStatedIn"):
            iri = self._thing(text)
            if iri:
                found.append((property_iri, Iri(iri)))
            else:
                self._complain("isStatedIn", WRONG["thing"])
        address = self._one(field_name(form, "schema.url"))
        if address or any(self._all(name) for name in self._names_of(form)):
            host = (
                (urlsplit(address).hostname or "page").removeprefix("www.")
                if is_address(address)
                else "page"
            )
            digest = hashlib.sha256(address.encode()).hexdigest()[:8]
            iri = f"{ns.SOURCE}{make_slug(host.replace('.', '-')) or 'page'}-{digest}"
            self._keep(form, iri, self._facts(form))
            found.append((property_iri, Iri(iri)))
        if not found:
            self._complain("isStatedIn", WRONG["source"], "source-given")
        return found

    def _names_of(self, form: Form) -> list[str]:
        return [
            field_name(form, one.name, language)
            for one in form.fields
            for language in (one.languages or ("",))
        ]

    def _facts(self, form: Form) -> list[tuple[Iri, Term]]:
        facts: list[tuple[Iri, Term]] = []
        for one in form.fields:
            terms = self._texts(form, one) if one.languages else self._terms(form, one)
            facts += [(Iri(one.iri), term) for term in terms]
            if (
                not terms
                and one.is_required
                and not self._has_complaint(field_name(form, one.name))
            ):
                self._complain(field_name(form, one.name), one.advice, one.shape)
        return facts

    def _texts(self, form: Form, one: Field) -> list[Term]:
        found: list[Term] = []
        for language in one.languages:
            for text in self._all(field_name(form, one.name, language)):
                if len(text) > LONGEST:
                    self._complain(field_name(form, one.name), WRONG["long"])
                found.append(Literal(text, language))
        for need in one.needs:
            if not self._all(field_name(form, one.name, need.language)):
                self._complain(field_name(form, one.name), need.advice, need.shape)
        return found

    def _terms(self, form: Form, one: Field) -> list[Term]:
        found: list[Term] = []
        for text in self._all(field_name(form, one.name)):
            term = self._term(one, text)
            if term is None or len(text) > LONGEST:
                self._complain(field_name(form, one.name), WRONG.get(one.kind, WRONG["long"]))
            else:
                found.append(term)
        return found

    def _term(self, one: Field, text: str) -> Term | None:
        if one.kind == "choice":
            return Iri(text) if text in {choice.iri for choice in one.choices} else None
        if one.kind == "thing":
            iri = self._thing(text)
            return Iri(iri) if iri else None
        if one.kind == "date":
            return read_date(text)
        if one.kind in _NUMBERS:
            return Literal(text, "", XSD + one.kind) if _NUMBERS[one.kind].fullmatch(text) else None
        if one.kind == "boolean":
            return Literal(text, "", XSD + "boolean") if text in ("true", "false") else None
        if one.kind == "address":
            return Iri(text) if is_address(text) else None
        return Literal(text)

    def _thing(self, text: str) -> str:
        """Find the IRI that is meant: by label, by prefixed name, or written whole."""
        if text in self._names:
            return self._names[text]
        found = _CURIE.fullmatch(text)
        if found and found[1] in self._prefixes:
            return self._prefixes[found[1]] + found[2]
        return text if is_address(text) else ""

    def _all(self, name: str) -> list[str]:
        return [clean(text) for text in self._given.get(name, ()) if clean(text)]

    def _one(self, name: str) -> str:
        return (self._all(name) or [""])[0]

    def _has_complaint(self, name: str) -> bool:
        return any(one.field == name for one in self._draft.complaints)

    def _complain(self, name: str, message: Bilingual, shape: str = "") -> None:
        self._draft.complaints.append(Complaint(name, message, shape))
