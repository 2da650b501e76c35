"""Serves RDF files of the user's own in place of the release: any format, one dataset.

The default graph is the merge of everything; the named graphs of TriG and N-Quads are kept.
"""

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyoxigraph as ox

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import BASE
from shuangchuang.store.loading import kind_of, load, read_prefixes_of
from shuangchuang.store.release import Release, describe_store, read_prefixes


def load_files(paths: Sequence[Path]) -> Release:
    """Load every file.

    Raises ContentError, with line and column where there is one, for a file that is missing, of
    an unknown kind, or not in the format that its name says.
    """
    store = ox.Store()
    whole = hashlib.sha256()
    for path in paths:
        load(store, path, kind_of(path), base_iri=path.resolve().as_uri())
        whole.update(path.read_bytes())
    for graph in list(store.named_graphs()):
        _merge(store, graph)
    return Release(store, describe_store(store, whole.hexdigest()))


def offer_prefixes(files: Sequence[str], content: Content) -> Mapping[str, str]:
    """Give the prefixes that queries may use without knowing them by heart.

    Those of the release; beside files of the user's own, theirs in place of what names our terms.
    """
    known = read_prefixes(content)
    if not files:
        return known
    kept = {prefix: name for prefix, name in known.items() if not name.startswith(BASE)}
    for path in map(Path, files):
        kept |= read_prefixes_of(path, kind_of(path))
    return kept


def _merge(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> None:
    if isinstance(graph, ox.NamedNode):
        store.update(f"ADD SILENT <{graph.value}> TO DEFAULT")
        return
    quads = store.quads_for_pattern(None, None, None, graph)  # no update can name it
    store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in list(quads))
