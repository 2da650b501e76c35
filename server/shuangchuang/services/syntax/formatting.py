"""Writes Turtle in house style: one order and one layout for every file.

The text depends on what a file says and not on how it was written. Comments before a record
move with it. Must not know what terms mean; see docs/decisions/0120-one-layout.md.
"""

import os
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from shuangchuang.base import namespaces as ns
from shuangchuang.base.errors import ContentError
from shuangchuang.services.syntax.encoding import name_encoding
from shuangchuang.services.syntax.ordering import (
    EXPLANATIONS,
    predicate_key,
    record_key,
    value_key,
)
from shuangchuang.services.syntax.records import (
    XSD,
    Blank,
    Document,
    Iri,
    Items,
    Literal,
    Record,
    Term,
)
from shuangchuang.services.syntax.turtle import Unkept, read_document
from shuangchuang.store.comparison import check_turtle, is_same_graph
from shuangchuang.store.scanner import place_of

WIDTH = 100  # without the ` ;` at the end
INDENT = "    "

_START = r"A-Za-z0-9_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u3001-\ud7ff"
_LOCAL = re.compile(rf"[{_START}](?:[{_START}.-]*[{_START}-])?")
_SHORT = {
    XSD + "boolean": re.compile(r"true|false"),
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "double": re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
}
_SIGNS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_ESCAPED = re.compile(r'[\x00-\x1f\x7f\\"]')
_ESCAPED_LONG = re.compile(r'[\x00-\x08\x0b-\x1f\x7f\\]|"(?="")|"(?=\Z)')


def format_turtle(text: str, prefixes: Mapping[str, str], path: Path) -> str:
    """Write a text in house style. `prefixes` are the listed ones, `path` names it in errors.

    Raises ContentError with line and column for what is not Turtle and what cannot be kept.
    """
    check_turtle(text, path)
    try:
        document = read_document(text)
    except Unkept as error:
        place = place_of(text, error.start)
        raise ContentError(path, place.line, place.column, error.reason) from error
    written = write_document(document, prefixes)
    if not is_same_graph(text, written, path):
        raise ContentError(path, 0, 0, "formatting would change what it says; it is left as it is")
    return written


def format_file(path: Path, prefixes: Mapping[str, str], *, is_check: bool = False) -> bool:
    """Put a file into house style, in one step; tell whether it was, or would be, changed.

    Raises ContentError and leaves the file as it is when it cannot be read or formatted.
    """
    try:
        body = path.read_bytes()
        text = body.decode().removeprefix("\ufeff")  # the mark that some editors put first
        written = format_turtle(text, prefixes, path)
        if written.encode() != body and not is_check:
            _replace(path, written)
    except UnicodeDecodeError as error:
        encoding = name_encoding(body)
        reason = f"this is {encoding or 'no UTF-8'}; save it with the encoding UTF-8"
        raise ContentError(path, 0, 0, reason) from error
    except OSError as error:
        raise ContentError(path, 0, 0, error.strerror or str(error)) from error
    return written.encode() != body


def _replace(path: Path, text: str) -> None:
    """Write beside the file and rename, so that nobody sees half of it; links stay links."""
    target = path.resolve()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        beside.chmod(target.stat().st_mode)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_document(document: Document, prefixes: Mapping[str, str]) -> str:
    """Write records, with the declarations that they use."""
    names = _Names(document.prefixes, prefixes)
    blocks = sorted(
        ((record, _Layout(names).block(record)) for record in document.records),
        key=lambda pair: record_key(*pair),
    )
    declared = names.declarations()
    parts = ["\n".join((*document.head, *declared))] if document.head or declared else []
    parts += _joined(blocks)
    if document.tail:
        parts.append("\n".join(document.tail))
    return "\n\n".join(parts) + "\n" if parts else ""


def _joined(blocks: Iterable[tuple[Record, str]]) -> Iterator[str]:
    """Set records apart by an empty line, but not those that take one line each."""
    lines: list[str] = []
    for record, block in blocks:
        is_short = "\n" not in block
        if lines and (record.comments or not is_short):
            yield "\n".join(lines)
            lines = []
        lines += [*record.comments, block]
        if not is_short:
            yield "\n".join(lines)
            lines = []
    if lines:
        yield "\n".join(lines)


class _Names:
    """Shortens IRIs with the prefixes of a file and of the list, and knows which were used."""

    def __init__(self, own: Mapping[str, str], listed: Mapping[str, str]) -> None:
        known = {**listed, **own}
        order = sorted(known, key=lambda prefix: (listed.get(prefix) != known[prefix], prefix))
        self._prefixes = {known[prefix]: prefix for prefix in reversed(order) if known[prefix]}
        self._used: dict[str, str] = {}
        self._written: dict[str, str] = {}

    def write(self, iri: str) -> str:
        if iri not in self._written:
            self._written[iri] = self._shorten(iri)
        return self._written[iri]

    def _shorten(self, iri: str) -> str:
        fitting = (name for name in self._prefixes if iri.startswith(name))
        for namespace in sorted(fitting, key=len, reverse=True):
            if _LOCAL.fullmatch(iri, len(namespace)):
                prefix = self._prefixes[namespace]
                self._used[prefix] = namespace
                return f"{prefix}:{iri[len(namespace) :]}"
        return f"<{iri}>"

    def declarations(self) -> list[str]:
        return [f"@prefix {name}: <{self._used[name]}> ." for name in sorted(self._used)]


class _Layout:
    """Lays out one record."""

    def __init__(self, names: _Names) -> None:
        self._names = names

    def block(self, record: Record) -> str:
        subject = record.subject
        is_anonymous = isinstance(subject, Blank) and subject.is_anonymous
        start = "[]" if is_anonymous else self._flat(subject)
        parts = [
            self._fact(INDENT if place else f"{start} ", predicate, values)
            for place, (predicate, values) in enumerate(self._grouped(record.facts))
        ]
        return " ;\n".join(parts) + " ." if parts else f"{start} ."

    def _grouped(self, facts: Sequence[tuple[Iri, Term]]) -> list[tuple[Iri, list[Term]]]:
        groups: dict[Iri, dict[Term, None]] = {}
        for predicate, value in facts:
            groups.setdefault(predicate, {})[value] = None
        return [
            (predicate, sorted(groups[predicate], key=lambda value: value_key(value, self._flat)))
            for predicate in sorted(groups, key=lambda one: predicate_key(one, self._verb))
        ]

    def _fact(self, start: str, predicate: Iri, values: Sequence[Term]) -> str:
        start += self._verb(predicate)
        written = [self._flat(value) for value in values]
        line = f"{start} {' , '.join(written)}"
        is_apart = len(values) > 1 and predicate.value in EXPLANATIONS
        if not is_apart and len(line) <= WIDTH and "\n" not in line:
            return line
        if len(values) == 1:
            return f"{start} {self._tall(values[0])}"
        return f"{start} " + f" ,\n{INDENT * 2}".join(written)

    def _verb(self, predicate: Iri) -> str:
        return "a" if predicate.value == ns.RDF_TYPE else self._names.write(predicate.value)

    def _tall(self, value: Term) -> str:
        if not isinstance(value, Items) or not value.items:
            return self._flat(value)
        items = "".join(f"\n{INDENT * 2}{self._flat(item)}" for item in value.items)
        return f"({items}\n{INDENT})"

    def _flat(self, term: Term) -> str:
        if isinstance(term, Iri):
            return self._names.write(term.value)
        if isinstance(term, Literal):
            return self._literal(term)
        if isinstance(term, Items):
            return (
                f"( {' '.join(self._flat(item) for item in term.items)} )" if term.items else "()"
            )
        if term.label:
            return term.label
        facts = " ; ".join(
            f"{self._verb(predicate)} {' , '.join(self._flat(value) for value in values)}"
            for predicate, values in self._grouped(term.facts)
        )
        return f"[ {facts} ]" if facts else "[]"

    def _literal(self, literal: Literal) -> str:
        short = _SHORT.get(literal.datatype)
        if short and short.fullmatch(literal.text):
            return literal.text
        if literal.language:
            return f"{_quote(literal.text)}@{literal.language}"
        kind = f"^^{self._names.write(literal.datatype)}" if literal.datatype else ""
        return f"{_quote(literal.text)}{kind}"


def _quote(text: str) -> str:
    if "\n" in text:
        return f'"""{_ESCAPED_LONG.sub(_escape, text)}"""'
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    sign = match[0]
    return _SIGNS.get(sign, f"\\u{ord(sign):04X}")
