"""Turns finished answers into tables for people. Reads SPARQL results JSON and N-Triples."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

Linker = Callable[[str], str]

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
PLAIN = {XSD + name for name in ("date", "gYearMonth", "gYear", "dateTime", "boolean")}
LOCAL_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
TERM = re.compile(
    r"(?P<triple><<\(.*\)>>)"
    r"|<(?P<iri>[^<>]*)>"
    r"|_:(?P<blank>\S+)"
    r'|"(?P<text>(?:[^"\\]|\\.)*)"(?:@(?P<tag>[A-Za-z0-9-]+)|\^\^<(?P<datatype>[^>]*)>)?'
)
ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


@dataclass(frozen=True)
class Cell:
    """One term as shown: its text, where it leads, its whole form, and what kind of text it is.

    An `address` is an IRI that no prefix shortens; a `plain` text speaks for its datatype.
    `note` is a datatype in short form or a language tag; `lang` and `direction` are for HTML.
    """

    kind: Literal["iri", "address", "text", "number", "plain", "blank", "triple", "unbound"]
    text: str = ""
    href: str = ""
    whole: str = ""
    note: str = ""
    lang: str = ""
    direction: str = ""


@dataclass(frozen=True)
class Table:
    """Columns and rows, each row as long as the columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Shower:
    """How terms are shown: IRIs are shortened by `prefixes` and lead where `link` says.

    `prefixes` are pairs of namespace and prefix, see `longest_first`.
    """

    prefixes: Sequence[tuple[str, str]]
    link: Linker

    def solutions(self, body: bytes) -> Table:
        """Read SPARQL results JSON."""
        document = json.loads(body)
        columns = document["head"]["vars"]
        rows = document["results"]["bindings"]
        return Table(columns, [[self._bound(row.get(name)) for name in columns] for row in rows])

    def graph(self, body: bytes) -> Table:
        """Read canonical N-Triples, one statement per line."""
        lines = body.decode().split("\n")
        rows = [[self._term(found) for found in _terms(line)] for line in lines if line]
        return Table(("subject", "predicate", "object"), rows)

    def shorten(self, iri: str) -> str:
        """Write an IRI with the first prefix that leaves a plain local name, if there is one."""
        for name, prefix in self.prefixes:
            if iri.startswith(name) and LOCAL_NAME.fullmatch(iri[len(name) :]):
                return f"{prefix}:{iri[len(name) :]}"
        return iri

    def _bound(self, term: Mapping[str, Any] | None) -> Cell:
        if term is None:
            return Cell("unbound")
        if term["type"] == "uri":
            return self._iri(term["value"])
        if term["type"] == "bnode":
            return Cell("blank", f"_:{term['value']}")
        if term["type"] == "triple":
            parts = (self._bound(part).text for part in term["value"].values())
            return Cell("triple", f"<<( {' '.join(parts)} )>>")
        tag, direction = term.get("xml:lang", ""), term.get("its:dir", "")
        return self._literal(term["value"], tag, term.get("datatype", ""), direction)

    def _term(self, found: re.Match[str]) -> Cell:
        if found["iri"] is not None:
            return self._iri(unescape(found["iri"]))
        if found["blank"]:
            return Cell("blank", found[0])
        if found["triple"]:
            return Cell("triple", found["triple"])
        tag, _, direction = (found["tag"] or "").partition("--")
        cell = self._literal(unescape(found["text"]), tag, found["datatype"] or "", direction)
        # A column of objects is no column of numbers, so its numbers stand like texts.
        return replace(cell, kind="plain") if cell.kind == "number" else cell

    def _iri(self, iri: str) -> Cell:
        text = self.shorten(iri)
        return Cell("address" if text == iri else "iri", text, self.link(iri), iri)

    def _literal(self, text: str, tag: str, datatype: str, direction: str) -> Cell:
        if datatype in NUMBERS:
            return Cell("number", text, note=self.shorten(datatype))
        if datatype in PLAIN:
            return Cell("plain", text, note=self.shorten(datatype))
        note = tag or (self.shorten(datatype) if datatype else "")
        return Cell("text", text, note=note, lang=tag, direction=direction)


def longest_first(prefixes: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """Order a map of prefixes as pairs of namespace and prefix, the longest namespace first."""
    pairs = [(name, prefix) for prefix, name in prefixes.items()]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


def unescape(text: str) -> str:
    """Undo the escapes of N-Triples."""

    def plain(found: re.Match[str]) -> str:
        digits = found[1] or found[2]
        return chr(int(digits, 16)) if digits else ESCAPED.get(found[3], found[3])

    return ESCAPE.sub(plain, text) if "\\" in text else text


def _terms(line: str) -> list[re.Match[str]]:
    return list(TERM.finditer(line))[:3]
