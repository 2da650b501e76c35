"""Turns the engine's report of a syntax error into one for people: the place and the line."""

import re
from itertools import pairwise

from shuangchuang.base.errors import QueryProblem, QuerySyntax
from shuangchuang.store.mistakes import NOT_SPARQL, unknown_function
from shuangchuang.store.scanner import Token, place_of, scan

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


def explain_syntax_error(text: str, reason: str) -> QuerySyntax:
    """Turn the engine's parse error into one for people: the place, and what stands there."""
    found = ENGINE_ERROR.search(reason)
    if not found:
        return QuerySyntax(reason.splitlines()[0][:200] if reason else NOT_SPARQL.reason)
    line, column = int(found[1]), int(found[2])
    lines = text.split("\n")
    start = sum(len(one) + 1 for one in lines[: line - 1]) + column - 1
    token = next((one for one in scan(text) if one.start + len(one.text) > start), None)
    if token is None:
        place = place_of(text, len(text.rstrip()))
        wanted = "something is missing at the end"
    else:
        place = place_of(text, max(start, token.start))
        wanted = f"`{token.text[:60]}` cannot stand here"
    return QuerySyntax(
        wanted,
        place.line,
        place.column,
        place.excerpt,
        "Look at what stands before it: a missing dot, bracket or keyword shows up only here.",
    )
