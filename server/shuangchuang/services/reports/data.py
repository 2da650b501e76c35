"""Writes a report for programs: JSON of our own, SARIF 2.1.0, and a SHACL validation report."""

import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any
from urllib.parse import quote

from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from shuangchuang.base.namespaces import BASE, SHAPES
from shuangchuang.base.plain import escape_controls
from shuangchuang.services.findings import CHINESE, Finding
from shuangchuang.services.reports.review import Report
from shuangchuang.services.reports.told import (
    place,
    rule_address,
    rule_name,
    short_name,
    short_path,
    short_value,
    summary,
)
from shuangchuang.services.shacl.paths import write_path
from shuangchuang.services.shapes.rules import RULES

SH = Namespace("http://www.w3.org/ns/shacl#")
SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
RULE = BASE + "rules/"
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_DRIVE = re.compile(r"[A-Za-z]:[/\\]")
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}


def write_json(report: Report, language: str) -> str:
    """Write everything that is known, with the messages in both languages."""
    told = {
        "conforms": report.conforms,
        "summary": summary(report, language),
        "files": report.files,
        "triples": report.triples,
        "stages": report.stages,
        "seconds": report.seconds,
        "findings": [_finding(one, report, language) for one in report.findings],
        "left_out": report.left_out,
        "additions": [
            {"subject": one.subject, "new": one.is_new, "lines": one.lines, "labels": one.labels}
            for one in report.additions
        ],
        "next": [step.get(language) for step in report.steps],
    }
    return _dump(told)


def write_sarif(report: Report, language: str) -> str:
    """Write a log with one run. SARIF 2.1.0 sections 3.13, 3.14, 3.27."""
    names = sorted({_rule_id(one, report) for one in report.findings})
    first = {_rule_id(one, report): one for one in reversed(report.findings)}
    rules = [_sarif_rule(name, first[name], language) for name in names]
    run = {
        "tool": {
            "driver": {
                "name": "shuangchuang validate",
                "version": version("shuangchuang"),
                "informationUri": BASE,
                "language": "zh-CN" if language == CHINESE else "en-US",
                "rules": rules,
            }
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True}],
        "results": [_sarif_result(one, report, names, language) for one in report.findings],
    }
    return _dump({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def write_shacl(report: Report) -> str:
    """Write a validation report as Turtle. SHACL section 3.6.

    There a report conforms only when it has no result at all, warnings included.
    """
    graph = Graph()
    for prefix, name in report.prefixes.items():
        graph.bind(prefix, name)
    head = BNode()
    graph.add((head, RDF.type, SH.ValidationReport))
    graph.add((head, SH.conforms, Literal(not report.findings)))
    for one in report.findings:
        graph.add((head, SH.result, _shacl_result(graph, one)))
    return escape_controls(graph.serialize(format="turtle"))


def _finding(finding: Finding, report: Report, language: str) -> dict[str, Any]:
    prefixes = report.prefixes
    return {
        "severity": finding.severity,
        "rule": rule_name(finding, prefixes),
        "documentation": rule_address(finding),
        "component": finding.component,
        "focus": finding.focus,
        "name": short_name(finding.focus, prefixes),
        "labels": finding.labels,
        "path": short_path(finding.path, prefixes),
        "value": short_value(finding.value, prefixes),
        "file": finding.file,
        "line": finding.line,
        "column": finding.column,
        "exact": finding.is_exact,
        "excerpt": finding.excerpt,
        "message": finding.message(language),
        "messages": finding.messages,
        "example": finding.example,
        "reasons": [_finding(one, report, language) for one in finding.reasons],
    }


def _rule_id(finding: Finding, report: Report) -> str:
    return rule_name(finding, report.prefixes) or "shacl"


def _sarif_rule(name: str, finding: Finding, language: str) -> dict[str, Any]:
    """Describe a rule; viewers of code hosts want all three descriptions. SARIF 3.49."""
    rule = RULES.get(name)
    text = rule.title.pick(language) if rule else finding.message(language)
    full = rule.text.pick(language) if rule else text
    told: dict[str, Any] = {
        "id": name,
        "shortDescription": {"text": text},
        "fullDescription": {"text": full},
        "help": {"text": full},
    }
    address = rule_address(finding)
    if address.startswith(("http://", "https://")):
        told["help"] = {"text": f"{full}\n{address}"}
        told["helpUri"] = address
    return told


def _sarif_result(
    finding: Finding, report: Report, names: list[str], language: str
) -> dict[str, Any]:
    name = _rule_id(finding, report)
    text = finding.message(language)
    example = f" → {finding.example}" if finding.example else ""
    told: dict[str, Any] = {
        "ruleId": name,
        "ruleIndex": names.index(name),
        "level": _LEVELS.get(finding.severity, "error"),
        "message": {"text": text + example},
    }
    location: dict[str, Any] = {}
    if finding.file:
        location["physicalLocation"] = _sarif_place(finding)
    if finding.focus:
        full = {"fullyQualifiedName": finding.focus}
        location["logicalLocations"] = [full | {"name": short_name(finding.focus, report.prefixes)}]
    if location:
        told["locations"] = [location]
    return told


def _sarif_place(finding: Finding) -> dict[str, Any]:
    found: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.file)}}
    if finding.line:
        region: dict[str, Any] = {"startLine": finding.line, "startColumn": max(finding.column, 1)}
        if finding.excerpt:
            region["snippet"] = {"text": finding.excerpt}
        found["region"] = region
    return found


def _uri(file: str) -> str:
    """Write a path as a URI: one from the root with its scheme, any other relative."""
    path = quote(file.replace("\\", "/"), safe="/:" if _DRIVE.match(file) else "/")
    if path.startswith("/"):
        return f"file://{path}"
    return f"file:///{path}" if _DRIVE.match(file) else path


def _shacl_result(graph: Graph, finding: Finding) -> Node:
    node = BNode()
    graph.add((node, RDF.type, SH.ValidationResult))
    graph.add((node, SH.focusNode, _focus(finding)))
    graph.add((node, SH.resultSeverity, SH[finding.severity]))
    if finding.shape in RULES:
        graph.add((node, SH.sourceShape, URIRef(RULE + finding.shape)))
        graph.add((node, SH.sourceConstraintComponent, URIRef(SHAPES + "RuleConstraintComponent")))
    else:
        graph.add((node, SH.sourceShape, _resource(finding.shape)))
        graph.add((node, SH.sourceConstraintComponent, URIRef(finding.component)))
    if finding.constraint:
        graph.add((node, SH.sourceConstraint, _resource(finding.constraint)))
    if finding.path and not finding.path.endswith("…"):  # one that was cut is no path any more
        graph.add((node, SH.resultPath, write_path(graph, finding.path)))
    for language, text in finding.messages.items():
        graph.add((node, SH.resultMessage, Literal(text, lang=language or None)))
    if value := _value(finding.value):
        graph.add((node, SH.value, value))
    if finding.file:
        graph.add((node, RDFS.comment, Literal(place(finding))))
    for one in finding.reasons:
        if one.component:
            graph.add((node, SH.detail, _shacl_result(graph, one)))
    return node


def _focus(finding: Finding) -> Node:
    """Give the focus node; nested ones may be texts, and a file that is no RDF has its name."""
    if finding.focus.startswith("_:") or _IRI.fullmatch(finding.focus):
        return _resource(finding.focus)
    return Literal(finding.focus or finding.file)


def _resource(name: str) -> Node:
    return URIRef(name) if _IRI.fullmatch(name) else BNode(name.removeprefix("_:"))


def _value(written: str) -> Node | None:
    """Read a value as `n3` has written it."""
    if not written:
        return None
    holder = Graph().parse(data=f"<urn:s> <urn:p> {written} .", format="turtle")
    return next(holder.objects())


def _dump(told: Mapping[str, Any]) -> str:
    return escape_controls(json.dumps(told, ensure_ascii=False, indent=2)) + "\n"
