"""The pages of the shapes and rules, and the shapes as RDF."""

import difflib
from collections.abc import Iterable
from importlib.metadata import version

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as WSGIResponse

from shuangchuang.base.errors import NotFound
from shuangchuang.base.media import PAGE, Format, formats_of
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.model import Example, Shape
from shuangchuang.services.shapes.rule import Rule
from shuangchuang.services.shapes.rules import RULES
from shuangchuang.web.headers import RELEASE, is_fresh, keep, make_tag, not_modified
from shuangchuang.web.language import choose_language, other_language
from shuangchuang.web.negotiate import choose_format, find_format
from shuangchuang.web.rendering import make_frame, render_page
from shuangchuang.web.results import link_iri
from shuangchuang.web.shape_links import (
    finding_link,
    limit_sentence,
    path_sentence,
    pick,
    shape_library,
    shape_link,
    shape_title,
)
from shuangchuang.web.shape_views import (
    Ask,
    ExampleView,
    ShapeEntry,
    ShapeGroup,
    ShapesView,
    ShapeView,
)
from shuangchuang.web.site import current_site
from shuangchuang.web.views import Link

FILES = ("core", "provenance", "recommended", "contribution", "vocabularies", "ontology-style")

_VERSION = version("shuangchuang")

blueprint = Blueprint("shapes", __name__)


@blueprint.get("/shapes.<format>", endpoint="all_as")
@blueprint.get("/shapes")
def shapes(format: str = "") -> Response:
    """Give all shapes: as a page that lists them, or as RDF."""
    chosen = _choose(format)
    return _list() if chosen is PAGE else _write("", chosen)


@blueprint.get("/shapes/<name>.<format>", endpoint="shape_as")
@blueprint.get("/shapes/<name>")
def shape(name: str, format: str = "") -> WSGIResponse:
    """Give a shape: as a page, or as RDF; the name of a rule leads to the page of the rule.

    The present version, which is in the version IRI, stands for all shapes.
    """
    if name == _VERSION:
        return shapes(format)
    if f"{name}.{format}" == _VERSION:  # the last number is no suffix
        return shapes()
    if name in RULES and name not in shape_library().shapes:
        return redirect(url_for("shapes.rule", name=name))
    found = shape_library().find(name)
    chosen = _choose(format)
    return _show(found) if chosen is PAGE else _write(name, chosen)


@blueprint.get("/rules/<name>")
def rule(name: str) -> Response:
    """Show a rule that is no shape."""
    shape_library()  # a site of other data has no rules either
    if name not in RULES:
        raise NotFound(
            Bilingual("rule", "规则"), name, tuple(difflib.get_close_matches(name, RULES))
        )
    return _show_rule(name, RULES[name])


def _choose(suffix: str) -> Format:
    offered = (*formats_of("graph"), PAGE)
    wanted = suffix or request.args.get("format", "")
    if wanted:
        return find_format(wanted, offered)
    return choose_format(request.headers.get("Accept", ""), (PAGE, *formats_of("graph")))


def _write(name: str, chosen: Format) -> Response:
    digest = current_site().engine.release.digest
    library = shape_library()
    tag = make_tag(digest, "shapes", name, chosen.media_type)
    if is_fresh(tag):
        return not_modified(tag)
    body = library.write(name, chosen)
    response = keep(Response(body, content_type=chosen.content_type), tag, weak=True)
    response.headers[RELEASE] = digest
    return response


def _downloads(name: str) -> list[Link]:
    return [Link(_file(name, one.name), one.label) for one in formats_of("graph")]


def _file(name: str, suffix: str) -> str:
    if name:
        return url_for("shapes.shape_as", name=name, format=suffix)
    return url_for("shapes.all_as", format=suffix)


def _list() -> Response:
    library = shape_library()
    looking = [one for one in library.shapes.values() if one.targets]
    files = (*FILES, *sorted({one.file for one in looking} - set(FILES)))
    groups = [
        ShapeGroup(f"shape_file_{file}", [_entry(one) for one in looking if one.file == file])
        for file in files
    ]
    rules = [
        ShapeEntry(f"rule-{name}", finding_link(name), pick(one.text))
        for name, one in RULES.items()
    ]
    view = ShapesView(
        make_frame(),
        [*(one for one in groups if one.entries), ShapeGroup("shape_rules", rules)],
        [_entry(one) for one in library.shapes.values() if not one.targets],
        _downloads(""),
    )
    return render_page("shapes.html", view)


def _entry(one: Shape) -> ShapeEntry:
    return ShapeEntry(one.name, shape_link(one.name), pick(one.description))


def _show_rule(name: str, rule: Rule) -> Response:
    view = ShapeView(
        frame=make_frame(),
        kind="rule",
        name=name,
        title=pick(rule.title),
        severity="",
        description=pick(rule.text),
        message="",
        other="",
        targets=(),
        path=(),
        conditions=(),
        asks=(),
        query="",
        right=ExampleView("", rule.right, ()) if rule.right else None,
        wrong=[ExampleView("", rule.wrong, ())] if rule.wrong else [],
        users=(),
        terms=(),
        downloads=(),
    )
    return render_page("shape.html", view)


def _show(found: Shape) -> Response:
    library = shape_library()
    examples = library.examples(found.name)
    right = next((one for one in examples if one.is_right), None)
    parts = [library.shapes[name] for name in found.parts if name in library.shapes]
    view = ShapeView(
        frame=make_frame(),
        kind=found.kind,
        name=f"shcs:{found.name}",
        title=shape_title(found.name),
        severity=found.severity,
        description=pick(found.description),
        message=pick(found.message),
        other=found.message.pick(other_language(choose_language()).tag),
        targets=[limit_sentence(one) for one in found.targets],
        path=path_sentence(found),
        conditions=[limit_sentence(one) for one in found.limits],
        asks=[_ask(one) for one in sorted(parts, key=lambda one: (one.order, one.name))],
        query=found.query,
        right=_example(right) if right else None,
        wrong=[_example(one) for one in _telling(found, examples)],
        users=[shape_link(name) for name in found.users],
        terms=[Link(link_iri(one.iri), one.text) for one in found.terms],
        downloads=_downloads(found.name),
    )
    return render_page("shape.html", view)


def _telling(found: Shape, examples: Iterable[Example]) -> list[Example]:
    """Choose the wrong examples to show: one for each thing that can be wrong."""
    wrong = [one for one in examples if not one.is_right]
    own = [one for one in wrong if found.name in one.rules] or wrong
    chosen = {(one.rules or ("",))[0]: one for one in reversed(own)}
    return list(reversed(chosen.values()))


def _ask(part: Shape) -> Ask:
    return Ask(
        part.name,
        shape_link(part.name),
        part.severity,
        path_sentence(part),
        [limit_sentence(one) for one in part.limits],
        pick(part.description),
        pick(part.message),
        part.message.pick(other_language(choose_language()).tag),
    )


def _example(one: Example) -> ExampleView:
    return ExampleView(pick(one.summary), one.text, [shape_link(name) for name in one.rules])
