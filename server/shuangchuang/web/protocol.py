"""Reads a request of the SPARQL 1.1 Protocol (section 2.1), strictly. Does not evaluate anything.

One query comes as GET, as a form, or as a body of its own (by POST, or by QUERY, RFC 10008).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Request

from shuangchuang.base.errors import BadRequest, BodyTooLarge, QueryRefused, UnsupportedMedia
from shuangchuang.base.settings import Settings
from shuangchuang.base.texts import Bilingual
from shuangchuang.store.dataset import is_iri
from shuangchuang.store.scanner import decode_escapes
from shuangchuang.web.fields import BODY, Fields, decode_utf8, read_fields

FORM = "application/x-www-form-urlencoded"
DIRECT_QUERY = "application/sparql-query"
DIRECT_UPDATE = "application/sparql-update"
READABLE = (DIRECT_QUERY, FORM)

BYTE_ORDER_MARK = "\ufeff"  # some editors begin a file with it
ESCAPED_BYTES = 3  # a byte of the query takes at most three in a form, as %XX
FORM_SPARE_BYTES = 16_384  # for the other fields of a form
DRAINED_BYTES = 16_777_216
PIECE_BYTES = 65_536

NOT_COMPRESSED = Bilingual("a body that is not compressed", "未经压缩的正文")
BOTH = Bilingual("a request holds a query or an update, never both", "一次请求只能含查询或更新之一")
READ_ONLY = Bilingual("this endpoint is read-only", "本端点只读")
NO_UPDATES = Bilingual("Updates are not taken", "不接受更新")


@dataclass(frozen=True)
class Asked:
    """One query as asked: its text, its dataset, and how the client wants the answer.

    `wanted` is the name of a format, empty when Accept decides. `version` is the SPARQL version
    that the client speaks, if it says so. `name` is for those who save the answer as a file.
    `bindings` maps variables to terms in N-Triples syntax.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    wanted: str = ""
    version: str = ""
    timeout_s: float = math.inf
    name: str = "answer"
    bindings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Parts:
    """What a request carries, before it is known to be one query."""

    fields: Fields
    queries: Sequence[str] = ()
    updates: Sequence[str] = ()

    def all(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.fields if key == name)

    def first(self, *names: str) -> str:
        return next((value for name in names for value in self.all(name) if value), "")


def read_asked(request: Request, fields: Fields, settings: Settings) -> Asked:
    """Read the one query of a request with its dataset and options.

    `fields` are those of its query string.
    Raises BadRequest, UnsupportedMedia, BodyTooLarge, and QueryRefused for an update.
    """
    parts = _read_parts(request, fields, settings.max_query_bytes)
    text = _only_query(parts)
    if len(text.encode()) > settings.max_query_bytes:
        raise BodyTooLarge(Bilingual("the query", "查询"), settings.max_query_bytes)
    return Asked(
        decode_escapes(text),
        _read_graphs(parts, "default-graph-uri"),
        _read_graphs(parts, "named-graph-uri"),
        parts.first("format", "output"),
        parts.first("version") or request.mimetype_params.get("version", ""),
        read_timeout(parts.first("timeout")),
    )


def read_timeout(text: str) -> float:
    """Read a number of seconds; infinity when there is none. Raises BadRequest."""
    try:
        timeout_s = float(text or "inf")
    except ValueError:
        timeout_s = 0.0
    if not timeout_s > 0:
        raise BadRequest(
            Bilingual(
                f"timeout: {text!r} is not a number of seconds above zero",
                f"timeout：{text!r} 不是大于零的秒数",
            )
        )
    return timeout_s


def _read_parts(request: Request, fields: Fields, limit_bytes: int) -> _Parts:
    if request.method not in ("POST", "QUERY"):
        return _Parts(fields, *_texts(fields))
    kind = _read_body_type(request)
    if kind == FORM:
        body = read_body(request, limit_bytes * ESCAPED_BYTES + FORM_SPARE_BYTES)
        fields = [*fields, *read_fields(body, BODY)]
        return _Parts(fields, *_texts(fields))
    text = decode_utf8(read_body(request, limit_bytes), BODY)
    queries, updates = _texts(fields)
    if kind == DIRECT_QUERY:
        return _Parts(fields, [*queries, text], updates)
    return _Parts(fields, queries, [*updates, text])


def _texts(fields: Fields) -> tuple[list[str], list[str]]:
    queries = [value for name, value in fields if name == "query"]
    return queries, [value for name, value in fields if name == "update"]


def _read_body_type(request: Request) -> str:
    """Give the media type of the body; raises UnsupportedMedia for what is not read here."""
    coding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if coding != "identity":  # a compressed body can be a thousand times what it says it is
        raise UnsupportedMedia(f"Content-Encoding: {coding}", [NOT_COMPRESSED])
    kind = request.mimetype
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if kind not in (FORM, DIRECT_QUERY, DIRECT_UPDATE) or charset not in ("utf-8", "utf8"):
        accepted = [f"{one}; charset=utf-8" for one in READABLE]
        raise UnsupportedMedia(request.headers.get("Content-Type", ""), accepted)
    return kind


def read_body(request: Request, limit_bytes: int) -> bytes:
    """Read a body of at most `limit_bytes`, chunked ones included; raises BodyTooLarge."""
    body = request.stream.read(limit_bytes + 1)
    if len(body) > limit_bytes:
        _drain(request)
        raise BodyTooLarge(BODY, limit_bytes)
    return body


def _drain(request: Request) -> None:
    """Read a body away, within reason: many clients look for an answer only after sending."""
    for _ in range(DRAINED_BYTES // PIECE_BYTES):
        if not request.stream.read(PIECE_BYTES):
            return


def _only_query(parts: _Parts) -> str:
    if parts.queries and parts.updates:
        raise BadRequest(BOTH)
    if parts.updates:
        raise QueryRefused(READ_ONLY, hint=NO_UPDATES)
    if len(parts.queries) != 1:
        number = len(parts.queries)
        raise BadRequest(
            Bilingual(
                f"a request holds exactly one query; this one holds {number}",
                f"一次请求须恰含一个查询；此请求含 {number} 个",
            )
        )
    return parts.queries[0].removeprefix(BYTE_ORDER_MARK)


def _read_graphs(parts: _Parts, name: str) -> tuple[str, ...]:
    iris = parts.all(name)
    for iri in iris:
        if not is_iri(iri):
            raise BadRequest(
                Bilingual(
                    f"{name}: {iri!r} is not an absolute IRI", f"{name}：{iri!r} 不是绝对 IRI"
                )
            )
    return iris
