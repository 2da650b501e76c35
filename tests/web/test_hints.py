"""A misspelt term is told beside the answer: in a header, and on the page."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.test import Client

from shuangchuang.services.suggestions import Suggestion
from shuangchuang.web.app import create_app
from shuangchuang.web.cache import ResponseCache
from shuangchuang.web.hints import write_hint
from shuangchuang.web.site import Site

PROLOGUE = (
    "PREFIX shc: <https://w3id.org/shuangchuang/ontology#> "
    "PREFIX i: <https://w3id.org/shuangchuang/id/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
MISSPELT = PROLOGUE + "SELECT ?s { ?s a shc:Persn ; rdfs:lable ?name }"
HINT = '"shc:Persn";unknown;meant="shc:Person", "rdfs:lable";unknown;meant="rdfs:label"'


def address(query: str) -> str:
    """Give the address that asks a query."""
    return f"/sparql?query={quote(query)}"


@pytest.mark.parametrize("accept", ["*/*", "text/csv", "text/html"])
def test_misspelt_terms_are_told_in_a_header(client: FlaskClient, accept: str) -> None:
    """The answer is the one of the standard, in every format; the hint stands beside it."""
    response = client.get(address(MISSPELT), headers={"Accept": accept})

    assert response.status_code == 200
    assert response.headers["Shuangchuang-Hint"] == HINT
    assert "Shuangchuang-Hint" in response.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "query",
    ["DESCRIBE i:tianjinn", "ASK { i:tianjinn ?p ?o }", "CONSTRUCT WHERE { i:tianjinn ?p ?o }"],
)
def test_every_form_of_query_gets_a_hint(client: FlaskClient, query: str) -> None:
    """The hint is written with the prefixes of the graph, not with those of the query."""
    response = client.get(address(PROLOGUE + query))

    hint = response.headers["Shuangchuang-Hint"]
    assert hint == '"id:tianjinn";unknown;meant="id:tianjin"'


@pytest.mark.parametrize("query", ["SELECT ?s { ?s a shc:Person }", "ASK { ?s ?p ?o }"])
def test_honest_query_gets_no_hint(client: FlaskClient, query: str) -> None:
    """Terms of the graph are not remarked upon."""
    response = client.get(address(PROLOGUE + query))

    assert response.status_code == 200
    assert "Shuangchuang-Hint" not in response.headers


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "shc:Persn is nowhere in the graph; near it: shc:Person"),
        ("zh-Hans", "shc:Persn 不见于本图谱；相近者： shc:Person"),
    ],
)
def test_page_shows_the_hint_above_the_answer(
    client: FlaskClient, language: str, line: str
) -> None:
    """The term and the one that was meant, in the language of the page."""
    page = client.get(
        address(MISSPELT), headers={"Accept": "text/html", "Accept-Language": language}
    ).text

    shown = " ".join(re.sub(r"<[^>]*>", " ", page).split())
    assert line in shown
    assert page.index('role="note"') < page.index('class="downloads"')


def test_value_of_a_parameter_is_looked_at_too(client: FlaskClient) -> None:
    """Who misspells a thing in the form of a question is told there."""
    response = client.get("/questions/02-names?thing=id:tianjn", headers={"Accept": "text/html"})

    assert response.headers["Shuangchuang-Hint"] == '"id:tianjn";unknown;meant="id:tianjin"'
    assert "<code>id:tianjin</code>" in response.text


def test_hint_is_kept_with_a_cached_answer(site: Site) -> None:
    """A repeated query gets the same hint from the cache as it got from the engine."""
    client = Client(ResponseCache(create_app(site).wsgi_app, 1_000_000))

    hints = [client.get(address(MISSPELT)).headers["Shuangchuang-Hint"] for _ in range(2)]

    assert hints == [HINT, HINT]


def test_site_with_own_data_gives_no_hints(site: Site) -> None:
    """What is known of the release says nothing about other data."""
    client = create_app(replace(site, known=None)).test_client()

    assert "Shuangchuang-Hint" not in client.get(address(MISSPELT)).headers


def test_header_is_ascii_and_stays_one_line() -> None:
    """Whatever a query names, the header is a list of strings as RFC 9651 has them."""
    odd = Suggestion("https://w3id.org/shuangchuang/id/天\u2028津\x7f%20", ("id:a", "id:b"))

    assert write_hint([odd, Suggestion('a"b\\')]) == (
        '"https://w3id.org/shuangchuang/id/%E5%A4%A9%E2%80%A8%E6%B4%A5%7F%20";unknown'
        ';meant="id:a id:b", "a\\"b\\\\";unknown'
    )
