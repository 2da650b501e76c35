"""Turns what an engine says of a query into words for people: what is wrong, where, what to do."""

import re
from itertools import pairwise

from shuangchuang.base.errors import QueryProblem, QuerySyntax
from shuangchuang.store.meaning import find_mistake
from shuangchuang.store.mistakes import NOT_SPARQL, SOMEWHERE, near_here, unknown_function
from shuangchuang.store.recognizer import find_failure
from shuangchuang.store.scanner import Token, place_of, scan
from shuangchuang.store.unexpected import unexpected

MAX_TOKENS = 10_000  # which takes our grammar a twentieth of a second
ENGINE_ERROR = re.compile(r"error at (\d+):(\d+)")
UNKNOWN_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")


def explain_failure(text: str, reason: str) -> QueryProblem | None:
    """Explain what the engine says when it gives up, if the query is the cause: its function."""
    found = UNKNOWN_FUNCTION.search(reason)
    if not found:
        return None
    tokens = list(scan(text))
    calls = [one for one, after in pairwise(tokens) if after.text == "("]
    call = next((one for one in calls if _may_name(one, found[1])), Token("", "", 0))
    place = place_of(text, call.start)
    return unknown_function(found[1]).at(place)


def _may_name(token: Token, iri: str) -> bool:
    if token.kind == "iri":
        return iri.endswith(token.text[1:-1])
    return token.kind == "name" and iri.endswith(token.text.partition(":")[2])


def explain_syntax_error(text: str, reason: str) -> QueryProblem:
    """Explain why the engine takes a text for no query; `reason` is in its words."""
    return explain_mistake(text) or _locate(text, reason)


def explain_mistake(text: str) -> QueryProblem | None:
    """Explain a mistake by our own grammar, if it knows one and the text is not very long.

    Engines name a place far behind the mistake, and say what they expected in words of their own.
    """
    tokens = list(scan(text))
    if len(tokens) > MAX_TOKENS:
        return None
    failure = find_failure(tokens)
    if failure:
        ends = [*(one.start for one in tokens), len(text.rstrip())]
        return unexpected(tokens, failure).at(place_of(text, ends[failure.index]))
    found = find_mistake(tokens)
    return found[1].at(place_of(text, found[0].start)) if found else None


def _locate(text: str, reason: str) -> QueryProblem:
    """Tell the place that the engine tells, if it does."""
    found = ENGINE_ERROR.search(reason)
    if not found:
        return QuerySyntax(NOT_SPARQL.reason)
    line, column = int(found[1]), int(found[2])
    start = sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1
    token = next((one for one in scan(text) if one.start + len(one.text) > start), None)
    if token is None:
        return SOMEWHERE.at(place_of(text, len(text.rstrip())))
    return near_here(token.text).at(place_of(text, max(start, token.start)))
