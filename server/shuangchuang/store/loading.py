"""Loads one RDF file into a store, and says in which line it is not what its name says."""

import re
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from shuangchuang.base.errors import ContentError
from shuangchuang.base.media import SUFFIXES, readable_name
from shuangchuang.store.parsing import FORMATS, PLACE, RdfSyntax, check_xml

BYTE_ORDER_MARK = b"\xef\xbb\xbf"  # some editors begin a file with it; no format knows it
NUMBER = re.compile(r" \(os error \d+\)$")


def kind_of(path: Path) -> ox.RdfFormat:
    """Tell the format of a file by its suffix. Raises ContentError for a folder or another kind."""
    found = readable_name(path.name)
    if path.is_dir():
        raise ContentError(path, 0, 0, "this is a folder; name the files in it")
    if found is None:
        raise ContentError(path, 0, 0, f"unknown kind of file; name it {', '.join(SUFFIXES)}")
    return FORMATS[found.name]


def load(
    store: ox.Store,
    path: Path,
    kind: ox.RdfFormat,
    graph: ox.NamedNode | None = None,
    base_iri: str | None = None,
) -> None:
    """Load a file, into one graph if one is given.

    Raises ContentError, with line and column where they are known.
    """
    try:
        # Not bulk_load: it takes twice the memory, and queries of what it loads a fifth longer.
        store.load(format=kind, base_iri=base_iri, to_graph=graph, **_source(path))
    except SyntaxError as error:
        line, column, reason = error.lineno or 0, error.offset or 0, PLACE.sub("", error.msg)
        if kind == ox.RdfFormat.RDF_XML and not line:
            line, column, reason = _place_in_xml(path, reason)
        raise ContentError(path, line, column, reason) from error
    except OSError as error:
        reason = NUMBER.sub("", error.strerror or str(error))
        raise ContentError(path, 0, 0, reason) from error


def read_prefixes_of(path: Path, kind: ox.RdfFormat) -> dict[str, str]:
    """Give the prefixes that a file declares before its first triple; the file was loaded."""
    parser = ox.parse(format=kind, base_iri="base:", **_source(path))
    next(parser, None)
    return dict(parser.prefixes)


def _source(path: Path) -> dict[str, Any]:
    """Say where the engine's parser reads: in the file, or behind its byte order mark."""
    with path.open("rb") as file:
        has_mark = file.read(len(BYTE_ORDER_MARK)) == BYTE_ORDER_MARK
        return {"input": file.read()} if has_mark else {"path": path}


def _place_in_xml(path: Path, reason: str) -> tuple[int, int, str]:
    try:
        check_xml(path.read_text(encoding="utf-8-sig", errors="replace"))
    except RdfSyntax as error:
        return error.line, error.column, error.reason
    return 0, 0, reason  # well-formed, but no RDF
