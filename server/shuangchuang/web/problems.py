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

from shuangchuang.base.errors import (
    EngineBusy,
    EngineUnavailable,
    ShuangchuangError,
    UnsupportedMedia,
)
from shuangchuang.base.media import Format
from shuangchuang.base.namespaces import BASE
from shuangchuang.base.plain import escape_controls, show_controls
from shuangchuang.base.texts import Bilingual, Text, pick
from shuangchuang.web.explanations import EXPLANATIONS
from shuangchuang.web.protocol import READABLE

TYPES = BASE + "problems#"
JSON = Format("json", "application/problem+json", "page", "JSON", ("application/json", "text/json"))
TEXT = Format("txt", "text/plain", "page", "text")
ENGINE_FAILED = Bilingual(
    "the engine behind this server cannot be reached, or failed",
    "本服务器所用的引擎无法连接，或已出错",
)
MORE = Bilingual("More: ", "详情：")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Problem:
    """An error as told to a client.

    `code` names it and is the anchor of its section in the documentation. `data` holds what else
    the error knows (line, column, excerpt, hint, offered), each a member of the document.
    """

    code: str
    status: int
    detail: Text
    data: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The IRI of this kind of problem, where it is explained."""
        return TYPES + self.code

    @property
    def title(self) -> Text:
        """What this kind of problem is called."""
        return EXPLANATIONS[self.code].title


def describe_error(error: Exception) -> Problem:
    """Describe any error; one that is not the client's business is logged and told by an id."""
    if isinstance(error, HTTPException) and error.code and error.code < 500:
        return _describe_http(error, error.code)
    if isinstance(error, EngineUnavailable) and isinstance(error.reason, str):
        # In the words of another server, with its address: for the log, not for strangers.
        log.warning("at %s: %s", request.path, error.reason)
        return Problem(error.code, error.status, ENGINE_FAILED)
    if isinstance(error, ShuangchuangError) and error.status != 500:
        return Problem(error.code, error.status, error.tell(), _data_of(error), _headers_of(error))
    return _describe_unknown(error)


def write_json(problem: Problem, language: str) -> str:
    """Write the problem as application/problem+json. RFC 9457 section 3."""
    members = {
        "type": problem.type,
        "title": pick(problem.title, language),
        "status": problem.status,
        "detail": pick(problem.detail, language),
        "code": problem.code,
        **{name: _pick_all(value, language) for name, value in problem.data.items()},
    }
    return escape_controls(json.dumps(members, ensure_ascii=False, indent=2)) + "\n"


def write_text(problem: Problem, language: str) -> str:
    """Write the problem for a terminal, with a mark below the column of the line in question."""
    detail = pick(problem.detail, language)
    lines = [f"{problem.status} {pick(problem.title, language)}", detail]
    if "excerpt" in problem.data:
        before = problem.data["excerpt"][: problem.data["column"] - 1]
        lines += ["", problem.data["excerpt"], " " * sum(map(_width, before)) + "^"]
    more = pick(MORE, language)
    return show_controls("\n".join([*lines, "", f"{more}{problem.type}", ""]))


def _pick_all(value: Any, language: str) -> Any:  # noqa: ANN401 - whatever an error carries
    if isinstance(value, list):
        return [_pick_all(one, language) for one in value]
    return pick(value, language) if isinstance(value, Bilingual) else value


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
        types = [str(one).partition(";")[0] for one in error.accepted if "/" in str(one)]
        return {"Accept-Encoding": "identity", "Accept-Post": ", ".join(types or READABLE)}
    return {}


def _describe_http(error: HTTPException, status: int) -> Problem:
    path = request.path
    if isinstance(error, NotFound):
        detail = Bilingual(f"there is nothing at {path}", f"{path} 处没有内容")
        return Problem("not-found", status, detail)
    if isinstance(error, MethodNotAllowed):
        allow = sorted(error.valid_methods or ())
        listed, method = ", ".join(allow), request.environ["REQUEST_METHOD"]
        detail = Bilingual(
            f"{method} is not a method of {path}; it has {listed}",
            f"{path} 不支持方法 {method}；可用的方法为 {listed}",
        )
        return Problem("method-not-allowed", status, detail, {"allow": allow}, {"Allow": listed})
    return Problem("bad-request", status, error.description or error.name)


def _describe_unknown(error: Exception) -> Problem:
    identifier = uuid.uuid4().hex[:12]
    log.error("problem %s at %s", identifier, request.path, exc_info=error)
    detail = Bilingual(
        f"this is our fault; if you report it, name the problem {identifier}",
        f"此为本站之误；报告时请注明编号 {identifier}",
    )
    return Problem("internal", 500, detail, {"id": identifier})
