"""A release is a graph per file, their merge, and what is inferred, each told apart."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import ContentError
from shuangchuang.store.release import load_release, read_prefixes

from .conftest import write_release


def _ask(store: ox.Store, pattern: str) -> bool:
    prologue = f"PREFIX shc: <{ns.SHC}> PREFIX id: <{ns.THING}> "
    return bool(store.query(f"{prologue} ASK {{ {pattern} }}"))


def test_triple_of_two_files_is_once_in_the_default_graph(small_content: Content) -> None:
    """The default graph is a merge, not a list."""
    store = load_release(small_content).store

    rows = list(store.query(f"SELECT ?l {{ <{ns.THING}shared> ?p ?l }}"))  # type: ignore[arg-type]  # a SELECT

    assert len(rows) == 1


def test_superclasses_are_found_and_told_apart(small_content: Content) -> None:
    """`?x a shc:Actor` finds a person, and the graph of inferred types says why."""
    store = load_release(small_content).store

    assert _ask(store, "id:ada a shc:Actor")
    assert _ask(store, f"GRAPH <{ns.INFERRED_TYPES}> {{ id:ada a shc:Actor }}")
    assert _ask(store, f"GRAPH <{ns.GRAPH}data/people> {{ id:ada a shc:Person }}")
    assert not _ask(store, f"GRAPH <{ns.GRAPH}data/people> {{ id:ada a shc:Actor }}")


def test_external_superclasses_are_inferred(small_content: Content) -> None:
    """Someone who knows FOAF finds our people."""
    store = load_release(small_content).store

    assert _ask(store, "id:ada a <http://xmlns.com/foaf/0.1/Person>")


def test_concepts_get_an_inferred_label(small_content: Content) -> None:
    """One property finds every label."""
    store = load_release(small_content).store

    inferred = f'id:concept <{ns.RDFS_LABEL}> "a concept"@en'
    assert _ask(store, f"GRAPH <{ns.INFERRED_LABELS}> {{ {inferred} }}")
    assert _ask(store, inferred)


def test_shapes_stay_out_of_the_default_graph(small_content: Content) -> None:
    """Shapes can be asked by name and do not mix with the facts."""
    store = load_release(small_content).store
    shape = f"<{ns.SHAPES}Some> a <http://www.w3.org/ns/shacl#NodeShape>"

    assert not _ask(store, shape)
    assert _ask(store, f"GRAPH <{ns.GRAPH}shapes/core> {{ {shape} }}")


def test_counts_are_those_of_the_store(small_content: Content) -> None:
    """What the release tells of itself is counted."""
    release = load_release(small_content)

    assert release.info.graphs[f"{ns.GRAPH}data/people"] == 4
    assert sum(release.info.graphs.values()) + release.info.triples == len(release.store)


def test_file_that_is_not_turtle_is_named_with_its_line(tmp_path: Path) -> None:
    """Content that cannot be read stops the load with file, line and column."""
    root = write_release(tmp_path)
    broken = root / "data" / "people.ttl"
    broken.write_text("@prefix a: <http://a/> .\na:b a:c a:d a:e .\n", encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        load_release(find_content(root))

    assert (caught.value.path, caught.value.line) == (broken, 2)
    assert "people.ttl:2:" in str(caught.value)


def test_digest_follows_every_byte(tmp_path: Path) -> None:
    """One changed byte gives another release."""
    content = find_content(write_release(tmp_path))
    before = content.digest()

    (content.root / "queries" / "01-none.rq").write_text("ASK { }", encoding="utf-8")

    assert content.digest() != before


def test_prefixes_are_read_from_their_one_list(small_content: Content) -> None:
    """The list of prefixes is data."""
    assert read_prefixes(small_content) == {"id": ns.THING, "shc": ns.SHC}
