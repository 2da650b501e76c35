"""Sends requests to another server: bounded in time and bytes, errors translated.

Knows HTTP and nothing of SPARQL. Follows no redirect, uses no proxy of the environment, reads no
file and no FTP address, and sends no header that the caller has not put there.
"""

import base64
import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from shuangchuang.base.errors import EngineUnavailable, QueryTimeout

CHUNK_BYTES = 65_536
DETAIL_BYTES = 4_096
TAIL_BYTES = 256
# Virtuoso names each graph of the dataset in a header of its answer, and a release has hundreds.
# http.client takes 100 headers, and offers no way to say otherwise before Python 3.15.
MAX_HEADERS = 10_000
http.client._MAXHEADERS = MAX_HEADERS  # type: ignore[attr-defined]  # see above


@dataclass(frozen=True)
class Credentials:
    """A user of the other server. The password is never printed."""

    user: str
    password: str

    def __repr__(self) -> str:
        return f"Credentials({self.user!r})"


@dataclass(eq=False)
class Rejected(EngineUnavailable):
    """The other server answered with an error: its status, and the beginning of what it said."""

    status_told: int
    detail: str
    challenge: str = ""


class Reply:
    """The body of an answer, read up to a limit of bytes and until a deadline.

    `cut` tells that the limit was reached; the rest is then never read. `tail` holds the last
    bytes that were read, and `timeout_s` is the time that the whole answer may take.
    """

    def __init__(
        self, response: http.client.HTTPResponse, limit_bytes: int, timeout_s: float, end: float
    ) -> None:
        self.headers = response.headers
        self.cut = False
        self.tail = b""
        self.timeout_s = timeout_s
        self._response = response
        self._left = limit_bytes
        self._end = end

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._response.close()

    def read(self, size: int = CHUNK_BYTES) -> bytes:
        """Read some bytes, at most `size`; none at the end and at the limit.

        Raises QueryTimeout at the deadline, EngineUnavailable when the connection breaks.
        """
        if time.monotonic() > self._end:
            raise QueryTimeout(self.timeout_s)
        try:
            found = self._response.read1(min(size, self._left + 1))
        except TimeoutError as error:
            raise QueryTimeout(self.timeout_s) from error
        except (OSError, http.client.HTTPException) as error:
            raise EngineUnavailable(f"the engine broke off its answer: {error}") from error
        if not found and self._response.length:
            raise EngineUnavailable(f"the engine broke off, {self._response.length} bytes short")
        if len(found) > self._left:
            self.cut = True
            found = found[: self._left]
        self._left -= len(found)
        self.tail = (self.tail + found)[-TAIL_BYTES:] if found else self.tail
        return found

    def read_all(self) -> bytes:
        """Read to the end. Raises EngineUnavailable when that is beyond the limit."""
        parts = []
        while part := self.read():
            parts.append(part)
        if self.cut:
            raise EngineUnavailable("the engine's answer is longer than the limit")
        return b"".join(parts)


class Client:
    """Sends requests, in the name of one user or of none."""

    def __init__(self, credentials: Credentials | None = None) -> None:
        """Show `credentials` to every server asked: give the client one server's addresses only."""
        self._opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.HTTPHandler(),
            urllib.request.HTTPSHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            urllib.request.UnknownHandler(),
        ):
            self._opener.add_handler(handler)
        self._opener.addheaders = []
        self._credentials = credentials

    def send(self, request: urllib.request.Request, timeout_s: float, limit_bytes: int) -> Reply:
        """Send a request and return its answer with the body still to be read.

        Raises Rejected for any status but 2xx, QueryTimeout, or EngineUnavailable.
        """
        end = time.monotonic() + timeout_s
        if self._credentials:
            shown = self._authorize(request, self._credentials, timeout_s)
            request.add_unredirected_header("Authorization", shown)
        return Reply(self._open(request, timeout_s), limit_bytes, timeout_s, end)

    def _open(self, request: urllib.request.Request, timeout_s: float) -> http.client.HTTPResponse:
        try:
            response: http.client.HTTPResponse = self._opener.open(request, timeout=timeout_s)
        except urllib.error.HTTPError as error:
            raise _translate(error, request) from error
        except TimeoutError as error:
            raise QueryTimeout(timeout_s) from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise QueryTimeout(timeout_s) from error
            host = urlsplit(request.full_url).netloc
            raise EngineUnavailable(f"{host} cannot be reached: {error}") from error
        return response

    def _authorize(
        self, request: urllib.request.Request, credentials: Credentials, timeout_s: float
    ) -> str:
        """Ask without a body what the server wants to see: a long body would break on a 401."""
        asked = urllib.request.Request(request.full_url, method="HEAD")  # noqa: S310 - as the request
        try:
            self._open(asked, timeout_s).close()
            wanted = ""
        except Rejected as error:
            wanted = error.challenge
        user, password = credentials.user, credentials.password
        if wanted.lower().startswith("digest "):
            users = urllib.request.HTTPPasswordMgrWithDefaultRealm()
            users.add_password(None, request.full_url, user, password)
            handler = urllib.request.AbstractDigestAuthHandler(users)
            told = urllib.request.parse_keqv_list(urllib.request.parse_http_list(wanted[7:]))
            return f"Digest {handler.get_authorization(request, told)}"
        return f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"


def check_address(address: str) -> str:
    """Return an address of a server. Raises ValueError for what is none, or holds a password."""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{address!r} is not the http or https address of a server")
    if parts.username is not None or parts.fragment:
        raise ValueError(f"the address of {parts.hostname} must hold neither a user nor a fragment")
    return address


def _translate(error: urllib.error.HTTPError, request: urllib.request.Request) -> Rejected:
    with error:
        try:
            detail = error.read(DETAIL_BYTES).decode(errors="replace")
        except (OSError, http.client.HTTPException):
            detail = ""
    first = " ".join(detail.split())[:200]
    said = f"{request.get_method()} {request.host} was answered with {error.code}"
    if 300 <= error.code < 400:
        said += f"; redirects are not followed, use {error.headers.get('Location')} itself"
    challenge = error.headers.get("WWW-Authenticate") or ""
    return Rejected(f"{said}: {first}" if first else said, error.code, detail, challenge)
