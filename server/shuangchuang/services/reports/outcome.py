"""Puts the outcome of a check into words, English or Chinese. Must not print."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.reports.stages import Outcome, Stage
from shuangchuang.services.reports.tables import display_width, shorten_iri

LANGUAGES: Mapping[str, str] = {"en": ENGLISH, "zh": CHINESE}

_SEVERITIES = (VIOLATION, "Warning", "Info")
_STAGES: Mapping[str, tuple[str, str]] = {
    "parse": ("Turtle files parse", "Turtle 文件可解析"),
    "names": ("Names and values", "名称与值"),
    "statements": ("Names of statements", "陈述的命名"),
    "ontology": ("Ontology against its shapes", "本体符合形状"),
    "shapes": ("Data against the shapes", "数据符合形状"),
    "questions": ("Questions and their answers", "问题及其答案"),
    "passages": ("Passages against the text", "引文与文本相符"),
}
_UNITS: Mapping[str, tuple[str, str]] = {
    "files": ("files", "个文件"),
    "names": ("names", "处名称"),
    "passages": ("passages", "处引文"),
    "questions": ("questions", "个问题"),
    "statements": ("statements", "条陈述"),
}
_WORDS: Mapping[str, tuple[str, str]] = {
    "failed": ("could not run", "未能运行"),
    "stopped": ("the other stages need files that parse", "其余各项须待文件可解析后再检查"),
    "left-out": (
        "left out while there are violations; --strict shows all",
        "因有违规而从略；加 --strict 可全部显示",
    ),
    "nowhere": ("(in no file)", "（不在任何文件中）"),
    "value": ("value", "值"),
    VIOLATION: ("violation", "违规"),
    "Warning": ("warning", "警告"),
    "Info": ("hint", "提示"),
}
_WIDTH = 32


def begin_line(stage: Stage, language: str) -> str:
    """Write the start of a stage's line, to be shown while it runs."""
    name = _pick(_STAGES[stage.name], language)
    return name + " " * (_WIDTH - display_width(name))


def end_line(outcome: Outcome, language: str) -> str:
    """Write the rest of a stage's line: a tick or a cross, count, findings and seconds."""
    if outcome.failure:
        reason = outcome.failure.splitlines()[-1]  # of a child's traceback, what it came to
        return f"✗ {_word('failed', language)}: {reason}"
    is_wrong = any(one.severity == VIOLATION for one in outcome.findings)
    unit = _pick(_UNITS[outcome.unit], language)
    counted = f"{outcome.count:,} {unit.rstrip('s') if outcome.count == 1 else unit}"
    found = f"  {count_findings(outcome.findings, language)}" if outcome.findings else ""
    stopped = f" ({_word('stopped', language)})" if outcome.is_last else ""
    return f"{'✗' if is_wrong else '✓'} {counted:20} {outcome.seconds:5.1f} s{found}{stopped}"


def count_findings(findings: Iterable[Finding], language: str) -> str:
    """Count by severity: `2 violations, 1 warning`."""
    counts = Counter(one.severity for one in findings)
    told = [_count(counts[one], one, language) for one in _SEVERITIES if counts[one]]
    return ("，" if language == CHINESE else ", ").join(told)


def choose_findings(
    findings: Sequence[Finding], language: str, *, is_strict: bool
) -> tuple[Sequence[Finding], str]:
    """Choose what is shown, and say what is left out: what fails is not buried in what may stay."""
    wrong = [one for one in findings if one.severity == VIOLATION]
    if is_strict or not wrong or len(wrong) == len(findings):
        return findings, ""
    mild = count_findings((one for one in findings if one.severity != VIOLATION), language)
    return wrong, f"{mild} {_word('left-out', language)}"


def report_findings(
    findings: Sequence[Finding], prefixes: Mapping[str, str], language: str
) -> Iterator[str]:
    """Write the findings as lines, grouped by file and then by line and subject.

    The heading of a group is `FILE:LINE SUBJECT`, which editors and terminals open.
    """
    ordered = sorted(findings, key=lambda one: (not one.file, one.file, one.line, one.focus))
    for (file, line, focus), group in groupby(ordered, lambda one: (one.file, one.line, one.focus)):
        place = f"{file}:{line}" if line else file or _word("nowhere", language)
        yield f"{place} {shorten_iri(focus, prefixes)}".rstrip()
        for one in sorted(group, key=lambda one: _SEVERITIES.index(one.severity)):
            yield f"  {_word(one.severity, language)}: {one.message(language)}"
            yield f"    [{_origin(one, prefixes, language)}]"


def _origin(finding: Finding, prefixes: Mapping[str, str], language: str) -> str:
    """Name the shape or gate, the path and the value of a finding."""
    path = finding.path
    for prefix, name in prefixes.items():
        path = path.replace(f"<{name}", f"<{prefix}:")
    value = finding.value.strip("<>") if finding.value.startswith("<") else finding.value
    parts = [
        shorten_iri(finding.constraint or finding.shape, prefixes),
        path.replace("<", "").replace(">", ""),
        f"{_word('value', language)} {shorten_iri(value, prefixes)}" if value else "",
    ]
    return ", ".join(part for part in parts if part)


def _count(number: int, severity: str, language: str) -> str:
    if language == CHINESE:
        return f"{number} 项{_word(severity, language)}"
    return f"{number} {_word(severity, language)}{'' if number == 1 else 's'}"


def _word(key: str, language: str) -> str:
    return _pick(_WORDS[key], language)


def _pick(pair: tuple[str, str], language: str) -> str:
    return pair[1] if language == CHINESE else pair[0]
