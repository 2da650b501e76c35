"""Reads the shapes and their examples for the tests: what each must find, what each constrains."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import RDF, RDFS, SH
from rdflib.term import Node

from shuangchuang.base.content import Content, find_content
from shuangchuang.services.findings import Finding
from shuangchuang.services.shacl.paths import path_text
from shuangchuang.services.shacl.targets import TARGETS
from shuangchuang.services.shacl.validation import Validator, read_graph
from shuangchuang.store.release import read_prefixes

FINDING = "#+ finding: "

# Every parameter that our shapes use, with the local name of its constraint component.
COMPONENTS = {
    SH["class"]: "Class",
    SH.datatype: "Datatype",
    SH.hasValue: "HasValue",
    SH["in"]: "In",
    SH.languageIn: "LanguageIn",
    SH.lessThan: "LessThan",
    SH.lessThanOrEquals: "LessThanOrEquals",
    SH.maxCount: "MaxCount",
    SH.maxInclusive: "MaxInclusive",
    SH.maxLength: "MaxLength",
    SH.minCount: "MinCount",
    SH.minInclusive: "MinInclusive",
    SH.node: "Node",
    SH.nodeKind: "NodeKind",
    SH["not"]: "Not",
    SH["or"]: "Or",
    SH.pattern: "Pattern",
    SH.property: "Property",
    SH.qualifiedMinCount: "QualifiedMinCount",
    SH.sparql: "SPARQL",
    SH.uniqueLang: "UniqueLang",
}
# What says something about a shape without constraining anything.
ANNOTATIONS = {
    RDF.type,
    RDFS.seeAlso,
    SH.description,
    SH.group,
    SH.message,
    SH.name,
    SH.order,
    SH.path,
    SH.severity,
    SH.qualifiedValueShape,  # removed with qualifiedMinCount, of which it is a part
    *TARGETS,
}
REFERENCES = (SH.node, SH["not"], SH["or"], SH.property, SH.qualifiedValueShape)


@dataclass(frozen=True, order=True)
class Result:
    """What identifies a finding: `rule` is a constraint component or a SPARQL constraint."""

    severity: str
    shape: str
    rule: str
    focus: str


@dataclass(frozen=True)
class Constraint:
    """One parameter of one shape."""

    shape: URIRef
    parameter: URIRef
    value: Node

    @property
    def rule(self) -> str:
        """Name what a finding of this constraint names."""
        if self.parameter == SH.sparql:
            return str(self.value)
        return str(SH[f"{COMPONENTS[self.parameter]}ConstraintComponent"])

    def __str__(self) -> str:
        value = f"-{self.value.rpartition('#')[2]}" if isinstance(self.value, URIRef) else ""
        return f"{self.shape.rpartition('#')[2]}-{self.parameter.rpartition('#')[2]}{value}"


@dataclass(frozen=True)
class Example:
    """A file below `shapes/examples`: the folder names the shape, the first word the outcome."""

    path: Path
    prefixes: dict[str, str]

    @property
    def shape(self) -> str:
        """Give the local name of the shape that the example is about."""
        return self.path.parent.name

    @property
    def passes(self) -> bool:
        """Tell whether the file is to conform."""
        return self.path.name.startswith("pass-")

    @cached_property
    def lines(self) -> list[str]:
        """Split the text."""
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def graph(self) -> Graph:
        """Parse the file."""
        return read_graph([self.path])

    @cached_property
    def expected(self) -> list[Result]:
        """Read the findings that the leading comments name, sorted."""
        told = (line.removeprefix(FINDING) for line in self.lines if line.startswith(FINDING))
        return sorted(self._result(*text.split()) for text in told)

    @property
    def first(self) -> Result:
        """Give the finding that the file is about: the first that it names."""
        line = next(line for line in self.lines if line.startswith(FINDING))
        return self._result(*line.removeprefix(FINDING).split())

    def _result(self, severity: str, shape: str, rule: str, focus: str) -> Result:
        full = [self._expand(name) for name in (shape, rule, focus)]
        return Result(severity.removeprefix("sh:"), *full)

    def _expand(self, name: str) -> str:
        if name.startswith("<"):
            return name[1:-1]
        prefix, _, local = name.partition(":")
        return name if prefix == "_" else self.prefixes[prefix] + local


class Examples:
    """The shapes, what they constrain, and the examples, each judged at most once."""

    def __init__(self, content: Content) -> None:
        self._content = content
        folder = content.root / "shapes/examples"
        prefixes = read_prefixes(content)
        self.context = folder / "context.ttl"
        targeting = {str(shape).rpartition("#")[2] for shape in self.targeting()}
        self.files = [
            Example(path, prefixes)
            for path in sorted(folder.glob("*/*.ttl"))
            if path.parent.name in targeting  # the others are of the style of the ontology
        ]
        self._told: dict[Path, list[Finding]] = {}

    @cached_property
    def shapes(self) -> Graph:
        """Parse the shapes of the data."""
        names = ("core", "provenance", "recommended", "vocabularies")
        return read_graph(self._content.root / f"shapes/{name}.ttl" for name in names)

    @cached_property
    def validator(self) -> Validator:
        """Make the one that knows the ontology, the schemes and the context."""
        known = [*self._content.files("ontology"), self.context]
        return Validator(self.shapes, read_graph(known))

    def findings(self, example: Example) -> list[Finding]:
        """Judge an example by all shapes, once."""
        if example.path not in self._told:
            self._told[example.path] = self.validator.validate(example.graph)
        return self._told[example.path]

    @cached_property
    def constraints(self) -> list[Constraint]:
        """List every parameter of every shape, sorted by name."""
        found = [
            Constraint(shape, URIRef(str(parameter)), value)
            for shape in self._named_shapes()
            for parameter, value in self.shapes.predicate_objects(shape)
            if parameter not in ANNOTATIONS
        ]
        return sorted(found, key=str)

    def _named_shapes(self) -> Iterator[URIRef]:
        for kind in (SH.NodeShape, SH.PropertyShape):
            for shape in self.shapes.subjects(RDF.type, kind):
                assert isinstance(shape, URIRef), "every shape has an IRI"
                yield shape

    def targeting(self) -> set[Node]:
        """Find the shapes that have a target."""
        return {shape for kind in TARGETS for shape in self.shapes.subjects(kind)}

    def roots(self, shape: Node) -> set[Node]:
        """Find the shapes with a target of their own through which a shape is reached."""
        found, waiting = {shape}, [shape]
        while waiting:
            for user in set(self._users(waiting.pop())) - found:
                found.add(user)
                waiting.append(user)
        return found & self.targeting()

    def _users(self, shape: Node) -> Iterator[Node]:
        for parameter in REFERENCES:
            yield from self.shapes.subjects(parameter, shape)
        for cell in self.shapes.subjects(RDF.first, shape):
            head = cell
            while (before := self.shapes.value(None, RDF.rest, head)) is not None:
                head = before
            yield from self.shapes.subjects(SH["or"], head)

    def part(self, roots: Iterable[Node]) -> Graph:
        """Copy those shapes and all that they refer to."""
        part, waiting = Graph(), list(roots)
        while waiting:
            node = waiting.pop()
            if (node, None, None) not in part:
                for triple in self.shapes.triples((node, None, None)):
                    part.add(triple)
                    waiting.append(triple[2])
        return part

    def predicates(self, shape: Node) -> set[str]:
        """Name the properties on the path of a property shape."""
        path = self.shapes.value(shape, SH.path)
        text = path_text(self.shapes, path) if path else ""
        return {piece.partition(">")[0] for piece in text.split("<")[1:]}


def results(findings: Iterable[Finding]) -> list[Result]:
    """Keep what identifies each finding, sorted; a blank focus node has no label to compare."""
    return sorted(
        Result(
            one.severity,
            one.shape,
            one.constraint or one.component,
            "_:" if one.focus.startswith("_:") else one.focus,
        )
        for one in findings
    )


EXAMPLES = Examples(find_content())
