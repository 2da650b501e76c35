"""The pages of shapes and rules, and the shapes as RDF, over HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version

import pytest
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SHAPES
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.shapes.rules import RULES
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Site

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def library(content: Content) -> ShapeLibrary:
    """Give the shapes of the release."""
    return ShapeLibrary(content)


@pytest.fixture
def real(site: Site, library: ShapeLibrary) -> Iterator[FlaskClient]:
    """Give a client of a site with the shapes of the release."""
    with create_app(replace(site, shapes=library)).test_client() as client:
        yield client


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_shape_and_rule_has_a_page(
    real: FlaskClient, library: ShapeLibrary, language: str
) -> None:
    """The page of each has its title, its description and its messages in both languages."""
    tag = {"en": "en", "zh": "zh-Hans"}[language]

    for name, shape in library.shapes.items():
        page = real.get(f"/shapes/{name}?lang={language}", headers=HTML)
        assert page.status_code == 200, name
        assert page.headers["Content-Language"] == tag
        assert f"<h1>{shape.title.pick(tag)}</h1>" in page.text
    for name, rule in RULES.items():
        page = real.get(f"/rules/{name}?lang={language}", headers=HTML)
        assert f"<h1>{rule.title.pick(tag)}</h1>" in page.text


def test_a_page_shows_what_to_write_and_examples(real: FlaskClient) -> None:
    """The page of a shape has its parts with messages, a right example and a wrong one."""
    page = real.get("/shapes/Claim?lang=en", headers=HTML).text

    assert "Say who puts the claim forward" in page
    assert "请说明提出主张者" in page
    assert page.index('class="example right"') < page.index('class="example wrong"')
    assert "id:example-claim a shc:Claim ;" in page


def test_examples_say_what_they_show_in_the_language_of_the_page(real: FlaskClient) -> None:
    """A reader of Chinese meets English beside it in hints only."""
    english = real.get("/shapes/ends-after-it-starts?lang=en", headers=HTML).text
    chinese = real.get("/shapes/ends-after-it-starts?lang=zh", headers=HTML).text

    assert "The event would end before it began." in english
    assert "事件的结束早于开始。" in chinese
    assert "The event would end before it began." not in chinese


def test_the_list_has_an_anchor_for_every_shape(real: FlaskClient, library: ShapeLibrary) -> None:
    """The IRI of a shape, `shapes#Claim`, leads to its line in the list."""
    page = real.get("/shapes", headers=HTML).text

    assert [name for name in library.shapes if f'id="{name}"' not in page] == []


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("/shapes/Claim", "text/turtle", "text/turtle; charset=utf-8"),
        ("/shapes/Claim", "application/ld+json", "application/ld+json"),
        ("/shapes/Claim.rdf", "text/html", "application/rdf+xml; charset=utf-8"),
        ("/shapes?format=nt", "text/html", "application/n-triples"),
        ("/shapes.ttl", "", "text/turtle; charset=utf-8"),
        ("/shapes", "", "text/html; charset=utf-8"),
    ],
)
def test_the_format_is_negotiated(real: FlaskClient, path: str, accept: str, expected: str) -> None:
    """A suffix or `format=` beats Accept; without any of them people get the page."""
    response = real.get(path, headers={"Accept": accept} if accept else {})

    assert response.status_code == 200
    assert response.headers["Content-Type"] == expected
    assert "Accept" in response.headers["Vary"]


def test_turtle_of_a_shape_describes_it(real: FlaskClient) -> None:
    """What comes as Turtle is a graph about the shape and the property shapes in it."""
    graph = Graph().parse(data=real.get("/shapes/Claim.ttl").data)

    assert {URIRef(f"{SHAPES}Claim"), URIRef(f"{SHAPES}gloss")} <= set(graph.subjects())


def test_the_name_of_a_rule_leads_to_its_page(real: FlaskClient) -> None:
    """Who looks for a rule among the shapes is led on; where both exist, the shape stays."""
    assert real.get("/shapes/blank-node").headers["Location"] == "/rules/blank-node"
    assert real.get("/shapes/source", headers=HTML).status_code == 200


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/shapes/{}", "text/html; charset=utf-8"),
        ("/shapes/{}.ttl", "text/turtle; charset=utf-8"),
        ("/shapes/{}?format=nt", "application/n-triples"),
    ],
)
def test_the_present_version_stands_for_all_shapes(real: FlaskClient, path: str, kind: str) -> None:
    """The version IRI of the shapes leads there, with the suffix that was asked for."""
    answer = real.get(path.format(version("shuangchuang")))

    assert (answer.status_code, answer.content_type.partition(";")[0]) == (
        200,
        kind.partition(";")[0],
    )
    assert real.get("/shapes/9.9.9").status_code == 404


def test_a_kept_answer_is_not_sent_again(real: FlaskClient) -> None:
    """The tag of an answer with its format gets 304, that of another format does not."""
    first = real.get("/shapes/Claim.ttl")
    tag = {"If-None-Match": first.headers["ETag"]}

    assert real.get("/shapes/Claim.ttl", headers=tag).status_code == 304
    assert real.get("/shapes/Claim.nt", headers=tag).status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/shapes/Clam", 404),
        ("/rules/sintax", 404),
        ("/shapes/Claim.exe", 406),
        ("/shapes/%3Cscript%3E", 404),
    ],
)
def test_wrong_addresses_are_told(real: FlaskClient, path: str, status: int) -> None:
    """An unknown shape is not found, an unknown format not acceptable; nothing is echoed raw."""
    response = real.get(path, headers=HTML)

    assert response.status_code == status
    assert "<script>" not in response.text


def test_a_site_of_other_data_has_no_shapes(site: Site) -> None:
    """Where the release is not served, its shapes and rules say nothing."""
    client = create_app(replace(site, shapes=None)).test_client()

    assert client.get("/shapes", headers=HTML).status_code == 404
    assert client.get("/rules/blank-node", headers=HTML).status_code == 404
