"""Finds the IRIs that a query names, for hints. Knows tokens, not the grammar.

What it cannot tell for certain it leaves out: relative IRIs, names with escapes, and datatypes,
which a graph need not mention anywhere else.
"""

import re
from collections.abc import Sequence

from shuangchuang.store.scanner import Token

ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\\]*")


def find_iris(tokens: Sequence[Token]) -> tuple[str, ...]:
    """Give the absolute IRIs of a query, each once, in order of appearance.

    Prefixed names are resolved with the declarations of the query; the IRIs of PREFIX and BASE
    are none of its terms.
    """
    names = [one for one in enumerate(tokens) if one[1].kind in ("iri", "name")]
    namespaces: dict[str, str] = {}
    found: dict[str, None] = {}
    for index, token in names:
        before = tokens[index - 1] if index else token
        if token.kind == "iri" and index > 1 and tokens[index - 2].keyword == "PREFIX":
            namespaces[before.text.removesuffix(":")] = token.text[1:-1]
        elif before.text != "^^" and before.keyword not in ("PREFIX", "BASE"):
            iri = _resolve(token, namespaces)
            if ABSOLUTE.fullmatch(iri):
                found.setdefault(iri)
    return tuple(found)


def _resolve(token: Token, namespaces: dict[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    return namespaces.get(prefix, "") + local
