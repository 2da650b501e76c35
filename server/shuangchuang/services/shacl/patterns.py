"""Reads from a SPARQL constraint which triples it looks at, starting from its focus node.

The triple patterns make a net of variables. A triple that matches one pattern matters to the
focus nodes from which the other patterns lead to it; a pattern to which none leads may be matched
anywhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count

from rdflib import Graph, Variable
from rdflib.namespace import OWL, RDF, RDFS
from rdflib.paths import Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.term import Node

from shuangchuang.services.shacl.automaton import Automaton, State, predicates
from shuangchuang.services.shacl.targets import SH

THIS, PATH = Variable("this"), Variable("PATH")
# As pySHACL declares them for every constraint.
PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS, "sh": SH}
# What stands between a filter and the NOT EXISTS in it without turning its meaning.
PLAIN = {"ConditionalAndExpression", "ConditionalOrExpression", "RelationalExpression"}
# What passes on fewer results when there are fewer below it.
PASSING = {"SelectQuery", "Project", "Distinct", "Reduced", "OrderBy", "Extend", "Join", "Filter"}

Scope = tuple[int, ...]


@dataclass(frozen=True)
class Pattern:
    """A triple pattern in its group.

    `scope` numbers the groups around it that need not match: what stands in an outer one holds
    wherever this one matters. `mends` tells that a match can only take results away.
    """

    subject: Node
    path: Node | Path
    value: Node
    scope: Scope
    mends: bool

    def holds_in(self, scope: Scope) -> bool:
        """Tell whether this one is matched wherever one in the given scope matters."""
        return self.scope == scope[: len(self.scope)]


def query_text(shapes: Graph, constraint: Node) -> str:
    """Put the declared prefixes before the query of a constraint. SHACL section 5.2.1."""
    prefixes = {name: str(space) for name, space in PREFIXES.items()}
    for owner in shapes.objects(constraint, SH.prefixes):
        for each in shapes.objects(owner, SH.declare):
            name, space = shapes.value(each, SH.prefix), shapes.value(each, SH.namespace)
            prefixes[str(name)] = str(space)
    head = "".join(f"PREFIX {name}: <{space}>\n" for name, space in prefixes.items())
    return head + str(shapes.value(constraint, SH.select, any=True))


def predicate_variables(text: str) -> list[Variable]:
    """Name the variables that stand for predicates in a query."""
    patterns = _Reading().read(prepareQuery(text).algebra, (), True)
    return sorted({one.path for one in patterns if isinstance(one.path, Variable)})


def add_query(
    automaton: Automaton, focus: State, text: str, path: Node | Path | None, is_turned: bool
) -> None:
    """Add what a query reads; `is_turned` when a result that goes away can do harm too."""
    patterns = list(_Reading().read(prepareQuery(text).algebra, (), True))
    net = _Net(automaton, focus, patterns, path)
    for pattern in patterns:
        is_outer = any(
            one.scope != pattern.scope and pattern.holds_in(one.scope) for one in patterns
        )
        if is_turned or is_outer or not pattern.mends:
            net.add(pattern)


class _Reading:
    """Walks through the algebra of one query. SPARQL 1.1 Query section 18.2."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def read(self, part: object, scope: Scope, is_passing: bool) -> Iterator[Pattern]:
        """List the patterns; `is_passing` as long as fewer solutions mean fewer results."""
        if isinstance(part, list):
            for each in part:
                yield from self.read(each, scope, is_passing)
        elif isinstance(part, CompValue):
            yield from self._read_operator(part, scope, is_passing)

    def _read_operator(self, part: CompValue, scope: Scope, is_passing: bool) -> Iterator[Pattern]:
        if part.name == "BGP":
            yield from (Pattern(s, p, o, scope, False) for s, p, o in part.triples)
        elif part.name == "LeftJoin":
            yield from self.read(part.p1, scope, False)
            inner = (*scope, next(self._numbers))
            yield from self.read([part.p2, part.expr], inner, False)
        elif part.name == "Union":
            for branch in (part.p1, part.p2):
                yield from self.read(branch, (*scope, next(self._numbers)), False)
        elif part.name in ("ToMultiSet", "Minus"):  # what is outside is not seen in there
            yield from self.read(list(part.values()), (-next(self._numbers),), False)
        elif part.name in ("Builtin_EXISTS", "Builtin_NOTEXISTS"):
            mends = is_passing and part.name == "Builtin_NOTEXISTS"
            for one in self.read(part.graph, (*scope, next(self._numbers)), False):
                yield replace(one, mends=mends and len(one.scope) == len(scope) + 1)
        else:
            passes = is_passing and part.name in PASSING | PLAIN
            yield from self.read(list(part.values()), scope, passes)


class _Net:
    """The variables of one query, as states."""

    def __init__(
        self, automaton: Automaton, focus: State, patterns: list[Pattern], path: Node | Path | None
    ) -> None:
        self._automaton = automaton
        self._focus = focus
        self._patterns = patterns
        self._path = path
        self._states: dict[Node, State] = {THIS: focus}

    def add(self, pattern: Pattern) -> None:
        """Let the automaton read a pattern, from the end that is nearer to the focus node."""
        distances = self._distances(pattern.scope)
        far = len(distances) + 1
        start = distances.get(pattern.subject, far)
        end = distances.get(pattern.value, far)
        path = self._read_path(pattern.path)
        if start == end == far:
            for predicate in predicates(path):
                self._automaton.read_anywhere(self._focus, predicate)
        elif start <= end:
            after = self._automaton.add_path(self._state(pattern.subject), path)
            self._automaton.add_jump(after, self._state(pattern.value))
        else:
            after = self._automaton.add_path(self._state(pattern.value), path, is_inverse=True)
            self._automaton.add_jump(after, self._state(pattern.subject))

    def _distances(self, scope: Scope) -> dict[Node, int]:
        """Count how many patterns lie between the focus node and each term, where they hold."""
        near = [one for one in self._patterns if one.holds_in(scope)]
        found: dict[Node, int] = {THIS: 0}
        while True:
            edge = {
                far: found[here] + 1
                for one in near
                for here, far in ((one.subject, one.value), (one.value, one.subject))
                if here in found and far not in found
            }
            if not edge:
                return found
            found.update(edge)

    def _read_path(self, path: Node | Path) -> Node | Path | None:
        if path == PATH:
            return self._path
        return None if isinstance(path, Variable) else path

    def _state(self, term: Node) -> State:
        if term not in self._states:
            self._states[term] = self._automaton.add_state()
        return self._states[term]
