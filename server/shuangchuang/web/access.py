"""Writes one JSON line per request: who asked for what and what became of it, never a query."""

import json
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

LOG = logging.getLogger("shuangchuang.access")
LONGEST_PATH = 200


@dataclass(frozen=True)
class AccessLog:
    """A WSGI middleware around everything, so that answers from memory are told too."""

    inner: "WSGIApplication"

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Pass the request on and write its line when the response is complete."""
        started = time.perf_counter()
        told: dict[str, Any] = {}

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:  # noqa: ANN401 - WSGI
            told["status"] = int(status.split(" ", 1)[0])
            return start_response(status, headers, *more)

        parts = self.inner(environ, start)
        body = list(parts)
        close = getattr(parts, "close", None)
        if close:
            close()
        LOG.info("%s", _line(environ, told, sum(map(len, body)), time.perf_counter() - started))
        return body


def _line(environ: "WSGIEnvironment", told: dict[str, Any], size: int, seconds: float) -> str:
    """Write the line; the query string is left out, since it may hold what somebody asks."""
    path = environ.get("PATH_INFO", "").encode("latin-1").decode(errors="replace")  # PEP 3333
    return json.dumps(
        {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "method": environ["REQUEST_METHOD"],
            "path": path[:LONGEST_PATH],
            "status": told.get("status", 0),
            "bytes": size,
            "milliseconds": round(seconds * 1000, 2),
        }
    )
