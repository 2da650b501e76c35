"""The forms over HTTP, as a browser without script sends them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from tests.web.test_pages import Page
from werkzeug.test import TestResponse

from shuangchuang.base.content import Content
from shuangchuang.base.errors import EngineBusy
from shuangchuang.base.namespaces import SHAPES, SHC, THING
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.findings import Finding
from shuangchuang.services.forms.library import KINDS, FormLibrary
from shuangchuang.services.forms.offers import Offers
from shuangchuang.services.reports.review import Report
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.store.release import read_prefixes
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Contributing, Site

HTML = {"Accept": "text/html"}
PERSON = {"rdfs.label@en": "Ada", "rdfs.label@zh-Hans": "艾达", "isStatedIn": "src:some-page"}
Review = Callable[[Sequence[Part]], Report]


def _conforms(parts: Sequence[Part]) -> Report:
    return Report(tuple(one.name for one in parts), 3)


def _finds(parts: Sequence[Part]) -> Report:
    messages = {"en": "Not this label.", "zh-Hans": "不可用此名称。"}
    focus, shape = f"{THING}ada", f"{SHAPES}label"
    path = "<http://www.w3.org/2000/01/rdf-schema#label>"
    found = (
        Finding("Violation", shape, "", focus, path, messages=messages),
        Finding("Info", f"{SHAPES}code-wanted", "", focus, messages={"en": "Elsewhere."}),
    )
    step = {"en": "Mend it, then run a command.", "zh-Hans": "修正后运行命令。"}
    return Report(tuple(one.name for one in parts), 3, findings=found, steps=(step,))


@pytest.fixture(scope="module")
def shapes(content: Content) -> ShapeLibrary:
    """Give the shapes of the release."""
    return ShapeLibrary(content)


@pytest.fixture
def open_client(
    site: Site, content: Content, shapes: ShapeLibrary
) -> Callable[[Review | None], FlaskClient]:
    """Give clients of sites with the forms of the release and a review of one's choice."""
    forms, offers = FormLibrary(content, shapes), Offers(site.engine)

    def client(review: Review | None) -> FlaskClient:
        contributing = Contributing(forms, offers, review)
        prefixes = read_prefixes(content)
        changed = replace(site, shapes=shapes, contributing=contributing, prefixes=prefixes)
        return create_app(changed).test_client()

    return client


@pytest.fixture
def real(open_client: Callable[[Review | None], FlaskClient]) -> FlaskClient:
    """Give a client of a site whose review finds nothing."""
    return open_client(_conforms)


def _post(client: FlaskClient, path: str, **fields: str | list[str]) -> TestResponse:
    body = urlencode(fields, doseq=True)
    return client.post(
        path, data=body, content_type="application/x-www-form-urlencoded", headers=HTML
    )


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_blank_form_is_sound(real: FlaskClient, kind: str, language: str) -> None:
    """One heading, unique ids, a label for every control, no script."""
    response = real.get(f"/contribute/{kind}?lang={language}", headers=HTML)
    page = Page(response.text)

    ids = page.ids()
    labelled = {one["for"] for one in page.all("label")}
    controls = [one for tag in ("input", "select", "textarea") for one in page.all(tag)]
    assert response.status_code == 200
    assert len(page.all("h1")) == 1
    assert len(ids) == len(set(ids))
    assert [one for one in controls if one["id"] not in labelled] == []
    assert not {one["aria-describedby"] for one in controls if "aria-describedby" in one} - set(ids)
    assert {one["list"] for one in controls if "list" in one} >= {
        one["id"] for one in page.all("datalist")
    }
    assert page.all("script") == []


def test_the_start_page_leads_to_every_form(real: FlaskClient) -> None:
    """The kinds are links, in both languages."""
    for language, text in (("en", "Person"), ("zh", "人物")):
        page = real.get(f"/contribute?lang={language}", headers=HTML).text
        assert f'href="/contribute/person?lang={language}"><strong>{text}' in page


def test_things_of_the_graph_are_offered(real: FlaskClient) -> None:
    """A field that points to an actor offers those that there are, by name."""
    page = Page(real.get("/contribute/organisation?class=Organisation", headers=HTML).text)

    assert "things-Organisation" in {one.get("list") for one in page.all("input")}
    person = Page(real.get("/contribute/document", headers=HTML).text)
    assert "Ada · 艾达" in {one["value"] for one in person.all("option")}


def test_another_value_keeps_what_was_written(real: FlaskClient) -> None:
    """The button gives one control more and judges nothing."""
    fields = {**PERSON, "org.holds": "id:some-post", "add": "org.holds"}

    response = _post(real, "/contribute/person", **fields)

    controls = [one for one in Page(response.text).all("input") if one["name"] == "org.holds"]
    assert response.status_code == 200
    assert [one["value"] for one in controls] == ["id:some-post", ""]
    assert 'id="errors"' not in response.text
    assert 'value="艾达"' in response.text


def test_a_right_record_is_written_as_turtle(real: FlaskClient) -> None:
    """The page shows the text to send in, and what to do with it."""
    response = _post(real, "/contribute/person", check="1", **PERSON)

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert "id:ada a shc:Person ;" in response.text
    assert (
        escape('rdfs:label "Ada"@en , "艾达"@zh-Hans ;').replace("&quot;", "&#34;") in response.text
    )


def test_a_right_record_can_be_downloaded(real: FlaskClient) -> None:
    """The file is Turtle, named after the record."""
    response = _post(real, "/contribute/person", download="1", **PERSON)

    assert response.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="ada.ttl"'
    assert "id:ada a shc:Person ;" in response.text


@pytest.mark.parametrize(("language", "message"), [("en", "Name a source"), ("zh", "请指明出处")])
def test_what_is_missing_is_told_beside_its_field(
    real: FlaskClient, language: str, message: str
) -> None:
    """The summary links to the fields, which say what is wrong, in the language of the page."""
    response = _post(real, f"/contribute/person?lang={language}", check="1", slug="Ada!")

    page = Page(response.text)
    links = {one["href"] for one in page.all("a")}
    assert response.status_code == 422
    assert {"#f-slug", "#f-rdfs-label", "#f-isStatedIn"} <= links
    assert {"f-slug", "f-rdfs-label", "f-isStatedIn"} <= set(page.ids())
    assert message in response.text
    assert [one["name"] for one in page.all("input") if one.get("aria-invalid")]


def test_findings_of_the_review_stand_beside_their_fields(
    open_client: Callable[[Review | None], FlaskClient],
) -> None:
    """A finding about a property is told at its field, one about none above the record."""
    response = _post(open_client(_finds), "/contribute/person", check="1", **PERSON)

    page = Page(response.text)
    assert response.status_code == 422
    assert "#f-rdfs-label" in {one["href"] for one in page.all("a")}
    assert "Not this label." in response.text
    assert response.text.index("Elsewhere.") < response.text.index("id:ada a shc:Person")
    assert "/shapes/code-wanted" in response.text
    assert "then run a command" not in response.text


def test_without_a_review_the_page_says_so(
    open_client: Callable[[Review | None], FlaskClient],
) -> None:
    """A record that nobody judged is not called right."""
    response = _post(open_client(None), "/contribute/person?lang=en", check="1", **PERSON)

    assert "could not be judged as a whole" in response.text
    assert "The record conforms" not in response.text


def test_a_review_that_finds_no_place_keeps_what_was_written(
    open_client: Callable[[Review | None], FlaskClient],
) -> None:
    """When nobody is free to judge, the page says so and has the record and every field."""

    def busy(parts: Sequence[Part]) -> Report:
        raise EngineBusy(retry_after_s=5)

    response = _post(open_client(busy), "/contribute/person?lang=en", check="1", **PERSON)

    assert response.status_code == 503
    assert "could not be judged as a whole" in response.text
    assert 'value="艾达"' in response.text
    assert "id:ada a shc:Person ;" in response.text


def test_hostile_text_is_shown_and_never_run(real: FlaskClient) -> None:
    """Markup in any field is escaped, in the fields, the summary and the Turtle."""
    hostile = '"><script>alert(1)</script>'

    response = _post(
        real,
        "/contribute/person",
        **{**PERSON, "rdfs.label@en": hostile, "slug": hostile, "check": "1", hostile: hostile},
    )

    assert "<script>" not in response.text
    assert "&lt;script&gt;" in response.text


def test_the_other_language_keeps_what_was_written(real: FlaskClient) -> None:
    """The switch leads to the form in the other language, filled in as it was."""
    response = _post(real, "/contribute/person?lang=en", check="1", **PERSON)

    (switch,) = [one for one in Page(response.text).all("a") if one.get("rel") == "alternate"]
    other = real.get(switch["href"], headers=HTML)
    assert other.headers["Content-Language"] == "zh-Hans"
    assert 'value="艾达"' in other.text


def test_the_chosen_class_is_kept(real: FlaskClient) -> None:
    """The fields of the class that was chosen are shown, and the class stays chosen."""
    response = _post(real, "/contribute/event", add="", **{"class": f"{SHC}Announcement"})

    assert 'name="shc.announces"' in response.text
    assert f'value="{SHC}Announcement" selected' in response.text


@pytest.mark.parametrize(
    ("path", "body", "kind", "status"),
    [
        ("/contribute/spaceship", b"", "application/x-www-form-urlencoded", 404),
        ("/contribute/person", b"{}", "application/json", 415),
        ("/contribute/person", b"a=%zz", "application/x-www-form-urlencoded", 400),
        ("/contribute/person", b"a=%ff", "application/x-www-form-urlencoded", 400),
        ("/contribute/person", b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
    ],
)
def test_wrong_requests_are_told(
    real: FlaskClient, path: str, body: bytes, kind: str, status: int
) -> None:
    """Unknown kinds, other types, broken escapes and too much are each their own error."""
    assert real.post(path, data=body, content_type=kind).status_code == status


def test_a_site_of_other_data_has_no_forms(site: Site) -> None:
    """Where the release is not served, there is nothing to add to."""
    client = create_app(replace(site, contributing=None)).test_client()

    assert client.get("/contribute", headers=HTML).status_code == 404
    assert client.get("/contribute/person", headers=HTML).status_code == 404


def test_the_summary_tells_apart_fields_of_the_same_name(real: FlaskClient) -> None:
    """A name is wanted of the record and of its new source; the summary says which."""
    response = _post(
        real, "/contribute/person?lang=en", check="1", **{"source.schema.url": "https://a.example/"}
    )

    assert ">label: " in response.text
    assert ">A source that is not in the graph yet · label: " in response.text


def test_the_navigation_names_each_page_once(real: FlaskClient) -> None:
    """No address stands twice in the main menu."""
    text = real.get("/contribute", headers=HTML).text
    menu = text[text.index("<nav") : text.index("</nav>")]

    addresses = [one["href"] for one in Page(f"{menu}</nav>").all("a")]
    assert len(addresses) == len(set(addresses))
