"""Runs pySHACL, and is its only home: shapes and nodes in, its report out.

pySHACL works on the shapes graph that it is given, and `run_whole` sets switches of rdflib, so
the server and the command line come here in a child process.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

import pyshacl.helper
import pyshacl.shape
from pyshacl import ShapesGraph, Validator, validate
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.graph_abstraction import DataGraph
from pyshacl.helper.sparql_query_helper import SPARQLQueryHelper
from rdflib import RDF, Graph, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.store import Store
from rdflib.term import Node

from shuangchuang.services.shacl.targets import SH, Goal

THIS = Variable("this")


class Processor:
    """pySHACL with one set of shapes, which it reads once, to judge chosen nodes by."""

    def __init__(self, shapes: Graph, roots: Iterable[Node]) -> None:
        """Take shapes without targets, to keep and to change; `roots` are those to judge by."""
        self._shapes = shapes
        self._prepared = _PreparedShapes(shapes)
        marks = [(root, SH.targetNode, RDF.nil) for root in roots]  # some are shapes by that alone
        shapes += marks
        self._prepared.read()
        _remove(shapes, marks)

    def run(self, data: Graph, goals: Collection[Goal]) -> Graph:
        """Judge each goal in a graph of `open_graph`, and give the report."""
        targets = [(goal.shape, SH.targetNode, goal.node) for goal in goals]
        options = {"inplace": True}
        validator: Any = Validator(
            DataGraph.from_rdflib(data), shacl_graph=self._shapes, options=options
        )
        validator.shacl_graph = self._prepared
        self._prepared.chosen = {goal.shape for goal in goals}
        self._shapes += targets
        try:
            report: Graph = validator.run()[1]
        finally:
            _remove(self._shapes, targets)
        return report


def run_whole(data: Graph, shapes: Graph) -> Graph | str:
    """Judge whatever the shapes target, as pySHACL does it; a failure of it is given as a text."""
    _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
    return report if isinstance(report, Graph) else str(report)


def open_graph(store: Store | None = None) -> Graph:
    """Open a graph that pySHACL is to read, over a store or with nothing in it."""
    return _ParsedOnce(store="default" if store is None else store)


class _PreparedShapes(ShapesGraph):
    """The shapes as pySHACL has read them, of which only the chosen ones judge by themselves.

    pySHACL reads all anew for each run and looks for the targets of each: for a contribution
    that takes longer than the judgement.
    """

    chosen: Collection[Node] = ()

    def read(self) -> None:
        """Read them all."""
        _ = super().shapes

    @property
    def shapes(self) -> list[Any]:
        """The shapes that look for their targets."""
        return [one for one in super().shapes if one.node in self.chosen]


class _ParsedOnce(Graph):
    """A graph that parses each query text once: pySHACL sends the same text for every node."""

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:  # noqa: ANN401 - as rdflib has it
        """Answer as rdflib does."""
        text = query_object
        return super().query(_parsed(text) if isinstance(text, str) else text, *args, **options)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Query:
    query = prepareQuery(text)
    traverse(query.algebra, visitPost=_put_focus_first)
    return query


def _put_focus_first(part: object) -> None:
    """Have the triples with the focus node matched first: of equals rdflib takes any.

    It does not know when it parses that this variable will have a value, so it might begin with
    all domains of the ontology, and look what the focus node has of each.
    """
    if isinstance(part, CompValue) and part.name == "BGP":
        part["triples"] = sorted(part.triples, key=lambda triple: THIS not in triple)


class _CheckedOnce(SPARQLQueryHelper):
    """What pySHACL writes queries with; it searches each text for forbidden words only once."""

    def check_invalid_sparql(
        self, text: str, valuenode: Node | None = None, extravars: Collection[str] | None = None
    ) -> bool:
        """Raise what pySHACL raises for a text that may not be a constraint."""
        return _check(text, valuenode is not None, frozenset(extravars or ()))


@lru_cache(maxsize=256)
def _check(text: str, has_value: bool, variables: frozenset[str]) -> bool:
    """Check a text; an error is not kept, so it is raised each time."""
    plain: Any = SPARQLQueryHelper  # it is typed in parts
    return bool(plain(None, None, text).check_invalid_sparql(text, has_value or None, variables))


def _remove(graph: Graph, triples: Sequence[tuple[Node, Node, Node]]) -> None:
    for triple in triples:
        graph.remove(triple)


# Two places where pySHACL keeps what it has made once. Its own list of parameters is searched from
# the beginning for each triple of each shape.
pyshacl.helper.SPARQLQueryHelperCls = _CheckedOnce  # type: ignore[attr-defined]  # set as it runs
pyshacl.shape.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]  # the same
    frozenset(CONSTRAINT_PARAMETERS_MAP),
    CONSTRAINT_PARAMETERS_MAP,
)
