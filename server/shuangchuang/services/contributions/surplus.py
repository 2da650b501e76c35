"""Tells which values are too many, where a shape only says that there may not be so many."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, RDFS, XSD
from rdflib.term import Node

from shuangchuang.services.contributions.case import Case
from shuangchuang.services.findings import CHINESE, ENGLISH, Finding

_MANY = "http://www.w3.org/ns/shacl#MaxCountConstraintComponent"
_ONE_IN_A_LANGUAGE = "http://www.w3.org/ns/shacl#UniqueLangConstraintComponent"
_PATH = re.compile(r"<([^<>]*)>")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,.])")
# A second name is kept as one that is not shown first.
_NAMES = (RDFS.label, DCTERMS.title)


def tell_surplus(finding: Finding, case: Case) -> Iterator[Finding]:
    """Give a finding as it is, or one for each value that it does not name, with its place."""
    path = _PATH.fullmatch(finding.path)
    if not path or finding.value or finding.focus.startswith("_:"):
        yield finding
    elif finding.component == _ONE_IN_A_LANGUAGE:
        yield from _repeated(finding, case, URIRef(path[1])) or [finding]
    elif finding.component == _MANY:
        yield _many(finding, case, URIRef(path[1]))
    else:
        yield finding


def _repeated(finding: Finding, case: Case, path: URIRef) -> list[Finding]:
    """Give a finding for each text of a language that has one before it, or is published."""
    focus = URIRef(finding.focus)
    published = [*case.known.published(focus, path)]
    taken = {one.language for one in published if isinstance(one, Literal)}
    found = []
    for value in _contributed(case, focus, path):
        if not isinstance(value, Literal) or value in published or not value.language:
            continue
        if value.language in taken:
            told = _add(
                finding, f" {case.short(value)} is one too many.", f"{case.short(value)} 为多余者。"
            )
            example = f"skos:altLabel {case.short(value)}" if path in _NAMES else ""
            spot = case.contribution.spot(focus, path, value)
            found.append(case.contribution.put(replace(told, example=example), spot))
        taken.add(value.language)
    return found


def _many(finding: Finding, case: Case, path: URIRef) -> Finding:
    """Tell the value that is published, or the number that a comma has split."""
    focus = URIRef(finding.focus)
    published = sorted(case.short(one) for one in case.known.published(focus, path))
    name, property_ = case.short(focus), case.short(path)
    if published:
        fact = f"{property_} {', '.join(published)}"
        file = min(case.known.files(focus), default="ontology/")
        return _add(
            finding,
            f" {name} has {fact} already; to correct that, change it in {file}.",
            f"{name} 已有 {fact}；如须更正，请在 {file} 中修改。",
        )
    number = _split_number(case, focus, path)
    if not number:
        return finding
    told = _add(
        finding,
        f" A comma separates two values: {number} has to be written without it.",
        f"逗号用于分隔两个值：{number} 不得带逗号。",
    )
    return replace(told, example=f"{property_} {number.replace(',', '')}")


def _split_number(case: Case, focus: URIRef, path: URIRef) -> str:
    """Find a number with commas between its thousands where a value stands; else nothing."""
    values = _contributed(case, focus, path)
    if not values or any(getattr(one, "datatype", None) != XSD.integer for one in values):
        return ""
    spot = case.contribution.spot(focus, path, values[0])
    line = case.contribution.put(Finding("", "", "", ""), spot).excerpt
    found = _THOUSANDS.match(line, max(spot.column - 1, 0))
    return found[0] if found else ""


def _contributed(case: Case, focus: URIRef, path: URIRef) -> Sequence[Node]:
    """List the contributed values in the order in which they stand."""

    def place(value: Node) -> tuple[str, int, int, str]:
        spot = case.contribution.spot(focus, path, value)
        return spot.file, spot.line, spot.column, str(value)

    return sorted(case.contribution.graph.objects(focus, path), key=place)


def _add(finding: Finding, english: str, chinese: str) -> Finding:
    told = {ENGLISH: english, CHINESE: chinese}
    messages = {tag: text + told.get(tag, "") for tag, text in finding.messages.items()}
    return replace(finding, messages=messages)
