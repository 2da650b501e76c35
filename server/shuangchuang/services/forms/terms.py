"""Turns single texts of a form into what records hold: dates, slugs, addresses, clean text."""

import calendar
import re
import unicodedata
from collections.abc import Sequence

from shuangchuang.base import namespaces as ns
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.forms.library import XSD
from shuangchuang.services.syntax.records import Iri, Literal, Term

LONGEST = 2000
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+")
_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_STARTS = ("startDate", "attributedOn")
_ENDS = ("endDate", "attributedOn")

WRONG = {
    "date": Bilingual(
        "Write a day, a month or a year: 2015-10-13, 2015-10 or 2015.",
        "请写日、月或年：2015-10-13、2015-10 或 2015。",
    ),
    "integer": Bilingual("Write a whole number, such as 12.", "请写整数，如 12。"),
    "decimal": Bilingual("Write a number, such as 12.5.", "请写数值，如 12.5。"),
    "boolean": Bilingual("Choose yes or no.", "请选择是或否。"),
    "choice": Bilingual("Choose one of the list.", "请从列表中选择。"),
    "address": Bilingual(
        "Write an address that begins with https:// or http://.",
        "请写以 https:// 或 http:// 开头的网址。",
    ),
    "thing": Bilingual(
        "Choose a thing from the list, or write its name as id:li-keqiang.",
        "请从列表中选择，或写作 id:li-keqiang 的形式。",
    ),
    "source": Bilingual(
        "Name a source: choose one from the list, or describe a new one below.",
        "请指明出处：从列表中选择，或在下方描述新的出处。",
    ),
    "slug": Bilingual(
        "Write a name of lower-case words and digits with hyphens: chaihuo-makerspace.",
        "请用小写单词、数字与连字符命名，如 chaihuo-makerspace。",
    ),
    "long": Bilingual("This text is too long.", "此文本过长。"),
}


def read_date(text: str) -> Literal | None:
    """Read a day, a month or a year; None for what is no date."""
    found = _DATE.fullmatch(text)
    if not found or found[1] == "0000":
        return None
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
        return None
    kind = "date" if found[3] else "gYearMonth" if found[2] else "gYear"
    return Literal(text, "", XSD + kind)


def bounds_of(facts: Sequence[tuple[Iri, Term]]) -> list[tuple[Iri, Term]]:
    """Work out the first and the last day of the dates, which filters use."""
    dates = {
        predicate.value.removeprefix(ns.SHC): value.text
        for predicate, value in facts
        if isinstance(value, Literal) and predicate.value.startswith(ns.SHC)
    }
    starts = [dates[name] for name in _STARTS if name in dates]
    ends = [dates[name] for name in (*_ENDS, "startDate") if name in dates]
    found: list[tuple[Iri, Term]] = []
    if starts:
        first = f"{starts[0]}-01-01"[:10] if len(starts[0]) == 4 else f"{starts[0]}-01"[:10]
        found.append((Iri(ns.SHC + "earliest"), Literal(first, "", XSD + "date")))
    if ends:
        found.append((Iri(ns.SHC + "latest"), Literal(_last_day(ends[0]), "", XSD + "date")))
    return found


def _last_day(date: str) -> str:
    if len(date) == 4:
        return f"{date}-12-31"
    if len(date) == 7:
        return f"{date}-{calendar.monthrange(int(date[:4]), int(date[5:]))[1]:02}"
    return date


def make_slug(text: str) -> str:
    """Make a slug of a name in Latin letters; empty for one without any."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:100].strip("-")


def is_address(text: str) -> bool:
    """Tell whether a text is an address of the web, written as IRIs are."""
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= LONGEST


def clean(text: str) -> str:
    """Take away what no text of ours has: space around, and characters that cannot be seen."""
    kept = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign)[0] != "C")
    return unicodedata.normalize("NFC", kept).strip()
