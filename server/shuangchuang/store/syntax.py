"""Turns the engine's report of a syntax error into one for people: the place and the line."""

import re

from shuangchuang.base.errors import QuerySyntax
from shuangchuang.store.scanner import place_of, scan

ENGINE_ERROR = re.compile(r"error at (\d+):(\d+)")


def explain_syntax_error(text: str, reason: str) -> QuerySyntax:
    """Turn the engine's parse error into one for people: the place, and what stands there."""
    found = ENGINE_ERROR.search(reason)
    if not found:
        return QuerySyntax(reason.splitlines()[0][:200] if reason else "this is not SPARQL")
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
