"""The forms of contributions: blank, filled in, checked; and their Turtle."""

import re
from collections.abc import Mapping, Sequence

from flask import Blueprint, Response, request, url_for

from shuangchuang.base.errors import EngineBusy, NotFound, TooCostly, UnsupportedMedia
from shuangchuang.base.namespaces import SHC
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.forms.library import KINDS
from shuangchuang.services.forms.model import Form
from shuangchuang.services.forms.offers import SOURCES
from shuangchuang.services.forms.values import Draft, read_forms
from shuangchuang.web.contribute_parts import Filled, draw_form
from shuangchuang.web.contribute_views import ContributeView, Outcome
from shuangchuang.web.fields import FORM_FIELDS, QUERY_STRING, read_fields
from shuangchuang.web.protocol import FORM, read_body
from shuangchuang.web.rendering import make_frame, render_page
from shuangchuang.web.shape_links import finding_link, pick
from shuangchuang.web.site import Contributing, current_site
from shuangchuang.web.views import Link

MAX_BYTES = 262_144
MAX_VALUES = 50
KEPT_BYTES = 6_000  # of a filled-in form, in the link to its other language

blueprint = Blueprint("contribute", __name__)


@blueprint.get("/contribute")
def contribute() -> Response:
    """List the kinds of records that there are forms for."""
    _contributing()
    kinds = [
        Link(url_for("contribute.form", kind=name), pick(title))
        for name, (_, title) in KINDS.items()
    ]
    return render_page("contribute.html", ContributeView(make_frame(), kinds))


@blueprint.get("/contribute/<kind>")
def form(kind: str) -> Response:
    """Show the form of a kind: blank, or filled in by the fields of the address."""
    given = _gather(read_fields(request.query_string, QUERY_STRING))
    filled = Filled(kind, _forms(kind, given), given)
    return render_page("contribute_form.html", draw_form(filled, make_frame()))


@blueprint.post("/contribute/<kind>")
def check(kind: str) -> Response:
    """Read what was filled in, judge the record, and show it; or add a control to a field."""
    if request.mimetype != FORM:
        raise UnsupportedMedia(request.mimetype, (FORM,))
    given = _gather(read_fields(read_body(request, MAX_BYTES), FORM_FIELDS))
    forms = _forms(kind, given)
    filled = Filled(kind, forms, given, added=(given.get("add") or ("",))[0])
    if "check" not in given and "download" not in given:
        return render_page("contribute_form.html", draw_form(filled, make_frame(_kept(given))))
    offers, prefixes = _contributing().offers, current_site().prefixes
    classes = {name for one in forms for field in one.fields for name in field.classes}
    names = {label: iri for iri, label in offers.of([*SOURCES, *sorted(classes)]).items()}
    draft = read_forms(forms, given, prefixes, names)
    turtle = draft.turtle(prefixes)
    if "download" in given and not draft.complaints:
        return _download(draft, turtle)
    filled = _judged(filled, draft, turtle)
    outcome = filled.outcome
    status = 200 if outcome and outcome.conforms else 422
    if outcome and not outcome.conforms and not outcome.is_judged:
        status = 503
    return render_page("contribute_form.html", draw_form(filled, make_frame(_kept(given))), status)


def _contributing() -> Contributing:
    contributing = current_site().contributing
    if contributing is None:
        raise NotFound(Bilingual("page", "页面"), request.path)
    return contributing


def _forms(kind: str, given: Mapping[str, Sequence[str]]) -> tuple[Form, ...]:
    chosen = (given.get("class") or ("",))[0].removeprefix(SHC)
    return _contributing().forms.forms(kind, chosen)


def _gather(fields: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    given: dict[str, list[str]] = {}
    for name, value in fields:
        values = given.setdefault(name, [])
        if len(values) < MAX_VALUES:
            values.append(value.replace("\r\n", "\n"))
    return given


def _kept(given: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Keep what was written for the page in the other language, unless it is too much."""
    kept = {
        name: [value for value in values if value]
        for name, values in given.items()
        if name not in ("add", "check", "download", "lang") and any(values)
    }
    return kept if sum(len(v.encode()) for vs in kept.values() for v in vs) < KEPT_BYTES else {}


def _download(draft: Draft, turtle: str) -> Response:
    slug = next(iri for iri, role in draft.subjects.items() if not role).rpartition("/")[2]
    response = Response(turtle, content_type="text/turtle; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ttl"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _judged(filled: Filled, draft: Draft, turtle: str) -> Filled:
    """Put the complaints, or else the findings of a review, beside their fields."""
    if draft.complaints:
        for one in draft.complaints:
            filled.complain(one.field, pick(one.message))
        return filled
    review = _contributing().review
    if review is None:
        filled.outcome = Outcome(turtle, True, False, (), ())
        return filled
    tag = make_frame().language.tag
    try:
        report = review([Part("contribution.ttl", "ttl", turtle.encode())])
    except (EngineBusy, TooCostly):  # the page keeps what was written, and says so
        filled.outcome = Outcome(turtle, False, False, (), ())
        return filled
    roles = {form.role: form for form in filled.forms}
    others = []
    for found in report.findings:
        where = roles.get(draft.subjects.get(found.focus, "?"))
        path = re.fullmatch(r"<([^>]*)>", found.path)
        name = where.field_of(path[1]) if where and path else ""
        if name:
            filled.complain(name, found.message(tag))
        else:
            others.append((found.message(tag), finding_link(found.constraint or found.shape)))
    # What is wrong is mended in the form, not in a file.
    steps = [step.get(tag, "") for step in report.steps] if report.conforms else []
    filled.outcome = Outcome(turtle, report.conforms, True, others, steps)
    return filled
