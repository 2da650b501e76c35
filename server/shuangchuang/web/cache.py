"""Keeps finished responses in memory, in front of the application.

A release never changes while it is served, so a response with an entity tag is good until the
process ends. What is kept: the body, the same compressed, and the headers; the oldest unused
responses go first when the bytes run out. A WSGI middleware, because the routing of a request
costs more than many a query.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuangchuang.web.bodies import FAULT
from shuangchuang.web.language import preferred

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]
Key = tuple[str, ...]

# Everything in a request that the bytes of a response may depend on, beside the language.
DECIDING = (
    "PATH_INFO",
    "SCRIPT_NAME",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_HOST",
    "wsgi.url_scheme",
)
MIN_GZIP_BYTES = 1024
OVERHEAD_BYTES = 2048  # of one entry: its key, headers and objects
KEPT_WITH_304 = frozenset(("content-length", "content-type", "content-encoding"))
MADE_ANEW = frozenset(("vary", "etag", "date"))  # an old date would need an Age beside it


@dataclass(frozen=True)
class Kept:
    """A finished response: `gzipped` is empty where compressing does not pay."""

    headers: Headers
    tag: str
    body: bytes
    gzipped: bytes

    @property
    def size_bytes(self) -> int:
        """What the entry costs."""
        return len(self.body) + len(self.gzipped) + OVERHEAD_BYTES


class ResponseCache:
    """A WSGI middleware that answers repeated GET and HEAD requests from memory."""

    def __init__(self, inner: "WSGIApplication", max_bytes: int) -> None:
        """Wrap `inner`, keeping at most `max_bytes`; 0 keeps nothing."""
        self._inner = inner
        self._max_bytes = max_bytes
        self._kept: OrderedDict[Key, Kept] = OrderedDict()
        self._lock = threading.Lock()
        self.size_bytes = 0
        self.hits = 0
        self.misses = 0
        self.asked_beforehand = 0  # counted by whoever asks before visitors do

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer from memory, or ask the application and keep what may be kept."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or FAULT in environ:
            return self._inner(environ, start_response)
        language = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        key: Key = (language, *(environ.get(name, "") for name in DECIDING))
        kept = self._find(key)
        if kept is None:
            return self._ask(key, environ, start_response)
        return _answer(kept, environ, start_response)

    def _find(self, key: Key) -> Kept | None:
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                self.misses += 1
            else:
                self.hits += 1
                self._kept.move_to_end(key)
            return kept

    def _ask(
        self, key: Key, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        # HEAD is asked as GET: the headers are the same then, and the work is not lost.
        asked = {name: value for name, value in environ.items() if name != "HTTP_IF_NONE_MATCH"}
        status, headers, body = _run(self._inner, asked | {"REQUEST_METHOD": "GET"})
        tag = _tag_of(headers)
        if not status.startswith("200") or not tag:
            start_response(status, headers)
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        is_small = len(body) <= self._max_bytes // 8
        kept = _make_kept(headers, tag, body, squeeze=is_small)
        if is_small:
            self._keep(key, kept)
        return _answer(kept, environ, start_response)

    def _keep(self, key: Key, kept: Kept) -> None:
        with self._lock:
            before = self._kept.pop(key, None)
            self._kept[key] = kept
            self.size_bytes += kept.size_bytes - (before.size_bytes if before else 0)
            while self.size_bytes > self._max_bytes:
                _, oldest = self._kept.popitem(last=False)
                self.size_bytes -= oldest.size_bytes


def _run(inner: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[str, Headers, bytes]:
    """Run the application to its end; a failure within is the application's to answer."""
    told: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _: object = None) -> "object":
        told[:] = [(status, headers)]
        return lambda _data: None

    parts = inner(environ, start)  # type: ignore[arg-type]  # the write callable is not used
    try:
        body = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close:
            close()
    status, headers = told[0]
    return status, headers, body


def _tag_of(headers: Iterable[tuple[str, str]]) -> str:
    """Give the entity tag of a response that may be kept, else the empty text."""
    found: Mapping[str, str] = {name.lower(): value for name, value in headers}
    if "no-store" in found.get("cache-control", "") or "set-cookie" in found:
        return ""
    return found.get("etag", "")


def _make_kept(headers: Headers, tag: str, body: bytes, *, squeeze: bool) -> Kept:
    kept = [(name, value) for name, value in headers if name.lower() not in MADE_ANEW]
    vary = [value for name, value in headers if name.lower() == "vary"]
    kept.append(("Vary", ", ".join((*vary, "Accept-Encoding"))))
    is_long = len(body) >= MIN_GZIP_BYTES
    squeezed = gzip.compress(body, 6, mtime=0) if squeeze and is_long else b""
    return Kept(kept, tag, body, squeezed if len(squeezed) < len(body) else b"")


def _answer(
    kept: Kept, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """Answer with 304, the compressed body or the plain one. RFC 9110 sections 8.8.3 and 13.1.2."""
    squeeze = bool(kept.gzipped) and _accepts_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
    tag = f'{kept.tag[:-1]}-gzip"' if squeeze else kept.tag
    if _is_known(kept.tag, environ.get("HTTP_IF_NONE_MATCH", "")):
        few = [(name, value) for name, value in kept.headers if name.lower() not in KEPT_WITH_304]
        start_response("304 NOT MODIFIED", [*few, ("ETag", tag)])
        return []
    body = kept.gzipped if squeeze else kept.body
    headers = [(name, value) for name, value in kept.headers if name.lower() != "content-length"]
    headers += [("ETag", tag), ("Content-Length", str(len(body)))]
    if squeeze:
        headers.append(("Content-Encoding", "gzip"))
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _accepts_gzip(header: str) -> bool:
    """Tell whether gzip is accepted with a q above zero: by its name, else by `*`."""
    accepted: dict[str, bool] = {}
    for part in header.lower().split(","):
        name, _, parameters = part.partition(";")
        quality = parameters.strip().removeprefix("q=").strip()
        accepted[name.strip()] = not quality or quality.strip("0.") != ""
    return accepted.get("gzip", accepted.get("*", False))


def _is_known(tag: str, header: str) -> bool:
    """Compare weakly, and take the tag of the compressed form for the same."""
    if header.strip() == "*":
        return True
    known = {one.strip().removeprefix("W/").replace('-gzip"', '"') for one in header.split(",")}
    return tag.removeprefix("W/") in known
