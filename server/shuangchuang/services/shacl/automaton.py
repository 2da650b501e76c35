"""An automaton over the triples that shapes read: which paths lead from a node to a triple.

A state stands for a place at which a check can be (a focus node, a value, a variable of a
query); a step leads from one to another along a predicate. Read backwards from a new triple, it
tells the nodes whose check reads that triple. It knows paths, not shapes.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from rdflib import Graph, Literal, URIRef
from rdflib.paths import AlternativePath, InvPath, MulPath, Path, SequencePath
from rdflib.term import Node

Statement = tuple[Node, Node, Node]
State = int


class Step(NamedTuple):
    """A step along a predicate (None: any), from subject to object or, inverse, back."""

    start: State
    predicate: Node | None
    is_inverse: bool
    end: State


@dataclass
class Found:
    """The nodes found at each state, and the states at which any node may be."""

    nodes: dict[State, set[Node]] = field(default_factory=lambda: defaultdict(set))
    anywhere: set[State] = field(default_factory=set)


class Automaton:
    """States and steps; built once, read for every contribution."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._count = 0
        self._reading: dict[Node | None, list[Step]] = defaultdict(list)
        self._into: dict[State, list[Step]] = defaultdict(list)
        self._jumps: dict[State, list[State]] = defaultdict(list)
        self._unbound: dict[Node | None, list[State]] = defaultdict(list)

    def add_state(self) -> State:
        """Make a state."""
        self._count += 1
        return self._count

    def add_jump(self, start: State, end: State) -> None:
        """Let a node be at `end` whenever it is at `start`."""
        self._jumps[end].append(start)

    def read_anywhere(self, state: State, predicate: Node | None) -> None:
        """Say that a check at this state may read any triple with a predicate (None: any)."""
        self._unbound[predicate].append(state)

    def add_path(self, start: State, path: Node | Path | None, is_inverse: bool = False) -> State:
        """Add the steps of a property path and give the state at its end; None is any predicate."""
        if path is None or isinstance(path, URIRef):
            end = self.add_state()
            step = Step(start, path, is_inverse, end)
            self._reading[path].append(step)
            self._into[end].append(step)
            return end
        if isinstance(path, InvPath):
            return self.add_path(start, path.arg, not is_inverse)
        if isinstance(path, SequencePath):
            for part in reversed(path.args) if is_inverse else path.args:
                start = self.add_path(start, part, is_inverse)
            return start
        if isinstance(path, AlternativePath):
            end = self.add_state()
            for part in path.args:
                self.add_jump(self.add_path(start, part, is_inverse), end)
            return end
        if isinstance(path, MulPath):
            return self._add_repeated(start, path, is_inverse)
        # A negated property set: any predicate but some, either way.
        end = self.add_state()
        self.add_jump(self.add_path(start, None), end)
        self.add_jump(self.add_path(start, None, is_inverse=True), end)
        return end

    def _add_repeated(self, start: State, path: MulPath, is_inverse: bool) -> State:
        around, end = self.add_state(), self.add_state()
        self.add_jump(start, around)
        after = self.add_path(around, path.path, is_inverse)
        self.add_jump(after, end)
        if path.more:
            self.add_jump(after, around)
        if path.zero:
            self.add_jump(start, end)
        return end

    def trace(self, added: Iterable[Statement], graph: Graph) -> Found:
        """Find the nodes, at every state, whose check reads one of the triples in the graph."""
        found = Found()
        waiting: list[tuple[State, Node | None]] = []
        for subject, predicate, value in added:
            for step in (*self._reading[predicate], *self._reading[None]):
                waiting.append((step.start, value if step.is_inverse else subject))
            for state in (*self._unbound[predicate], *self._unbound[None]):
                waiting.append((state, None))
        while waiting:
            state, node = waiting.pop()
            if self._is_new(found, state, node):
                waiting.extend(self._before(state, node, graph))
        return found

    def _is_new(self, found: Found, state: State, node: Node | None) -> bool:
        if state in found.anywhere or node in found.nodes[state]:
            return False
        if node is None:
            found.anywhere.add(state)
        else:
            found.nodes[state].add(node)
        return True

    def _before(
        self, state: State, node: Node | None, graph: Graph
    ) -> Iterator[tuple[State, Node | None]]:
        for start in self._jumps[state]:
            yield start, node
        for step in self._into[state]:
            if node is None:
                yield step.start, None
            elif step.is_inverse:
                if not isinstance(node, Literal):
                    yield from ((step.start, one) for one in graph.objects(node, step.predicate))
            else:
                yield from ((step.start, one) for one in graph.subjects(step.predicate, node))


def predicates(path: Node | Path | None) -> Iterator[Node | None]:
    """Name the predicates on a path; None for any."""
    if path is None or isinstance(path, URIRef):
        yield path
    elif isinstance(path, InvPath):
        yield from predicates(path.arg)
    elif isinstance(path, MulPath):
        yield from predicates(path.path)
    elif isinstance(path, SequencePath | AlternativePath):
        for part in path.args:
            yield from predicates(part)
    else:
        yield None
