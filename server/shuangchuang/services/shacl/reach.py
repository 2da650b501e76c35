"""Finds the nodes whose judgement new triples can worsen, from what each constraint reads.

A constraint looks from its focus node along paths; a triple at the end of such a path can make
the node fail, though it is the subject of none. Where in doubt, more is read: the result is then
judged, so that nothing wrong is told and nothing is missed.
"""

from collections.abc import Iterable
from typing import NamedTuple

from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.extras.shacl import parse_shacl_path
from rdflib.paths import MulPath, Path, SequencePath
from rdflib.term import Node

from shuangchuang.services.shacl.automaton import Automaton, State, Statement
from shuangchuang.services.shacl.patterns import add_query, query_text
from shuangchuang.services.shacl.targets import SH, Goal, Targets

IS_A = SequencePath(RDF.type, MulPath(RDFS.subClassOf, "*"))
COMPARED = (SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals)
PARTS = (SH.property, SH.node)
LISTS = (SH["and"], SH["or"])


class Sense(NamedTuple):
    """Whether a part that fails makes the whole fail, and a part that holds makes it fail."""

    if_fails: bool = True
    if_holds: bool = False

    def turned(self) -> "Sense":
        """Give the sense below a `sh:not`."""
        return Sense(self.if_holds, self.if_fails)


BOTH = Sense(True, True)


class Reach:
    """What a set of shapes reads, compiled once."""

    def __init__(self, shapes: Graph, targets: Targets) -> None:
        """Compile the shapes that have a target and all that they refer to."""
        self._shapes = shapes
        self._automaton = Automaton()
        self._entries: dict[tuple[Node, Sense], State] = {}
        self._targets = targets
        self._roots = {target.shape: self._entry(target.shape, Sense()) for target in targets.all}
        for target in targets.all:
            self._read_target(self._roots[target.shape], target.kind, target.term)

        if (None, RDF.type, SH.ConstraintComponent) in shapes:
            for state in self._roots.values():
                self._automaton.read_anywhere(state, None)

    def goals(self, added: Iterable[Statement], graph: Graph) -> set[Goal]:
        """Find what is to be judged anew, in a graph that holds the added triples too."""
        found = self._automaton.trace(added, graph)
        goals: set[Goal] = set()
        nodes = set()
        for shape, state in self._roots.items():
            if state in found.anywhere:
                goals.update(self._targets.everything(shape, graph))
            nodes |= found.nodes[state]
        return goals | self._targets.of(nodes, graph)

    def _read_target(self, state: State, kind: Node, term: Node) -> None:
        if kind == SH.targetClass:
            self._automaton.add_path(state, IS_A)
        elif kind == SH.targetObjectsOf:
            self._automaton.add_path(state, term, is_inverse=True)

    def _entry(self, shape: Node, sense: Sense) -> State:
        """Give the state at which a shape meets the nodes that it judges."""
        if (shape, sense) not in self._entries:
            state = self._entries[shape, sense] = self._automaton.add_state()
            path = self._path(shape)
            value = state if path is None else self._automaton.add_path(state, path)
            self._read_parts(shape, value, sense)
            self._read_values(shape, state, value, sense)
            for constraint in self._shapes.objects(shape, SH.sparql):
                text = query_text(self._shapes, constraint)
                add_query(self._automaton, state, text, path, sense.if_holds)
        return self._entries[shape, sense]

    def _path(self, shape: Node) -> Node | Path | None:
        path = self._shapes.value(shape, SH.path)
        return None if path is None else parse_shacl_path(self._shapes, path)

    def _read_parts(self, shape: Node, value: State, sense: Sense) -> None:
        """Go on with the shapes that judge the same values."""
        for parameter in PARTS:
            for part in self._shapes.objects(shape, parameter):
                self._enter(value, part, sense)
        for parameter in LISTS:
            for members in self._shapes.objects(shape, parameter):
                for part in self._shapes.items(members):
                    self._enter(value, part, sense)
        for members in self._shapes.objects(shape, SH.xone):
            for part in self._shapes.items(members):
                self._enter(value, part, BOTH)
        for part in self._shapes.objects(shape, SH["not"]):
            self._enter(value, part, sense.turned())
        for part in self._qualified(shape):
            self._enter(value, part, BOTH)

    def _enter(self, value: State, part: Node, sense: Sense) -> None:
        self._automaton.add_jump(value, self._entry(part, sense))

    def _qualified(self, shape: Node) -> set[Node]:
        """Find the qualified value shape, and those of the siblings that it may not share."""
        found = set(self._shapes.objects(shape, SH.qualifiedValueShape))
        if found:
            for parent in self._shapes.subjects(SH.property, shape):
                for sibling in self._shapes.objects(parent, SH.property):
                    found.update(self._shapes.objects(sibling, SH.qualifiedValueShape))
        return found

    def _read_values(self, shape: Node, focus: State, value: State, sense: Sense) -> None:
        """Note what the constraints read of the value, or of the focus node, themselves."""
        # A class that is added can only mend what asks for it.
        if sense.if_holds and (shape, SH["class"], None) in self._shapes:
            self._automaton.add_path(value, IS_A)
        if (shape, SH.closed, None) in self._shapes:
            self._automaton.add_path(value, None)
        for parameter in COMPARED:
            for other in self._shapes.objects(shape, parameter):
                if isinstance(other, URIRef):
                    self._automaton.add_path(focus, other)
