"""The headers of every response: CORS, policies, and what lets an answer be kept."""

import pytest
from flask.testing import FlaskClient

from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import ReleaseInfo
from shuangchuang.web import headers
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Site

ORDERED = "/sparql?query=SELECT * { ?s a ?o } ORDER BY ?s ?o"
ROUTES = [
    ("/", 200),
    ("/sparql", 200),
    (ORDERED, 200),
    ("/sparql?query=nonsense", 400),
    ("/sparql?query=CLEAR ALL", 403),
    ("/problems", 200),
    ("/questions/", 302),
    ("/questions/1", 302),
    ("/questions/01-people", 200),
    ("/questions/01-people.csv", 200),
    ("/questions/none", 404),
    ("/static/site.css", 200),
    ("/static/none.css", 404),
    ("/none", 404),
]


@pytest.mark.parametrize(("path", "status"), ROUTES)
def test_every_response_carries_the_policies(client: FlaskClient, path: str, status: int) -> None:
    """CORS for all without credentials, nosniff, and a policy without script, errors included."""
    for accept in ("text/html", "*/*"):
        headers = {"Accept": accept, "Origin": "http://example.org"}
        response = client.get(path, headers=headers, buffered=True)

        assert response.status_code == status
        assert response.headers.getlist("Access-Control-Allow-Origin") == ["*"]
        assert "Access-Control-Allow-Credentials" not in response.headers
        assert "Shuangchuang-Truncated" in response.headers["Access-Control-Expose-Headers"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("path", ["/", "/sparql", "/questions/01-people.csv", "/static/site.css"])
def test_preflight_is_answered_on_every_route(client: FlaskClient, path: str) -> None:
    """A browser that asks before a cross-origin request is told the methods of the route."""
    response = client.options(
        path,
        headers={
            "Origin": "http://example.org",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "X-Requested-With",
        },
    )

    assert response.status_code == 204
    assert response.data == b""
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "*"
    assert int(response.headers["Access-Control-Max-Age"]) > 0


@pytest.mark.parametrize("path", [ORDERED, "/sparql", "/", "/questions/01-people.tsv"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_an_answer_that_is_known_is_not_sent_again(
    client: FlaskClient, path: str, accept: str
) -> None:
    """If-None-Match with the tag, weak or in a list, gets 304 with the headers of the 200."""
    full = client.get(path, headers={"Accept": accept})
    tag = full.headers["ETag"]

    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = client.get(path, headers={"Accept": accept, "If-None-Match": known})
        assert again.status_code == 304
        assert again.data == b""
        for name in ("Cache-Control", "Vary"):
            assert again.headers[name] == full.headers[name]
    other = client.get(path, headers={"Accept": accept, "If-None-Match": '"other"'})
    assert other.status_code == 200


def test_whatever_is_held_does_not_hide_an_error(client: FlaskClient) -> None:
    """`If-None-Match: *` gets 304 only where a GET would get 200. RFC 9110 section 13.2.1."""
    kind, star = "application/sparql-query", {"If-None-Match": "*"}

    broken, good = (
        client.open("/sparql", method="QUERY", data=text, content_type=kind, headers=star)
        for text in ("ASK { ?s ?p }", "ASK { ?s ?p ?o }")
    )

    assert (broken.status_code, broken.json and broken.json["code"]) == (400, "query-syntax")
    assert (good.status_code, good.data, "Content-Type" in good.headers) == (304, b"", False)


def test_tags_differ_between_versions(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other software may write the same answer in other bytes."""
    before = client.get(ORDERED).headers["ETag"]

    monkeypatch.setattr(headers, "SOFTWARE", "next")

    assert client.get(ORDERED).headers["ETag"] != before


def test_tags_differ_with_whatever_the_answer_depends_on(client: FlaskClient) -> None:
    """Query, dataset, format, language and values of parameters each make another tag."""
    requests = [
        ("/sparql?query=ASK {}", {}),
        ("/sparql?query=ASK { }", {}),
        ("/sparql?query=ASK {}&default-graph-uri=http://a/", {}),
        ("/sparql?query=ASK {}&named-graph-uri=http://a/", {}),
        ("/sparql?query=ASK {}&format=csv", {}),
        ("/sparql?query=ASK {}", {"Accept": "text/html"}),
        ("/sparql?query=ASK {}", {"Accept": "text/html", "Accept-Language": "zh"}),
        ("/sparql", {}),
        ("/sparql?format=nt", {}),
        ("/questions/02-names.csv", {}),
        ("/questions/02-names.csv?thing=id:tianjin", {}),
    ]

    tags = [client.get(path, headers=headers).headers["ETag"] for path, headers in requests]

    assert len(set(tags)) == len(requests)


def test_tags_differ_between_releases(site: Site) -> None:
    """The same request to another release is another answer."""

    class Other:
        """The engine of the site, under another release."""

        release = ReleaseInfo("0" * 64, 1, {})
        query = site.engine.query
        close = site.engine.close

    assert isinstance(site.engine, EmbeddedEngine)
    here = create_app(site).test_client()
    there = create_app(Site(site.settings, Other(), site.prefixes)).test_client()

    tags = {client.get(ORDERED).headers["ETag"] for client in (here, there)}

    assert len(tags) == 2


def test_only_safe_methods_are_kept(client: FlaskClient) -> None:
    """A POST is not kept and takes no condition; QUERY is as safe as GET."""
    kind = "application/sparql-query"

    post = client.post("/sparql", data="ASK {}", content_type=kind)
    query = client.open("/sparql", method="QUERY", data="ASK {}", content_type=kind)
    conditional = client.post(
        "/sparql", data="ASK {}", content_type=kind, headers={"If-None-Match": "*"}
    )

    assert "ETag" not in post.headers
    assert post.headers["Cache-Control"] == "no-store"
    assert conditional.status_code == 200
    assert query.headers["ETag"]


@pytest.mark.parametrize("function", ["NOW()", "rand ()", "UUID()", "StrUUID()"])
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_an_answer_that_changes_is_not_kept(
    client: FlaskClient, function: str, accept: str
) -> None:
    """What is another answer each time has no tag, and neither has a page of it."""
    response = client.get(
        f"/sparql?query=SELECT ({function} AS ?x) {{}}", headers={"Accept": accept}
    )

    assert response.status_code == 200
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_a_strong_tag_stands_for_the_same_bytes(client: FlaskClient) -> None:
    """Answers with blank nodes, whose labels differ each time, have a weak tag."""
    blank = "/sparql?query=CONSTRUCT { [] <a:p> ?s } { ?s a ?c } LIMIT 1"

    first, second = client.get(ORDERED), client.get(ORDERED)
    weak = client.get(blank)
    again = client.get(blank, headers={"If-None-Match": weak.headers["ETag"]})

    assert first.data == second.data
    assert not first.headers["ETag"].startswith("W/")
    assert weak.headers["ETag"].startswith("W/")
    assert (again.status_code, again.headers["ETag"]) == (304, weak.headers["ETag"])


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        (ORDERED, "*/*", {"accept"}),
        (ORDERED, "text/html", {"accept", "accept-language"}),
        ("/sparql", "*/*", {"accept"}),
        ("/", "text/html", {"accept", "accept-language"}),
        ("/none", "text/html", {"accept", "accept-language"}),
        ("/none", "*/*", {"accept", "accept-language"}),
    ],
)
def test_vary_names_what_was_negotiated(
    client: FlaskClient, path: str, accept: str, expected: set[str]
) -> None:
    """A cache between us and a reader must tell these apart."""
    response = client.get(path, headers={"Accept": accept})

    assert {name.lower() for name in response.vary} == expected


@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_release_is_named_with_every_answer(client: FlaskClient, site: Site, accept: str) -> None:
    """Who cites an answer can name the release that gave it."""
    response = client.get(ORDERED, headers={"Accept": accept})

    assert response.headers["Shuangchuang-Release"] == site.engine.release.digest
