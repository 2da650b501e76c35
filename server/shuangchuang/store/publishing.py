"""Publishes a release into another server: staged, verified, then switched.

Each graph that is not there yet goes into a graph of its own below `graph/staging/`, is read back
and compared; when all are there, one SPARQL Update moves them to their names and writes the
record. Until then the old release is what is served; a second run goes on where the first ended.
"""

import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, urlencode, urlsplit

import pyoxigraph as ox

from shuangchuang.base.errors import EngineUnavailable
from shuangchuang.base.namespaces import GRAPH
from shuangchuang.store.client import Client, Credentials, check_address
from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.record import (
    MERGED,
    RECORD,
    STAGING,
    GraphRecord,
    Record,
    describe_graph,
)
from shuangchuang.store.release import Release
from shuangchuang.store.remote import AGENT, COUNTS, NO_GRAPH, RemoteEngine

BATCH = 500  # Virtuoso compiles an INSERT DATA, and takes no more than some thousand triples
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
LONG_DIGITS = 10  # beyond these an integer may need more than 31 bits
TIMEOUT_S = 600.0
UNBOUNDED = Limits(timeout_s=TIMEOUT_S, max_rows=1 << 62, max_bytes=1 << 62)
ANSWER_BYTES = 1_048_576
STAGED = f"""SELECT DISTINCT ?g WHERE {{
  GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{STAGING}"))
}}"""


@dataclass(frozen=True)
class Target:
    """Where to publish: what reads, what writes, and the addresses for writing.

    Without `graph_store_url` graphs are sent by SPARQL Update too.
    """

    engine: RemoteEngine
    client: Client
    update_url: str
    graph_store_url: str = ""


@dataclass(frozen=True)
class Step:
    """What was done with one graph, or with the whole release at the end."""

    action: Literal["kept", "resumed", "staged", "switched"]
    graph: str
    triples: int


def open_target(
    engine_url: str, update_url: str, graph_store_url: str, credentials: Credentials | None
) -> Target:
    """Describe a server by its addresses; without one for updates they go to the endpoint.

    Raises ValueError for what is no http address, and for a second server beside the first: the
    credentials are for one.
    """
    update_url = update_url or engine_url
    given = [check_address(one) for one in (engine_url, update_url, graph_store_url or engine_url)]
    if len({urlsplit(address).netloc for address in given}) != 1:
        raise ValueError("name the addresses of one server: its endpoint, and where it is written")
    return Target(RemoteEngine(engine_url), Client(credentials), update_url, graph_store_url)


def publish(release: Release, target: Target) -> Iterator[Step]:
    """Publish `release`, telling each step once it is done.

    Raises EngineUnavailable when the server cannot be reached, refuses, or does not give back
    what it was sent; what was served before is then still served.
    """
    wanted = describe_release(release)
    served = target.engine.read_record()
    counted = _count(target.engine, [*served.graphs, *wanted.graphs, *map(_staging, wanted.graphs)])
    changed = []
    for name, graph in wanted.graphs.items():
        if served.graphs.get(name) == graph and counted.get(name) == graph.triples:
            yield Step("kept", name, graph.triples)
            continue
        changed.append(name)
        is_there = counted.get(_staging(name)) == graph.triples
        if is_there and _read_back(target, name) == graph:
            yield Step("resumed", name, graph.triples)
            continue
        _stage(release.store, name, target)
        _verify(target, name, graph)
        yield Step("staged", name, graph.triples)
    if changed or served != wanted:
        _switch(target, served, wanted, changed)
        yield Step("switched", GRAPH, wanted.graphs[MERGED].triples)


def describe_release(release: Release) -> Record:
    """Count and digest every graph of a loaded release."""
    graphs = {
        name: describe_graph(quad.triple for quad in _quads(release.store, name))
        for name in (*release.info.graphs, MERGED)
    }
    return Record(release.info.digest, graphs)


def _quads(store: ox.Store, name: str) -> Iterator[ox.Quad]:
    graph = ox.DefaultGraph() if name == MERGED else ox.NamedNode(name)
    return store.quads_for_pattern(None, None, None, graph)


def _staging(name: str) -> str:
    return STAGING + name.removeprefix(GRAPH)


def _count(engine: RemoteEngine, names: Sequence[str]) -> Mapping[str, int]:
    _, rows = engine.rows(Query(COUNTS, (NO_GRAPH,), tuple(dict.fromkeys(names))), UNBOUNDED)
    return {name: int(number) for name, number in rows}


def _read_back(target: Target, name: str) -> GraphRecord:
    return describe_graph(target.engine.triples(_staging(name), UNBOUNDED))


def _verify(target: Target, name: str, wanted: GraphRecord) -> None:
    found = _read_back(target, name)
    if found.triples != wanted.triples:
        raise EngineUnavailable(
            f"<{name}>: {wanted.triples} triples were sent, the server gives {found.triples} "
            "back; it may have a limit of rows of its own (docs/engines.md)"
        )
    if found != wanted:
        raise EngineUnavailable(f"<{name}>: the server gives other terms back than it was sent")


def _stage(store: ox.Store, name: str, target: Target) -> None:
    triples = [quad.triple for quad in _quads(store, name)]
    if target.graph_store_url:
        # Virtuoso reads integers of more than 31 bits from a file as decimals.
        _put(target, _staging(name), [one for one in triples if not _is_long(one)])
        triples = [one for one in triples if _is_long(one)]
    else:
        _update(target, f"DROP SILENT GRAPH <{_staging(name)}>")
    for batch in _batches(triples):
        data = _ntriples(batch).decode()
        # Not INSERT DATA: Virtuoso takes no blank node there.
        _update(target, f"INSERT {{ GRAPH <{_staging(name)}> {{\n{data}}} }} WHERE {{}}")


def _is_long(triple: ox.Triple) -> bool:
    value = triple.object
    return (
        isinstance(value, ox.Literal)
        and value.datatype.value == INTEGER
        and len(value.value.lstrip("+-0")) >= LONG_DIGITS
        and not isinstance(triple.subject, ox.BlankNode)
    )


def _batches(triples: Sequence[ox.Triple]) -> Iterator[Sequence[ox.Triple]]:
    # A blank node is known within one request only: all triples with one go together.
    blank = [one for one in triples if any(isinstance(term, ox.BlankNode) for term in one)]
    plain = [one for one in triples if not any(isinstance(term, ox.BlankNode) for term in one)]
    if blank:
        yield blank
    for start in range(0, len(plain), BATCH):
        yield plain[start : start + BATCH]


def _switch(target: Target, served: Record, wanted: Record, changed: Sequence[str]) -> None:
    _, rows = target.engine.rows(STAGED, UNBOUNDED)
    staged = {name for row in rows for name in row}
    gone = (set(served.graphs) - set(wanted.graphs)) | (staged - set(map(_staging, changed)))
    operations = [
        *(f"MOVE GRAPH <{_staging(name)}> TO GRAPH <{name}>" for name in changed),
        *(f"DROP SILENT GRAPH <{name}>" for name in (*sorted(gone), RECORD)),
        f"INSERT DATA {{ GRAPH <{RECORD}> {{\n{wanted.to_data()}\n}} }}",
    ]
    _update(target, " ;\n".join(operations))
    counted = _count(target.engine, tuple(wanted.graphs))
    if target.engine.read_record() != wanted or any(
        counted.get(name) != graph.triples for name, graph in wanted.graphs.items()
    ):
        raise EngineUnavailable("the server did not switch to the release; load it again")


def _put(target: Target, graph: str, triples: Sequence[ox.Triple]) -> None:
    # SPARQL 1.1 Graph Store HTTP Protocol 5.3
    sign = "&" if "?" in target.graph_store_url else "?"
    address = f"{target.graph_store_url}{sign}graph={quote(graph, safe='')}"
    _send(target, address, "PUT", "application/n-triples", _ntriples(triples))


def _update(target: Target, text: str) -> None:
    # SPARQL 1.1 Protocol 2.2.1
    body = urlencode({"update": text}).encode()
    _send(target, target.update_url, "POST", "application/x-www-form-urlencoded", body)


def _send(target: Target, address: str, method: str, media_type: str, body: bytes) -> None:
    headers = {"Content-Type": media_type, "User-Agent": AGENT, "Accept": "*/*"}
    request = urllib.request.Request(address, body, headers, method=method)  # noqa: S310 - the client opens http and https only
    with target.client.send(request, TIMEOUT_S, ANSWER_BYTES) as reply:
        reply.read_all()


def _ntriples(triples: Sequence[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""
