"""The pages for people, read by a parser of HTML."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from shuangchuang.base.content import Content
from shuangchuang.services.catalogue import MAIN_CLASSES
from shuangchuang.services.coverage import CLASSES
from shuangchuang.services.examples import load_questions
from shuangchuang.services.parameters import PARAMETER_TYPES
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Site
from shuangchuang.web.words import WORDS

WEB = Path(__file__).parents[2] / "server" / "shuangchuang" / "web"
HTML = {"Accept": "text/html"}
BAD_QUERY = "/sparql?query=SELECT"
TRICKY = "/sparql?query=DESCRIBE <https://w3id.org/shuangchuang/id/tricky>"
PAGES = [
    "/",
    "/sparql",
    "/sparql?query=ASK {}",
    "/sparql?query=SELECT * { ?s ?p ?o }",
    "/sparql?query=SELECT * { ?s a ?nothing FILTER(false) }",
    TRICKY,
    "/questions/01-people",
    "/questions/02-names",
    "/coverage",
    "/problems",
    "/shapes",
    "/shapes/Some",
    "/contribute",
    "/contribute/person",
    "/rules/blank-node",
    BAD_QUERY,
    "/none",
]
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """What the tests look at in a page; complains about elements that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which must be the one that ends here."""
        assert self.open.pop() == tag

    def all(self, tag: str) -> list[dict[str, str]]:
        """List the attributes of every element of a name."""
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        """List every id."""
        return [attributes["id"] for _, attributes in self.elements if "id" in attributes]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_pages_are_sound(client: FlaskClient, path: str, language: str) -> None:
    """Closed elements, one heading, unique ids, labels for every control, no script or style."""
    response = client.get(path, headers={**HTML, "Accept-Language": language})

    page = Page(response.text)
    tag = {"en": "en", "zh": "zh-Hans"}[language]
    ids = page.ids()
    assert page.all("html") == [{"lang": tag}]
    assert response.headers["Content-Language"] == tag
    assert len(page.all("h1")) == len(page.all("main")) == len(page.all("title")) == 1
    assert len(ids) == len(set(ids))
    named = {one["for"] for one in page.all("label")}
    controls = page.all("input") + page.all("select") + page.all("textarea")
    assert {one["id"] for one in controls if one.get("type") != "hidden"} <= named <= set(ids)
    referred = [one for _, a in page.elements for one in a.get("aria-labelledby", "").split()]
    referred += [one for _, a in page.elements for one in a.get("aria-describedby", "").split()]
    assert set(referred) <= set(ids)
    assert not page.all("script") + page.all("style") + page.all("iframe")
    assert not [a for _, a in page.elements if "style" in a or any(n.startswith("on") for n in a)]


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_nothing_from_elsewhere(client: FlaskClient, path: str) -> None:
    """Style sheet and icon are ours, and they exist."""
    page = Page(client.get(path, headers=HTML).text)

    loaded = [one["href"] for one in page.all("link")] + [one["src"] for one in page.all("img")]
    for address in loaded:
        assert not urlsplit(address).netloc
        assert client.get(address, buffered=True).status_code == 200


def test_every_link_within_the_site_leads_somewhere(client: FlaskClient) -> None:
    """Whoever follows the links from the home page, and theirs, meets no error."""
    seen: set[str] = set()
    waiting = ["/", "/?lang=zh"]
    for depth in range(3):
        found: set[str] = set()
        for address in waiting:
            response = client.get(address, headers=HTML, buffered=True)
            assert response.status_code == 200, (address, depth)
            if response.mimetype == "text/html":
                found |= {one["href"].split("#")[0] for one in Page(response.text).all("a")}
        seen |= set(waiting)
        waiting = [one for one in sorted(found) if one.startswith("/") and one not in seen]

    assert len(seen) > 20


def test_anchors_within_a_page_exist(client: FlaskClient) -> None:
    """The skip link and the menu lead to places that are there."""
    home = Page(client.get("/", headers=HTML).text)

    anchors = {one["href"].partition("#")[2] for one in home.all("a") if "#" in one["href"]}
    assert {"content", "questions"} <= anchors <= {*home.ids(), "", *_fragments(home)}


def _fragments(page: Page) -> set[str]:
    """List the fragments of links that leave the page."""
    outside = [one["href"] for one in page.all("a") if not one["href"].startswith(("#", "/#"))]
    return {address.partition("#")[2] for address in outside}


@pytest.mark.parametrize("path", PAGES)
def test_the_other_language_is_one_link_away(client: FlaskClient, path: str) -> None:
    """The toggle leads to the same page in the other language, and back, and is kept by links."""
    page = Page(client.get(path, headers=HTML).text)
    (switch,) = [one for one in page.all("a") if one.get("rel") == "alternate"]

    other = client.get(switch["href"], headers=HTML)
    there = Page(other.text)

    assert there.all("html") == [{"lang": "zh-Hans"}]
    (back,) = [one for one in there.all("a") if one.get("rel") == "alternate"]
    assert "lang=en" in back["href"]
    inner = [one["href"] for one in there.all("a") if one["href"].startswith("/")]
    plain = [one for one in inner if "lang=" not in one]
    assert all(
        "format=" in one or re.search(r"\.(csv|json|tsv|xml|ttl|nt|rdf|jsonld)", one)
        for one in plain
    )


@pytest.mark.parametrize(
    ("lang", "accepted", "expected"),
    [
        ("", "", "en"),
        ("", "zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"),
        ("", "zh-TW", "zh-Hans"),
        ("", "fr, zh;q=0.5", "zh-Hans"),
        ("", "fr", "en"),
        ("zh", "en", "zh-Hans"),
        ("en", "zh", "en"),
        ("fr", "zh", "zh-Hans"),
    ],
)
def test_language_is_chosen_by_field_then_browser(
    client: FlaskClient, lang: str, accepted: str, expected: str
) -> None:
    """`?lang=` wins if it is one of ours, then Accept-Language, then English."""
    headers = {**HTML, **({"Accept-Language": accepted} if accepted else {})}

    response = client.get(f"/?lang={lang}", headers=headers)

    assert response.headers["Content-Language"] == expected


def test_home_counts_what_the_engine_counts(client: FlaskClient, site: Site) -> None:
    """The numbers are those of the release, not written into the page."""
    text = client.get("/", headers=HTML).text

    assert f"<strong>{site.engine.release.triples}</strong> triples" in text
    assert f"<strong>{len(site.engine.release.graphs)}</strong> named graphs" in text
    assert "<strong>2</strong> actors" in text
    assert "discrepancies" not in text


def test_own_data_is_not_taken_for_the_release(site: Site) -> None:
    """Somebody's own data has no questions, and what is said of the release is not said of it."""
    settings = replace(site.settings, data="some.ttl")
    bare = create_app(Site(settings, site.engine, site.prefixes)).test_client()

    home = bare.get("/", headers=HTML)
    form = bare.get("/sparql", headers=HTML)

    assert (home.status_code, form.status_code) == (200, 200)
    assert WORDS["own_data"][0] in home.text
    assert "#questions" not in home.text
    for page in (home, form):
        Page(page.text)
        assert "CC BY" not in page.text


@pytest.mark.parametrize("path", ["/coverage", "/shapes", "/contribute", "/questions/1", "/none"])
def test_pages_of_our_model_say_why_they_are_missing(site: Site, path: str) -> None:
    """Where somebody's own data is served, a page that needs the graph is not there."""
    settings = replace(site.settings, data="some.ttl")
    bare = create_app(Site(settings, site.engine, site.prefixes)).test_client()

    answer = bare.get(path)

    assert answer.json is not None
    assert answer.status_code == 404
    assert WORDS["own_data"][0] in answer.json["detail"]


def test_terms_are_shown_as_text(client: FlaskClient) -> None:
    """Markup in a text stays text, languages are marked, line breaks kept."""
    text = client.get(TRICKY, headers=HTML).text

    assert "<b>" not in text
    assert "&#34;quoted&#34;, &lt;b&gt;bold&lt;/b&gt; &amp; &#39;odd&#39;\ttext\nof two" in text
    assert '<td class="text" lang="en">' in text


def test_iris_lead_where_they_can_be_read(client: FlaskClient) -> None:
    """Ours to their description, those of the web to the web, and nothing else is a link."""
    hrefs = [one["href"] for one in Page(client.get(TRICKY, headers=HTML).text).all("a")]

    assert "http://example.org/a%20b?c=d,e" in hrefs
    assert any("DESCRIBE" in href and "/id/tricky" in href for href in hrefs)
    assert not [one for one in hrefs if one.startswith(("javascript", "urn"))]


def test_results_offer_every_format_of_the_answer(client: FlaskClient) -> None:
    """The downloads are the same answer: same query, same graphs, another format."""
    graph = "https://w3id.org/shuangchuang/graph/data/places"
    path = f"/sparql?query=SELECT * {{ ?s ?p ?o }}&default-graph-uri={graph}"
    hrefs = [one["href"] for one in Page(client.get(path, headers=HTML).text).all("a")]

    for name in ("json", "xml", "csv", "tsv"):
        (link,) = [one for one in hrefs if f"format={name}" in one]
        assert client.get(link).status_code == 200
        assert graph in link.replace("%3A", ":").replace("%2F", "/")
    csv = client.get(next(one for one in hrefs if "format=csv" in one)).text
    assert len(csv.splitlines()) == 4


def test_form_can_be_posted(client: FlaskClient) -> None:
    """A query too long for an address goes by POST, and the page has a link all the same."""
    response = client.post("/sparql", data={"query": "ASK {}", "format": "html"}, headers=HTML)

    assert response.status_code == 200
    assert WORDS["yes"][0] in response.text
    (switch,) = [one for one in Page(response.text).all("a") if one.get("rel") == "alternate"]
    assert client.get(switch["href"], headers=HTML).text.count(WORDS["yes"][1]) == 1


def test_a_page_of_many_rows_says_that_there_are_more(client: FlaskClient) -> None:
    """Nothing is cut silently."""
    response = client.get("/sparql?query=SELECT * { ?s ?p ?o . ?a ?b ?c }", headers=HTML)

    assert WORDS["truncated"][0] in response.text


def test_question_takes_values_for_its_parameters(client: FlaskClient) -> None:
    """The form holds the default, a value is bound as a term, an empty one leaves it free."""
    default = client.get("/questions/02-names", headers=HTML).text
    given = client.get("/questions/02-names?thing=id:tianjin", headers=HTML).text
    free = client.get("/questions/02-names.csv?thing=").text

    assert 'value="id:ada"' in default
    assert "艾达" in default
    assert 'value="id:tianjin"' in given
    assert "天津" in given
    assert "艾达" not in given
    assert len(free.splitlines()) > 8


def test_question_has_a_suffix_for_every_format(client: FlaskClient) -> None:
    """The suffix beats Accept; a format of another kind is 406; parameters go along."""
    for suffix, kind in {"csv": "text/csv", "json": "application/sparql-results+json"}.items():
        response = client.get(f"/questions/02-names.{suffix}?thing=id:tianjin", headers=HTML)
        assert response.mimetype == kind
        assert "天津" in response.text
    assert client.get("/questions/02-names.html").mimetype == "text/html"
    assert client.get("/questions/02-names.ttl").status_code == 406


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/questions/2", "/questions/02-names"),
        ("/questions/02", "/questions/02-names"),
        ("/questions/names", "/questions/02-names"),
        ("/questions/names.csv?thing=id:ada", "/questions/02-names.csv?thing=id:ada"),
        ("/questions/2?lang=zh", "/questions/02-names?lang=zh"),
        ("/questions/", "/#questions"),
    ],
)
def test_short_names_of_a_question_lead_to_its_page(
    client: FlaskClient, path: str, target: str
) -> None:
    """A number or a slug alone is enough, and the address that is kept is one."""
    response = client.get(path)

    assert (response.status_code, response.headers["Location"]) == (302, target)


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/coverage/", "/coverage"),
        ("/coverage/?lang=zh&x=%22", "/coverage?lang=zh&x=%22"),
        ("/problems/", "/problems"),
        ("/validate/", "/validate"),
        ("/questions", "/questions/"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_on(
    client: FlaskClient, path: str, leads_to: str
) -> None:
    """The page has one address; the other one redirects, with its query."""
    answer = client.get(path)

    assert answer.status_code == 308
    assert answer.location.removeprefix("http://localhost") == leads_to


@pytest.mark.parametrize("path", ["/nothing/", "/coverage//", "/%2Fevil.example/"])
def test_a_slash_after_nothing_is_not_found(client: FlaskClient, path: str) -> None:
    """What is no page without the slash is none with it, and nothing leads to another host."""
    assert client.get(path).status_code == 404


def test_unknown_question_names_those_that_come_near(client: FlaskClient) -> None:
    """404 with a suggestion."""
    response = client.get("/questions/peeple")

    assert response.json is not None
    assert response.json["near"] == ["01-people"]


def test_every_word_is_used_and_written_in_both_languages() -> None:
    """No word is missing, left over, or the same by mistake."""
    sources = [*WEB.glob("*.py"), *(WEB / "templates").glob("*.html")]
    text = "\n".join(one.read_text() for one in sources if one.name != "words.py")
    built = re.compile(r"(?:class|tag|type|problem)_")

    unused = [
        name for name in WORDS if not built.match(name) and not re.search(rf"\b{name}\b", text)
    ]

    assert unused == []
    assert all(both[0] and both[1] for both in WORDS.values())


def test_words_cover_the_content(content: Content) -> None:
    """Every tag of a question, type of a parameter and class that is counted has its words."""
    tags = {tag for question in load_questions(content) for tag in question.tags}
    wanted = {f"tag_{tag}" for tag in tags}
    wanted |= {f"type_{name}" for name in PARAMETER_TYPES}
    wanted |= {f"class_{name}" for name in (*MAIN_CLASSES, *CLASSES)}

    assert wanted - WORDS.keys() == set()


def test_style_sheet_is_short_and_loads_nothing() -> None:
    """At most 300 lines, no import, no address."""
    text = (WEB / "static" / "site.css").read_text()

    assert len(text.splitlines()) <= 300
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("name", ["_anchor", "_external", "_method", "_scheme", "endpoint", "self"])
@pytest.mark.parametrize("path", ["/", "/questions/01-people", "/contribute/person", "/sparql"])
def test_no_field_of_an_address_means_something_to_the_links(
    client: FlaskClient, path: str, name: str
) -> None:
    """The names that Flask takes for its own are carried over like any other."""
    response = client.get(f"{path}?{name}=javascript", headers=HTML)

    assert response.status_code in (200, 400, 404)
    assert "javascript:" not in response.text
