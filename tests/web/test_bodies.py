"""What is wrong with a request as HTTP is told before anything reads it."""

import io
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from shuangchuang.web.app import create_app
from shuangchuang.web.bodies import BodyIntake
from shuangchuang.web.cache import ResponseCache
from shuangchuang.web.site import Site

DIRECT = "application/sparql-query"
ASK = "/sparql?query=ASK {}"


@pytest.fixture
def client(site: Site) -> Client:
    """Give a client that stands where the server does: before intake and cache."""
    return Client(BodyIntake(ResponseCache(create_app(site), 1_000_000), site.settings))


def send(client: Client, path: str = ASK, **environ: Any) -> TestResponse:  # noqa: ANN401 - as in WSGI
    """Send a request with these entries of the environment, those that are None left out."""

    def without(inner: Any) -> Any:  # noqa: ANN401 - a WSGI application
        def application(entries: dict[str, Any], start: Any) -> Any:  # noqa: ANN401 - as in WSGI
            kept = {name: value for name, value in (entries | environ).items() if value is not None}
            return inner(kept, start)

        return application

    return Client(without(client.application)).open(path)


@pytest.mark.parametrize(
    ("host", "protocol", "status"),
    [
        ("example.org", "HTTP/1.1", 200),
        ("example.org:8000", "HTTP/1.1", 200),
        ("[::1]:8000", "HTTP/1.1", 200),
        ("a_b.example", "HTTP/1.1", 200),
        ("", "HTTP/1.1", 400),
        ("", "HTTP/1.0", 200),
        (None, "HTTP/1.0", 200),
        (None, "HTTP/2", 200),
        (None, "HTTP/1.1", 400),
        ("example.org,example.com", "HTTP/1.1", 400),
        ("a b", "HTTP/1.1", 400),
        ("user@example.org", "HTTP/1.0", 400),
        ("example.org/path", "HTTP/1.1", 400),
        ('"><script>', "HTTP/1.1", 400),
        ("例子", "HTTP/1.1", 400),
    ],
)
def test_request_names_one_host(
    client: Client, host: str | None, protocol: str, status: int
) -> None:
    """Two hosts are joined by a comma; none is for HTTP/1.0 only. RFC 9112 section 3.2."""
    send(client, HTTP_HOST=None, SERVER_PROTOCOL="HTTP/1.0")  # is kept, for whoever may have it

    answer = send(client, HTTP_HOST=host, SERVER_PROTOCOL=protocol)

    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("method", "status"), [("get", 405), ("Post", 405), ("GET", 200)])
def test_methods_have_capital_letters(client: Client, method: str, status: int) -> None:
    """RFC 9110 section 9.1: a method in small letters is another one."""
    answer = send(client, REQUEST_METHOD=method)

    assert answer.status_code == status
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"


@pytest.mark.parametrize(("length", "status"), [("5", 200), ("6", 400), ("400", 400)])
def test_half_a_body_is_not_read(client: Client, length: str, status: int) -> None:
    """What came of a body that broke off may be another query. RFC 9112 section 8."""
    answer = send(
        client,
        "/sparql",
        REQUEST_METHOD="POST",
        CONTENT_TYPE=DIRECT,
        CONTENT_LENGTH=length,
        **{"wsgi.input": io.BytesIO(b"ASK{}")},
    )

    assert answer.status_code == status
    assert status == 200 or "broke off" in answer.text


@pytest.mark.parametrize(("coding", "status"), [("Chunked", 200), ("gzip, chunked", 415)])
def test_body_in_another_coding_is_refused(client: Client, coding: str, status: int) -> None:
    """The chunks are put together by the server, and nothing is unpacked."""
    answer = send(
        client,
        "/sparql",
        REQUEST_METHOD="POST",
        CONTENT_TYPE=DIRECT,
        HTTP_TRANSFER_ENCODING=coding,
        **{"wsgi.input": io.BytesIO(b"ASK{}"), "wsgi.input_terminated": True},
    )

    assert answer.status_code == status
