"""Reads what other engines answer: solutions and booleans in JSON, graphs in N-Triples.

Solutions are read row by row, so that a row limit ends the reading. Known deviations are mended
here and nowhere else: typed-literal, an ASK answered as a table, booleans written as 1 and 0.
SPARQL 1.1 Query Results JSON Format.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

import pyoxigraph as ox

from shuangchuang.base.errors import EngineUnavailable, QueryTimeout
from shuangchuang.store.client import CHUNK_BYTES, Reply
from shuangchuang.store.results import XSD, Row, Term

START_OF_ROWS = re.compile(r'"bindings"\s*:\s*\[')
BETWEEN_ROWS = re.compile(r"[\s,]*")
GIVEN_UP = re.compile(
    rb"^(?:##\s*Query cancelled due to timeout|.*The SPARQL operation has been cancelled$)", re.M
)
MAX_HEAD = 262_144
BOOLEANS = {"1": "true", "0": "false"}

Told: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Solutions:
    """The variables, and the rows as they arrive."""

    names: list[str]
    rows: Iterator[Row]


def read_solutions(reply: Reply) -> Solutions:
    """Read the head; the rows follow as they are asked for.

    Rows end early, without an error, where the reply is cut at its limit. Reading them raises
    EngineUnavailable at what is not the JSON of solutions.
    """
    text = _Text(reply)
    while not (found := START_OF_ROWS.search(text.held)):
        if len(text.held) > MAX_HEAD or not text.more():
            raise _broken("it has no rows", text.held)
    head, text.held = text.held[: found.end()], text.held[found.end() :]
    try:
        names = json.loads(head + "]}}")["head"]["vars"]
    except (ValueError, KeyError, TypeError) as error:
        raise _broken("its head cannot be read", head) from error
    return Solutions(names, _read_rows(text, head, names))


def read_boolean(reply: Reply) -> bool:
    """Read the answer of an ASK."""
    body = reply.read_all().decode(errors="replace")
    try:
        told = json.loads(body)
        if "boolean" in told:
            return bool(told["boolean"])
        # Virtuoso 7.2.5 answers with a table: one row that holds 1, or none.
        rows = told["results"]["bindings"]
        return bool(rows) and bool(rows[0]["__ASK_RETVAL"]["value"] == "1")
    except (ValueError, KeyError, TypeError) as error:
        raise _broken("it is no boolean", body) from error


def read_triples(reply: Reply) -> Iterator[ox.Triple]:
    """Read a graph; it ends early, without an error, where the reply is cut at its limit."""
    told = ox.RdfFormat.from_media_type(reply.headers.get("Content-Type") or "")
    if told is None:
        raise _broken(f"{reply.headers.get('Content-Type')} is no graph", "")
    try:
        for quad in ox.parse(input=reply, format=told):  # type: ignore[arg-type]  # only read is used
            yield quad.triple
        if late := _late(reply):  # Fuseki's word is a comment of N-Triples: nothing breaks
            raise late
    except SyntaxError as error:
        if not reply.cut:
            raise _late(reply) or _broken("it is not the RDF that it says", str(error)) from error


class _Text:
    """What has arrived and is not yet used."""

    def __init__(self, reply: Reply) -> None:
        self.held = ""
        self.reply = reply
        self._bytes = b""

    def more(self) -> bool:
        """Take in as much as is held again, at least one chunk; False at the end."""
        wanted = max(CHUNK_BYTES, len(self.held))
        parts, size = [self._bytes], 0
        while size < wanted and (part := self.reply.read()):
            parts.append(part)
            size += len(part)
        whole = b"".join(parts)
        end = len(whole)
        while size and end > 0 and whole[end - 1] & 0xC0 == 0x80:
            end -= 1
        end = end - 1 if size and end > 0 and whole[end - 1] >= 0xC0 else end
        # The last character may be only half here: it waits for the next chunk.
        try:
            self.held += whole[:end].decode()
        except UnicodeDecodeError as error:
            raise _broken("it is not UTF-8", "") from error
        self._bytes = whole[end:]
        return bool(size)


def _read_rows(text: _Text, head: str, names: list[str]) -> Iterator[Row]:
    decode = json.JSONDecoder().raw_decode
    labels: dict[str, ox.BlankNode] = {}
    at = 0
    while True:
        at = _skip(text.held, at)
        if text.held[at : at + 1] == "]":
            _check_tail(text, head, at)
            return
        try:
            told, at = decode(text.held, at)
            yield [_read_cell(told, name, labels) for name in names]
        except (KeyError, TypeError, AttributeError) as error:
            raise _broken("a row cannot be read", text.held[at:]) from error
        except ValueError as error:
            text.held, at = text.held[at:], 0
            if text.more():
                continue
            if text.reply.cut:
                return
            raise _late(text.reply) or _broken("it ends inside a row", text.held) from error


def _skip(text: str, at: int) -> int:
    found = BETWEEN_ROWS.match(text, at)
    return found.end() if found else at


def _check_tail(text: _Text, head: str, at: int) -> None:
    while text.more():
        continue
    try:
        json.loads(head + text.held[at:])
    except ValueError as error:
        if not text.reply.cut:
            raise _broken("what follows its rows cannot be read", text.held[at:]) from error


def _read_cell(row: Told, name: str, labels: dict[str, ox.BlankNode]) -> Term | None:
    return _read_term(row[name], labels) if name in row else None


def _read_term(told: Told, labels: dict[str, ox.BlankNode]) -> Term:
    kind, value = told["type"], told["value"]
    if kind == "uri":
        return ox.NamedNode(value)
    if kind == "bnode":
        return labels.setdefault(value, ox.BlankNode(f"b{len(labels)}"))
    if kind == "triple":
        parts = (_read_term(value[part], labels) for part in ("subject", "predicate", "object"))
        return ox.Triple(*parts)  # type: ignore[arg-type]  # a wrong kind is a TypeError
    if kind not in ("literal", "typed-literal"):
        raise TypeError(kind)
    if "xml:lang" in told:
        return ox.Literal(value, language=told["xml:lang"].lower())
    datatype = told.get("datatype", f"{XSD}string")
    if datatype == f"{XSD}boolean":
        value = BOOLEANS.get(value, value)
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


def _late(reply: Reply) -> QueryTimeout | None:
    # Oxigraph's server and Fuseki write that they have given up into the answer itself.
    return QueryTimeout(reply.timeout_s) if GIVEN_UP.search(reply.tail) else None


def _broken(why: str, text: str) -> EngineUnavailable:
    start = " ".join(text[:160].split())
    return EngineUnavailable(
        f"the engine's answer is broken, {why}" + (f": {start}" if start else "")
    )
