"""Gives the findings of shapes what a contributor needs: place, names, words and an example."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rdflib import BNode, URIRef
from rdflib.term import Node

from shuangchuang.base.namespaces import SHAPES
from shuangchuang.services.contributions.advice import Adviser
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.contribution import Contribution, Spot
from shuangchuang.services.contributions.surplus import tell_surplus
from shuangchuang.services.findings import VIOLATION, Finding
from shuangchuang.services.shacl.wording import Wording
from shuangchuang.services.syntax.nodes import write_iri
from shuangchuang.services.syntax.statements import statement_triple

_SIMPLE_PATH = re.compile(r"(\^?)<([^<>]*)>")
SEVERITIES = (VIOLATION, "Warning", "Info")
_CHOICES = {f"http://www.w3.org/ns/shacl#{one}ConstraintComponent" for one in ("Or", "Xone")}
# What a rule of ours has told already is not told again by the shapes.
_TOLD_BEFORE = {"language", "literal", "reference", "copied", "blank-node"}

# Constraints of a statement about the triple that it reifies.
_ABOUT_ITS_TRIPLE = {SHAPES + "unasserted-is-not-in-the-data"}

# A shape that asks for what a rule asks for, which says it with an example.
_SAME_RULE = {SHAPES + "Thing": "namespace"}


def place_finding(finding: Finding, contribution: Contribution) -> Finding:
    """Find the triple that a finding is about, or its subject, or what points to that."""
    return contribution.put(finding, _spot(finding, contribution))


def complete(
    findings: Iterable[Finding], case: Case, wording: Wording, adviser: Adviser
) -> Iterator[Finding]:
    """Complete findings of shapes; what a message shows is an example in Turtle only."""
    formats = {part.name: part.format for part in case.contribution.parts}
    for one in findings:
        placed = place_finding(put_into_words(one, wording), case.contribution)
        if not placed.file:  # the contribution makes it wrong, the release has it
            placed = replace(placed, file=min(case.known.files(focus_node(one)), default=""))
        is_turtle = formats.get(placed.file, "ttl") in ("ttl", "trig")
        yield from tell_surplus(
            replace(placed, example=_example(one, case, adviser, is_turtle)), case
        )


def _example(finding: Finding, case: Case, adviser: Adviser, is_turtle: bool) -> str:
    """Give what to write: what was meant, else a value that would pass; of blank nodes nothing."""
    if finding.focus.startswith("_:"):
        return ""
    meant = adviser.mended(finding, case.contribution.nodes.get(finding.value))
    if meant or (is_turtle and _has_example(finding, case)):
        return meant
    return adviser.example(finding)


def put_into_words(finding: Finding, wording: Wording) -> Finding:
    """Say what is asked for where a shape has no message, and why, where shapes are nested."""
    return replace(
        finding,
        messages=finding.messages or wording.messages(finding.shape, finding.component),
        reasons=tuple(_reasons(finding, wording)),
    )


def concerns(finding: Finding, contribution: Contribution) -> bool:
    """Tell whether a finding is about a value that is contributed, or about what is missing."""
    value = contribution.nodes.get(finding.value)
    if not finding.value:
        return True
    return value is not None and (focus_node(finding), None, value) in contribution.graph


def focus_node(finding: Finding) -> Node:
    """Give the node that a finding is about."""
    name = finding.focus
    return BNode(name[2:]) if name.startswith("_:") else URIRef(name)


def without_repetitions(told: Sequence[Finding], findings: Iterable[Finding]) -> list[Finding]:
    """Leave out the findings of shapes about a value that a rule has told already."""
    values = {(one.focus, one.value) for one in told if one.shape in _TOLD_BEFORE and one.value}
    rules = {(one.focus, one.shape) for one in told}
    blank = any(one.shape == "blank-node" for one in told)
    return [
        one
        for one in findings
        if (one.focus, one.value) not in values
        and (one.focus, _SAME_RULE.get(one.shape)) not in rules
        and not (blank and one.focus.startswith("_:") and one.shape == SHAPES + "Node")
    ]


def sort_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by file, subject as it comes in the file, line, and severity."""
    every = list(findings)
    first: dict[tuple[str, str], int] = {}
    for one in every:
        key = (one.file, one.focus)
        first[key] = min(first.get(key, one.line), one.line)
    return tuple(
        sorted(
            every,
            key=lambda one: (
                one.file,
                first[one.file, one.focus],
                one.focus,
                one.line,
                one.column,
                SEVERITIES.index(one.severity) if one.severity in SEVERITIES else 0,
                one.shape,
            ),
        )
    )


def _reasons(finding: Finding, wording: Wording) -> Iterator[Finding]:
    """Put the nested results into words; where there are none, say what was asked for."""
    for one in finding.reasons:
        yield put_into_words(one, wording)
    alternatives = wording.alternatives(finding.shape) if finding.messages else {}
    if not finding.reasons and alternatives and finding.component in _CHOICES:
        yield Finding(
            finding.severity, finding.shape, finding.component, finding.focus, messages=alternatives
        )


def _has_example(finding: Finding, case: Case) -> bool:
    """Tell whether the message itself names the property, and so what to write."""
    found = _SIMPLE_PATH.fullmatch(finding.path)
    return found is not None and f"{write_iri(found[2], case.prefixes)} " in finding.message("en")


def _spot(finding: Finding, contribution: Contribution) -> Spot:
    graph = contribution.graph
    focus = focus_node(finding)
    reified = statement_triple(graph, focus) if finding.constraint in _ABOUT_ITS_TRIPLE else None
    if reified in contribution.spots:
        return contribution.spot(*reified[:2])
    simple = _SIMPLE_PATH.fullmatch(finding.path)
    path = URIRef(simple[2]) if simple else None
    value = contribution.nodes.get(finding.value)
    if simple and simple[1] and value is not None:
        return contribution.spot(value, path, focus)
    if path is None and value is not None:  # one of several properties has it
        for triple in sorted(graph.triples((focus, None, value)), key=str):
            return contribution.spot(*triple)
    for key in ((focus, path, value), (focus, path), (focus,)):
        parts = [one for one in key if one is not None]
        if tuple(parts) in contribution.spots and len(parts) == len(key):
            return contribution.spot(*parts)
    for triple in sorted(graph.triples((None, None, focus)), key=str):
        return contribution.spot(*triple)
    return contribution.spot(focus)
