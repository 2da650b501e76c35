"""Answers one query over HTTP: negotiate, look, evaluate, label."""

import re
from collections.abc import Callable, Sequence

from flask import Response, request

from shuangchuang.base.errors import NotAcceptable
from shuangchuang.base.media import PAGE, Format, Kind, formats_of
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.suggestions import Suggestion
from shuangchuang.store.engine import Answer, Limits, Query
from shuangchuang.store.guard import inspect_query
from shuangchuang.store.scanner import may_hold
from shuangchuang.web.headers import (
    HINT,
    RELEASE,
    TRUNCATED,
    is_fresh,
    keep,
    make_tag,
    not_modified,
)
from shuangchuang.web.hints import find_suggestions, write_hint
from shuangchuang.web.negotiate import asks_for_rdf12, choose_format, find_format
from shuangchuang.web.protocol import Asked
from shuangchuang.web.results import PAGE_ROWS, SHOWN_GRAPH, SHOWN_SOLUTIONS
from shuangchuang.web.site import current_site
from shuangchuang.web.terms import holds_rdf12, may_hold_blank_nodes

ShowPage = Callable[[Asked, Answer, Sequence[Suggestion]], Response]

DECLARES_12 = re.compile(
    r"""(?:\s|\#[^\n]*\n|PREFIX[^<]*<[^>]*>|BASE\s*<[^>]*>)*VERSION\s*(["'])1\.2\1""", re.IGNORECASE
)
NEEDS_12 = Bilingual(
    "the answer holds terms of RDF 1.2, which come to those who ask with version=1.2",
    "结果含 RDF 1.2 的项，仅在请求注明 version=1.2 时返回",
)
# The answer to a query with one of these is another one each time.
VOLATILE_WORDS = ("NOW", "RAND", "UUID")
VOLATILE = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)


def answer_query(asked: Asked, show_page: ShowPage) -> Response:
    """Answer a query in the format that the client wants, chosen before anything is evaluated.

    `show_page` makes the page when the client is a browser. Raises NotAcceptable, the errors of
    the guard and those of the engine.
    """
    site = current_site()
    inspected = inspect_query(asked.text, site.prefixes)
    kind: Kind = "solutions" if inspected.form in ("select", "ask") else "graph"
    chosen = _choose(asked, kind)
    if chosen is PAGE:
        answer = _evaluate(asked, SHOWN_SOLUTIONS, SHOWN_GRAPH, PAGE_ROWS)
        suggestions = find_suggestions(site, inspected, asked)
        page = show_page(asked, answer, suggestions)
        _mark(page, answer, is_volatile=_is_volatile(asked.text))
        return _finish(_hint(page, suggestions))
    tag = _make_tag(asked, chosen)
    if tag and is_fresh(tag):
        return _finish(not_modified(tag))
    answer = _evaluate(asked, chosen, chosen, site.settings.max_rows)
    suggestions = find_suggestions(site, inspected, asked)
    return _finish(_hint(_write(asked, answer, tag), suggestions))


def asks_for_12(asked: Asked) -> bool:
    """Tell whether the client reads RDF 1.2 terms, by its Accept, `format=` or `version=`."""
    return asked.version == "1.2" or asks_for_rdf12(asked.wanted or _accept())


def _choose(asked: Asked, kind: Kind) -> Format:
    offered = (*formats_of(kind), PAGE)
    if asked.wanted:
        return find_format(asked.wanted, offered)
    return choose_format(_accept(), offered)


def _accept() -> str:
    return request.headers.get("Accept", "")


def _evaluate(asked: Asked, solutions: Format, graph: Format, max_rows: int) -> Answer:
    settings = current_site().settings
    query = Query(asked.text, asked.default_graphs, asked.named_graphs, asked.bindings)
    limits = Limits(
        min(settings.timeout_s, asked.timeout_s),
        min(settings.max_rows, max_rows),
        settings.max_result_bytes,
    )
    return current_site().engine.query(query, solutions, graph, limits)


def _is_volatile(text: str) -> bool:
    return may_hold(text, *VOLATILE_WORDS) and bool(VOLATILE.search(text))


def _make_tag(asked: Asked, chosen: Format) -> str:
    """Make the tag of an answer from the release and the request; none for a volatile one."""
    if _is_volatile(asked.text):
        return ""
    settings = current_site().settings
    return make_tag(
        current_site().engine.release.digest,
        [asked.text, asked.default_graphs, asked.named_graphs, dict(asked.bindings)],
        [chosen.media_type, asks_for_12(asked)],
        [settings.max_rows, settings.max_result_bytes],
    )


def _write(asked: Asked, answer: Answer, tag: str) -> Response:
    """Label a finished answer. Raises NotAcceptable for RDF 1.2 terms that nobody asked for."""
    response = Response(answer.body, content_type=answer.format.content_type)
    file_name = f"{asked.name}.{answer.format.name}"
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    if holds_rdf12(answer.body, answer.format):
        if not asks_for_12(asked) and not DECLARES_12.match(asked.text):
            versioned = f"{answer.format.media_type};version=1.2"
            raise NotAcceptable(asked.wanted or _accept(), [versioned], NEEDS_12)
        response.headers["Content-Type"] = f"{answer.format.content_type};version=1.2"
    if tag:
        response = keep(response, tag, weak=may_hold_blank_nodes(answer.body, answer.format))
    return _mark(response, answer, is_volatile=not tag)


def _mark(response: Response, answer: Answer, *, is_volatile: bool) -> Response:
    """Say that an answer was cut, and let none be kept that is another one each time."""
    if answer.truncated:
        response.headers[TRUNCATED] = "true"
    if is_volatile:
        response.headers["Cache-Control"] = "no-store"
        response.headers.pop("ETag", None)
    return response


def _hint(response: Response, suggestions: Sequence[Suggestion]) -> Response:
    if suggestions:
        response.headers[HINT] = write_hint(suggestions)
    return response


def _finish(response: Response) -> Response:
    response.headers[RELEASE] = current_site().engine.release.digest
    response.vary.add("Accept")
    return response
