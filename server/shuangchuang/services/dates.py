"""Reads dates as people write them, and gives the days that a date spans.

Nothing is made more precise than it was written, and a day that no month has is dropped.
"""

import calendar
import re
from collections.abc import Iterator

from rdflib import Literal
from rdflib.namespace import XSD

_MONTHS = [name.casefold() for name in calendar.month_name]
_YEAR = r"(?P<year>[12]\d{3})"
_WORD = r"(?P<word>[A-Za-z]{3,9})\.?"
_DAY = r"(?P<day>\d{1,2})"
_FORMS = (
    rf"{_YEAR}(?:[-/.](?P<month>\d{{1,2}})(?:[-/.]{_DAY}(?:T.*|Z)?)?)?",
    rf"{_YEAR}年(?:(?P<month>\d{{1,2}})月(?:{_DAY}[日号])?)?",
    rf"{_WORD} (?:{_DAY},? )?{_YEAR}",
    rf"{_DAY} {_WORD} {_YEAR}",
)


def mend_date(text: str) -> Literal | None:
    """Write a date as a day, a month or a year; None for what is no date.

    `2015-3-5`, `5 March 2015` and `2015年3月5日` are one day; of 30 February the month is kept.
    """
    plain = re.sub(r"\s+", " ", text.strip())
    for form in _FORMS:
        if found := re.fullmatch(form, plain):
            parts = found.groupdict()
            month = parts.get("month") or _month_number(parts.get("word"))
            return _write(int(parts["year"]), int(month or 0), int(parts.get("day") or 0))
    return None


def span(date: Literal) -> tuple[Literal, Literal] | None:
    """Give the first and the last day of a day, a month or a year; None for what is none."""
    plain = mend_date(str(date))
    if plain is None:
        return None
    year, month, day = [*map(int, plain.split("-")), 0, 0][:3]
    first, last = month or 1, month or 12
    end = day or calendar.monthrange(year, last)[1]
    return _day(year, first, day or 1), _day(year, last, end)


def _month_number(word: str | None) -> int:
    """Find a month by its name or the first three letters of it; 13 for what is no month."""
    if not word:
        return 0
    return next((n for n, one in enumerate(_MONTHS) if n and _names(word, one)), 13)


def _names(word: str, month: str) -> bool:
    return word.casefold() in (month, month[:3], month[:4])


def _write(year: int, month: int, day: int) -> Literal | None:
    if month > 12:
        return None
    if not month:
        return Literal(f"{year}", datatype=XSD.gYear, normalize=False)
    if 0 < day <= calendar.monthrange(year, month)[1]:
        return _day(year, month, day)
    return Literal(f"{year}-{month:02}", datatype=XSD.gYearMonth, normalize=False)


def _day(year: int, month: int, day: int) -> Literal:
    return Literal(f"{year}-{month:02}-{day:02}", datatype=XSD.date, normalize=False)


def read_numbers(text: str) -> Iterator[Literal]:
    """Read the number that a text begins with: `106家` is 106, `1,200` is 1200."""
    found = re.match(r"\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(?![\d,.])", text)
    if found:
        whole = found[1].replace(",", "") + (found[2] or "")
        yield Literal(whole, datatype=XSD.decimal if found[2] else XSD.integer, normalize=False)
