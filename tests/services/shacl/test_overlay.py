"""The overlay answers as one graph with all triples would, whatever was asked before."""

from itertools import permutations

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from shuangchuang.services.shacl.overlay import Overlay

A, B, P, Q = (URIRef(f"http://example.org/{name}") for name in "abpq")
PUBLISHED = ((A, P, B), (A, Q, Literal(1)), (B, P, A))
ADDED = (A, P, Literal(2))
Pattern = tuple[Node | None, Node | None, Node | None]
ASKED: tuple[Pattern, ...] = ((None, P, None), (A, P, None), (A, Q, None), (None, None, A))


@pytest.mark.parametrize("asked", list(permutations(ASKED)))
def test_answers_do_not_depend_on_what_was_asked_before(asked: tuple[Pattern, ...]) -> None:
    """That a property was read, or a part of a subject, stands for no more than that."""
    published, whole = Graph(), Graph()
    published += PUBLISHED
    whole += (*PUBLISHED, ADDED)
    overlay = Graph(store=Overlay(published)).add(ADDED)

    answers = [set(overlay.triples(pattern)) for pattern in asked]

    assert answers == [set(whole.triples(pattern)) for pattern in asked]
