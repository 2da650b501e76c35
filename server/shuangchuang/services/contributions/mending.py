"""Makes of a value what was surely meant: a date, a number, a tagged text, a name.

Must not judge: whoever asks tries what is offered.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

from rdflib import Literal, URIRef
from rdflib.namespace import XSD
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.known import Known
from shuangchuang.services.dates import mend_date, read_numbers, span
from shuangchuang.store.dataset import is_iri

TEXTS = {
    "http://www.w3.org/2000/01/rdf-schema#label",
    "http://www.w3.org/2000/01/rdf-schema#comment",
    "http://purl.org/dc/terms/title",
    "http://purl.org/dc/terms/description",
    ns.SHC + "gloss",
    *(
        f"http://www.w3.org/2004/02/skos/core#{name}"
        for name in ("altLabel", "definition", "example", "note", "prefLabel", "scopeNote")
    ),
}
# The properties whose days a bound is made of, those that come first being asked first.
_BOUNDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "earliest-agrees": ("earliest", ("startDate", "attributedOn")),
    "latest-agrees": ("latest", ("endDate", "deadline", "attributedOn", "startDate")),
}
_HAN = re.compile(r"[\u3400-\u9fff]")
_NAME = re.compile(r"([a-z][a-z0-9-]*):([a-z0-9][\w.-]*)", re.IGNORECASE)


def guess_tag(text: str) -> str:
    """Guess the language of a text by its script; a tone mark that English lacks means pinyin."""
    if _HAN.search(text):
        return "zh-Hans"
    signs = unicodedata.normalize("NFD", text)
    return "zh-Latn-pinyin" if {"\u0304", "\u030c"} & set(signs) else "en"


def offers(value: Node, prefixes: Mapping[str, str]) -> Iterator[Node]:
    """Offer what may have been meant by a text, the likeliest first."""
    if not isinstance(value, Literal):
        return
    text = str(value)
    date = mend_date(text)
    if date is not None:
        yield date
    yield from read_numbers(text)
    name = _NAME.fullmatch(text)
    iri = prefixes[name[1]] + name[2] if name and name[1] in prefixes else text
    if iri.startswith(("http://", "https://")) and is_iri(iri):
        yield URIRef(iri)
    if value.datatype not in (None, XSD.string):
        return
    if not value.language:
        yield Literal(text, lang=guess_tag(text))


def mend_literal(value: Literal, predicate: str) -> Literal | None:
    """Write a value as its datatype, or the one that fits it, has it; None where none is sure.

    A bound is always a day.
    """
    kind = str(value.datatype).rpartition("#")[2]
    days = span(value)
    if days and predicate in (ns.SHC + "earliest", ns.SHC + "latest"):
        return days[predicate == ns.SHC + "latest"]
    if kind in ("date", "gYearMonth", "gYear", "dateTime"):
        return mend_date(str(value))
    if kind in ("integer", "decimal", "nonNegativeInteger", "double"):
        return next(read_numbers(str(value)), None)
    return None


def mend_bound(constraint: str, focus: URIRef, known: Known) -> tuple[URIRef, Literal] | None:
    """Give the bound of a thing's dates that a constraint asks for, with its property."""
    name, sources = _BOUNDS.get(constraint.removeprefix(ns.SHAPES), ("", ()))
    for source in sources:
        for value in sorted(known.values(focus, URIRef(ns.SHC + source)), key=str):
            days = span(value) if isinstance(value, Literal) else None
            if days:
                return URIRef(ns.SHC + name), days[name == "latest"]
    return None
