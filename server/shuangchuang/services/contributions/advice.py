"""Finds a piece of Turtle that would pass a constraint: a value as the release has it.

Only what is sure is offered: a value of the same property that satisfies the same shape, as far
as that can be told without judging.
"""

import re
from collections.abc import Iterable, Iterator

from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from shuangchuang.base.namespaces import SHAPES, SHC
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.mending import mend_bound, offers
from shuangchuang.services.findings import Finding
from shuangchuang.services.syntax.nodes import to_node, write_node
from shuangchuang.services.syntax.statements import statement_iri

SH = Namespace("http://www.w3.org/ns/shacl#")
DEPTH = 3
# Too many values, or a value that may not be there: another one would not help.
_NOT_MENDED_BY_A_VALUE = (
    "MaxCount", "QualifiedMaxCount", "UniqueLang", "Closed", "Disjoint", "Not", "SPARQL",
    "LessThan", "LessThanOrEquals",
)  # fmt: skip


class Adviser:
    """Looks for examples in the shapes and in the release."""

    def __init__(self, shapes: Graph, case: Case) -> None:
        """Take what is searched."""
        self._shapes = shapes
        self._known = case.known
        self._survey = case.survey
        self._names = case.names
        self._prefixes = case.prefixes

    def example(self, finding: Finding) -> str:
        """Give `property value` in Turtle that would pass; empty where none is sure."""
        component = finding.component.removesuffix("ConstraintComponent").rpartition("#")[2]
        shape = URIRef(finding.shape)
        path = self._shapes.value(shape, SH.path)
        if component in _NOT_MENDED_BY_A_VALUE or not isinstance(path, URIRef):
            return ""
        if path == URIRef(SHC + "sha256"):  # the digest of another text is never right
            return ""
        kinds = self._known.classes(URIRef(finding.focus))
        for value in self._candidates(shape, path, {str(one) for one in kinds}):
            if value.n3() != finding.value and self._fits(value, shape, DEPTH):
                return f"{write_node(path, self._prefixes)} {write_node(value, self._prefixes)}"
        return ""

    def mended(self, finding: Finding, value: Node | None) -> str:
        """Give what was surely meant by the value that was found, or the bound that is asked for.

        Empty where nothing that would pass is sure.
        """
        focus, shape = URIRef(finding.focus), URIRef(finding.shape)
        bound = mend_bound(finding.constraint, focus, self._known)
        if bound:
            return " ".join(write_node(one, self._prefixes) for one in bound)
        own = self._own_source(focus, finding)
        if own:
            return own
        path = self._shapes.value(shape, SH.path)
        if path is None and finding.component == str(SH.ClassConstraintComponent):
            wanted = self._shapes.value(shape, SH["class"])
            return f"a {write_node(wanted, self._prefixes)}" if wanted else ""
        if value is None or not isinstance(path, URIRef):
            return ""
        for one in (*offers(value, self._prefixes), *self._named(value)):
            if one != value and self._fits(one, shape, DEPTH):
                return f"{write_node(path, self._prefixes)} {write_node(one, self._prefixes)}"
        return ""

    def _named(self, value: Node) -> Iterator[URIRef]:
        """Give the things of which a text is the name: it was written in place of theirs."""
        if isinstance(value, Literal):
            yield from map(URIRef, self._names.named(str(value)))

    def _own_source(self, focus: URIRef, finding: Finding) -> str:
        """Give the one source of a figure as its report, or as that of a statement."""
        sources = sorted(self._known.values(focus, URIRef(SHC + "isStatedIn")), key=str)
        named = finding.constraint or finding.shape
        if named == SHAPES + "several-sources-told-apart" and finding.value and sources:
            return self._statement(focus, finding, sources[0])
        if len(sources) == 1 and named in (SHAPES + "reported-in", SHAPES + "report-is-a-source"):
            return f"shc:isReportedIn {write_node(sources[0], self._prefixes)}"
        return ""

    def _statement(self, focus: URIRef, finding: Finding, source: Node) -> str:
        """Write the statement of a fact, with its right name."""
        predicate = URIRef(finding.path.strip("<>"))
        values = self._known.contribution.objects(focus, predicate)
        value = next((one for one in values if _plain_n3(one) == finding.value), None)
        if not isinstance(value, URIRef | Literal):
            return ""
        parts = (statement_iri(focus, predicate, value), focus, predicate, value, source)
        name, *told = (write_node(one, self._prefixes) for one in parts)
        return (
            f"{name} a rdf:Statement , shc:Statement ; rdf:subject {told[0]} ; rdf:predicate"
            f" {told[1]} ; rdf:object {told[2]} ; shc:hasStanding stand:asserted ;"
            f" shc:isStatedIn {told[3]}"
        )

    def _candidates(self, shape: Node, path: URIRef, kinds: set[str]) -> Iterator[URIRef | Literal]:
        """Give what the shape lists, then values of things of the same class, then of any."""
        for listed in self._shapes.objects(shape, SH["in"]):
            yield from _plain(Collection(self._shapes, listed))
        yield from _plain(self._shapes.objects(shape, SH.hasValue))
        examples = self._survey.examples.get(str(path), [])
        near = [one for one in examples if self._survey.kinds(one[0]) & kinds]
        yield from _plain(to_node(term) for _, term in (*near, *examples))

    def _fits(self, value: Node, shape: Node, depth: int) -> bool:
        """Tell whether a value satisfies a shape; what cannot be told counts as no."""
        if depth == 0:
            return False
        return all(
            self._satisfies(value, str(term).removeprefix(str(SH)), asked, depth)
            for term, asked in self._shapes.predicate_objects(shape)
            if str(term).startswith(str(SH))
        )

    def _satisfies(self, value: Node, name: str, asked: Node, depth: int) -> bool:
        match name:
            case "datatype":
                return isinstance(value, Literal) and _datatype(value) == str(asked)
            case "languageIn":
                tags = {str(one).lower() for one in Collection(self._shapes, asked)}
                return isinstance(value, Literal) and (value.language or "").lower() in tags
            case "class":
                return asked in self._known.classes(value)
            case "in":
                return value in set(Collection(self._shapes, asked))
            case "pattern":
                return re.search(str(asked), str(value)) is not None
            case "nodeKind":
                return isinstance(value, URIRef) == (asked in (SH.IRI, SH.BlankNodeOrIRI))
            case "node" | "qualifiedValueShape":
                return self._fits(value, asked, depth - 1)
            case "or" | "xone":
                return any(
                    self._fits(value, one, depth - 1) for one in Collection(self._shapes, asked)
                )
            case "and":
                return all(
                    self._fits(value, one, depth - 1) for one in Collection(self._shapes, asked)
                )
            case "not":
                return not self._fits(value, asked, depth - 1)
            case "maxLength":
                return len(str(value)) <= int(str(asked))
            case "minLength":
                return len(str(value)) >= int(str(asked))
            case "property":
                return self._has(value, asked)
            case "sparql" | "equals" | "disjoint":
                return False
        return True  # a count, or what only describes the shape

    def _has(self, value: Node, shape: Node) -> bool:
        """Tell whether a thing has what a nested property shape asks for."""
        path, wanted = self._shapes.value(shape, SH.path), self._shapes.value(shape, SH.hasValue)
        if not isinstance(path, URIRef):
            return False
        values = self._known.values(value, path)
        return wanted in values if wanted is not None else bool(values)


def _plain(values: Iterable[Node]) -> Iterator[URIRef | Literal]:
    return (one for one in values if isinstance(one, URIRef | Literal))


def _plain_n3(value: Node) -> str:
    return value.n3() if isinstance(value, URIRef | Literal) else ""


def _datatype(value: Literal) -> str:
    if value.language:
        return "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    return str(value.datatype or "http://www.w3.org/2001/XMLSchema#string")
