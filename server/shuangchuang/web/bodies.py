"""Looks at a request before the application does, and takes its body in, so many at a time.

A client that sends a byte and waits holds a thread for as long as it likes, and a few dozen of
them would hold the whole server. So there are places for bodies, and a thread for each place
beside those for the requests. See docs/decisions/0136-bodies-have-places.md.
"""

import re
import threading
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from flask import current_app, request
from werkzeug.exceptions import MethodNotAllowed

from shuangchuang.base.errors import BadRequest, EngineBusy, ShuangchuangError, UnsupportedMedia
from shuangchuang.base.memory import LARGE_BYTES, give_back
from shuangchuang.base.settings import Settings
from shuangchuang.base.texts import Bilingual
from shuangchuang.web.protocol import NOT_COMPRESSED

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLACES = 64
WAIT_S = 0.1
SPARE_BYTES = 262_144  # above the longest upload: a form holds more than the files in it
DRAINED_BYTES = 16_777_216  # many clients look for an answer only after sending
PIECE_BYTES = 65_536
FAULT = "shuangchuang.fault"
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")
# RFC 3986 section 3.2.2; without a comma, with which the server joins two headers into one.
HOST = re.compile(
    r"(?:\[[0-9A-Fa-f:.]+\]|(?:[\w.~!$&'()*+;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?", re.ASCII
)
NO_HOST = Bilingual("a request names its host in one header Host", "请求须以一个 Host 首部指明主机")
BROKE_OFF = Bilingual("the body broke off", "请求正文中断")


class BodyIntake:
    """A WSGI middleware that reads bodies; what is wrong with a request is left for `refuse`."""

    def __init__(self, inner: "WSGIApplication", settings: Settings) -> None:
        """Wrap `inner`. What is longer than it may read is cut, and refused there."""
        self._inner = inner
        self._limit_bytes = settings.max_upload_bytes + SPARE_BYTES
        self._places = threading.BoundedSemaphore(PLACES)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Read the body, if there is one, and pass the request on."""
        size_bytes = 0
        if not _names_its_host(environ.get("HTTP_HOST", ""), environ["SERVER_PROTOCOL"]):
            environ[FAULT] = BadRequest(NO_HOST)
        elif environ["REQUEST_METHOD"] not in WITHOUT_BODY and _has_body(environ):
            stream = environ["wsgi.input"]
            environ["wsgi.input"] = BytesIO()
            if self._places.acquire(timeout=WAIT_S):
                size_bytes = self._take_in(stream, environ)
            else:
                environ[FAULT] = EngineBusy(1)
        try:
            return self._inner(environ, start_response)
        finally:
            if size_bytes > LARGE_BYTES:
                give_back()

    def _take_in(self, stream: BinaryIO, environ: "WSGIEnvironment") -> int:
        body = b""
        try:
            body = _read(stream, self._limit_bytes)
            expected = min(int(environ.get("CONTENT_LENGTH", 0)), self._limit_bytes)
            if len(body) < expected:  # half a query is another query: RFC 9112 section 8
                raise EOFError
            environ["wsgi.input"] = BytesIO(body)
        except (EOFError, OSError, RuntimeError, ValueError):
            environ[FAULT] = BadRequest(BROKE_OFF)
        finally:
            self._places.release()
        return len(body)


def refuse() -> None:
    """Raise what was wrong with this request before it got here (Flask's before_request)."""
    fault = request.environ.get(FAULT)
    if isinstance(fault, ShuangchuangError):
        raise fault
    coding = request.headers.get("Transfer-Encoding", "chunked").strip().lower()
    if coding != "chunked":
        raise UnsupportedMedia(f"Transfer-Encoding: {coding}", [NOT_COMPRESSED])
    if request.environ["REQUEST_METHOD"] != request.method and request.url_rule:
        # Methods have capital letters, which Flask would put in. RFC 9110 section 9.1
        routes = current_app.create_url_adapter(request)
        raise MethodNotAllowed(routes.allowed_methods() if routes else ())


@lru_cache(256)
def _names_its_host(host: str, protocol: str) -> bool:
    """Tell whether a Host header is one. Only HTTP/1.1 needs it. RFC 9112 section 3.2.

    The server gives an empty one where there is none, and where it is not ASCII.
    """
    return bool(HOST.fullmatch(host)) if host else protocol != "HTTP/1.1"


def _has_body(environ: "WSGIEnvironment") -> bool:
    is_chunked = "HTTP_TRANSFER_ENCODING" in environ
    return is_chunked or environ.get("CONTENT_LENGTH", "0") not in ("", "0")


def _read(stream: BinaryIO, limit_bytes: int) -> bytes:
    """Read up to the limit, and what is longer away, within reason."""
    body = stream.read(limit_bytes)
    left = DRAINED_BYTES if len(body) == limit_bytes else 0
    while left > 0 and (piece := stream.read(PIECE_BYTES)):
        left -= len(piece)
    return body
