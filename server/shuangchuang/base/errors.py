"""Everything that can go wrong, as one tree. Errors carry data; their text is made in `_tell`.

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

from shuangchuang.base.texts import Bilingual, Text, join


@dataclass(eq=False)
class ShuangchuangError(Exception):
    """The root. `code` names the error in reports; `status` is its HTTP status."""

    code = "error"
    status = 500
    title = "Something went wrong"

    def __str__(self) -> str:
        """Say in English what happened."""
        return str(self.tell())

    def tell(self) -> Bilingual:
        """Say what happened, where, and what to do."""
        return join(self._tell())

    def _tell(self) -> Text:
        return self.title


@dataclass(eq=False)
class ContentError(ShuangchuangError):
    """A file of the release cannot be read; `line` and `column` count from one, zero if unknown."""

    path: Path
    line: int
    column: int
    reason: str

    code = "content"
    title = "The content cannot be read"

    def _tell(self) -> Text:
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

    reason: Text

    code = "bad-request"

    def _tell(self) -> Text:
        return self.reason


@dataclass(eq=False)
class BadParameter(RequestError):
    """A value given for a question's parameter is not of the parameter's type."""

    name: str
    value: str
    expected: Text

    code = "bad-parameter"
    title = "A value does not fit"

    def _tell(self) -> Text:
        start = Bilingual(
            f"parameter {self.name}: {self.value!r} is not ",
            f"参数 {self.name}：{self.value!r} 不是",
        )
        return join(start, self.expected)


@dataclass(eq=False)
class NotFound(RequestError):
    """Nothing of that name; `near` lists what may have been meant."""

    what: Text
    name: str
    near: Sequence[str] = ()

    code = "not-found"
    status = 404
    title = "Not found"

    def _tell(self) -> Text:
        near = ", ".join(self.near)
        hint = Bilingual(f"; you may mean {near}", f"；或许是 {near}") if near else ""
        name = Bilingual(f" {self.name!r}", f" {self.name!r}")
        return join(Bilingual("there is no ", "没有"), self.what, name, hint)


@dataclass(eq=False)
class NotAcceptable(RequestError):
    """No media type that we offer for this answer is accepted. RFC 9110 section 15.5.7.

    `accept` is the header, or the format that was asked for by name. `reason` says why the answer
    cannot come in it, where it is not the format itself that is unknown.
    """

    accept: str
    offered: Sequence[str]
    reason: Text = ""

    code = "not-acceptable"
    status = 406
    title = "No acceptable format"

    def _tell(self) -> Text:
        offered = ", ".join(self.offered)
        unknown = Bilingual(
            f"{self.accept!r} names none of the formats of this answer",
            f"{self.accept!r} 不在此结果的可用格式之中",
        )
        end = Bilingual(f"; offered are {offered}", f"；可用格式为 {offered}")
        return join(self.reason or unknown, end)


@dataclass(eq=False)
class UnsupportedMedia(RequestError):
    """The body has a media type that this resource does not read. RFC 9110 section 15.5.16."""

    given: Text
    accepted: Sequence[Text]

    code = "unsupported-media-type"
    status = 415
    title = "Unsupported media type"

    def _tell(self) -> Text:
        accepted = [part for one in self.accepted for part in (Bilingual(", ", "、"), one)]
        return join(
            Bilingual("cannot read a body with ", "无法读取此请求正文："),
            self.given or Bilingual("no Content-Type", "缺少 Content-Type"),
            Bilingual("; what is read: ", "；可读取："),
            *accepted[1:],
        )


@dataclass(eq=False)
class BodyTooLarge(RequestError):
    """A body or a query text longer than the limit, both in bytes. RFC 9110 section 15.5.14."""

    what: Text
    limit_bytes: int

    code = "too-large"
    status = 413
    title = "Too large"

    def _tell(self) -> Text:
        limit = self.limit_bytes
        return join(self.what, Bilingual(f" is longer than {limit} bytes", f"超过 {limit} 字节"))


@dataclass(eq=False)
class TooCostly(RequestError):
    """A contribution could not be judged within the limits; it was not judged at all."""

    needed: Text

    code = "too-costly"
    status = 422
    title = "The contribution could not be judged"

    def _tell(self) -> Text:
        return join(
            Bilingual("the validation was ended, because it needed ", "校验已终止，因其所需超过"),
            self.needed,
            Bilingual(
                "; nothing is known of whether it conforms. Send less at once, or simpler shapes",
                "；是否符合要求尚不得知。请分批提交，或简化形状",
            ),
        )


@dataclass(eq=False)
class QueryProblem(RequestError):
    """What the errors of a query text share: where, the line itself, and what to do.

    `line` and `column` count characters from one and are zero when the place is unknown.
    """

    reason: Text
    line: int = 0
    column: int = 0
    excerpt: str = ""
    hint: Text = ""

    def _tell(self) -> Text:
        line, column = self.line, self.column
        place = Bilingual(f"line {line}, column {column}: ", f"第 {line} 行第 {column} 列：")
        hint = join(Bilingual(". ", "。"), self.hint) if self.hint else ""
        return join(place if line else "", self.reason, hint)


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

    def _tell(self) -> Text:
        return Bilingual(
            f"the query was ended after its limit of {self.limit_s:g} seconds; "
            "ask for less: add triple patterns, a LIMIT, or split it",
            f"查询达到 {self.limit_s:g} 秒的时限，已终止；"
            "请缩小范围：增加三元组模式、加上 LIMIT，或拆分查询",
        )


@dataclass(eq=False)
class QueryTooLarge(EngineError):
    """The query needed more memory than a worker may have, and was ended."""

    memory_mib: int

    code = "too-much-memory"
    title = "The query needs too much memory"

    def _tell(self) -> Text:
        return Bilingual(
            f"the query was ended because it needed more than {self.memory_mib} MiB; "
            "ask for less: add triple patterns or a LIMIT, or leave out ORDER BY",
            f"查询所需内存超过 {self.memory_mib} MiB，已终止；"
            "请缩小范围：增加三元组模式、加上 LIMIT，或去掉 ORDER BY",
        )


@dataclass(eq=False)
class EngineBusy(EngineError):
    """Every place is taken."""

    retry_after_s: int

    code = "busy"
    title = "The server is busy"

    def _tell(self) -> Text:
        wait_s = self.retry_after_s
        return Bilingual(
            f"every place is taken; try again in {wait_s} seconds",
            f"服务器繁忙；请于 {wait_s} 秒后重试",
        )


@dataclass(eq=False)
class EngineUnavailable(EngineError):
    """The engine cannot be reached, or broke down while answering."""

    reason: Text

    code = "engine-unavailable"
    title = "The engine cannot be reached"

    def _tell(self) -> Text:
        return self.reason
