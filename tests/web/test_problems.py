"""One problem document for everything that can go wrong, on every route."""

import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import escape

from shuangchuang.base import errors
from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.base.media import Format
from shuangchuang.base.texts import Bilingual, pick
from shuangchuang.store.client import Rejected
from shuangchuang.store.engine import Answer, Limits, Query, ReleaseInfo
from shuangchuang.web.app import create_app
from shuangchuang.web.explanations import EXPLANATIONS
from shuangchuang.web.problems import describe_error, write_text
from shuangchuang.web.site import Site

# What an error may be built with, one of each class that a request can meet.
EXAMPLES: list[ShuangchuangError] = [
    errors.BadRequest(Bilingual("a reason", "原因")),
    errors.BadParameter("year", "x", Bilingual("a year", "年份")),
    errors.NotFound(Bilingual("question", "问题"), "x", ("01-people",)),
    errors.NotAcceptable("image/png", ("text/csv",)),
    errors.UnsupportedMedia("text/plain", ("application/sparql-query",)),
    errors.BodyTooLarge(Bilingual("the body", "正文"), 10),
    errors.QuerySyntax(
        Bilingual("a reason", "原因"), 2, 3, "  SELECT", Bilingual("a hint", "提示")
    ),
    errors.QueryTooComplex(Bilingual("a reason", "原因"), 1, 1, "x"),
    errors.QueryRefused(Bilingual("a reason", "原因")),
    errors.TooCostly(Bilingual("more than 10 seconds", "10 秒")),
    errors.QueryTimeout(2.5),
    errors.QueryTooLarge(512),
    errors.EngineBusy(3),
    errors.EngineUnavailable(Bilingual("a reason", "原因")),
]
HIDDEN = "/hidden/path"


class Failing:
    """An engine whose every query fails in one way."""

    release = ReleaseInfo("0" * 64, 0, {})

    def __init__(self, error: Exception) -> None:
        """Take the error to fail with."""
        self._error = error

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Fail."""
        raise self._error

    def close(self) -> None:
        """Have nothing to close."""


def _failing(site: Site, error: Exception) -> FlaskClient:
    return create_app(Site(site.settings, Failing(error), site.prefixes)).test_client()


def test_examples_cover_every_error_of_a_request() -> None:
    """A new class of error needs an example here, and with it the tests below."""
    inner = {errors.ContentError, errors.RequestError, errors.EngineError, errors.QueryProblem}

    def leaves(kind: type[ShuangchuangError]) -> set[type[ShuangchuangError]]:
        return {kind}.union(*(leaves(one) for one in kind.__subclasses__()))

    known = {kind for kind in leaves(ShuangchuangError) if kind.__module__ == errors.__name__}

    assert {type(error) for error in EXAMPLES} == known - inner - {ShuangchuangError}


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
def test_every_error_becomes_one_document(site: Site, error: ShuangchuangError) -> None:
    """Type, title, status, detail and code are there, and the data that the error carries."""
    response = _failing(site, error).get("/sparql?query=ASK {}")

    assert response.status_code == error.status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    document = json.loads(response.data)
    assert document["type"] == f"https://w3id.org/shuangchuang/problems#{error.code}"
    assert document["title"] == error.title
    assert document["status"] == error.status
    assert document["detail"] == str(error)
    assert document["code"] == error.code
    for name in ("line", "column", "excerpt", "hint", "limit_s", "limit_bytes", "memory_mib"):
        value = getattr(error, name, None)
        assert document.get(name) == (
            pick(value or "", "en") or None if name == "hint" else value or None
        )


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_error_has_a_page(site: Site, error: ShuangchuangError, language: str) -> None:
    """A browser gets a page with the same status, the detail, and the query to mend."""
    response = _failing(site, error).get(
        "/sparql?query=ASK {}", headers={"Accept": "text/html", "Accept-Language": language}
    )

    assert response.status_code == error.status
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    title = EXPLANATIONS[error.code].title.pick(language)
    assert f"<h1>{title}</h1>" in response.text
    assert f'<p class="lead">{escape(error.tell().pick(language))}</p>' in response.text
    assert "ASK {}</textarea>" in response.text


@pytest.mark.parametrize("error", EXAMPLES, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("accept", ["*/*", "text/plain, text/csv;q=0.1"])
def test_every_error_is_told_in_chinese(site: Site, error: ShuangchuangError, accept: str) -> None:
    """Programs and terminals get the language that they accept; codes and names stay."""
    response = _failing(site, error).get(
        "/sparql?query=ASK {}", headers={"Accept": accept, "Accept-Language": "zh-CN"}
    )

    chinese = error.tell().zh_hans
    assert chinese != error.tell().en
    assert chinese in (response.json["detail"] if response.json else response.text)
    assert response.headers["Content-Language"] == "zh-Hans"
    assert "Accept-Language" in response.headers["Vary"]


@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/plain, text/csv;q=0.1"])
def test_words_of_another_server_are_for_the_log(
    site: Site, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Its address is nobody's business, and its words help nobody."""
    words = "http://10.0.0.7:3030 said: expected OPTIONAL"
    error = Rejected(words, 500, words)

    response = _failing(site, error).get("/sparql?query=ASK {}", headers={"Accept": accept})

    assert response.status_code == 503
    assert "OPTIONAL" not in response.text
    assert "10.0.0.7" not in response.text
    assert words in caplog.text


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "application/problem+json"),
        ("*/*", "application/problem+json"),
        ("application/sparql-results+json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("image/png", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html", "text/html; charset=utf-8"),
        ("text/html;q=0.1, text/plain;q=0.2", "text/plain; charset=utf-8"),
    ],
)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/none", 404),
        ("DELETE", "/", 405),
        ("POST", "/questions/01-people", 405),
        ("GET", "/questions/99", 404),
        ("GET", "/questions/02-names?thong=1", 404),
        ("GET", "/questions/02-names?thing=not an iri", 400),
        ("GET", "/questions/02-names.pdf", 406),
        ("GET", "/sparql?query=nonsense", 400),
        ("GET", "/sparql?query=%FF", 400),
        ("GET", "/sparql?query=ASK { SERVICE <http://a/> {} }", 403),
        ("POST", "/sparql", 415),
    ],
)
def test_every_route_answers_a_problem_in_the_form_that_is_liked(
    client: FlaskClient, method: str, path: str, status: int, accept: str, expected: str
) -> None:
    """JSON, a page or text by Accept; who accepts none of them gets JSON all the same."""
    response = client.open(path, method=method, headers={"Accept": accept})

    assert response.status_code == status
    assert response.headers["Content-Type"] == expected
    assert response.data


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError(HIDDEN),
        errors.ContentError(Path(HIDDEN), 1, 1, HIDDEN),
        ShuangchuangError(),
    ],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize("accept", ["*/*", "text/html", "text/plain"])
def test_what_is_unknown_is_told_by_an_id_only(
    site: Site, error: Exception, accept: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The details go to the log under the same id, never to the client."""
    response = _failing(site, error).get("/sparql?query=DESCRIBE <a:a>", headers={"Accept": accept})

    assert response.status_code == 500
    assert HIDDEN not in response.text
    assert "Traceback" not in response.text
    found = re.search(r"name the problem ([0-9a-f]{12})", response.text)
    assert found
    assert found[1] in caplog.text
    assert "Traceback" in caplog.text


def test_busy_says_when_to_come_back(site: Site) -> None:
    """503 comes with Retry-After in seconds."""
    response = _failing(site, errors.EngineBusy(3)).get("/sparql?query=ASK {}")

    assert response.headers["Retry-After"] == "3"


def test_undeclared_prefix_is_named_with_its_declaration(client: FlaskClient) -> None:
    """The commonest mistake is answered with the line to add, and where it was made."""
    response = client.get("/sparql?query=SELECT * {%0A  ?s a shc:Person }")

    assert response.json is not None
    assert (response.json["line"], response.json["column"]) == (2, 8)
    assert response.json["excerpt"] == "  ?s a shc:Person }"
    assert "PREFIX shc: <https://w3id.org/shuangchuang/ontology#>" in response.json["hint"]


def test_page_marks_the_place_of_a_mistake(client: FlaskClient) -> None:
    """The character at the column is marked within the line, also past Chinese characters."""
    response = client.get(
        '/sparql?query=SELECT * { ?s ?p "双创" ; shc:a ?b }', headers={"Accept": "text/html"}
    )

    assert "&#34;双创&#34; ; <mark>s</mark>hc:a ?b }</pre>" in response.text


def test_text_marks_the_place_of_a_mistake() -> None:
    """In a terminal a Chinese character takes two columns."""
    problem = describe_error(errors.QuerySyntax("no", 1, 4, "双创 x", "a hint"))

    assert write_text(problem, "en").splitlines()[3:5] == ["双创 x", " " * 5 + "^"]


def test_every_code_is_explained(client: FlaskClient) -> None:
    """The page that types lead to and docs/endpoint.md have a section for each, as it is."""
    documentation = (Path(__file__).parents[2] / "docs" / "endpoint.md").read_text()
    sections = dict(re.findall(r"^### `([a-z-]+)`\n\n(\d+)\. ", documentation, re.MULTILINE))
    page = client.get("/problems").text
    known = {error.code: str(error.status) for error in EXAMPLES}

    told = {code: str(one.status) for code, one in EXPLANATIONS.items()}

    assert told == known | {"internal": "500", "method-not-allowed": "405"} == sections
    for code, one in EXPLANATIONS.items():
        assert f'<h2 id="{code}">{one.title.en}</h2>' in page
    titles = {error.code: error.title for error in EXAMPLES}
    assert {code: EXPLANATIONS[code].title.en for code in titles} == titles
