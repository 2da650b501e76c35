"""One shape for every error: the problem document of RFC 9457. Knows no pages and no routes.

What is unknown becomes a 500 that tells an id; the details go to the log and nowhere else.
"""

import json
import logging
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from flask import request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from shuangchuang.base.errors import EngineBusy, ShuangchuangError, UnsupportedMedia
from shuangchuang.base.media import Format
from shuangchuang.base.namespaces import BASE
from shuangchuang.base.plain import escape_controls, show_controls
from shuangchuang.web.protocol import READABLE

TYPES = BASE + "problems#"
JSON = Format("json", "application/problem+json", "page", "JSON", ("application/json", "text/json"))
TEXT = Format("txt", "text/plain", "page", "text")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """An error as told to a client.

    `code` names it and is the anchor of its section in the documentation. `data` holds what else
    the error knows (line, column, excerpt, hint, offered), each a member of the document.
    """

    code: str
    title: str
    status: int
    detail: str
    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The IRI of this kind of problem, where it is explained."""
        return TYPES + self.code


def describe_error(error: Exception) -> Problem:
    """Describe any error; one that is not the client's business is logged and told by an id."""
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        return _describe_http(error, error.code)
    if isinstance(error, ShuangchuangError) and error.status != 500:
        return Problem(
            error.code, error.title, error.status, str(error), _data_of(error), _headers_of(error)
        )
    return _describe_unknown(error)


def write_json(problem: Problem) -> str:
    """Write the problem as application/problem+json. RFC 9457 section 3."""
    members = {
        "type": problem.type,
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        **problem.data,
    }
    return escape_controls(json.dumps(members, ensure_ascii=False, indent=2)) + "\n"


def write_text(problem: Problem) -> str:
    """Write the problem for a terminal, with a mark below the column of the line in question."""
    lines = [f"{problem.status} {problem.title}", problem.detail]
    if "excerpt" in problem.data:
        before = problem.data["excerpt"][: problem.data["column"] - 1]
        lines += ["", problem.data["excerpt"], " " * sum(map(_width, before)) + "^"]
    return show_controls("\n".join([*lines, "", f"More: {problem.type}", ""]))


def _width(sign: str) -> int:
    """Give the columns that a character takes in a terminal."""
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _data_of(error: ShuangchuangError) -> dict[str, Any]:
    values = {one.name: getattr(error, one.name) for one in fields(error) if one.name != "reason"}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in ("", 0, (), [])
    }


def _headers_of(error: ShuangchuangError) -> dict[str, str]:
    if isinstance(error, EngineBusy):
        return {"Retry-After": str(error.retry_after_s)}
    if isinstance(error, UnsupportedMedia):  # RFC 9110 section 15.5.16
        types = [one.partition(";")[0] for one in error.accepted if "/" in one]
        return {"Accept-Encoding": "identity", "Accept-Post": ", ".join(types or READABLE)}
    return {}


def _describe_http(error: HTTPException, status: int) -> Problem:
    code = error.name.lower().replace(" ", "-")
    if isinstance(error, NotFound):
        return Problem(code, "Not found", status, f"there is nothing at {request.path}")
    if isinstance(error, MethodNotAllowed):
        allow = sorted(error.valid_methods or ())
        detail = f"{request.method} is not a method of {request.path}; it has {', '.join(allow)}"
        return Problem(
            code, error.name, status, detail, {"allow": allow}, {"Allow": ", ".join(allow)}
        )
    return Problem("bad-request", error.name, status, error.description or error.name)


def _describe_unknown(error: Exception) -> Problem:
    identifier = uuid.uuid4().hex[:12]
    log.error("problem %s at %s", identifier, request.path, exc_info=error)
    detail = f"this is our fault; if you report it, name the problem {identifier}"
    return Problem("internal", "Internal error", 500, detail, {"id": identifier})
