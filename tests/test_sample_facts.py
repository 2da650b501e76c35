"""The tool that draws facts to be checked by hand."""

import pytest
from tests.tools.sample_facts import CLASSES, LINKS, Fact, Facts, draw, write_table

from shuangchuang.base.content import Content


@pytest.fixture(scope="module")
def facts(content: Content) -> dict[str, list[Fact]]:
    """Give the facts of the release by class."""
    return Facts(content).by_class()


def test_the_same_seed_draws_the_same_facts(content: Content, facts: dict[str, list[Fact]]) -> None:
    """A sample can be drawn again, from the files read anew; another seed draws other facts."""
    again = Facts(content).by_class()

    assert draw(again, 60, 1) == draw(facts, 60, 1)
    assert draw(facts, 60, 2) != draw(facts, 60, 1)


def test_every_class_is_drawn_from(facts: dict[str, list[Fact]]) -> None:
    """A sample of sixty has four facts of each class, none of them twice."""
    sample = draw(facts, 60, 1)

    assert len(set(sample)) == 60
    kinds = [fact.kind for fact in sample]
    assert {kind: kinds.count(kind) for kind in kinds} == dict.fromkeys((*CLASSES, LINKS), 4)


def test_a_class_with_few_facts_leaves_its_places_to_others() -> None:
    """The number is reached as long as there are facts, and never exceeded."""
    few = {"a": [Fact("a", "s", "p", "1", "")], "b": [Fact("b", "s", "p", v, "") for v in "123"]}

    assert [fact.kind for fact in draw(few, 3, 1)] == ["a", "b", "b"]
    assert len(draw(few, 60, 1)) == 4


def test_facts_say_something_and_cite_something(facts: dict[str, list[Fact]]) -> None:
    """Labels, types and bounds are left out; every fact but those of sources names a source."""
    everything = [fact for of_kind in facts.values() for fact in of_kind]

    silent = ("rdfs:label", "rdf:type", "shc:earliest", "shc:latest")
    told = [fact for fact in everything if fact.kind != "statements"]
    assert not [fact for fact in told if fact.property.startswith(silent)]
    unsourced = {fact.kind for fact in everything if not fact.sources}
    assert unsourced == {"sources"}


def test_a_bar_in_a_value_does_not_end_its_cell() -> None:
    """The table has as many cells in each row as it has columns."""
    table = write_table([Fact("a", "s", "p", "x|y", "source")])

    assert table.splitlines()[2] == "| 1 | a | s | p | x\\|y | source |"
