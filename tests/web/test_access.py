"""The access log tells what became of a request, and not what was asked."""

import json
import logging

import pytest
from werkzeug.test import Client
from werkzeug.wrappers import Response

from shuangchuang.web.access import AccessLog


def test_line_tells_the_outcome_and_not_the_query(caplog: pytest.LogCaptureFixture) -> None:
    """One JSON line: method, path, status, size, time; no query string."""
    application = AccessLog(Response(b"five!", status=206))

    with caplog.at_level(logging.INFO, logger="shuangchuang.access"):
        Client(application).get("/sparql?query=secret")

    told = json.loads(caplog.messages[0])
    assert (told["method"], told["path"], told["status"], told["bytes"]) == (
        "GET",
        "/sparql",
        206,
        5,
    )
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("asked", "told"), [("/doc/双创", "/doc/双创"), ("/%E5%8F%8C", "/双"), ("/%FF", "/\ufffd")]
)
def test_path_is_told_in_its_own_letters(
    caplog: pytest.LogCaptureFixture, asked: str, told: str
) -> None:
    """WSGI gives the bytes of a path one by one; who reads the log wants its letters."""
    with caplog.at_level(logging.INFO, logger="shuangchuang.access"):
        Client(AccessLog(Response())).get(asked)

    assert json.loads(caplog.messages[0])["path"] == told


def test_line_end_in_a_path_stays_in_its_line(caplog: pytest.LogCaptureFixture) -> None:
    """A path cannot forge a second line."""
    with caplog.at_level(logging.INFO, logger="shuangchuang.access"):
        Client(AccessLog(Response())).get("/a%0A%7B%7D")

    assert "\n" not in caplog.messages[0]
