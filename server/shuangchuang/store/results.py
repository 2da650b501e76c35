"""Writes answers, and stops at a limit of rows or bytes.

Solutions are written here and not by the engine, because its CSV leaves an IRI with a comma
unquoted, its XML loses a carriage return, and it cannot stop at a limit with a whole document.
JSON that cannot reach a limit is the exception, see `engine_json`.
SPARQL 1.1 Query Results JSON, CSV and TSV, and XML formats.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring as quote_json
from typing import TypeAlias
from xml.sax.saxutils import escape

import pyoxigraph as ox

from shuangchuang.store.terms import XSD_STRING
from shuangchuang.store.xml_documents import check_characters

Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row: TypeAlias = Iterable[Term | None]

XSD = "http://www.w3.org/2001/XMLSchema#"
XML_ESCAPES = {"\r": "&#13;", '"': "&quot;"}
XML_ITS = 'xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"'
# What a bare word is read as in Turtle: `1` is an integer, so a decimal or double 1 needs its type.
BARE_IN_TSV: Mapping[str, re.Pattern[str]] = {
    f"{XSD}integer": re.compile(r"[+-]?[0-9]+"),
    f"{XSD}decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"{XSD}double": re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"),
    f"{XSD}boolean": re.compile(r"true|false"),
}


@dataclass(frozen=True)
class Written:
    """A finished document and whether rows were left out of it."""

    body: bytes
    truncated: bool


@dataclass(frozen=True)
class Cap:
    """The most rows, and the most bytes of rows, in one document."""

    rows: int
    size_bytes: int


@dataclass(frozen=True)
class _Shape:
    """How one format puts a document together around its rows.

    `row` is given the variables once and gives what writes each of their rows.
    """

    head: Callable[[Sequence[str]], str]
    row: Callable[[Sequence[str]], Callable[[Row], str]]
    between: bytes
    tail: bytes


def write_solutions(name: str, variables: Sequence[str], rows: Iterable[Row], cap: Cap) -> Written:
    """Write rows in the format called `name` (json, xml, csv or tsv), whole up to the cap.

    Raises NotAcceptable for a character that XML cannot hold.
    """
    shape = _SHAPES[name]
    parts, truncated = _take(map(shape.row(variables), rows), cap)
    body = shape.head(variables).encode() + shape.between.join(parts) + shape.tail
    if name == "xml":
        check_characters(body.decode(), "solutions")
    return Written(body, truncated)


def write_boolean(name: str, value: bool) -> bytes:
    """Write the answer of an ASK; in CSV and TSV, where no form is defined, as a bare word."""
    word = "true" if value else "false"
    if name == "json":
        return f'{{"head":{{}},"boolean":{word}}}'.encode()
    if name == "xml":
        head = _xml_head(()).replace("<results>", "")
        return f"{head}<boolean>{word}</boolean></sparql>".encode()
    return f"{word}\r\n".encode() if name == "csv" else f"{word}\n".encode()


def _take(parts: Iterable[str], cap: Cap) -> tuple[list[bytes], bool]:
    taken: list[bytes] = []
    size = 0
    for part in map(str.encode, parts):
        size += len(part)
        if len(taken) >= cap.rows or size > cap.size_bytes:
            return taken, True
        taken.append(part)
    return taken, False


def _json_head(variables: Sequence[str]) -> str:
    names = ",".join(quote_json(name) for name in variables)
    return f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":['


def _json_row(variables: Sequence[str]) -> Callable[[Row], str]:
    names = [quote_json(name) + ":" for name in variables]

    def write(row: Row) -> str:
        cells = [
            name + _json_term(term)
            for name, term in zip(names, row, strict=True)
            if term is not None
        ]
        return f"{{{','.join(cells)}}}"

    return write


def _json_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type":"uri","value":{quote_json(term.value)}}}'
    if isinstance(term, ox.Literal):
        return f'{{"type":"literal","value":{quote_json(term.value)}{_json_tag(term)}}}'
    if isinstance(term, ox.BlankNode):
        return f'{{"type":"bnode","value":{quote_json(term.value)}}}'
    inner = ",".join(
        f'"{name}":{_json_term(part)}'
        for name, part in zip(("subject", "predicate", "object"), term, strict=True)
    )
    return f'{{"type":"triple","value":{{{inner}}}}}'


def _json_tag(term: ox.Literal) -> str:
    if language := term.language:
        direction = f',"its:dir":"{term.direction}"' if term.direction else ""
        return f',"xml:lang":{quote_json(language)}{direction}'
    datatype = term.datatype.value
    return "" if datatype == XSD_STRING else f',"datatype":{quote_json(datatype)}'


def _xml_text(text: str) -> str:
    return escape(text, XML_ESCAPES)


def _xml_head(variables: Sequence[str]) -> str:
    names = "".join(f'<variable name="{_xml_text(name)}"/>' for name in variables)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
        f"<head>{names}</head><results>"
    )


def _xml_row(variables: Sequence[str]) -> Callable[[Row], str]:
    tags = [f'<binding name="{_xml_text(name)}">' for name in variables]

    def write(row: Row) -> str:
        cells = [
            f"{tag}{_xml_term(term)}</binding>"
            for tag, term in zip(tags, row, strict=True)
            if term is not None
        ]
        return f"<result>{''.join(cells)}</result>"

    return write


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml_text(term.value)}</uri>"
    if isinstance(term, ox.Literal):
        return f"<literal{_xml_tag(term)}>{_xml_text(term.value)}</literal>"
    if isinstance(term, ox.BlankNode):
        return f"<bnode>{_xml_text(term.value)}</bnode>"
    inner = "".join(
        f"<{name}>{_xml_term(part)}</{name}>"
        for name, part in zip(("subject", "predicate", "object"), term, strict=True)
    )
    return f"<triple>{inner}</triple>"


def _xml_tag(term: ox.Literal) -> str:
    if language := term.language:
        direction = f' {XML_ITS} its:dir="{term.direction}"' if term.direction else ""
        return f' xml:lang="{_xml_text(language)}"{direction}'
    datatype = term.datatype.value
    return "" if datatype == XSD_STRING else f' datatype="{_xml_text(datatype)}"'


def _csv_head(variables: Sequence[str]) -> str:
    return ",".join(variables) + "\r\n"


def _csv_row(row: Row) -> str:
    cells = [_csv_cell(term) for term in row]
    # A row of one unbound value would be an empty line, which readers skip (RFC 4180 quotes it).
    return '""\r\n' if cells == [""] else ",".join(cells) + "\r\n"


def _csv_cell(term: Term | None) -> str:
    if term is None:
        return ""
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else _turtle(term)
    if any(sign in text for sign in ',"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text


def _tsv_head(variables: Sequence[str]) -> str:
    return "\t".join(f"?{name}" for name in variables) + "\n"


def _tsv_row(row: Row) -> str:
    return "\t".join(["" if term is None else _tsv_term(term) for term in row]) + "\n"


def _tsv_term(term: Term) -> str:
    if isinstance(term, ox.Literal):
        bare = BARE_IN_TSV.get(term.datatype.value)
        if bare and bare.fullmatch(term.value):
            return term.value
    return _turtle(term).replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _turtle(term: Term) -> str:
    return f"<<( {term} )>>" if isinstance(term, ox.Triple) else str(term)


_SHAPES = {
    "json": _Shape(_json_head, _json_row, b",", b"]}}"),
    "xml": _Shape(_xml_head, _xml_row, b"", b"</results></sparql>"),
    "csv": _Shape(_csv_head, lambda _: _csv_row, b"", b""),
    "tsv": _Shape(_tsv_head, lambda _: _tsv_row, b"", b""),
}
