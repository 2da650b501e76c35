"""Splits a SPARQL text into tokens, each with its place. Knows the lexis, not the grammar.

SPARQL 1.1 Query section 19.8. A token of kind `unknown` is one character that starts nothing.
"""

import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

_MARKS = r"\u00b7\u0300-\u036f\u203f\u2040"
_NAME = rf"[\w{_MARKS}]"
# Production 164, PN_CHARS_BASE, beyond ASCII. It has signs too, as in dbr:大众创业、万众创新.
_LETTERS = (
    r"\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    r"\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_PART = rf"[\w{_MARKS}{_LETTERS}]"
# What closes a clause on a Chinese keyboard is no end of a name here, so that it can be told.
_LAST = rf"(?![，；。、]){_PART}|[:%-]|\\."
_LOCAL = rf"(?:(?:{_PART}|[:%]|\\.)(?:{_PART}|[:%.-]|\\.)*(?:{_LAST})|(?!-)(?:{_LAST}))"

TOKEN = re.compile(
    rf"""
    (?P<space>[\x20\t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\[uU][0-9A-Fa-f]{{4,8}})*>)
  | (?P<string>\"\"\"(?:[^"\\]|\\.|\"(?!\"\"))*\"\"\"
             | '''(?:[^'\\]|\\.|'(?!''))*'''
             | "(?:[^"\\\r\n]|\\.)*"
             | '(?:[^'\\\r\n]|\\.)*')
  | (?P<variable>[?$]{_NAME}+)
  | (?P<tag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--[a-z]+)?)
  | (?P<blank>_:{_NAME}(?:[\w.-]*{_NAME})?)
  | (?P<name>(?:[^\W\d_](?:[\w.-]*{_NAME})?)?:(?:{_LOCAL})?)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<sign><<\(|\)>>|<<|>>|\{{\||\|\}}|\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\];,.|/^?*+!=<>~-])
  | (?P<unknown>.)
    """,
    re.VERBOSE | re.DOTALL,
)

ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
TYPOGRAPHIC = {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"'}


class Token(NamedTuple):
    """A piece of the text: its kind, the text itself, and where it starts (counted from zero)."""

    kind: str
    text: str
    start: int

    @property
    def keyword(self) -> str:
        """The word in upper case, or the empty text for any other kind of token."""
        return self.text.upper() if self.kind == "word" else ""


def scan(text: str) -> Iterator[Token]:
    """Give the tokens of `text` in order, without space and comments."""
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "unknown"
        if kind not in ("space", "comment"):
            yield Token(kind, match.group(), match.start())


def may_hold(text: str, *words: str) -> bool:
    """Tell at once that a query has none of the words, which are in capitals, in any case.

    Where it says True, a word, a name or a text in it may look like one.
    """
    loud = text.upper()
    return any(word in loud for word in words)


def decode_escapes(text: str) -> str:
    r"""Write the characters that \\uXXXX and \\UXXXXXXXX stand for. SPARQL 1.1 Query section 19.2.

    Those of strings and IRIs stay, for they are read by every engine; so does what stands for a
    backslash, or for no character: it would be an escape again, or none.
    """
    if not ESCAPE.search(text):
        return text
    parts = []
    for match in TOKEN.finditer(text):
        keeps = match.lastgroup in ("string", "iri", "comment")
        parts.append((keeps, match.group()))
    grouped = groupby(parts, key=lambda part: part[0])
    return "".join(
        "".join(part for _, part in group) if keeps else _decode("".join(part for _, part in group))
        for keeps, group in grouped
    )


def _decode(text: str) -> str:
    return ESCAPE.sub(lambda match: _character(int(match[1] or match[2], 16)) or match[0], text)


def _character(number: int) -> str:
    is_one = number <= sys.maxunicode and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_one and number != ord("\\") else ""


def plain_sign(sign: str) -> str:
    """Give the sign of SPARQL that one from elsewhere stands for: a wide bracket, a curly quote.

    The empty text when there is none.
    """
    plain = TYPOGRAPHIC.get(sign) or unicodedata.normalize("NFKC", sign)
    return plain if len(plain) == 1 and plain.isascii() and plain.isprintable() else ""


@dataclass(frozen=True)
class Place:
    """A place in a text for people: line and column from one, and the line itself."""

    line: int
    column: int
    excerpt: str


def place_of(text: str, position: int) -> Place:
    """Find the line and column of a character position."""
    line = text.count("\n", 0, position) + 1
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    excerpt = text[start : end if end >= 0 else len(text)].rstrip()
    return Place(line, position - start + 1, excerpt[:400])
