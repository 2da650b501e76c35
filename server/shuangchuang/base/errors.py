"""Everything that can go wrong, as one tree. Errors carry data; their text is made in `__str__`.

ShuangchuangError
├── ContentError            a file of the release cannot be read
├── RequestError            the client can mend it
│   ├── BadRequest          a parameter is missing, repeated or malformed
│   ├── BadParameter        a value of a question's parameter is not of its type
│   ├── NotFound            no such question, thing or page
│   ├── NotAcceptable       no format that we have is accepted
│   ├── UnsupportedMedia    the body has a type that we do not read
│   ├── BodyTooLarge        the body is longer than the limit
│   ├── QuerySyntax         the query is not SPARQL
│   ├── QueryTooComplex     the query is deeper or wider than the limit
│   ├── TooCostly           a contribution takes more time or memory than the limit
│   └── QueryRefused        the query asks for what a public endpoint does not do
└── EngineError             the query was fine, the answer could not be had
    ├── QueryTimeout        it took longer than the limit
    ├── QueryTooLarge       it needed more memory than the limit
    ├── EngineBusy          every place is taken
    └── EngineUnavailable   the engine cannot be reached or has failed
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(eq=False)
class ShuangchuangError(Exception):
    """The root. `code` names the error in reports; `status` is its HTTP status."""

    code = "error"
    status = 500
    title = "Something went wrong"


@dataclass(eq=False)
class ContentError(ShuangchuangError):
    """A file of the release cannot be read; `line` and `column` count from one, zero if unknown."""

    path: Path
    line: int
    column: int
    reason: str

    code = "content"
    title = "The content cannot be read"

    def __str__(self) -> str:
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.path}{place}: {self.reason}"


@dataclass(eq=False)
class RequestError(ShuangchuangError):
    """The client can mend the request."""

    code = "request"
    status = 400
    title = "The request cannot be answered"


@dataclass(eq=False)
class BadRequest(RequestError):
    """A part of the request is missing, repeated or malformed."""

    reason: str

    code = "bad-request"

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class BadParameter(RequestError):
    """A value given for a question's parameter is not of the parameter's type."""

    name: str
    value: str
    expected: str

    code = "bad-parameter"
    title = "A value does not fit"

    def __str__(self) -> str:
        return f"parameter {self.name}: {self.value!r} is not {self.expected}"


@dataclass(eq=False)
class NotFound(RequestError):
    """Nothing of that name; `near` lists what may have been meant."""

    what: str
    name: str
    near: Sequence[str] = ()

    code = "not-found"
    status = 404
    title = "Not found"

    def __str__(self) -> str:
        hint = f"; you may mean {', '.join(self.near)}" if self.near else ""
        return f"there is no {self.what} {self.name!r}{hint}"


@dataclass(eq=False)
class NotAcceptable(RequestError):
    """No media type that we offer for this answer is accepted. RFC 9110 section 15.5.7.

    `accept` is the header, or the format that was asked for by name. `reason` says why the answer
    cannot come in it, where it is not the format itself that is unknown.
    """

    accept: str
    offered: Sequence[str]
    reason: str = ""

    code = "not-acceptable"
    status = 406
    title = "No acceptable format"

    def __str__(self) -> str:
        reason = self.reason or f"{self.accept!r} names none of the formats of this answer"
        return f"{reason}; offered are {', '.join(self.offered)}"


@dataclass(eq=False)
class UnsupportedMedia(RequestError):
    """The body has a media type that this resource does not read. RFC 9110 section 15.5.16."""

    given: str
    accepted: Sequence[str]

    code = "unsupported-media-type"
    status = 415
    title = "Unsupported media type"

    def __str__(self) -> str:
        given = self.given or "no Content-Type"
        return f"cannot read a body with {given}; send one of {', '.join(self.accepted)}"


@dataclass(eq=False)
class BodyTooLarge(RequestError):
    """A body or a query text longer than the limit, both in bytes. RFC 9110 section 15.5.14."""

    what: str
    limit_bytes: int

    code = "too-large"
    status = 413
    title = "Too large"

    def __str__(self) -> str:
        return f"{self.what} is longer than {self.limit_bytes} bytes"


@dataclass(eq=False)
class TooCostly(RequestError):
    """A contribution could not be judged within the limits; it was not judged at all."""

    needed: str

    code = "too-costly"
    status = 422
    title = "The contribution could not be judged"

    def __str__(self) -> str:
        return (
            f"the validation was ended, because it needed {self.needed}; nothing is known of"
            " whether it conforms. Send less at once, or simpler shapes"
        )


@dataclass(eq=False)
class QueryProblem(RequestError):
    """What the errors of a query text share: where, the line itself, and what to do.

    `line` and `column` count characters from one and are zero when the place is unknown.
    """

    reason: str
    line: int = 0
    column: int = 0
    excerpt: str = ""
    hint: str = ""

    def __str__(self) -> str:
        place = f"line {self.line}, column {self.column}: " if self.line else ""
        return f"{place}{self.reason}" + (f". {self.hint}" if self.hint else "")


@dataclass(eq=False)
class QuerySyntax(QueryProblem):
    """The text is not one SPARQL 1.1 query."""

    code = "query-syntax"
    title = "The query is not SPARQL"


@dataclass(eq=False)
class QueryTooComplex(QueryProblem):
    """The text is a query, but deeper or wider than a public endpoint takes on."""

    code = "query-too-complex"
    title = "The query is too complex"


@dataclass(eq=False)
class QueryRefused(QueryProblem):
    """The text asks for an update or for another server."""

    code = "query-refused"
    status = 403
    title = "The query is refused"


@dataclass(eq=False)
class EngineError(ShuangchuangError):
    """The query was fine and the answer could not be had."""

    code = "engine"
    status = 503
    title = "The query could not be answered"


@dataclass(eq=False)
class QueryTimeout(EngineError):
    """The query ran into its time limit and was ended."""

    limit_s: float

    code = "timeout"
    status = 504
    title = "The query took too long"

    def __str__(self) -> str:
        return (
            f"the query was ended after its limit of {self.limit_s:g} seconds; "
            "ask for less: add triple patterns, a LIMIT, or split it"
        )


@dataclass(eq=False)
class QueryTooLarge(EngineError):
    """The query needed more memory than a worker may have, and was ended."""

    memory_mib: int

    code = "too-much-memory"
    title = "The query needs too much memory"

    def __str__(self) -> str:
        return (
            f"the query was ended because it needed more than {self.memory_mib} MiB; "
            "ask for less: add triple patterns or a LIMIT, or leave out ORDER BY"
        )


@dataclass(eq=False)
class EngineBusy(EngineError):
    """Every place is taken."""

    retry_after_s: int

    code = "busy"
    title = "The server is busy"

    def __str__(self) -> str:
        return f"every place is taken; try again in {self.retry_after_s} seconds"


@dataclass(eq=False)
class EngineUnavailable(EngineError):
    """The engine cannot be reached, or broke down while answering."""

    reason: str

    code = "engine-unavailable"
    title = "The engine cannot be reached"

    def __str__(self) -> str:
        return self.reason
