"""A user's own files make one dataset, whatever their format."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from shuangchuang.base.errors import ContentError
from shuangchuang.store.files import FORMATS, load_files

TRIPLE = ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode("http://e/p"), ox.Literal("双创"))


@pytest.mark.parametrize("suffix", [name for name in FORMATS if name not in (".trig", ".nq")])
def test_triples_of_every_format_are_in_the_default_graph(tmp_path: Path, suffix: str) -> None:
    """The suffix says the format."""
    path = tmp_path / f"data{suffix}"
    path.write_bytes(ox.serialize([TRIPLE], format=FORMATS[suffix]) or b"")

    release = load_files([path])

    assert release.info.triples == 1


@pytest.mark.parametrize("suffix", [".trig", ".nq"])
def test_named_graphs_are_kept_and_merged(tmp_path: Path, suffix: str) -> None:
    """A triple of two graphs stands once in the default graph."""
    path = tmp_path / f"data{suffix}"
    quads = [
        ox.Quad(TRIPLE.subject, TRIPLE.predicate, TRIPLE.object, ox.NamedNode(f"http://e/{name}"))
        for name in "ab"
    ]
    path.write_bytes(ox.serialize(quads, format=FORMATS[suffix]) or b"")

    release = load_files([path])

    assert (release.info.triples, dict(release.info.graphs)) == (
        1,
        {"http://e/a": 1, "http://e/b": 1},
    )


def test_broken_file_is_told_with_its_line(tmp_path: Path) -> None:
    """The same care as for our own content."""
    path = tmp_path / "data.nt"
    path.write_text("<http://e/s> <http://e/p> <http://e/o> .\nbroken\n")

    with pytest.raises(ContentError) as caught:
        load_files([path])

    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("name", "said"), [("data.txt", "unknown kind of file"), ("missing.ttl", "No such file")]
)
def test_file_that_cannot_be_taken_is_told(tmp_path: Path, name: str, said: str) -> None:
    """An unknown suffix and a missing file are told apart."""
    if name == "data.txt":
        (tmp_path / name).touch()

    with pytest.raises(ContentError, match=said):
        load_files([tmp_path / name])


def test_remote_context_is_not_fetched(tmp_path: Path) -> None:
    """A JSON-LD file whose context lies elsewhere is an error, not a request."""
    path = tmp_path / "data.jsonld"
    path.write_text('{"@context": "http://127.0.0.1:9/c", "@id": "http://e/s"}')

    with pytest.raises(ContentError):
        load_files([path])
