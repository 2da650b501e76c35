"""Turns terms of the store into those of rdflib and back. Must not know what they mean."""

import re
from collections.abc import Mapping

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from shuangchuang.store.terms import Term

# Values that Turtle writes without quotes.
_BARE: Mapping[URIRef, re.Pattern[str]] = {
    XSD.boolean: re.compile("true|false"),
    XSD.decimal: re.compile(r"[+-]?\d*\.\d+"),
    XSD.integer: re.compile(r"[+-]?\d+"),
}


def to_node(term: Term, label: str = "") -> Node:
    """Make a node of rdflib; `label` stands before the labels of blank nodes.

    Literals are not normalised: a text that is no value of its type stays as it is, to be told.
    """
    if term.kind == "iri":
        return URIRef(term.value)
    if term.kind == "blank":
        return BNode(label + term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=term.datatype or None, normalize=False)


def to_term(node: Node) -> Term:
    """Make a term of the store."""
    if isinstance(node, Literal):
        return Term("literal", str(node), node.language or "", str(node.datatype or ""))
    return Term("blank" if isinstance(node, BNode) else "iri", str(node))


def write_node(node: Node, prefixes: Mapping[str, str]) -> str:
    """Write a node as Turtle does, with a prefix where one makes a plain name."""
    if isinstance(node, Literal):
        text = Literal(str(node)).n3()
        if node.language:
            return f"{text}@{node.language}"
        kind = node.datatype
        if kind and kind in _BARE and _BARE[kind].fullmatch(node):
            return str(node)
        return f"{text}^^{write_node(kind, prefixes)}" if kind else text
    if isinstance(node, BNode):
        return f"_:{node}"
    return write_iri(str(node), prefixes)


def write_iri(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI with the longest namespace that fits, or in angle brackets."""
    best = max(
        (one for one in prefixes.items() if iri.startswith(one[1])),
        key=lambda one: len(one[1]),
        default=None,
    )
    if best is None:
        return f"<{iri}>"
    local = iri[len(best[1]) :]
    is_plain = all(sign.isalnum() or sign in "_-." for sign in local) and not local.endswith(".")
    return f"{best[0]}:{local}" if is_plain and not local.startswith(("-", ".")) else f"<{iri}>"
