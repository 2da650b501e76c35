"""Judges a contribution against the shapes, as a part of the release that it would join.

Knows nothing of files, policy or reports: triples in, findings out.
"""

from collections import Counter
from collections.abc import Iterable

from rdflib import BNode, Graph
from rdflib.term import Node

from shuangchuang.services.findings import Finding
from shuangchuang.services.shacl.overlay import Overlay, Published
from shuangchuang.services.shacl.processor import open_graph
from shuangchuang.services.shacl.reach import Reach
from shuangchuang.services.shacl.targets import SH, Goal
from shuangchuang.services.shacl.validation import Judge, node_name


def judge(contribution: Graph, release: Published, shapes: Graph) -> list[Finding]:
    """Judge one contribution, as `ContributionJudge` does any number."""
    return ContributionJudge(shapes, release).judge(contribution)


class ContributionJudge:
    """Judges any number of contributions to one published release."""

    def __init__(self, shapes: Graph, published: Published) -> None:
        """Compile the shapes; `published` is read as far as a contribution needs it."""
        self._judge = Judge(shapes)
        self._reach = Reach(shapes, self._judge.targets)
        self._published = published
        self._compared = _compared(shapes)

    def warm_up(self) -> None:
        """Have every shape judge a node once: what is imported or parsed for that is kept."""
        goals = [Goal(target.shape, BNode()) for target in self._judge.targets.all]
        self._judge.judge(self._lay(()), goals)

    def judge(self, added: Graph, beside: Published | None = None) -> list[Finding]:
        """Give the findings, sorted.

        They are what pySHACL finds on the published triples with the added ones: at the subjects
        of `added` all that there is, at other nodes what was not there before. Where the added
        ones replace some of what is published, `beside` is what stays. A blank node in place of a
        value that has an order is passed over, since pySHACL breaks off at it.
        """
        added = self._without_blanks(added)
        graph = self._lay(added, beside)
        subjects = set(added.subjects())
        published = self._lay(())
        new = [triple for triple in added if triple not in published]
        goals = self._judge.targets.of(subjects, graph) | self._reach.goals(new, graph)
        found = self._judge.judge(graph, goals)
        names = {node_name(one) for one in subjects}
        elsewhere = Counter(one for one in found if one.focus not in names)
        if elsewhere:
            focuses = {one.focus for one in elsewhere}
            nodes = {goal.node for goal in goals if node_name(goal.node) in focuses}
            elsewhere -= Counter(self.judge_published(nodes))
        return sorted([*(one for one in found if one.focus in names), *elsewhere.elements()])

    def judge_published(self, nodes: Iterable[Node]) -> list[Finding]:
        """Give the findings at some nodes as they are published, without any contribution."""
        graph = self._lay(())
        return self._judge.judge(graph, self._judge.targets.of(nodes, graph))

    def _without_blanks(self, added: Graph) -> Graph:
        strange = [
            triple
            for predicate in self._compared
            for triple in added.triples((None, predicate, None))
            if isinstance(triple[2], BNode)
        ]
        if not strange:
            return added
        kept = Graph()
        kept += added
        for triple in strange:
            kept.remove(triple)
        return kept

    def _lay(
        self, added: Iterable[tuple[Node, Node, Node]], beside: Published | None = None
    ) -> Graph:
        graph = open_graph(Overlay(beside or self._published))
        for triple in added:
            graph.add(triple)
        return graph


def _compared(shapes: Graph) -> set[Node]:
    """List the properties whose values are compared by their order."""
    found: set[Node] = set()
    for parameter in (SH.lessThan, SH.lessThanOrEquals):
        for shape, other in shapes.subject_objects(parameter):
            found.update((other, *shapes.objects(shape, SH.path)))
    return found
