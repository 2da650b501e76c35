"""Answers with a problem whenever something fails, as the client likes it: page, text or JSON."""

from dataclasses import replace

from flask import Flask, Response, current_app, g, redirect, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as WSGIResponse

from shuangchuang.base.errors import NotAcceptable
from shuangchuang.base.media import FORMATS, PAGE, Format
from shuangchuang.base.texts import Bilingual, join, pick
from shuangchuang.web.language import choose_language
from shuangchuang.web.negotiate import choose_format
from shuangchuang.web.problems import JSON, TEXT, Problem, describe_error, write_json, write_text
from shuangchuang.web.protocol import Asked
from shuangchuang.web.rendering import VARY, make_frame, render_page
from shuangchuang.web.site import current_site
from shuangchuang.web.views import ProblemView, QueryForm
from shuangchuang.web.words import WORDS


def register(app: Flask) -> None:
    """Have every error of the application answered here."""
    app.register_error_handler(Exception, answer_failure)


def answer_failure(error: Exception) -> WSGIResponse:
    """Answer with a problem document; redirects, which Flask raises too, pass."""
    if isinstance(error, HTTPException) and error.code and error.code < 400:
        return error.get_response()
    if request.routing_exception is error and request.path.endswith("/"):
        address = _without_slash()
        if address:
            return redirect(address, 308)
    problem = _explain_own_data(describe_error(error))
    g.problem_code = problem.code  # for those who count
    chosen = _choose()
    if chosen is PAGE:
        response = _show(problem)
    else:
        tag = choose_language().tag
        body = write_json(problem, tag) if chosen is JSON else write_text(problem, tag)
        response = Response(body, problem.status, content_type=chosen.content_type)
        response.headers["Content-Language"] = tag
    response.headers.update(problem.headers)
    response.headers["Cache-Control"] = "no-store"
    response.vary.update(VARY)
    return response


def _explain_own_data(problem: Problem) -> Problem:
    """Say why pages are missing where somebody's own data is served."""
    if problem.code != "not-found" or not current_site().settings.own_files:
        return problem
    why = [Bilingual(*WORDS[name]) for name in ("own_data", "own_data_more")]
    end, space = Bilingual(". ", "。"), Bilingual(" ", "")
    return replace(problem, detail=join(problem.detail, end, why[0], space, why[1]))


def _without_slash() -> str:
    """Give the address that a path with a slash too many means; empty when there is none.

    It is made of the route that is found, so it never leads to another host.
    """
    routes = current_app.url_map.bind("", query_args=request.query_string.decode("latin-1"))
    try:
        endpoint, values = routes.match(request.path[:-1], request.method)
    except HTTPException:
        return ""
    address = url_for(endpoint, **values)
    query = request.query_string.decode("ascii", "ignore")
    return f"{address.partition('?')[0]}?{query}" if query else address


def _choose() -> Format:
    """Choose a form; a client that accepts none of them gets JSON, RFC 9110 section 15.5.7."""
    try:
        return choose_format(request.headers.get("Accept", ""), (JSON, PAGE, TEXT))
    except NotAcceptable:
        return JSON


def _show(problem: Problem) -> Response:
    asked: Asked | None = g.get("asked")
    form = QueryForm(asked.text, asked.default_graphs, asked.named_graphs) if asked else None
    frame = make_frame(form.fields() if form else None)
    tag = frame.language.tag
    view = ProblemView(
        frame,
        problem,
        pick(problem.title, tag),
        pick(problem.detail, tag),
        excerpt=_split_excerpt(problem),
        offered=problem.data.get("offered") or problem.data.get("near") or (),
        formats=FORMATS,
        prefixes=current_site().prefixes,
        form=form,
    )
    return render_page("problem.html", view, problem.status)


def _split_excerpt(problem: Problem) -> tuple[str, str, str] | None:
    """Split the line in question at its column; a place past its end is marked by a space."""
    line, column = problem.data.get("excerpt", ""), problem.data.get("column", 0)
    if not line:
        return None
    return line[: column - 1], line[column - 1 : column] or " ", line[column:]
