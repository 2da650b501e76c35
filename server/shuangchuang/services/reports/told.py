"""The words and the order that all written reports of a contribution share, in two languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from xml.sax.saxutils import escape

from shuangchuang.base.namespaces import BASE, SHAPES
from shuangchuang.services.findings import CHINESE, VIOLATION, Finding
from shuangchuang.services.reports.outcome import count_findings
from shuangchuang.services.reports.review import Report
from shuangchuang.services.shapes.rules import RULES
from shuangchuang.services.syntax.nodes import write_iri
from shuangchuang.store.parsing import RELATIVE_BASE

WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Review of a contribution", "贡献校验报告"),
    "conforms": ("It conforms.", "符合要求。"),
    "not-conforms": ("It does not conform.", "不符合要求。"),
    "nothing": ("Nothing is to be mended.", "没有需要修改之处。"),
    "unread": (
        "It was judged no further: first it has to be readable.",
        "须先能读取，才能继续校验。",
    ),
    "more-findings": (
        "{:,} further findings are left out here.",
        "另有 {:,} 项此处从略。",
    ),
    "own": (
        "Judged by your own shapes; the rules of this graph were not applied.",
        "仅按您提供的形状校验，未应用本图谱的规则。",
    ),
    "write": ("write, for example:", "例如可写："),
    "because": ("because:", "原因："),
    "rule": ("rule:", "规则："),
    "blank": ("A blank node", "空白节点"),
    "near": ("(line found by name)", "（按名称查得的行）"),
    "adds": ("What this adds", "新增内容"),
    "new": ("new", "新增"),
    "more": ("more about it", "补充"),
    "next": ("Next", "下一步"),
    "triples": ("triples", "个三元组"),
    "value": ("value", "值"),
    VIOLATION: ("violation", "违规"),
    "Warning": ("warning", "警告"),
    "Info": ("hint", "提示"),
}
SHACL = "https://www.w3.org/TR/shacl/"
SH = "http://www.w3.org/ns/shacl#"


@dataclass(frozen=True)
class Group:
    """The findings about one subject of one file, in the order of their lines."""

    file: str
    focus: str
    name: str
    findings: tuple[Finding, ...]


def word(key: str, language: str) -> str:
    """Give a word in one language."""
    return WORDS[key][1 if language == CHINESE else 0]


def group_findings(report: Report, language: str) -> Iterator[Group]:
    """Group by subject; the name of a subject is its short IRI and its label."""
    for (file, focus), found in groupby(report.findings, lambda one: (one.file, one.focus)):
        members = tuple(found)
        labels = members[0].labels
        label = labels.get(language) or next(iter(labels.values()), "")
        is_blank = focus.startswith("_:")
        short = word("blank", language) if is_blank else short_name(focus, report.prefixes)
        yield Group(file, focus, f"{short} {label}".strip(), members)


def short_name(name: str, prefixes: Mapping[str, str]) -> str:
    """Shorten an IRI; other names stay."""
    return write_iri(name, prefixes) if "://" in name or name.startswith("urn:") else name


def short_path(path: str, prefixes: Mapping[str, str]) -> str:
    """Write every IRI of a property path with its prefix."""
    pieces = path.replace("<", "\n<").replace(">", ">\n").split("\n")
    return "".join(write_iri(one[1:-1], prefixes) if one.startswith("<") else one for one in pieces)


def short_value(value: str, prefixes: Mapping[str, str]) -> str:
    """Write a value with prefixes; the label of a blank node tells nobody anything."""
    if value.startswith("_:"):
        return ""
    text, mark, kind = value.rpartition("^^")
    if mark and kind.startswith("<"):
        return text + mark + write_iri(kind[1:-1], prefixes)
    return write_iri(value[1:-1], prefixes) if value.startswith("<") else value


def told_value(finding: Finding, prefixes: Mapping[str, str]) -> str:
    """Write the value of a finding, unless it is its subject or stands in the line shown."""
    value = short_value(finding.value, prefixes)
    written = finding.value.strip("<>").removeprefix(RELATIVE_BASE)
    if written.startswith('"'):
        written = escape(written[1:].rpartition('"')[0])
    is_shown = value in finding.excerpt or written in finding.excerpt
    return "" if is_shown or finding.value == f"<{finding.focus}>" else value


def place(finding: Finding) -> str:
    """Write `FILE:LINE:COLUMN`, as far as it is known."""
    parts = [finding.file, *(str(one) for one in (finding.line, finding.column) if one)]
    return ":".join(parts)


def rule_path(finding: Finding) -> str:
    """Give the page of a rule below the site; empty for shapes that are not ours."""
    if finding.shape in RULES:
        return f"rules/{finding.shape}"
    named = finding.constraint or finding.shape
    return f"shapes/{named.removeprefix(SHAPES)}" if named.startswith(SHAPES) else ""


def rule_address(finding: Finding) -> str:
    """Give the address of a rule's page; of a shape that is not ours, its IRI or its component."""
    path = rule_path(finding)
    named = finding.constraint or finding.shape
    if path:
        return BASE + path
    if ":" in named:
        return named
    is_core = finding.component.startswith(SH)
    return finding.component.replace(SH, f"{SHACL}#") if is_core else finding.component


def rule_name(finding: Finding, prefixes: Mapping[str, str]) -> str:
    """Write the short name of a rule or shape; of a shape without a name, its component."""
    named = finding.constraint or finding.shape
    if finding.shape in RULES or ":" in named:
        return short_name(named, prefixes)
    return short_name(finding.component, {"sh": SH, **prefixes})


def summary(report: Report, language: str) -> str:
    """Say in one line whether it conforms, and what was found."""
    verdict = word("conforms" if report.conforms else "not-conforms", language)
    counted = count_findings(report.findings, language) or word("nothing", language)
    size = f"{report.triples:,} {word('triples', language)}"
    end, gap = ("。", "") if language == CHINESE else (".", " ")
    return gap.join((verdict, counted.rstrip(".。") + end, size + end))


def notes(report: Report, language: str) -> list[str]:
    """Say what was not done."""
    told = [word("own", language)] if report.is_own else []
    if report.left_out:
        told.append(word("more-findings", language).format(report.left_out))
    return [*told, *([word("unread", language)] if report.stages == ("parse",) else [])]
