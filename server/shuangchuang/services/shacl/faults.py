"""Writes the constraints of SHACL as groups of SPARQL that match a node which breaks them.

Each comes in two strengths: what may break a shape, and what surely does; `sh:not` and its like
turn one into the other, so that what may fail is never missed.
"""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import combinations, count

from rdflib import Graph, Literal, URIRef
from rdflib.term import Node

from shuangchuang.services.shacl.paths import path_text
from shuangchuang.services.shacl.targets import SH
from shuangchuang.services.shacl.value_tests import Unwritten, value_test, write_term
from shuangchuang.store.screened import HIDDEN, IS_A

MOST_COUNTED = 3
DEEPEST = 8
NEVER = "FILTER(false)"
STEP_NAMES = ", ".join(f"<{name}>" for name in HIDDEN)
ANY_LENGTH = re.compile(r"[\w>)][*+?](?![\w$])")
# What says something about a shape, or is a part of a constraint that is read with another.
SAID = {
    *(SH[name] for name in ("name", "description", "message", "severity", "order", "group")),
    *(SH[name] for name in ("path", "flags", "qualifiedValueShape", "ignoredProperties")),
    *(SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf),
}


@dataclass(frozen=True)
class _At:
    """A shape that meets a node: `node` and `value` are variables, `path` is in between.

    `is_sure` asks for what surely fails instead of what may fail.
    """

    shape: Node
    node: str
    value: str
    path: str
    is_sure: bool

    @property
    def reach(self) -> str:
        """Write the pattern that leads from the node to its values; empty when it is the value."""
        return f"{self.node} {self.path} {self.value} ." if self.path else ""


class Faults:
    """Writes the constraints of one shapes graph, with variables that no two groups share."""

    def __init__(self, shapes: Graph) -> None:
        """Start with no variable used."""
        self._shapes = shapes
        self._names = count(1)
        self._depth = 0

    def name(self) -> str:
        """Make a variable."""
        return f"?v{next(self._names)}"

    def path(self, shape: Node) -> str:
        """Write the path of a property shape; empty for a node shape. Raises Unwritten."""
        path = self._shapes.value(shape, SH.path)
        if path is None:
            return ""
        text = path_text(self._shapes, path)
        if ANY_LENGTH.search(text):
            raise Unwritten("a path of any length")
        return text

    def of(
        self, shape: Node, node: str, is_sure: bool, own: Collection[Node] = ()
    ) -> Iterator[str]:
        """Give groups of which one matches when the node may break the shape, or surely does.

        The parameters in `own` are left to the caller. Raises Unwritten.
        """
        path = self.path(shape)
        at = _At(shape, node, self.name() if path else node, path, is_sure)
        for parameter, value in self._shapes.predicate_objects(shape):
            if str(parameter).startswith(str(SH)) and parameter not in (*SAID, *own):
                test = value_test(self._shapes, shape, parameter, value, at.value, is_sure)
                yield f"{at.reach} FILTER({test})" if test else self._fault(at, parameter, value)

    def _fault(self, at: _At, parameter: Node, value: Node) -> str:
        writers: dict[Node, Callable[[_At, Node], str]] = {
            SH["and"]: partial(self._join, " || "),
            SH["class"]: self._class,
            SH.closed: self._closed,
            SH.disjoint: lambda at, value: f"{at.reach} {at.node} {write_term(value)} {at.value} .",
            SH.equals: self._equals,
            SH.hasValue: self._has_value,
            SH.lessThan: partial(self._less, "<"),
            SH.lessThanOrEquals: partial(self._less, "<="),
            SH.maxCount: partial(self._max_count, False),
            SH.minCount: partial(self._min_count, False),
            SH.node: self._node,
            SH["not"]: self._not,
            SH["or"]: partial(self._join, " && "),
            SH.property: self._node,
            SH.qualifiedMaxCount: partial(self._max_count, True),
            SH.qualifiedMinCount: partial(self._min_count, True),
            SH.uniqueLang: self._unique_lang,
            SH.xone: self._xone,
        }
        if parameter not in writers:
            raise Unwritten(str(parameter))
        return writers[parameter](at, value)

    def _fails(self, shape: Node, node: str, is_sure: bool) -> str:
        """Write the condition that a node may break a shape, or surely does."""
        if self._depth >= DEEPEST:
            raise Unwritten("shapes within shapes")
        self._depth += 1
        try:
            groups = [f"EXISTS {{ {group} }}" for group in self.of(shape, node, is_sure)]
        finally:
            self._depth -= 1
        return f"({' || '.join(groups) or 'false'})"

    def _node(self, at: _At, value: Node) -> str:
        return f"{at.reach} FILTER({self._fails(value, at.value, at.is_sure)})"

    def _not(self, at: _At, value: Node) -> str:
        return f"{at.reach} FILTER(!{self._fails(value, at.value, not at.is_sure)})"

    def _all_fail(self, at: _At, members: Node, is_sure: bool) -> list[str]:
        return [self._fails(one, at.value, is_sure) for one in self._shapes.items(members)]

    def _join(self, sign: str, at: _At, value: Node) -> str:
        return f"{at.reach} FILTER({sign.join(self._all_fail(at, value, at.is_sure))})"

    def _xone(self, at: _At, value: Node) -> str:
        none = " && ".join(self._all_fail(at, value, at.is_sure))
        held = [f"!{one}" for one in self._all_fail(at, value, not at.is_sure)]
        two = [f"({one} && {other})" for one, other in combinations(held, 2)]
        return f"{at.reach} FILTER({' || '.join([f'({none})', *two])})"

    def _class(self, at: _At, value: Node) -> str:
        is_one = f"{at.value} <{IS_A}> {write_term(value)}"
        return f"{at.reach} FILTER NOT EXISTS {{ {is_one} }}"

    def _closed(self, at: _At, value: Node) -> str:
        if not _is_true(value):
            return NEVER
        listed = self._shapes.value(at.shape, SH.ignoredProperties)
        allowed = [*self._shapes.items(listed)] if listed is not None else []
        for one in self._shapes.objects(at.shape, SH.property):
            allowed += [path for path in self._shapes.objects(one, SH.path) if _is_iri(path)]
        predicate, names = self.name(), ", ".join([STEP_NAMES, *map(write_term, allowed)])
        return (
            f"{at.reach} {at.value} {predicate} {self.name()} FILTER({predicate} NOT IN ({names}))"
        )

    def _equals(self, at: _At, value: Node) -> str:
        if not at.path:
            raise Unwritten("sh:equals of a node shape")
        other, name = write_term(value), self.name()
        lacking = f"{at.reach} FILTER NOT EXISTS {{ {at.node} {other} {at.value} }}"
        more = f"{at.node} {other} {name} FILTER NOT EXISTS {{ {at.node} {at.path} {name} }}"
        return f"{{ {lacking} }} UNION {{ {more} }}"

    def _less(self, sign: str, at: _At, value: Node) -> str:
        other = self.name()
        in_doubt = "true" if at.is_sure else "false"
        test = f"!COALESCE({at.value} {sign} {other}, {in_doubt})"
        return f"{at.reach} {at.node} {write_term(value)} {other} FILTER({test})"

    def _has_value(self, at: _At, value: Node) -> str:
        if not at.path:
            return f"FILTER(!sameTerm({at.node}, {write_term(value)}))"
        return f"FILTER NOT EXISTS {{ {at.node} {at.path} {write_term(value)} }}"

    def _unique_lang(self, at: _At, value: Node) -> str:
        if not _is_true(value):
            return NEVER
        one, other = at.value, self.name()
        same = f'LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other}))'
        twice = f"{at.reach} {at.node} {at.path} {other} ."
        return f"{twice} FILTER(!sameTerm({one}, {other}) && {same})"

    def _min_count(self, is_qualified: bool, at: _At, value: Node) -> str:
        least = int(str(value))
        if least == 0:
            return NEVER
        return f"FILTER NOT EXISTS {{ {self._several(at, least, is_qualified)} }}"

    def _max_count(self, is_qualified: bool, at: _At, value: Node) -> str:
        return self._several(at, int(str(value)) + 1, is_qualified)

    def _several(self, at: _At, number: int, is_qualified: bool) -> str:
        """Write a group for so many different values, such as the qualified shape likes."""
        if number > MOST_COUNTED or not at.path:
            raise Unwritten(f"{number} values")
        names = [self.name() for _ in range(number)]
        parts = [f"{at.node} {at.path} {name} ." for name in names]
        parts += [f"FILTER(!sameTerm({one}, {other}))" for one, other in combinations(names, 2)]
        liked = list(self._shapes.objects(at.shape, SH.qualifiedValueShape)) if is_qualified else []
        if len(liked) != is_qualified:
            raise Unwritten("several qualified shapes")
        parts += [
            f"FILTER(!{self._fails(one, name, not at.is_sure)})" for one in liked for name in names
        ]
        return " ".join(parts)


def _is_true(value: Node) -> bool:
    return isinstance(value, Literal) and value.value is True


def _is_iri(path: Node) -> bool:
    return isinstance(path, URIRef)
