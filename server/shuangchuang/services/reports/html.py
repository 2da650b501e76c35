"""Writes a report as one HTML file that needs nothing beside it, for a browser or a mail."""

from collections.abc import Iterator
from html import escape

from shuangchuang.services.findings import Finding
from shuangchuang.services.reports.bounds import make_showable
from shuangchuang.services.reports.review import Report
from shuangchuang.services.reports.told import (
    group_findings,
    notes,
    place,
    rule_address,
    rule_name,
    short_path,
    short_value,
    summary,
    told_value,
    word,
)

STYLE = """
body{font:16px/1.5 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #ccc}
article{border-left:4px solid #b3261e;padding:.2rem 1rem;margin:1rem 0}
article.Warning{border-color:#8a6100}article.Info{border-color:#1a5fb4}
pre{background:#f3f3f3;padding:.5rem;overflow-x:auto}mark{background:#ffd7d4}
.place,.rule{color:#555;font-size:.9rem}p{margin:.3rem 0}ins{text-decoration:none}
@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}pre{background:#262626}
.place,.rule{color:#aaa}mark{background:#6d201b;color:#fff}a{color:#8ab4f8}}
"""


def write_html(report: Report, language: str) -> str:
    """Write the page in one language."""
    report = make_showable(report)
    parts = [*_head(report, language)]
    for group in group_findings(report, language):
        parts.append(f"<section><h2>{escape(group.name or group.file)}</h2>")
        for one in group.findings:
            parts.extend(_finding(one, report, language))
        parts.append("</section>")
    parts.extend(_additions(report, language))
    if report.steps:
        steps = "".join(
            f"<li>{escape(one.get(language) or next(iter(one.values())))}</li>"
            for one in report.steps
        )
        parts.append(f"<h2>{word('next', language)}</h2><ol>{steps}</ol>")
    return "\n".join([*parts, "</body></html>", ""])


def _head(report: Report, language: str) -> Iterator[str]:
    title = f"{word('title', language)}: {', '.join(report.files)}"
    yield f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width">'
    yield f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
    yield f"<h1>{escape(title)}</h1><p><strong>{escape(summary(report, language))}</strong></p>"
    yield from (f"<p>{escape(one)}</p>" for one in notes(report, language))


def _finding(finding: Finding, report: Report, language: str) -> Iterator[str]:
    prefixes = report.prefixes
    guess = "" if finding.is_exact else word("near", language)
    head = (place(finding), short_path(finding.path, prefixes), guess)
    yield f'<article class="{escape(finding.severity)}"><p class="place">'
    yield f"<strong>{word(finding.severity, language)}</strong> {escape(' '.join(head))}</p>"
    if finding.excerpt:
        at = finding.column - 1
        line = finding.excerpt
        marked = f"<mark>{escape(line[at : at + 1] or ' ')}</mark>"
        yield f"<pre>{escape(line[:at])}{marked}{escape(line[at + 1 :])}</pre>"
    yield f"<p>{escape(finding.message(language))}</p>"
    value = told_value(finding, prefixes)
    if value:
        yield f"<p>{word('value', language)} <code>{escape(value)}</code></p>"
    for one in finding.reasons:
        yield f"<p>{word('because', language)} {escape(one.message(language))}</p>"
    if finding.example:
        yield f"<p>{word('write', language)}</p><pre>{escape(finding.example)}</pre>"
    name = escape(rule_name(finding, prefixes))
    address = rule_address(finding)
    link = f'<a href="{escape(address)}">{name}</a>' if address.startswith("http") else name
    yield f'<p class="rule">{word("rule", language)} {link}</p></article>'


def _additions(report: Report, language: str) -> Iterator[str]:
    if not report.additions:
        return
    yield f"<h2>{word('adds', language)}</h2>"
    for one in report.additions:
        name = short_value(f"<{one.subject}>", report.prefixes)
        kind = word("new" if one.is_new else "more", language)
        lines = "\n".join(f"+ {line}" for line in one.lines)
        yield f"<p>{escape(name)} ({kind})</p><pre><ins>{escape(lines)}</ins></pre>"
