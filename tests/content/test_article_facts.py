"""The facts of the article, one ASK each, and a test of how much these questions notice.

A mutant is the data with one triple taken out, altered, or wrongly asserted. Only triples that
rest on the article count: those of the records and statements that cite one of its sentences. Not
counted are the wording (labels, definitions, glosses, notes, comments) and the bounds computed from
dates, which the shapes check; what rests on another source is for the discrepancies and the
questions.
"""

import csv
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from rdflib import Graph

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.namespaces import SH_NAMESPACE, SH_PREFIX, SHC, SOURCE

FACTS = Path(__file__).with_name("article_facts.csv")
SEED = int(os.environ.get("SHUANGCHUANG_SEED", "20150926"))
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
STATED_IN = NamedNode(SHC + "isStatedIn")
STATEMENT = NamedNode(SHC + "Statement")
TYPE = NamedNode(RDF + "type")
SUBJECT, PREDICATE, OBJECT = (NamedNode(RDF + n) for n in ("subject", "predicate", "object"))
WORDING = {
    NamedNode(iri)
    for iri in (
        "http://www.w3.org/2000/01/rdf-schema#label",
        "http://www.w3.org/2000/01/rdf-schema#comment",
        "http://www.w3.org/2004/02/skos/core#altLabel",
        "http://www.w3.org/2004/02/skos/core#definition",
        "http://www.w3.org/2004/02/skos/core#note",
        SHC + "gloss",
    )
}
BOUNDS = {NamedNode(SHC + "earliest"), NamedNode(SHC + "latest")}
HERE = DefaultGraph()
PASSAGE = SOURCE + "enwiki-"


class Fact(NamedTuple):
    """A row of the table: which sentence says it, what it says, and the question for it."""

    sentence_id: str
    fact_id: str
    fact: str
    ask: str


def _read_facts() -> list[Fact]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return [Fact(**row) for row in csv.DictReader(file)]


def _prefixes(root: Path) -> dict[str, str]:
    """Read the one list of prefixes: name to namespace."""
    graph = Graph().parse(root / "ontology/prefixes.ttl")
    return {
        str(row.name): str(row.namespace)  # type: ignore[union-attr]  # rows of a SELECT
        for row in graph.query(
            f"SELECT ?name ?namespace {{ ?d <{SH_PREFIX}> ?name ; <{SH_NAMESPACE}> ?namespace }}"
        )
    }


PREFIXES = _prefixes(find_content().root)
HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
ALL_FACTS = _read_facts()


@pytest.fixture(scope="module")
def store(content: Content) -> Store:
    """Load ontology and data into one graph; a test that changes it puts it back."""
    store = Store()
    for folder in ("ontology", "data"):
        for path in content.files(folder):
            store.load(path=path, format=RdfFormat.TURTLE, to_graph=HERE)
    return store


def test_table_has_every_fact_of_every_sentence() -> None:
    """The 139 facts stand in the order of the 21 sentences, each numbered from one."""
    counts: dict[str, int] = {}
    for fact in ALL_FACTS:
        counts[fact.sentence_id] = counts.get(fact.sentence_id, 0) + 1
        assert fact.fact_id == f"{fact.sentence_id}.f{counts[fact.sentence_id]}"

    assert (len(counts), len(ALL_FACTS)) == (21, 139)


@pytest.mark.parametrize("fact", ALL_FACTS, ids=lambda fact: fact.fact_id)
def test_graph_holds_the_fact(store: Store, fact: Fact) -> None:
    """The graph says what the sentence says, with its hedges, its speaker and its place."""
    assert _holds(store, fact), fact.fact


def test_facts_notice_a_triple_taken_out(store: Store) -> None:
    """Every triple that rests on the article is missed by some fact when it is gone."""
    counted = list(_triples(store))

    unnoticed = [triple for triple in counted if not _notices(store, triple, None)]

    assert len(counted) > 1500
    assert unnoticed == []


def test_facts_notice_an_altered_object(store: Store) -> None:
    """Another date, number, agent, degree, passage or text in a triple breaks some fact."""
    counted = list(_triples(store))
    others = _objects_by_predicate(store)

    unnoticed = [
        triple for triple in counted if not _notices(store, triple, _alter(store, triple, others))
    ]

    assert unnoticed == [], f"seed {SEED}"


def test_facts_notice_a_claim_made_fact(store: Store) -> None:
    """Asserting what the article only attributes or what is disputed breaks some fact."""
    claimed = [
        triple
        for statement in _cited(store)
        if (triple := _reified(store, statement)) and triple not in store
    ]

    unnoticed = [triple for triple in claimed if not _notices(store, None, triple)]

    assert len(claimed) > 15
    assert unnoticed == []


def _holds(store: Store, fact: Fact) -> bool:
    return bool(store.query(HEADER + fact.ask))


def _notices(store: Store, old: Quad | None, new: Quad | None) -> bool:
    """Tell whether a fact fails once `old` is gone and `new` is there; put all back after."""
    about = _subject(store, old or new)
    asks = [fact for fact in ALL_FACTS if about in MENTIONED[fact.fact_id]]
    if old:
        store.remove(old)
    if new:
        store.add(new)
    try:
        return not all(_holds(store, fact) for fact in asks)
    finally:
        if new:
            store.remove(new)
        if old:
            store.add(old)


def _subject(store: Store, quad: Quad | None) -> str:
    """Name the IRI that a question must mention to notice: for a statement, what it is about."""
    subject = quad.subject if quad else None
    reified = _reified(store, subject)
    return str(getattr(reified.subject if reified else subject, "value", ""))


def _reified(store: Store, statement: object) -> Quad | None:
    """Give the triple that a statement reifies; nothing when the node is no statement."""
    if not isinstance(statement, NamedNode):
        return None
    parts = [_one(store, statement, predicate) for predicate in (SUBJECT, PREDICATE, OBJECT)]
    match parts:
        case [NamedNode() as subject, NamedNode() as predicate, NamedNode() | Literal() as value]:
            return Quad(subject, predicate, value)
    return None


def _one(store: Store, subject: NamedNode, predicate: NamedNode) -> object:
    found = next(store.quads_for_pattern(subject, predicate, None), None)
    return found.object if found else None


def _is_passage(quad: Quad) -> bool:
    return isinstance(quad.object, NamedNode) and quad.object.value.startswith(PASSAGE)


def _cited(store: Store, kind: NamedNode | None = STATEMENT) -> list[NamedNode]:
    """List what cites a sentence of the article, by IRI: statements, or everything else."""
    citing = {
        quad.subject
        for quad in store.quads_for_pattern(None, STATED_IN, None)
        if _is_passage(quad) and isinstance(quad.subject, NamedNode)
    }
    reified = {quad.subject for quad in store.quads_for_pattern(None, TYPE, STATEMENT)}
    chosen = citing & reified if kind else citing - reified
    return sorted(chosen, key=lambda node: node.value)


def _triples(store: Store) -> Iterator[Quad]:
    """Yield the triples that rest on the article, in a fixed order."""
    cited = set(_cited(store))
    elsewhere = {
        _reified(store, quad.subject)
        for quad in store.quads_for_pattern(None, TYPE, STATEMENT)
        if quad.subject not in cited
    }
    for subject in [*_cited(store), *_cited(store, None)]:
        for quad in sorted(store.quads_for_pattern(subject, None, None), key=str):
            uncounted = quad.predicate in WORDING | BOUNDS or quad in elsewhere
            foreign = quad.predicate == STATED_IN and not _is_passage(quad)
            if not (uncounted or foreign):
                yield quad


def _objects_by_predicate(store: Store) -> dict[NamedNode, list[NamedNode]]:
    """Collect the IRIs that stand behind each predicate, to alter a triple plausibly."""
    found: dict[NamedNode, set[NamedNode]] = {}
    for quad in store:
        if isinstance(quad.object, NamedNode):
            found.setdefault(quad.predicate, set()).add(quad.object)
    return {key: sorted(nodes, key=lambda node: node.value) for key, nodes in found.items()}


def _alter(store: Store, quad: Quad, others: dict[NamedNode, list[NamedNode]]) -> Quad:
    """Put another object of its kind behind a triple, one that is not there already."""
    old = quad.object
    if isinstance(old, Literal):
        return Quad(quad.subject, quad.predicate, _alter_literal(old))
    chance = random.Random(f"{SEED}{quad}")  # noqa: S311 - a sample, not a secret
    changed = [Quad(quad.subject, quad.predicate, node) for node in others[quad.predicate]]
    choices = [other for other in changed if other not in store]
    return chance.choice(choices or [Quad(quad.subject, quad.predicate, NamedNode("urn:other"))])


def _alter_literal(old: Literal) -> Literal:
    """Add one to the first number in a text, turn a truth value round, or lengthen a word."""
    text = old.value
    if text in ("true", "false"):
        changed = "false" if text == "true" else "true"
    elif any(sign.isdigit() for sign in text):
        changed = re.sub(r"\d+", lambda number: str(int(number[0]) + 1), text, count=1)
    else:
        changed = text + "x"
    if old.language:
        return Literal(changed, language=old.language)
    return Literal(changed, datatype=old.datatype)


def _mentioned(ask: str) -> set[str]:
    """List the IRIs that a question names."""
    names = re.findall(r"\b([a-z]+):([\w-]+)", ask)
    return {PREFIXES[prefix] + local for prefix, local in names if prefix in PREFIXES}


MENTIONED = {fact.fact_id: _mentioned(fact.ask) for fact in ALL_FACTS}
