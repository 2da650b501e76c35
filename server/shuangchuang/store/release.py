"""Turns the files of the release into one dataset: a graph per file and their true merge.

The default graph holds ontology, data, links and what is inferred, without duplicates. The shapes
and the records of mappings are named graphs only. Nothing here knows queries.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError
from shuangchuang.store import mappings
from shuangchuang.store.engine import ReleaseInfo
from shuangchuang.store.loading import load

MERGED_FOLDERS = ("ontology", "data")
NAMED_FOLDERS = ("shapes",)

# Superclasses that our ontology states, of every thing that has a class of ours.
INFER_TYPES = f"""
INSERT {{ GRAPH <{ns.INFERRED_TYPES}> {{ ?thing a ?superclass }} }}
WHERE {{
  ?thing a ?class .
  ?class <{ns.RDFS_SUBCLASS}>+ ?superclass .
  FILTER(STRSTARTS(STR(?class), "{ns.SHC}") && isIRI(?superclass))
  FILTER NOT EXISTS {{ ?thing a ?superclass }}
}}"""

# One property finds every label: concepts carry skos:prefLabel, everything else rdfs:label.
INFER_LABELS = f"""
INSERT {{ GRAPH <{ns.INFERRED_LABELS}> {{ ?concept <{ns.RDFS_LABEL}> ?label }} }}
WHERE {{
  ?concept <{ns.SKOS_PREF_LABEL}> ?label .
  FILTER NOT EXISTS {{ ?concept <{ns.RDFS_LABEL}> ?label }}
}}"""


@dataclass(frozen=True)
class Release:
    """A loaded release: its store and what is told of it."""

    store: ox.Store
    info: ReleaseInfo


def load_release(content: Content) -> Release:
    """Load every file of the release.

    Raises ContentError with file, line and column at the first file that is not Turtle, or no
    table of mappings.
    """
    store = ox.Store()
    for folder in (*MERGED_FOLDERS, *NAMED_FOLDERS):
        for path in (*content.files(folder), *content.files(folder, mappings.SUFFIX)):
            graph = content.graph_of(path)
            load_file(store, path, graph)
            if folder in MERGED_FOLDERS:
                _merge(store, graph)
    for graph, update in (
        (ns.INFERRED_TYPES, INFER_TYPES),
        (ns.INFERRED_LABELS, INFER_LABELS),
    ):
        store.update(update)
        _merge(store, graph)
    return Release(store, describe_store(store, content.digest()))


def load_file(store: ox.Store, path: Path, graph: str) -> None:
    """Load a Turtle file, or the links of a table of mappings, into a named graph.

    Raises ContentError with line and column.
    """
    if path.name.endswith(mappings.SUFFIX):
        mappings.load_table(store, path, graph)
        return
    load(store, path, ox.RdfFormat.TURTLE, ox.NamedNode(graph))


def unreadable_files(paths: Iterable[Path]) -> Iterator[ContentError]:
    """Try to read each file and yield the error of each that is not what its name says."""
    for path in paths:
        try:
            load_file(ox.Store(), path, ns.GRAPH)
        except ContentError as error:
            yield error


def _merge(store: ox.Store, graph: str) -> None:
    # ADD keeps blank nodes and, as a set operation, adds no duplicates.
    store.update(f"ADD SILENT <{graph}> TO DEFAULT")


def describe_store(store: ox.Store, digest: str) -> ReleaseInfo:
    """Count what a store holds."""
    graphs = {
        graph.value: sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
        for graph in store.named_graphs()
        if isinstance(graph, ox.NamedNode)
    }
    triples = sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return ReleaseInfo(digest, triples, dict(sorted(graphs.items())))


def read_prefixes(content: Content) -> dict[str, str]:
    """Read the one list of prefixes, ontology/prefixes.ttl, as prefix to namespace."""
    store = ox.Store()
    path = content.root / "ontology" / "prefixes.ttl"
    load_file(store, path, ns.GRAPH)
    rows = store.query(
        f"SELECT ?prefix ?name {{ GRAPH ?g {{ ?d <{ns.SH_PREFIX}> ?prefix ;"
        f" <{ns.SH_NAMESPACE}> ?name }} }} ORDER BY ?prefix"
    )
    assert isinstance(rows, ox.QuerySolutions)  # noqa: S101 - tells the type checker: a SELECT
    return {row["prefix"].value: row["name"].value for row in rows}
