"""Splits a SPARQL text into tokens, each with its place. Knows the lexis, not the grammar.

SPARQL 1.1 Query section 19.8. A token of kind `unknown` is one character that starts nothing.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_NAME = r"[\w\u00b7\u203f\u2040]"
_LOCAL = rf"(?:{_NAME}|[:%]|\\.)(?:(?:{_NAME}|[:%.-]|\\.)*(?:{_NAME}|[:%-]|\\.))?"

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


TYPOGRAPHIC = {"。": ".", "、": ",", "“": '"', "”": '"', "‘": "'", "’": "'", "«": '"', "»": '"'}


@dataclass(frozen=True, slots=True)
class Token:
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
