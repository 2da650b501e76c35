"""Repeated requests are answered from memory: the same bytes, and never the wrong ones."""

import gzip
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client, TestResponse

from shuangchuang.web.cache import ResponseCache

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class Counting:
    """An application that counts its calls and answers with what decided them."""

    def __init__(self, headers: list[tuple[str, str]], status: str = "200 OK") -> None:
        """Answer every request with these."""
        self.calls = 0
        self.headers = headers
        self.status = status
        self._lock = threading.Lock()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer with the path, query and accept header, long enough to be compressed."""
        with self._lock:
            self.calls += 1
        start_response(self.status, list(self.headers))
        told = f"{environ['QUERY_STRING']} {environ.get('HTTP_ACCEPT', '')} "
        return [(told * 500).encode()]


TAGGED = [("Content-Type", "text/plain"), ("ETag", '"t"'), ("Vary", "Accept")]
WEAK = [("Content-Type", "text/plain"), ("ETag", 'W/"t"'), ("Vary", "Accept")]


def visit(
    cache: ResponseCache, path: str = "/?a", method: str = "GET", **headers: str
) -> TestResponse:
    """Send one request."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(cache).open(path, method=method, headers=named)


def test_second_request_does_not_reach_the_application() -> None:
    """The same request has the same answer, from memory."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 100_000)

    first, second = visit(cache), visit(cache)

    assert inner.calls == 1
    assert (first.data, first.headers) == (second.data, second.headers)


@pytest.mark.parametrize(
    "change",
    [
        {"path": "/?b"},
        {"path": "/other?a"},
        {"Accept": "text/csv"},
        {"Accept_Language": "zh"},
        {"Host": "elsewhere.example"},
    ],
    ids=str,
)
def test_request_that_differs_is_another_request(change: dict[str, str]) -> None:
    """Whatever may decide the bytes is part of the key."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 100_000)
    visit(cache)

    visit(cache, **change)

    assert inner.calls == 2


def test_browsers_that_prefer_the_same_language_share_an_answer() -> None:
    """Of Accept-Language only the language that is chosen decides."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 100_000)

    visit(cache, Accept_Language="zh-CN,zh;q=0.9,en;q=0.8")
    visit(cache, Accept_Language="zh")

    assert inner.calls == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Content-Type", "text/plain")], "200 OK"),
        ([("ETag", '"t"'), ("Cache-Control", "no-store")], "200 OK"),
        ([("ETag", '"t"'), ("Set-Cookie", "a=b")], "200 OK"),
        ([("ETag", '"t"')], "404 NOT FOUND"),
    ],
)
def test_what_must_not_be_kept_is_not(headers: list[tuple[str, str]], status: str) -> None:
    """No tag, no-store, a cookie or an error: every request reaches the application."""
    inner = Counting(headers, status)
    cache = ResponseCache(inner, 100_000)

    visit(cache)
    visit(cache)

    assert inner.calls == 2


def test_post_passes_by() -> None:
    """Only GET and HEAD are answered from memory."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 100_000)

    visit(cache, method="POST")
    visit(cache, method="POST")

    assert inner.calls == 2


def test_compressed_answer_is_the_same_under_another_tag() -> None:
    """A strong tag names bytes, so the compressed form has its own."""
    cache = ResponseCache(Counting(TAGGED), 100_000)

    plain, squeezed = visit(cache), visit(cache, Accept_Encoding="br, gzip;q=0.5")

    assert gzip.decompress(squeezed.data) == plain.data
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert (plain.headers["ETag"], squeezed.headers["ETag"]) == ('"t"', '"t-gzip"')
    assert squeezed.headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("header", ["", "br", "gzip;q=0", "gzip;q=0.000", "*, gzip;q=0"])
def test_compression_that_is_not_accepted_is_not_used(header: str) -> None:
    """A quality of zero means no. RFC 9110 section 12.5.3."""
    cache = ResponseCache(Counting(TAGGED), 100_000)

    assert "Content-Encoding" not in visit(cache, Accept_Encoding=header).headers


@pytest.mark.parametrize("known", ['"t"', 'W/"t"', '"x", "t-gzip"', "*"])
def test_known_tag_is_answered_with_304(known: str) -> None:
    """Whichever form the client holds, it is told that nothing has changed."""
    cache = ResponseCache(Counting(TAGGED), 100_000)

    answer = visit(cache, If_None_Match=known)

    assert (answer.status_code, answer.data) == (304, b"")
    assert answer.headers["ETag"] == '"t"'
    assert "Content-Type" not in answer.headers


@pytest.mark.parametrize("header", ["gzip", "*", "*;q=0, gzip", "identity, gzip;q=0.1"])
def test_compression_that_is_accepted_is_used(header: str) -> None:
    """What is named counts more than what `*` says of the rest."""
    cache = ResponseCache(Counting(TAGGED), 100_000)

    assert visit(cache, Accept_Encoding=header).headers["Content-Encoding"] == "gzip"


@pytest.mark.parametrize("known", ['W/"t"', '"t"', '"x", W/"t-gzip"'])
def test_known_weak_tag_is_answered_with_304(known: str) -> None:
    """Tags of answers with blank nodes are weak, and compared like the others."""
    cache = ResponseCache(Counting(WEAK), 100_000)

    answer = visit(cache, If_None_Match=known)

    assert (answer.status_code, answer.headers["ETag"]) == (304, 'W/"t"')


@pytest.mark.parametrize("max_bytes", [0, 2_000])
def test_known_tag_is_enough_without_memory(max_bytes: int) -> None:
    """An answer that is not kept, for whatever reason, is not sent again either."""
    cache = ResponseCache(Counting(TAGGED), max_bytes)

    assert visit(cache, If_None_Match='"t"').status_code == 304


def test_date_of_an_answer_is_not_kept() -> None:
    """The server dates each response; an old date would pass for a new one."""
    cache = ResponseCache(Counting([*TAGGED, ("Date", "Thu, 11 Jun 2015 00:00:00 GMT")]), 100_000)

    assert "Date" not in visit(cache).headers


@pytest.mark.parametrize("first", ["GET", "HEAD"])
@pytest.mark.parametrize("headers", [TAGGED, [("Content-Type", "text/plain")]], ids=["kept", "not"])
def test_head_has_the_headers_of_get_and_no_body(
    headers: list[tuple[str, str]], first: str
) -> None:
    """Whichever comes first, and whether it is kept or not."""
    cache = ResponseCache(Counting(headers), 100_000)
    second = "HEAD" if first == "GET" else "GET"

    answers = {
        method: visit(cache, "/?a", method, Accept_Encoding="gzip") for method in (first, second)
    }

    assert (answers["HEAD"].data, answers["HEAD"].headers) == (b"", answers["GET"].headers)


def test_get_after_head_comes_from_memory() -> None:
    """The work for a HEAD is not lost."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 100_000)

    visit(cache, method="HEAD")
    visit(cache)

    assert inner.calls == 1


def test_oldest_unused_answers_go_first_and_bytes_stay_bounded() -> None:
    """The cache never holds more than it may."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 40_000)

    for number in range(50):
        visit(cache, f"/?{number}")
        visit(cache, "/?0")  # in use, so it stays

    assert cache.size_bytes <= 40_000
    assert inner.calls == 50


def test_large_answer_passes_without_being_kept() -> None:
    """One answer cannot push out all the others."""
    inner = Counting(TAGGED)
    cache = ResponseCache(inner, 2_000)

    visit(cache)
    visit(cache)

    assert (inner.calls, cache.size_bytes) == (2, 0)


def test_many_threads_get_their_own_answers() -> None:
    """Concurrent requests never see each other's bytes."""
    cache = ResponseCache(Counting(TAGGED), 30_000)

    def check(number: int) -> bool:
        return visit(cache, f"/?{number % 20}").text.startswith(f"{number % 20} ")

    with ThreadPoolExecutor(8) as crowd:
        assert all(crowd.map(check, range(400)))
