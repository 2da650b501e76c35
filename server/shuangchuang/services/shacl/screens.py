"""Writes shapes as SPARQL queries that find the nodes which may break them.

A query may find a node that is right, for pySHACL judges what is found; it must find every node
that is wrong. A shape with something that is not written here has no query: pySHACL judges all
that it selects.
"""

import re
from collections.abc import Iterator

from rdflib import RDF, Graph
from rdflib.term import Node

from shuangchuang.services.shacl.faults import ANY_LENGTH, STEP_NAMES, Faults
from shuangchuang.services.shacl.patterns import predicate_variables, query_text
from shuangchuang.services.shacl.targets import SH, Targets
from shuangchuang.services.shacl.value_tests import Unwritten, write_term
from shuangchuang.store.screened import HOLDS, IS_A

# Paths that the store has a step for; others of any length are too slow in a NOT EXISTS.
STEPS = {
    re.compile(r"\b(?:a|rdf:type)\s*/\s*rdfs:subClassOf\*"): f"<{IS_A}>",
    re.compile(r"\brdf:rest\*\s*/\s*rdf:first\b"): f"<{HOLDS}>",
}
SELECTS_THIS = re.compile(r"SELECT\b[^{]*\?this\b", re.IGNORECASE)


class Screens:
    """The queries for a shapes graph; `unwritten` tells the shapes that have none, and why."""

    def __init__(self, shapes: Graph, targets: Targets) -> None:
        """Write each shape that has a target."""
        self._shapes = shapes
        self._targets = targets
        self._faults = Faults(shapes)
        self.queries: dict[Node, list[str]] = {}
        self.unwritten: dict[Node, str] = {}
        is_custom = (None, RDF.type, SH.ConstraintComponent) in shapes
        for shape in sorted({target.shape for target in targets.all}, key=str):
            try:
                if is_custom:
                    raise Unwritten("constraint components of its own")
                self.queries[shape] = list(self._queries(shape))
            except Unwritten as reason:
                self.unwritten[shape] = str(reason)

    def _queries(self, shape: Node) -> Iterator[str]:
        """Write a query for each constraint, and for each of a property of the shape itself."""
        chosen = [one for one in self._targets.all if one.shape == shape]
        target = " UNION ".join(f"{{ {self._target(one.kind, one.term)} }}" for one in chosen)
        inner = [] if self._faults.path(shape) else list(self._shapes.objects(shape, SH.property))
        own = {SH.sparql, SH.property} if inner else {SH.sparql}
        groups = list(self._faults.of(shape, "?this", False, own))
        for one in inner:
            groups.extend(self._faults.of(one, "?this", False))
        for group in groups:
            yield f"SELECT DISTINCT ?this WHERE {{ {target} {group} }}"
        for constraint in self._shapes.objects(shape, SH.sparql):
            yield self._with_target(query_text(self._shapes, constraint).replace("$", "?"), target)

    def _with_target(self, text: str, target: str) -> str:
        """Let a query of SPARQL look at the nodes of the target, with steps for its paths."""
        if not SELECTS_THIS.search(text) or "?PATH" in text:
            raise Unwritten("a query for other nodes")
        for path, step in STEPS.items():
            text = path.sub(step, text)
        if ANY_LENGTH.search(text):
            raise Unwritten("a query with a path of any length")
        head, _, rest = text.partition("{")
        hidden = "".join(
            f"FILTER(COALESCE({name.n3()} NOT IN ({STEP_NAMES}), true)) "
            for name in predicate_variables(text)
        )
        return f"{head}{{ {target} {hidden}{rest}"

    def _target(self, kind: Node, term: Node) -> str:
        if kind == SH.targetClass:
            return f"?this <{IS_A}> {write_term(term)} ."
        if kind == SH.targetSubjectsOf:
            return f"?this {write_term(term)} {self._faults.name()} ."
        if kind == SH.targetObjectsOf:
            return f"{self._faults.name()} {write_term(term)} ?this ."
        return f"VALUES ?this {{ {write_term(term)} }}"
