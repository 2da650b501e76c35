"""Reads the parameters of a question and turns the texts given for them into RDF terms.

A term is written in N-Triples and handed to the engine beside the query, never pasted into it.
Nothing here knows files or engines, and no RDF library is needed.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from shuangchuang.base.errors import BadParameter, NotFound
from shuangchuang.base.texts import Bilingual

XSD = "http://www.w3.org/2001/XMLSchema#"

# RFC 3987, http and urn only: what both of our RDF libraries take as an absolute IRI.
_UCSCHAR = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000)
)
_UNRESERVED = rf"[A-Za-z0-9\-._~!$&'()*+,;={_UCSCHAR}]|%[0-9A-Fa-f]{{2}}"
_REST = rf"(?:{_UNRESERVED}|[:@/])"
_ABSOLUTE = re.compile(
    rf"(?:https?://(?:{_UNRESERVED})+(?::\d+)?(?:/{_REST}*)?"
    rf"|urn:[a-z0-9][a-z0-9-]+:(?:{_UNRESERVED}){_REST}*)"
    rf"(?:\?(?:{_REST}|\?)*)?(?:#(?:{_REST}|\?)*)?"
)
_LOCAL = re.compile(r"[\w.~/-]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_ESCAPES = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t"}
# SPARQL 1.1 Query 19.2 replaces \u and \U before it reads strings, so none may stand in a text
# by chance: the letter after a backslash is escaped too.
_AFTER_BACKSLASH = re.compile(r"\\\\([uU])")


@dataclass(frozen=True)
class Parameter:
    """A variable of a question that may be given a value.

    `type` is a key of PARAMETER_TYPES. `default` is a text as a person would write it; without
    one the variable stays free.
    """

    name: str
    type: str
    label: Bilingual
    default: str | None = None


def bind_parameters(
    owner: str,
    parameters: Sequence[Parameter],
    given: Mapping[str, str],
    prefixes: Mapping[str, str],
) -> dict[str, str]:
    """Turn the texts `given`, and the defaults of the rest, into terms by variable name.

    An empty text leaves a variable free, its default too. `owner` names the question in errors.
    Raises NotFound for a name that is no parameter, BadParameter for a value not of its type.
    """
    known = {parameter.name: parameter for parameter in parameters}
    for name in given:
        if name not in known:
            near = difflib.get_close_matches(name, known) or sorted(known)
            raise NotFound(
                Bilingual(f"parameter of question {owner}", f"问题 {owner} 的参数"),
                name,
                tuple(near),
            )
    texts = {name: given.get(name, parameter.default) for name, parameter in known.items()}
    return {name: write_term(known[name], text, prefixes) for name, text in texts.items() if text}


def write_term(parameter: Parameter, text: str, prefixes: Mapping[str, str]) -> str:
    """Write `text` as an N-Triples term of the parameter's type.

    Raises BadParameter, which says what was expected.
    """
    if parameter.type == "iri":
        term = _write_iri(text.strip(), prefixes)
    else:
        term = _WRITERS[parameter.type](text)
    if term is None:
        raise BadParameter(parameter.name, text, PARAMETER_TYPES[parameter.type])
    return term


def _write_iri(text: str, prefixes: Mapping[str, str]) -> str | None:
    prefix, colon, local = text.partition(":")
    if colon and prefix in prefixes:
        return f"<{prefixes[prefix]}{local}>" if _LOCAL.fullmatch(local) else None
    iri = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    has_space = any(sign.isspace() for sign in iri)  # RFC 3987 lets U+3000 through, rdflib does not
    return f"<{iri}>" if _ABSOLUTE.fullmatch(iri) and not has_space else None


def _write_string(text: str) -> str | None:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        return None  # half a surrogate pair is no character and has no UTF-8
    return '"' + _AFTER_BACKSLASH.sub(_escape_letter, "".join(map(_escape, text))) + '"'


def _escape(sign: str) -> str:
    if sign in _ESCAPES:
        return _ESCAPES[sign]
    return _point(sign) if sign < " " or sign == "\x7f" else sign


def _escape_letter(found: re.Match[str]) -> str:
    return r"\\" + _point(found[1])


def _point(sign: str) -> str:
    # Eight digits: rdflib takes the four after \u0007 for part of it, were they digits too.
    return f"\\U{ord(sign):08X}"


def _write_number(pattern: re.Pattern[str], datatype: str) -> Callable[[str], str | None]:
    def write(text: str) -> str | None:
        number = text.strip()
        return f'"{number}"^^<{XSD}{datatype}>' if pattern.fullmatch(number) else None

    return write


def _write_date(text: str) -> str | None:
    day = text.strip()
    if not _DATE.fullmatch(day):
        return None
    try:
        date.fromisoformat(day)
    except ValueError:
        return None
    return f'"{day}"^^<{XSD}date>'


def _write_boolean(text: str) -> str | None:
    word = text.strip().lower()
    return f'"{word}"^^<{XSD}boolean>' if word in ("true", "false") else None


_WRITERS: dict[str, Callable[[str], str | None]] = {
    "string": _write_string,
    "integer": _write_number(_INTEGER, "integer"),
    "decimal": _write_number(_DECIMAL, "decimal"),
    "date": _write_date,
    "boolean": _write_boolean,
    # A year is a number, as YEAR() gives it: xsd:gYear compares differently between engines.
    "year": _write_number(_YEAR, "integer"),
}

PARAMETER_TYPES = {
    "iri": Bilingual(
        "an IRI, in full or with one of our prefixes (write id:tianjin)",
        " IRI：请写全称，或用本图谱的前缀（如 id:tianjin）",
    ),
    "string": Bilingual("a text", "文本"),
    "integer": Bilingual("a whole number (write 100)", "整数（如 100）"),
    "decimal": Bilingual("a number (write 12.5)", "数值（如 12.5）"),
    "date": Bilingual("a day (write 2015-09-26)", "日期（如 2015-09-26）"),
    "boolean": Bilingual("true or false", " true 或 false"),
    "year": Bilingual("a year of four digits (write 2015)", "四位数的年份（如 2015）"),
}
