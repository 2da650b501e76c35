"""Writes a report for a terminal: at most 80 columns, colours only where they are wanted."""

from collections.abc import Iterator

from shuangchuang.services.findings import VIOLATION, Finding
from shuangchuang.services.reports.bounds import make_showable
from shuangchuang.services.reports.review import Report
from shuangchuang.services.reports.tables import display_width, wrap_text
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

WIDTH = 80
_BOLD, _RED, _YELLOW, _BLUE, _GREEN, _DIM = "1", "31", "33", "34", "32", "2"
_COLOURS = {VIOLATION: _RED, "Warning": _YELLOW, "Info": _BLUE}


def write_text(report: Report, language: str, *, colours: bool = False) -> str:
    """Write the report; the last lines say what was found and what to do next."""
    return "\n".join(_Text(make_showable(report), language, colours).lines()) + "\n"


class _Text:
    """One report in one language."""

    def __init__(self, report: Report, language: str, colours: bool) -> None:
        self._report = report
        self._language = language
        self._colours = colours

    def lines(self) -> Iterator[str]:
        for group in group_findings(self._report, self._language):
            heading = group.name or group.file
            yield from (self._paint(_BOLD, one) for one in wrap_text(heading, WIDTH, " "))
            for finding in group.findings:
                yield from self._finding(finding)
            yield ""
        yield from self._additions()
        colour = _GREEN if self._report.conforms else _RED
        yield from (self._paint(colour, one) for one in self._wrap(summary(*self._asked), ""))
        for note in notes(*self._asked):
            yield from self._wrap(note, "")
        if self._report.steps:
            yield self._word("next") + (":" if self._language == "en" else "：")
            for number, step in enumerate(self._report.steps, start=1):
                text = step.get(self._language) or next(iter(step.values()))
                yield from self._wrap(text, f"  {number}. ")

    @property
    def _asked(self) -> tuple[Report, str]:
        return self._report, self._language

    def _finding(self, finding: Finding) -> Iterator[str]:
        prefixes = self._report.prefixes
        severity = self._paint(_COLOURS.get(finding.severity, _RED), self._word(finding.severity))
        about = short_path(finding.path, prefixes)
        guess = "" if finding.is_exact else self._word("near")
        yield "  " + " ".join(one for one in (place(finding), severity, about, guess) if one)
        yield from self._excerpt(finding)
        yield from self._wrap(finding.message(self._language), "    ")
        value = told_value(finding, prefixes)
        if value:
            yield from self._wrap(f"{self._word('value')} {value}", "    ")
        for one in finding.reasons:
            about = short_path(one.path, prefixes)
            reason = f"{self._word('because')} {about} {one.message(self._language)}"
            yield from self._wrap(reason.replace("  ", " "), "      ")
        if finding.example:
            yield f"    {self._word('write')}"
            yield self._paint(_GREEN, f"      {finding.example}")
        rule = rule_name(finding, prefixes)
        if rule:
            address = rule_address(finding)
            told = f"    {self._word('rule')} {rule}"
            is_short = display_width(told) + 1 + len(address) <= WIDTH
            lines = [f"{told} {address}"] if is_short else [told, f"      {address}"]
            yield from (self._paint(_DIM, one) for one in lines)

    def _excerpt(self, finding: Finding) -> Iterator[str]:
        """Show the line with a mark below the column, cut to the width around that place."""
        if not finding.excerpt:
            return
        room = WIDTH - 8
        line = finding.excerpt.replace("\t", " ")
        start = 0
        while display_width(line[start : finding.column]) > room - 8:
            start += 8
        shown = line[start:]
        if display_width(shown) > room:
            while display_width(shown) > room - 1:
                shown = shown[:-1]
            shown += "…"
        before = display_width(line[start : max(finding.column - 1, 0)])
        yield f"      {'…' if start else ' '}{shown}"
        yield f"       {' ' * before}{self._paint(_RED, '^')}"

    def _additions(self) -> Iterator[str]:
        if not self._report.additions or not self._report.conforms:
            return
        yield self._paint(_BOLD, self._word("adds"))
        for one in self._report.additions:
            kind = self._word("new" if one.is_new else "more")
            name = short_value(f"<{one.subject}>", self._report.prefixes)
            yield f"  {name} ({kind})"
            for line in one.lines:
                yield from self._wrap(line, self._paint(_GREEN, "    + "), 6)
        yield ""

    def _wrap(self, text: str, indent: str, width: int | None = None) -> list[str]:
        room = WIDTH - (display_width(indent) if width is None else width)
        first, *rest = wrap_text(text, room, " ") or [""]
        blank = " " * (WIDTH - room)
        return [indent + first, *(blank + one for one in rest)]

    def _word(self, key: str) -> str:
        return word(key, self._language)

    def _paint(self, colour: str, text: str) -> str:
        return f"\033[{colour}m{text}\033[0m" if self._colours else text
