"""The passages of the article: places and digests that fit the text, and none of its words."""

import hashlib
import itertools
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SHC, SOURCE
from shuangchuang.services.sources import Mismatch, normalise_text, verify_source

RUN = 8
OA = "http://www.w3.org/ns/oa#"
SNAPSHOT = URIRef(SOURCE + "enwiki")
SENTENCES = {
    ("lead", 1): 4,
    ("history", 1): 3,
    ("history", 2): 1,
    ("history", 3): 3,
    ("history", 4): 3,
    ("history", 5): 3,
    ("co-working-space", 1): 4,
}
# Official titles, names and quoted wordings may stand in the repository as they are.
NAMES = (
    "Guiding Opinions on Supporting Platforms for Mass Entrepreneurship and Innovation",
    "Guiding Opinions of the State Council on Accelerating the Construction of Support Platforms"
    " for Mass Entrepreneurship and Innovation",
    "Opinions on Several Policy Measures to Vigorously Promote Mass Entrepreneurship and"
    " Innovation",
    "National Mass Entrepreneurship and Innovation Week",
    "World Economic Forum Annual Meeting of the New Champions 2014",
    "Secretary-General of the National Development and Reform Commission",
    "Central Committee of the China Association for Promoting Democracy",
    "12th National People's Congress and the Chinese People's Political Consultative Conference",
)


@pytest.fixture(scope="module")
def source(content: Content) -> Graph:
    """Give the snapshot of the article and its passages."""
    return Graph().parse(content.root / "data/sources/enwiki.ttl", format="turtle")


@pytest.fixture(scope="module")
def article() -> str:
    """Give the text of the article from the file that SHUANGCHUANG_ARTICLE names."""
    name = os.environ.get("SHUANGCHUANG_ARTICLE", "")
    if not name:
        pytest.skip("SHUANGCHUANG_ARTICLE names no file: the article is not in the repository")
    return Path(name).read_text(encoding="utf-8")


def test_there_is_a_passage_for_each_sentence(source: Graph) -> None:
    """The 21 passages count paragraphs and sentences from one, and their names say the same."""
    expected = {
        (f"{SNAPSHOT}-{section}-{paragraph}-{number}", section, paragraph, number)
        for (section, paragraph), last in SENTENCES.items()
        for number in range(1, last + 1)
    }

    assert set(_passages(source)) == expected


def test_passages_do_not_overlap(source: Graph) -> None:
    """Each passage ends before the next begins."""
    spans = sorted(
        (int(str(source.value(node, URIRef(OA + "start")))), int(str(end)))
        for node, end in source.subject_objects(URIRef(OA + "end"))
    )

    assert all(end < start for (_, end), (start, _) in itertools.pairwise(spans))


def test_passages_fit_the_article(source: Graph, article: str) -> None:
    """Every digest is that of the article at the place given."""
    assert verify_source(source, article) == []


def test_no_run_of_the_article_is_in_the_repository(content: Content, article: str) -> None:
    """No eight words in a row of the article stand in a file, official names apart."""
    runs = set(_runs(_without_names(article)))

    copied = {
        f"{path.name}: {' '.join(run)}"
        for path in _repository_files(content.root)
        for run in _runs(path.read_text(encoding="utf-8", errors="ignore"))
        if run in runs
    }

    assert copied == set()


def test_text_with_windows_line_ends_is_the_same_text() -> None:
    """Line ends and composed characters do not change a digest."""
    assert normalise_text("a\r\nb\rcafe\u0301") == "a\nb\ncaf\u00e9"


def test_changed_word_is_found_in_its_passage_and_in_the_whole() -> None:
    """One changed word breaks the digest of its passage and of the snapshot, and no other."""
    found = verify_source(_two_passages("One two. Three."), "One two. Four!!")

    assert [mismatch.subject for mismatch in found] == ["urn:s", "urn:s-2"]


def test_place_outside_the_text_is_named_as_such() -> None:
    """A passage that ends after the text has no digest to compare."""
    found = verify_source(_two_passages("One two. Three."), "One two.")

    assert found[-1] == Mismatch("urn:s-2", _digest("Three."), "")
    assert "no such place" in str(found[-1])


def _passages(source: Graph) -> Iterator[tuple[str, str, int, int]]:
    for passage in source.subjects(RDF.type, URIRef(SHC + "Passage")):
        section, paragraph, sentence = (
            source.value(passage, URIRef(SHC + name))
            for name in ("section", "paragraph", "sentence")
        )
        yield str(passage), str(section), int(str(paragraph)), int(str(sentence))


def _without_names(text: str) -> str:
    """Break the text at every name that may be repeated."""
    for name in NAMES:
        text = text.replace(name, "\0")
    return text


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every run of eight words, in lower case, within stretches without a break."""
    for stretch in text.split("\0"):
        words = re.findall(r"[\w']+", stretch.lower())
        yield from zip(*(words[start:] for start in range(RUN)), strict=False)


def _repository_files(root: Path) -> list[Path]:
    """List the text files that belong to the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"],  # noqa: S607 - git of the developer
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    files = [root / name for name in listed.stdout.splitlines()]
    return [path for path in files if path.is_file() and not path.name.startswith("LICENSE")]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _two_passages(text: str) -> Graph:
    """Make a snapshot of `text` with its first eight characters and its tenth to last."""
    snapshot = URIRef("urn:s")
    graph = Graph()
    graph.add((snapshot, RDF.type, URIRef(SHC + "SourceSnapshot")))
    graph.add((snapshot, URIRef(SHC + "sha256"), Literal(_digest(text))))
    for number, (start, end) in enumerate([(0, 8), (9, len(text))], start=1):
        passage, selector = URIRef(f"urn:s-{number}"), URIRef(f"urn:s-{number}-position")
        graph.add((passage, URIRef(OA + "hasSource"), snapshot))
        graph.add((passage, URIRef(OA + "hasSelector"), selector))
        graph.add((passage, URIRef(SHC + "sha256"), Literal(_digest(text[start:end]))))
        graph.add((selector, URIRef(OA + "start"), Literal(start)))
        graph.add((selector, URIRef(OA + "end"), Literal(end)))
    return graph
