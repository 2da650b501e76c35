"""The pages for people: the home page, and one page for each question."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as WSGIResponse

from shuangchuang.base.errors import NotFound
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.catalogue import count_things, list_things
from shuangchuang.services.coverage import count_kinds, count_support, list_official_only
from shuangchuang.services.examples import Question, bind, find_question
from shuangchuang.services.parameters import Parameter
from shuangchuang.services.suggestions import Suggestion
from shuangchuang.store.engine import Answer
from shuangchuang.web.answers import answer_query
from shuangchuang.web.explanations import EXPLANATIONS
from shuangchuang.web.fields import QUERY_STRING, read_fields
from shuangchuang.web.protocol import Asked, read_timeout
from shuangchuang.web.rendering import add_fields, make_frame, render_page
from shuangchuang.web.results import show_results, without_header
from shuangchuang.web.site import current_site, public_url
from shuangchuang.web.views import (
    Count,
    CoverageRow,
    CoverageView,
    Frame,
    HomeView,
    Input,
    Link,
    ProblemKind,
    ProblemsView,
    QuestionView,
    Results,
    Topic,
)

OPTIONS = ("lang", "format", "output", "timeout", "version")  # fields that are no parameter

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
def home() -> Response:
    """Show what this is, how much there is, and what can be asked."""
    site = current_site()
    frame = make_frame()
    release = site.engine.release
    view = HomeView(
        frame,
        _counts(frame),
        f"{release.triples:,}",
        f"{len(release.graphs):,}",
        _topics(site.questions, frame),
        f"{public_url()}/sparql",
    )
    return render_page("home.html", view)


@blueprint.get("/coverage")
def coverage() -> Response:
    """Show on how many sources, and on which kinds, the records of each class rest."""
    if current_site().settings.own_files:  # it may have other classes and other sources
        raise NotFound(Bilingual("page", "页面"), request.path)
    engine, frame = current_site().engine, make_frame()
    tag = frame.language.tag
    rows = []
    for one in count_support(engine):
        counts = (one.records, one.one, one.two, one.more, one.not_chinese)
        address = url_for("sparql.sparql", query=list_official_only(one.name, tag))
        link = Link(address, f"{one.official_only:,}")
        name = frame.words[f"class_{one.name}"]
        rows.append(CoverageRow(name, [f"{number:,}" for number in counts], link))
    kinds = [(k.label, f"{k.sources:,}", f"{k.records:,}") for k in count_kinds(engine, tag)]
    return render_page("coverage.html", CoverageView(frame, rows, kinds))


@blueprint.get("/problems")
def problems() -> Response:
    """Explain every kind of problem; the type of a problem leads here. RFC 9457 section 3.1.1."""
    frame = make_frame()
    tag = frame.language.tag
    kinds = [
        ProblemKind(code, one.status, one.title.pick(tag), one.text.pick(tag))
        for code, one in EXPLANATIONS.items()
    ]
    return render_page("problems.html", ProblemsView(frame, kinds))


@blueprint.get("/questions/")
def questions() -> WSGIResponse:
    """Lead to the list of questions, which is on the home page."""
    return redirect(url_for("pages.home", _anchor="questions"))


@blueprint.get("/questions/<name>.<format>", endpoint="download")
@blueprint.get("/questions/<name>")
def question(name: str, format: str = "") -> WSGIResponse:
    """Answer a question: as a page, or in the format of the suffix."""
    found = find_question(current_site().questions, name)
    if found.name != name:
        return redirect(_address(found, format, request.args.to_dict()))
    given = _read_given()
    asked = Asked(
        found.text,
        wanted=format or request.args.get("format") or request.args.get("output", ""),
        version=request.args.get("version", ""),
        timeout_s=read_timeout(request.args.get("timeout", "")),
        name=found.name,
        bindings=bind(found, given),
    )

    def show(_: Asked, answer: Answer, suggestions: Sequence[Suggestion]) -> Response:
        results = show_results(answer, lambda name: _address(found, name, given), suggestions)
        return _show(found, given, results)

    return answer_query(asked, show)


def _read_given() -> dict[str, str]:
    """Read the values given for parameters: every field that is no option of ours."""
    fields = read_fields(request.query_string, QUERY_STRING)
    return {name: value for name, value in fields if name not in OPTIONS}


def _address(found: Question, suffix: str, given: Mapping[str, str]) -> str:
    """Give the address of a question's page, or of its answer in a format."""
    if suffix:
        path = url_for("pages.download", name=found.name, format=suffix)
    else:
        path = url_for("pages.question", name=found.name)
    return add_fields(path, given)


def _show(found: Question, given: Mapping[str, str], results: Results) -> Response:
    frame = make_frame()
    tag = frame.language.tag
    text = without_header(found.text)
    before, after = _neighbours(found, tag)
    view = QuestionView(
        frame,
        found.number,
        found.summary.pick(tag),
        found.description.pick(tag),
        [name_tag(one, frame) for one in found.tags],
        [_input(one, given, frame) for one in found.parameters],
        text,
        url_for("sparql.sparql", query=text),
        results,
        before,
        after,
    )
    return render_page("question.html", view)


def _input(parameter: Parameter, given: Mapping[str, str], frame: Frame) -> Input:
    value = given.get(parameter.name, parameter.default or "")
    hint = frame.words[f"type_{parameter.type}"]
    choices = ("true", "false") if parameter.type == "boolean" else ()
    return Input(parameter.name, parameter.label.pick(frame.language.tag), value, hint, choices)


def _neighbours(found: Question, tag: str) -> tuple[Link | None, Link | None]:
    """Link the questions before and after one."""
    known = current_site().questions
    place = known.index(found)
    around = (known[place - 1] if place else None, (*known, None)[place + 1])
    before, after = (
        Link(_address(one, "", {}), one.summary.pick(tag)) if one else None for one in around
    )
    return before, after


def _topics(known: Sequence[Question], frame: Frame) -> list[Topic]:
    """Group the questions by their first tag, in order of number."""
    topics: dict[str, list[tuple[int, Link]]] = {}
    for one in known:
        link = Link(_address(one, "", {}), one.summary.pick(frame.language.tag))
        topics.setdefault(one.tags[0], []).append((one.number, link))
    return [Topic(name_tag(tag, frame), links) for tag, links in topics.items()]


def name_tag(tag: str, frame: Frame) -> str:
    """Name a tag of the questions in the language of the page; new ones show as they are."""
    return frame.words.get(f"tag_{tag}", tag.replace("-", " "))


def _counts(frame: Frame) -> list[Count]:
    """Count the things of the main classes, each with a link that lists them."""
    counts = []
    for one in count_things(current_site().engine):
        address = url_for("sparql.sparql", query=list_things(one.name, frame.language.tag))
        counts.append(Count(f"{one.things:,}", Link(address, frame.words[f"class_{one.name}"])))
    return counts
