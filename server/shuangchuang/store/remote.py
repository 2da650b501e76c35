"""The remote engine: any SPARQL 1.1 endpoint, asked through SPARQLWrapper.

The other server evaluates; the formats, the limits and the errors are ours. Nothing of a
client's request but the query and its dataset goes out. What servers do differently is in
docs/engines.md.
"""

import hashlib
import json
import re
import time
from collections.abc import Iterator
from functools import cached_property
from typing import Self

import pyoxigraph as ox
from SPARQLWrapper import JSON, POST, TURTLE, SPARQLWrapper

from shuangchuang.base.errors import (
    EngineBusy,
    EngineUnavailable,
    QuerySyntax,
    QueryTimeout,
    ShuangchuangError,
)
from shuangchuang.base.media import Format
from shuangchuang.base.namespaces import GRAPH
from shuangchuang.store.bindings import with_bindings
from shuangchuang.store.client import Client, Rejected, Reply, check_address
from shuangchuang.store.dataset import split_dataset
from shuangchuang.store.engine import Answer, Limits, Query, ReleaseInfo
from shuangchuang.store.evaluate import Evaluated, Writing, write_graph
from shuangchuang.store.guard import Form, inspect_query
from shuangchuang.store.mistakes import NOT_SPARQL
from shuangchuang.store.record import MERGED, READ, Record, read_record
from shuangchuang.store.replies import read_boolean, read_solutions, read_triples
from shuangchuang.store.results import Cap, write_boolean, write_solutions
from shuangchuang.store.scanner import place_of, scan
from shuangchuang.store.syntax import explain_failure, explain_mistake, explain_syntax_error
from shuangchuang.store.truths import lower_truths

AGENT = "shuangchuang"
ACCEPT_ROWS = "application/sparql-results+json"
ACCEPT_GRAPH = "application/n-triples, text/turtle;q=0.5"
NO_GRAPH = GRAPH + "none"
PLACE = re.compile(r"(?:error at |at line )(\d+)(?::|, column )(\d+)")
LINE = re.compile(r"line (\d+): (.+)")
TIMED_OUT = re.compile(r"tim(?:e|ed)[- ]?out|estimated execution time", re.IGNORECASE)
COUNTS = "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
WHOLE = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"


class _Wrapper(SPARQLWrapper):
    """SPARQLWrapper as it makes requests, without its reading of texts and of whole answers.

    Its search for the form of a query takes time that grows with the square of the text.
    """

    form: Form = "select"

    def _parseQueryType(self, query: str) -> str:  # noqa: N802 - the name is SPARQLWrapper's
        return self.form.upper()

    @classmethod
    def prepare(cls, address: str, form: Form, text: str) -> Self:
        is_graph = form in ("construct", "describe")
        wrapper = cls(address, returnFormat=TURTLE if is_graph else JSON, agent=AGENT)
        wrapper.form = form
        wrapper.setMethod(POST)
        wrapper.setOnlyConneg(True)
        wrapper.addCustomHttpHeader("Accept", ACCEPT_GRAPH if is_graph else ACCEPT_ROWS)
        wrapper.setQuery(text)
        return wrapper

    def send(self, client: Client, limits: Limits) -> Reply:
        return client.send(self._createRequest(), limits.timeout_s, limits.max_bytes)


class RemoteEngine:
    """Answers queries by asking another server."""

    def __init__(self, address: str, prefixes: dict[str, str] | None = None) -> None:
        """Ask the endpoint at `address`, from the first query on.

        `prefixes` shorten the graphs that are written. Raises ValueError for no http address.
        """
        self.address = check_address(address)
        self._prefixes = prefixes or {}
        self._client = Client()

    @cached_property
    def record(self) -> Record:
        """The note of the release that was loaded there, read once; empty if there is none."""
        return self.read_record()

    @cached_property
    def release(self) -> ReleaseInfo:
        """Tell what is served: the digest as recorded there, the numbers as counted there."""
        everything = Query(COUNTS), Query(WHOLE)
        (_, graphs), (_, whole) = (self.rows(self._place(one), Limits()) for one in everything)
        counted = {name: int(number) for name, number in sorted(graphs)}
        triples = int(whole[0][0])
        digest = self.record.digest
        if not digest:
            told = json.dumps([triples, counted]).encode()
            digest = hashlib.sha256(told).hexdigest()
        return ReleaseInfo(digest, triples, counted)

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Answer one query. Raises QuerySyntax, another error of the guard, or an EngineError."""
        started = time.monotonic()
        # No fence of ours stands around the other server: the guard is asked here once more.
        form = inspect_query(query.text, {}).form
        writing = Writing(solutions.name, graph.name, self._prefixes)
        try:
            with self._send(self._place(query), form, limits) as reply:
                done = _rewrite(reply, form, writing, limits)
        except Rejected as error:
            raise _explain(query.text, error, limits) from error
        written = graph if done.kind == "graph" else solutions
        return Answer(done.body, written, done.kind, done.truncated, time.monotonic() - started)

    def read_record(self) -> Record:
        """Read the note of the release as it is there now."""
        return read_record(self.rows(READ, Limits())[1])

    def rows(self, query: Query | str, limits: Limits) -> tuple[list[str], list[list[str]]]:
        """Ask a SELECT of our own, as it stands; unbound is empty text, terms lose their kind."""
        asked = Query(query) if isinstance(query, str) else query
        with self._send(asked, "select", limits) as reply:
            found = read_solutions(reply)
            rows = [[getattr(term, "value", "") for term in row] for row in found.rows]
        if reply.cut:
            raise EngineUnavailable("the engine's answer is longer than the limit")
        return found.names, rows

    def triples(self, graph: str, limits: Limits) -> Iterator[ox.Triple]:
        """Read one named graph. Raises EngineUnavailable when the server leaves some of it out."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        with self._send(Query(text), "construct", limits) as reply:
            yield from read_triples(reply)
            if _is_cut(reply):
                raise EngineUnavailable(f"the server cuts its answers: <{graph}> cannot be read")

    def close(self) -> None:
        """Nothing is kept open between queries."""

    def _place(self, query: Query) -> Query:
        """Name the dataset where the query does not: the merged graph and the named ones.

        A side of the dataset that is not given is empty; some servers need to be told.
        """
        placed = split_dataset(query.text, query.base_iri)
        default, named = query.default_graphs, query.named_graphs
        if not default and not named:
            default, named = placed.default_graphs, placed.named_graphs
        if default or named:
            default, named = default or (NO_GRAPH,), named or (NO_GRAPH,)
        elif self.record.graphs:
            default, named = (MERGED,), self.record.named
        return Query(placed.text, default, named, query.bindings, query.base_iri)

    def _send(self, query: Query, form: Form, limits: Limits) -> Reply:
        try:
            text = lower_truths(with_bindings(query.text, query.bindings))
        except ValueError as error:
            raise EngineUnavailable(str(error)) from error
        has_base = any(
            token.keyword == "BASE" for token in scan(text)
        )  # some servers take one only
        base = "" if has_base else f"BASE <{query.base_iri}>"
        wrapper = _Wrapper.prepare(self.address, form, f"{base}\n{text}")
        for name, graphs in (
            ("default-graph-uri", query.default_graphs),
            ("named-graph-uri", query.named_graphs),
        ):
            for iri in graphs:
                wrapper.addParameter(name, iri)
        return wrapper.send(self._client, limits)


def _rewrite(reply: Reply, form: Form, writing: Writing, limits: Limits) -> Evaluated:
    cap = Cap(limits.max_rows, limits.max_bytes)
    if form == "ask":
        return Evaluated("boolean", write_boolean(writing.solutions, read_boolean(reply)), False)
    if form == "select":
        found = read_solutions(reply)
        done = write_solutions(writing.solutions, found.names, found.rows, cap)
        return Evaluated("solutions", done.body, done.truncated or _is_cut(reply))
    done = write_graph(read_triples(reply), writing, cap)
    return Evaluated("graph", done.body, done.truncated or _is_cut(reply))


def _is_cut(reply: Reply) -> bool:
    # Virtuoso says in these headers that it stopped at its own limit of rows or of time.
    told = reply.headers
    return reply.cut or "X-SPARQL-MaxRows" in told or "S1TAT" in (told.get("X-SQL-State") or "")


def _explain(text: str, error: Rejected, limits: Limits) -> ShuangchuangError:
    if error.status_told in (408, 504) or TIMED_OUT.search(error.detail):
        return QueryTimeout(limits.timeout_s)
    if error.status_told == 429:
        return EngineBusy(5)
    if error.status_told != 400:
        return explain_failure(text, error.detail) or error
    if explained := explain_mistake(text):
        return explained
    if found := PLACE.search(error.detail):  # one line less: ours with BASE
        return explain_syntax_error(text, f"error at {int(found[1]) - 1}:{found[2]}")
    if (found := LINE.search(error.detail)) and int(found[1]) > 1:
        start = [0, *(at.end() for at in re.finditer("\n", text))][: int(found[1]) - 1][-1]
        place = place_of(text, start)
        return NOT_SPARQL.at(place)
    return QuerySyntax(NOT_SPARQL.reason)
