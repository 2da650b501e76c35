"""Takes the body of a request in before the application sees it, so many at a time.

A client that sends a byte and waits holds a thread for as long as it likes, and a few dozen of
them would hold the whole server. So there are places for bodies, and a thread for each place
beside those for the requests. See docs/decisions/0136-bodies-have-places.md.
"""

import threading
from collections.abc import Iterable
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

from flask import request

from shuangchuang.base.errors import BadRequest, EngineBusy, ShuangchuangError
from shuangchuang.base.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PLACES = 64
WAIT_S = 0.1
SPARE_BYTES = 262_144  # above the longest upload: a form holds more than the files in it
DRAINED_BYTES = 16_777_216  # many clients look for an answer only after sending
PIECE_BYTES = 65_536
FAULT = "shuangchuang.fault"
WITHOUT_BODY = ("GET", "HEAD", "OPTIONS")


class BodyIntake:
    """A WSGI middleware that reads bodies; what is wrong with one is left for `refuse`."""

    def __init__(self, inner: "WSGIApplication", settings: Settings) -> None:
        """Wrap `inner`. What is longer than it may read is cut, and refused there."""
        self._inner = inner
        self._limit_bytes = settings.max_upload_bytes + SPARE_BYTES
        self._places = threading.BoundedSemaphore(PLACES)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Read the body, if there is one, and pass the request on."""
        if environ["REQUEST_METHOD"] not in WITHOUT_BODY and _has_body(environ):
            stream = environ["wsgi.input"]
            environ["wsgi.input"] = BytesIO()
            if self._places.acquire(timeout=WAIT_S):
                self._take_in(stream, environ)
            else:
                environ[FAULT] = EngineBusy(1)
        return self._inner(environ, start_response)

    def _take_in(self, stream: BinaryIO, environ: "WSGIEnvironment") -> None:
        try:
            environ["wsgi.input"] = BytesIO(_read(stream, self._limit_bytes))
        except (OSError, RuntimeError, ValueError):
            environ[FAULT] = BadRequest("the body broke off")
        finally:
            self._places.release()


def refuse() -> None:
    """Raise what was wrong with the body of this request (Flask's before_request)."""
    fault = request.environ.get(FAULT)
    if isinstance(fault, ShuangchuangError):
        raise fault


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
