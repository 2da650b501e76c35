"""Serves RDF files of the user's own in place of the release: any format, one dataset.

The default graph is the merge of everything; the named graphs of TriG and N-Quads are kept.
"""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from shuangchuang.base.errors import ContentError
from shuangchuang.store.release import Release, describe_store

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".trig": ox.RdfFormat.TRIG,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def load_files(paths: Sequence[Path]) -> Release:
    """Load every file.

    Raises ContentError, with line and column where there is one, for a file that is missing, of
    an unknown kind, or not in the format that its name says.
    """
    store = ox.Store()
    whole = hashlib.sha256()
    for path in paths:
        _load_file(store, path)
        whole.update(path.read_bytes())
    for graph in list(store.named_graphs()):
        if isinstance(graph, ox.NamedNode):
            store.update(f"ADD SILENT <{graph.value}> TO DEFAULT")
    return Release(store, describe_store(store, whole.hexdigest()))


def _load_file(store: ox.Store, path: Path) -> None:
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise ContentError(path, 0, 0, f"unknown kind of file; name it {', '.join(FORMATS)}")
    try:
        base_iri = path.resolve().as_uri()
        store.bulk_load(path=path, format=kind, base_iri=base_iri)
    except SyntaxError as error:
        raise ContentError(path, error.lineno or 0, error.offset or 0, error.msg) from error
    except OSError as error:
        raise ContentError(path, 0, 0, error.strerror or str(error)) from error
