"""The page of a report: each line once, with a mark below the place, whatever the script."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from tests.web.test_pages import Page

from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.findings import Finding
from shuangchuang.services.reports.review import Report
from shuangchuang.web import validate
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Site

LINE = 'id:a rdfs:label "天津" , <b> ;'
FOUND = Finding(
    "Violation",
    "syntax",
    "",
    "https://w3id.org/shuangchuang/id/a",
    messages={"en": "First fault.", "zh-Hans": "第一处。"},
    file="text.ttl",
    line=3,
    column=24,
    excerpt=LINE,
    example="<b> <c> <d> .",
)


@pytest.fixture
def page(site: Site, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """Give the page of a report with two findings at one place and one at another."""
    second = replace(FOUND, severity="Warning", messages={"en": "Second fault."})
    third = replace(FOUND, line=4, excerpt="plain", column=1, messages={"en": "Third fault."})

    def review(parts: Sequence[Part], own: Part | None = None) -> Report:
        return Report(("text.ttl",), 1, (FOUND, second, third), ("parse",))

    monkeypatch.setattr(validate, "review_parts", review)

    def fetch(language: str) -> str:
        client: FlaskClient = create_app(site).test_client()
        headers = {"Accept": "text/html", "Content-Type": "text/turtle"}
        return client.post(f"/validate?lang={language}", data=b"<a>", headers=headers).text

    return fetch


def test_a_line_is_shown_once_for_all_that_is_found_at_its_place(
    page: Callable[[str], str],
) -> None:
    """Two findings at one place share the line; the next place has its own."""
    text = page("en")

    excerpts = [one for one in Page(text).all("pre") if "excerpt" in one.get("class", "")]
    assert len(excerpts) == 2
    assert text.index("First fault.") < text.index("Second fault.") < text.index("Third fault.")


def test_the_mark_stands_below_the_place(page: Callable[[str], str]) -> None:
    """What is before the place stands unseen before the mark, so wide characters line up."""
    text = page("en")

    before = "id:a rdfs:label &#34;天津&#34; , "
    assert f"{before}<mark>&lt;</mark>b&gt; ;" in text
    assert f'<span class="ghost">{before}</span><b>^</b>' in text


@pytest.mark.parametrize(("language", "message"), [("en", "First fault."), ("zh", "第一处。")])
def test_a_report_is_a_sound_page_in_its_language(
    page: Callable[[str], str], language: str, message: str
) -> None:
    """One heading, unique ids, a label for every control, the message in the language."""
    read = Page(page(language))

    ids = read.ids()
    labelled = {one["for"] for one in read.all("label")}
    controls = [one for tag in ("input", "select", "textarea") for one in read.all(tag)]
    assert len(read.all("h1")) == 1
    assert len(ids) == len(set(ids))
    assert {one["id"] for one in controls} <= labelled
    assert message in page(language)


def test_every_page_leads_to_the_validation(page: Callable[[str], str]) -> None:
    """The navigation has a link to the form."""
    assert "/validate?lang=en" in {one["href"] for one in Page(page("en")).all("a")}


def test_a_place_far_to_the_right_is_in_view(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line is cut before it, as in a terminal; the value that stands there is not repeated."""
    line = f"<https://example.org/{'a' * 60}> <https://example.org/b> <https://example.org/c> ."
    at = line.index("<https://example.org/c>") + 1
    far = replace(FOUND, excerpt=line, column=at, value="<https://example.org/c>")
    report = Report(("text.nt",), 1, (far,), ("parse",))
    monkeypatch.setattr(validate, "review_parts", lambda *_: report)

    answer = (
        create_app(site)
        .test_client()
        .post(
            "/validate", data=b"<a>", headers={"Accept": "text/html", "Content-Type": "text/turtle"}
        )
    )

    assert '">…ps://example.org/b&gt; <mark>&lt;</mark>https://example.org/c&gt;' in answer.text
    assert answer.text.count("example.org/c") == 1
