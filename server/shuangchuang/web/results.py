"""Turns a finished answer into what the pages show of it."""

import json
from collections.abc import Callable, Sequence
from functools import cache

from flask import url_for

from shuangchuang.base.media import Kind, formats_of
from shuangchuang.base.namespaces import BASE
from shuangchuang.services.suggestions import Suggestion
from shuangchuang.store.engine import Answer
from shuangchuang.web.site import current_site
from shuangchuang.web.tables import Shower, longest_first
from shuangchuang.web.views import Link, Results

PAGE_ROWS = 1000
SHOWN_SOLUTIONS = formats_of("solutions")[0]  # JSON
SHOWN_GRAPH = formats_of("graph")[1]  # N-Triples


def show_results(
    answer: Answer, address: Callable[[str], str], suggestions: Sequence[Suggestion] = ()
) -> Results:
    """Show an answer that was written as JSON or as N-Triples.

    `address` gives the address of the same answer in the format of a name, and of the page
    itself for an empty name.
    """
    shower = make_shower()
    kind: Kind = "graph" if answer.kind == "graph" else "solutions"
    downloads = [Link(address(one.name), one.label) for one in formats_of(kind)]
    if answer.kind == "boolean":
        truth = bool(json.loads(answer.body)["boolean"])
        return Results(None, truth, 1, False, downloads, address(""), suggestions)
    table = shower.graph(answer.body) if kind == "graph" else shower.solutions(answer.body)
    rows = len(table.rows)
    return Results(table, None, rows, answer.truncated, downloads, address(""), suggestions)


def make_shower() -> Shower:
    """Show terms with the prefixes of the site and links to what it says about them."""
    return Shower(longest_first(current_site().prefixes), cache(link_iri))


def link_iri(iri: str) -> str:
    """Give where an IRI leads: ours to their description here, those of the web to the web."""
    if iri.startswith(BASE):
        return url_for("sparql.sparql", query=f"DESCRIBE <{iri}>")
    return iri if iri.startswith(("http://", "https://")) else ""


def without_header(text: str) -> str:
    """Give the text of a question without the `#+` lines at its top."""
    lines = text.splitlines()
    return "\n".join(line for line in lines if not line.startswith("#+")).strip()
