"""Validates what is sent: `POST /validate`, and the page with the form for it."""

from flask import Blueprint, Response, request

from shuangchuang.base.media import PAGE, READABLE_RDF, Format
from shuangchuang.services.contributions.reviewing import write_report
from shuangchuang.services.findings import Finding
from shuangchuang.services.reports.bounds import make_showable
from shuangchuang.services.reports.review import Report
from shuangchuang.services.reports.told import (
    group_findings,
    notes,
    place,
    rule_name,
    short_path,
    short_value,
    summary,
    told_value,
)
from shuangchuang.web.headers import CONFORMS
from shuangchuang.web.language import choose_language
from shuangchuang.web.negotiate import choose_format, find_format
from shuangchuang.web.rendering import make_frame, render_page
from shuangchuang.web.reviews import review_parts
from shuangchuang.web.shape_links import finding_link
from shuangchuang.web.site import current_site
from shuangchuang.web.uploads import ACCEPTED, Upload, read_upload
from shuangchuang.web.validate_views import FindingView, GroupView, Limits, ReportView, UploadView
from shuangchuang.web.views import Link

JSON = Format("json", "application/json", "page", "JSON", ("text/json",))
TEXT = Format("text", "text/plain", "page", "text", (), ("txt",))
SARIF = Format("sarif", "application/sarif+json", "page", "SARIF")
SHACL = Format("shacl", "text/turtle", "page", "SHACL", ("application/x-turtle",), ("ttl",))
OFFERED = (JSON, PAGE, TEXT, SARIF, SHACL)
FARTHEST, KEPT = 40, 20  # signs of a line before the place: shown whole, and else kept

blueprint = Blueprint("validate", __name__)


@blueprint.get("/validate")
def form() -> Response:
    """Show the form."""
    return render_page("validate.html", _upload_view(Upload(())))


@blueprint.post("/validate")
def validate() -> Response:
    """Judge what is sent, and answer with a report in the form that Accept asks for.

    A validation that was finished is 200, whatever it found; the report and a header say whether
    it conforms.
    """
    chosen = _choose(request.args.get("format", ""))
    upload = read_upload(request, current_site().settings)
    report = review_parts(upload.parts, upload.shapes)
    response = _write(report, upload, chosen)
    response.headers[CONFORMS] = "true" if report.conforms else "false"
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(("Accept", "Accept-Language"))
    return response


@blueprint.after_request
def announce(response: Response) -> Response:
    """Say which bodies are taken."""
    if request.method == "OPTIONS":
        response.headers["Accept-Post"] = ", ".join(ACCEPTED)
    return response


def _choose(wanted: str) -> Format:
    if wanted:
        return find_format(wanted, OFFERED)
    return choose_format(request.headers.get("Accept", ""), OFFERED)


def _write(report: Report, upload: Upload, chosen: Format) -> Response:
    language = choose_language().tag
    if chosen is PAGE:
        return render_page("report.html", _report_view(make_showable(report), upload))
    body = write_report(report, chosen.name, language)
    response = Response(body, content_type=chosen.content_type)
    response.headers["Content-Language"] = language
    return response


def _upload_view(upload: Upload) -> UploadView:
    settings = current_site().settings
    limits = Limits(settings.max_upload_bytes // 1024, settings.max_upload_triples)
    return UploadView(make_frame({}), upload.text, upload.format or "ttl", READABLE_RDF, limits)


def _report_view(report: Report, upload: Upload) -> ReportView:
    language = choose_language().tag
    groups = [
        GroupView(
            one.name or one.file,
            [_finding_view(each, report, language) for each in one.findings],
        )
        for one in group_findings(report, language)
    ]
    additions = [
        (short_value(f"<{one.subject}>", report.prefixes), one.is_new, one.lines)
        for one in report.additions
    ]
    return ReportView(
        form=_upload_view(upload),
        frame=make_frame({}),
        summary=summary(report, language),
        notes=notes(report, language),
        conforms=report.conforms,
        groups=groups,
        additions=additions,
        steps=[one.get(language, "") for one in report.steps],
    )


def _finding_view(finding: Finding, report: Report, language: str) -> FindingView:
    prefixes = report.prefixes
    return FindingView(
        severity=finding.severity,
        place=place(finding),
        is_exact=finding.is_exact,
        path=short_path(finding.path, prefixes),
        excerpt=_split(finding.excerpt, finding.column - 1) if finding.excerpt else None,
        value=told_value(finding, prefixes),
        message=finding.message(language),
        reasons=[one.message(language) for one in finding.reasons],
        example=finding.example,
        rule=_rule_link(finding, report),
    )


def _split(line: str, at: int) -> tuple[str, str, str]:
    """Split a line at a place; far from its beginning it is cut, so that the place is in view."""
    before = line[:at] if at <= FARTHEST else f"…{line[at - KEPT : at]}"
    return before, line[at : at + 1] or " ", line[at + 1 :]


def _rule_link(finding: Finding, report: Report) -> Link:
    named = finding.constraint or finding.shape
    if report.is_own:
        return Link("", rule_name(finding, report.prefixes))
    return Link(finding_link(named).href, rule_name(finding, report.prefixes))
