"""The SPARQL endpoint: queries, its description, and its page."""

from collections.abc import Sequence

from flask import Blueprint, Response, g, request, url_for

from shuangchuang.base.media import FORMATS, PAGE, formats_of
from shuangchuang.services.catalogue import Service, describe_service
from shuangchuang.services.suggestions import Suggestion
from shuangchuang.store.engine import Answer
from shuangchuang.web.answers import answer_query
from shuangchuang.web.fields import QUERY_STRING, read_fields
from shuangchuang.web.headers import is_fresh, keep, make_tag, not_modified
from shuangchuang.web.negotiate import choose_format, find_format
from shuangchuang.web.protocol import READABLE, Asked, read_asked
from shuangchuang.web.rendering import make_frame, render_page
from shuangchuang.web.results import show_results, without_header
from shuangchuang.web.site import current_site, public_url
from shuangchuang.web.views import Limit, QueryForm, QueryView, Results

OF_THE_DESCRIPTION = {"lang", "format", "output"}

blueprint = Blueprint("sparql", __name__)


@blueprint.route("/sparql", methods=["GET", "POST", "QUERY"])
def sparql() -> Response:
    """Answer a query, or describe the service when none is asked. SPARQL 1.1 Protocol 2.1."""
    fields = read_fields(request.query_string, QUERY_STRING)
    if request.method in ("GET", "HEAD") and {name for name, _ in fields} <= OF_THE_DESCRIPTION:
        return _describe()
    asked = g.asked = read_asked(request, fields, current_site().settings)
    return answer_query(asked, _show_answer)


@blueprint.after_request
def announce(response: Response) -> Response:
    """Say which bodies QUERY takes. RFC 10008 section 3."""
    if request.method == "OPTIONS":
        response.headers["Accept-Query"] = ", ".join(READABLE)
    return response


def _describe() -> Response:
    """Describe the service: RDF, or the page with the form. SPARQL 1.1 Service Description 2."""
    offered = (*formats_of("graph"), PAGE)
    wanted = request.args.get("format") or request.args.get("output")
    chosen = (
        find_format(wanted, offered)
        if wanted
        else choose_format(request.headers.get("Accept", ""), offered)
    )
    if chosen is PAGE:
        return render_page("sparql.html", _view(QueryForm(_first_query())))
    service = Service(_endpoint(), current_site().engine.release)
    tag = make_tag(service.release.digest, service.endpoint, chosen.media_type)
    if is_fresh(tag):
        return not_modified(tag)
    body = describe_service(service, chosen)
    return keep(Response(body, content_type=chosen.content_type), tag)


def _show_answer(asked: Asked, answer: Answer, suggestions: Sequence[Suggestion]) -> Response:
    form = QueryForm(asked.text, asked.default_graphs, asked.named_graphs)

    def address(name: str) -> str:
        fields = form.fields() | ({"format": name} if name else {})
        return url_for("sparql.sparql", **fields)

    return render_page("sparql.html", _view(form, show_results(answer, address, suggestions)))


def _view(form: QueryForm, results: Results | None = None) -> QueryView:
    site = current_site()
    settings = site.settings
    limits = [
        Limit("limit_time", f"{settings.timeout_s:g} s"),
        Limit("limit_rows", f"{settings.max_rows:,}"),
        Limit("limit_bytes", f"{settings.max_result_bytes / 1_048_576:g} MiB"),
        Limit("limit_query", f"{settings.max_query_bytes / 1024:g} KiB"),
    ]
    frame = make_frame(form.fields() if results else None)
    return QueryView(frame, form, _endpoint(), FORMATS, results, limits, site.prefixes)


def _endpoint() -> str:
    return public_url() + "/sparql"


def _first_query() -> str:
    """Give the query that the empty form shows: that of the first question, if there is one."""
    questions = current_site().questions
    if not questions:
        return "SELECT ?thing ?class WHERE { ?thing a ?class } LIMIT 10"
    return without_header(questions[0].text)
