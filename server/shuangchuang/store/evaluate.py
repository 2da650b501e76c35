"""Evaluates one query on a store and writes the answer. `evaluate` runs in a query worker only."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import pyoxigraph as ox

from shuangchuang.store.bindings import with_bindings
from shuangchuang.store.dataset import split_dataset
from shuangchuang.store.engine import AnswerKind, Limits, Query
from shuangchuang.store.engine_json import write_json
from shuangchuang.store.projection import order_columns
from shuangchuang.store.results import Cap, Row, Written, write_boolean, write_solutions
from shuangchuang.store.truths import lower_truths
from shuangchuang.store.xml_documents import NO_NAME, NO_TRIPLE_TERMS, finish_graph, unwritable

GRAPH_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


@dataclass(frozen=True)
class Evaluated:
    """A written answer of one kind."""

    kind: AnswerKind
    body: bytes
    truncated: bool


@dataclass(frozen=True)
class Writing:
    """How to write: the names of the formats for solutions and for graphs, and the prefixes."""

    solutions: str
    graph: str
    prefixes: dict[str, str]


def evaluate(store: ox.Store, query: Query, writing: Writing, limits: Limits) -> Evaluated:
    """Answer `query` and write it.

    Raises SyntaxError for what the engine cannot parse, NotAcceptable for what the format cannot
    hold: RDF 1.2 in JSON-LD, some characters and properties in XML.
    The time limit is the caller's.
    """
    cap = Cap(limits.max_rows, limits.max_bytes)
    answer = _run_in_any_case(store, query)
    if isinstance(answer, ox.QueryBoolean):
        return Evaluated("boolean", write_boolean(writing.solutions, bool(answer)), False)
    if isinstance(answer, ox.QueryTriples):
        done = write_graph(answer, writing, cap)
        return Evaluated("graph", done.body, done.truncated)
    names = [variable.value for variable in answer.variables]
    places = order_columns(query.text, names)
    shown = [names[place] for place in places]
    if shown != names:
        rows: Iterable[Row] = ([row[place] for place in places] for row in answer)
    elif writing.solutions == "json":
        body = write_json(answer, cap)
        if body is not None:
            return Evaluated("solutions", body, False)
        rows = _solve_again(store, query)
    else:
        rows = answer
    done = write_solutions(writing.solutions, shown, rows, cap)
    return Evaluated("solutions", done.body, done.truncated)


def _solve_again(store: ox.Store, query: Query) -> ox.QuerySolutions:
    answer = _run_in_any_case(store, query)
    assert isinstance(answer, ox.QuerySolutions)  # noqa: S101 - as it was before
    return answer


def _run_in_any_case(
    store: ox.Store, query: Query
) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Run a query; only one that the engine refuses is looked at for truths in capitals."""
    try:
        return _run(store, query)
    except SyntaxError:
        lowered = lower_truths(query.text)
        if lowered == query.text:
            raise
    return _run(store, replace(query, text=lowered))


def _run(store: ox.Store, query: Query) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    text = with_bindings(query.text, query.bindings)
    asked_default, asked_named = query.default_graphs, query.named_graphs
    if not asked_default and not asked_named:
        placed = split_dataset(text, query.base_iri)
        text, asked_default, asked_named = placed.text, placed.default_graphs, placed.named_graphs
    if not asked_default and not asked_named:
        return store.query(text, base_iri=query.base_iri)
    default = [ox.NamedNode(iri) for iri in asked_default]
    named = [ox.NamedNode(iri) for iri in asked_named]
    if len(default) > 1:
        store = _merge(store, default, named)
    return store.query(
        text,
        base_iri=query.base_iri,
        default_graph=[ox.DefaultGraph()] if len(default) > 1 else list(default),
        named_graphs=list(named),
    )


def _merge(
    store: ox.Store, default: Sequence[ox.NamedNode], named: Sequence[ox.NamedNode]
) -> ox.Store:
    """Build a dataset whose default graph is the RDF merge of several graphs.

    The engine only strings them together, so that a triple of two graphs would count twice
    (SPARQL 1.1 Query section 13.2).
    """
    merged = ox.Store()
    for graph in default:
        quads = store.quads_for_pattern(None, None, None, graph)
        merged.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for graph in named:
        merged.extend(store.quads_for_pattern(None, None, None, graph))
    return merged


def write_graph(triples: Iterable[ox.Triple], writing: Writing, cap: Cap) -> Written:
    """Write a graph in the format that `writing` names, each triple once, whole up to the cap.

    Raises NotAcceptable when that format cannot hold it.
    """
    taken, truncated = _take_triples(triples, cap)
    prefixes = {} if writing.graph == "nt" else _used_prefixes(taken, writing.prefixes)
    try:
        body = ox.serialize(taken, format=GRAPH_FORMATS[writing.graph], prefixes=prefixes) or b""
    except OSError as error:
        reason = NO_NAME if writing.graph == "rdf" else NO_TRIPLE_TERMS
        raise unwritable(writing.graph, "graph", reason) from error
    return Written(finish_graph(body) if writing.graph == "rdf" else body, truncated)


def _take_triples(triples: Iterable[ox.Triple], cap: Cap) -> tuple[list[ox.Triple], bool]:
    taken: dict[ox.Triple, None] = {}  # a graph is a set: CONSTRUCT gives each triple once
    size = 0
    for triple in triples:
        if triple in taken:
            continue
        size += len(str(triple))
        if len(taken) >= cap.rows or size > cap.size_bytes:
            return list(taken), True
        taken[triple] = None
    return list(taken), False


def _used_prefixes(triples: Sequence[ox.Triple], prefixes: dict[str, str]) -> dict[str, str]:
    iris = {term.value for triple in triples for term in triple if isinstance(term, ox.NamedNode)}
    iris |= {
        triple.object.datatype.value for triple in triples if isinstance(triple.object, ox.Literal)
    }
    # The first IRI that does not sort before a namespace begins with it, if any of them does.
    ordered = [*sorted(iris), ""]
    return {
        prefix: name
        for prefix, name in prefixes.items()
        if ordered[bisect_left(ordered, name, 0, len(iris))].startswith(name)
    }
