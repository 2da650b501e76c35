"""Keeps a report to a size that can be sent and shown, whatever it is about. Must not judge."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import islice

from rdflib import Literal

from shuangchuang.base.plain import show_controls
from shuangchuang.services.findings import VIOLATION, Finding
from shuangchuang.services.reports.review import Report

MAX_FINDINGS = 1_000
MAX_REASONS = 20
MAX_PREFIXES = 300
MAX_ADDITIONS = 1_000
LONGEST_TEXT = 2_000


def bound_report(report: Report) -> Report:
    """Cut what is too long and leave out what is too much; violations stay before the others."""
    by_weight = sorted(
        range(len(report.findings)), key=lambda at: report.findings[at].severity != VIOLATION
    )
    kept = sorted(by_weight[:MAX_FINDINGS])
    prefixes = {
        name: namespace
        for name, namespace in islice(report.prefixes.items(), MAX_PREFIXES)
        if len(name) + len(namespace) <= LONGEST_TEXT
    }
    additions = tuple(
        replace(one, subject=_cut(one.subject), lines=tuple(map(_cut, one.lines)))
        for one in report.additions[:MAX_ADDITIONS]
    )
    return replace(
        report,
        findings=tuple(_cut_finding(report.findings[at]) for at in kept),
        left_out=len(report.findings) - len(kept),
        additions=additions,
        prefixes=prefixes,
    )


def make_showable(report: Report) -> Report:
    """Make the control characters of every text visible, one for one, so that places stay."""
    told = _shown(asdict(report))
    assert isinstance(told, dict)  # noqa: S101 - as asdict gives it
    return Report.restore(told)


def _cut_finding(finding: Finding) -> Finding:
    value = finding.value
    return replace(
        finding,
        focus=_cut(finding.focus),
        path=_cut(finding.path),
        # What is cut is a term no more, so it is told as a text.
        value=value if len(value) <= LONGEST_TEXT else Literal(_cut(value)).n3(),
        messages=_cut_all(finding.messages),
        labels=_cut_all(finding.labels),
        example=_cut(finding.example),
        reasons=tuple(map(_cut_finding, finding.reasons[:MAX_REASONS])),
    )


def _cut_all(texts: Mapping[str, str]) -> dict[str, str]:
    return {_cut(name): _cut(text) for name, text in islice(texts.items(), MAX_REASONS)}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


def _shown(told: object) -> object:
    if isinstance(told, str):
        return show_controls(told)
    if isinstance(told, dict):
        return {name: _shown(one) for name, one in told.items()}
    if isinstance(told, list | tuple):
        return [_shown(one) for one in told]
    return told
