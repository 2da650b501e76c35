"""The note that a published release carries with it: its digest, and what each graph holds."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from shuangchuang.base.namespaces import GRAPH

RECORD = GRAPH + "release"
MERGED = GRAPH + "merged"
STAGING = GRAPH + "staging/"
IDENTIFIER = "http://purl.org/dc/terms/identifier"
TRIPLES = "http://rdfs.org/ns/void#triples"

READ = f"""SELECT ?graph ?digest ?triples {{
  GRAPH <{RECORD}> {{ ?graph <{IDENTIFIER}> ?digest OPTIONAL {{ ?graph <{TRIPLES}> ?triples }} }}
}}"""


@dataclass(frozen=True)
class GraphRecord:
    """What one graph held when it was published."""

    digest: str
    triples: int


@dataclass(frozen=True)
class Record:
    """A published release; `graphs` holds the named graphs and the merged one, by name."""

    digest: str = ""
    graphs: Mapping[str, GraphRecord] = field(default_factory=dict)

    @property
    def named(self) -> tuple[str, ...]:
        """The named graphs, without the merged one."""
        return tuple(sorted(name for name in self.graphs if name != MERGED))

    def to_data(self) -> str:
        """Write the record as the triples of an INSERT DATA."""
        lines = [f'<{RECORD}> <{IDENTIFIER}> "{self.digest}" .']
        for name, graph in sorted(self.graphs.items()):
            lines.append(
                f'<{name}> <{IDENTIFIER}> "{graph.digest}" ; <{TRIPLES}> {graph.triples} .'
            )
        return "\n".join(lines)


def read_record(rows: Iterable[Sequence[str]]) -> Record:
    """Build the record from the rows of `READ`: graph, digest and number of triples as text."""
    told = [tuple(row) for row in rows]
    digest = next((digest for name, digest, _ in told if name == RECORD), "")
    graphs = {
        name: GraphRecord(digest, int(triples))
        for name, digest, triples in told
        if triples.isdecimal()
    }
    return Record(digest, graphs)


def describe_graph(triples: Iterable[ox.Triple]) -> GraphRecord:
    """Count triples, and digest them whatever their order and the labels of their blank nodes.

    The digest is the sum of the SHA-256 of each triple's line, so that a graph need not fit in
    memory; blank nodes count as alike.
    """
    total = count = 0
    for count, triple in enumerate(triples, 1):  # noqa: B007 - the last count is used
        line = " ".join("_:" if isinstance(term, ox.BlankNode) else str(term) for term in triple)
        total += int.from_bytes(hashlib.sha256(line.encode()).digest(), "big")
    return GraphRecord(f"{total % (1 << 256):064x}", count)
