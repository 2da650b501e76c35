"""A user's own files make one dataset, whatever their format."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError
from shuangchuang.base.media import SUFFIXES
from shuangchuang.store.files import load_files, offer_prefixes
from shuangchuang.store.parsing import FORMATS as BY_NAME

FORMATS = {suffix: BY_NAME[name] for suffix, name in SUFFIXES.items()}
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


@pytest.mark.parametrize(
    ("name", "text", "line", "column"),
    [
        ("data.nt", "<http://e/s> <http://e/p> <http://e/o> .\nbroken\n", 2, 1),
        ("data.ttl", "<http://e/s>\n  <http://e/p> .", 2, 16),
        ("data.jsonld", '{"a":\n }', 2, 2),
        ("data.rdf", "<a>\n  <b></a>", 2, 8),
        ("data.rdf", "<a>\n", 2, 1),
    ],
)
def test_broken_file_is_told_with_its_place(
    tmp_path: Path, name: str, text: str, line: int, column: int
) -> None:
    """The same care as for our own content, and the place once."""
    path = tmp_path / name
    path.write_text(text)

    with pytest.raises(ContentError) as caught:
        load_files([path])

    assert (caught.value.line, caught.value.column) == (line, column)
    assert "Parser error" not in str(caught.value)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_byte_order_mark_is_passed_over(tmp_path: Path, suffix: str) -> None:
    """Some editors begin a file with it."""
    path = tmp_path / f"data{suffix}"
    plain = ox.serialize([TRIPLE], format=FORMATS[suffix]) or b""
    path.write_bytes(b"\xef\xbb\xbf" + plain)

    assert load_files([path]).info.triples == 1


def test_graph_without_a_name_is_merged_too(tmp_path: Path) -> None:
    """A blank node may name a graph, and the default graph is the merge of everything."""
    path = tmp_path / "data.trig"
    path.write_text("PREFIX e: <http://e/> _:g { e:s e:p 1, 3 } e:g { e:s e:p 1, 2 }")

    release = load_files([path])

    assert (release.info.triples, dict(release.info.graphs)) == (3, {"http://e/g": 2})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("data.ttl", "\ufeff@prefix ex: <http://e/> . ex:a ex:b 1 ."),
        ("data.trig", "PREFIX ex: <http://e/> ex:g { ex:a ex:b 1 }"),
        ("data.jsonld", '{"@context": {"ex": "http://e/"}, "@id": "ex:a", "ex:b": 1}'),
        (
            "data.rdf",
            '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://e/">'
            '<r:Description r:about="x:"><ex:b>1</ex:b></r:Description></r:RDF>',
        ),
    ],
)
def test_prefixes_of_the_files_are_offered(
    tmp_path: Path, small_content: Content, name: str, text: str
) -> None:
    """Whoever forgets to declare one is told it, and answers are written with it."""
    path = tmp_path / name
    path.write_text(text)

    offered = offer_prefixes([str(path)], small_content)

    assert offered["ex"] == "http://e/"
    assert "shc" not in offered
    assert offer_prefixes([], small_content)["shc"].endswith("#")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("data.txt", "unknown kind of file"),
        ("missing.ttl", r"No such file or directory$"),
        ("folder", "folder"),
        ("folder.ttl", "folder"),
    ],
)
def test_file_that_cannot_be_taken_is_told(tmp_path: Path, name: str, said: str) -> None:
    """An unknown suffix, a missing file and a folder are told apart, in words of ours."""
    if name == "data.txt":
        (tmp_path / name).touch()
    elif name.startswith("folder"):
        (tmp_path / name).mkdir()

    with pytest.raises(ContentError, match=said):
        load_files([tmp_path / name])


def test_remote_context_is_not_fetched(tmp_path: Path) -> None:
    """A JSON-LD file whose context lies elsewhere is an error, not a request."""
    path = tmp_path / "data.jsonld"
    path.write_text('{"@context": "http://127.0.0.1:9/c", "@id": "http://e/s"}')

    with pytest.raises(ContentError):
        load_files([path])
