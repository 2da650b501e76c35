"""A contribution is judged as pySHACL alone judges the whole graph with it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given, note, settings
from hypothesis import strategies as st
from rdflib import RDFS, BNode, Graph
from tests.content.shape_examples import EXAMPLES as EXAMPLES_OF_SHAPES
from tests.services.shacl.drawing import (
    EXAMPLES,
    EXPLORING,
    Triple,
    additions,
    graph_of,
    graphs,
    judge_whole,
    shapes_graphs,
)

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import RDF_TYPE, RDFS_LABEL
from shuangchuang.services.findings import Finding
from shuangchuang.services.shacl.judging import ContributionJudge
from shuangchuang.services.shacl.overlay import Release
from shuangchuang.services.shacl.validation import read_graph
from shuangchuang.store.reader import Reader
from shuangchuang.store.release import load_release


def _publish(triples: Sequence[Triple]) -> Release:
    store = ox.Store()
    store.load(graph_of(triples).serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES)
    return Release(Reader(store))


def _expected(published: Sequence[Triple], added: Sequence[Triple], shapes: Graph) -> list[Finding]:
    after = judge_whole([*published, *added], shapes)
    before = judge_whole(published, shapes)
    subjects = {str(triple[0]) for triple in added}
    own = [one for one in after.elements() if one.focus in subjects]
    caused = [one for one in (after - before).elements() if one.focus not in subjects]
    return sorted([*own, *caused])


@settings(EXPLORING, max_examples=EXAMPLES)
@given(published=graphs, added=additions, shapes=shapes_graphs())
def test_findings_are_those_of_the_wholegraph_of(
    published: list[Triple], added: list[Triple], shapes: Graph
) -> None:
    """At the subjects every finding is told, elsewhere what the contribution has caused."""
    note(shapes.serialize(format="turtle"))
    expected = _expected(published, added, shapes)

    found = ContributionJudge(shapes, _publish(published)).judge(graph_of(added))

    assert found == expected


class _Real:
    """The shapes of the release, what they lean on, and the records of their examples."""

    def __init__(self, content: Content) -> None:
        self.shapes = EXAMPLES_OF_SHAPES.shapes
        context = [*content.files("ontology"), EXAMPLES_OF_SHAPES.context]
        self.known = sorted(read_graph(context))
        self.triples = sorted(
            {triple for example in EXAMPLES_OF_SHAPES.files for triple in example.graph}
        )


@pytest.fixture(scope="module")
def real(content: Content) -> _Real:
    """Read them once."""
    return _Real(content)


@settings(EXPLORING, max_examples=max(4, EXAMPLES // 50))
@given(data=st.data())
def test_findings_by_the_shapes_of_the_release_are_those_of_the_wholegraph_of(
    real: _Real, data: st.DataObject
) -> None:
    """The same, with our shapes and ontology, and records torn apart at random."""
    drawn = data.draw(st.lists(st.sampled_from(real.triples), min_size=40, max_size=200))
    added = data.draw(st.lists(st.sampled_from(drawn), min_size=1, max_size=30))
    published = [*real.known, *(triple for triple in drawn if triple not in added)]
    expected = _expected(published, added, real.shapes)

    found = ContributionJudge(real.shapes, _publish(published)).judge(graph_of(added))

    assert found == expected


def test_only_what_is_touched_is_read(content: Content) -> None:
    """A contribution of one record asks for a few subjects of the release, however large."""
    asked: list[object] = []

    class Counted(Release):
        def triples(self, triple: Any, /) -> Iterator[Any]:  # noqa: ANN401 - as above
            asked.append(triple)
            return super().triples(triple)

    example = next(one for one in EXAMPLES_OF_SHAPES.files if not one.passes)
    published = Counted(Reader(load_release(content).store))

    ContributionJudge(EXAMPLES_OF_SHAPES.shapes, published).judge(example.graph)

    assert 0 < len(asked) < 300
    assert (None, None, None) not in asked
    assert (None, RDFS.domain, None) not in asked  # a query begins at the node that it judges


def test_a_release_is_read_as_its_files_assert_it(content: Content) -> None:
    """Every triple of the files is there, term by term; no type or label is there by inference."""
    files = _named(read_graph([*content.files("ontology"), *content.files("data")]))

    found = _named(Release(Reader(load_release(content).store)).triples((None, None, None)))

    assert files - found == set()
    assert {str(triple[1]) for triple in found - files}.isdisjoint({RDF_TYPE, RDFS_LABEL})


def _named(triples: Iterable[Triple]) -> set[Triple]:
    return {triple for triple in triples if not any(isinstance(one, BNode) for one in triple)}
