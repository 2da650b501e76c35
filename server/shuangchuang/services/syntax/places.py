"""Finds on which line a text says what: prefixes, IRIs, typed literals, blank nodes.

Reads tokens, which Turtle and SPARQL share, and no grammar; must not judge what it finds.
See docs/decisions/0070-places-by-tokens.md.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuangchuang.store.scanner import Token, scan

QUERY_HOLDERS = ("sh:select", "sh:ask")
_NOTHING = Token("end", "", 0)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A prefix and its namespace, as declared on a line."""

    prefix: str
    namespace: str
    line: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An IRI on a line. `starts_line`: nothing stands before it, as before every subject."""

    iri: str
    line: int
    starts_line: bool


@dataclass(frozen=True, slots=True)
class TypedLiteral:
    """A literal that is written with a datatype. `text` is the lexical form as it stands."""

    text: str
    datatype: str
    line: int


@dataclass(frozen=True)
class Places:
    """What a file says and on which lines. `name` is its path below the release.

    `blank_lines` lists the lines where a blank node is written: a label, brackets or a list.
    """

    name: str
    declarations: tuple[Declaration, ...]
    mentions: tuple[Mention, ...]
    literals: tuple[TypedLiteral, ...]
    blank_lines: tuple[int, ...]


def read_places(name: str, text: str, prefixes: Mapping[str, str]) -> Places:
    """Read a Turtle or SPARQL text; the queries inside shapes are read with it.

    `prefixes` stand in for those that the text does not declare. A name with a prefix that is
    in neither is left out.
    """
    tokens = tuple(_tokens(text))
    lines = _Lines(text)
    declarations = tuple(_declarations(tokens, lines))
    known = {**prefixes, **{one.prefix: one.namespace for one in declarations}}
    return Places(
        name,
        declarations,
        tuple(_mentions(tokens, lines, known)),
        tuple(_literals(tokens, lines, known)),
        tuple(lines.line(token) for token in tokens if _makes_blank_node(token)),
    )


def place_rows(name: str, subjects: Iterable[tuple[str, int]]) -> Places:
    """Give what the rows of a table are about, with their lines, as mentions."""
    mentions = tuple(Mention(iri, line, starts_line=False) for iri, line in subjects)
    return Places(name, (), mentions, (), ())


class Index:
    """Finds the file and line of a thing: where it is a subject, else where it is mentioned."""

    def __init__(self, files: Iterable[Places]) -> None:
        """Take the places of all files; the first one that has the thing counts."""
        self._subjects: dict[str, tuple[str, int]] = {}
        self._others: dict[str, tuple[str, int]] = {}
        for file in files:
            for mention in file.mentions:
                kept = self._subjects if mention.starts_line else self._others
                kept.setdefault(mention.iri, (file.name, mention.line))

    def find(self, iri: str) -> tuple[str, int]:
        """Give file and line; an empty name and zero for what no file mentions."""
        return self._subjects.get(iri) or self._others.get(iri) or ("", 0)


class _Lines:
    """Line numbers by position."""

    def __init__(self, text: str) -> None:
        self._ends = [place for place, sign in enumerate(text) if sign == "\n"]
        self._starts = {0, *(end + 1 for end in self._ends)}

    def line(self, token: Token) -> int:
        return bisect_right(self._ends, token.start) + 1

    def starts_line(self, token: Token) -> bool:
        return token.start in self._starts


def _tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a text; a query in a string gives its own tokens in its place."""
    before = ""
    for token in scan(text):
        if token.kind == "string" and before in QUERY_HOLDERS:
            quotes = 3 if token.text[:3] in ('"""', "'''") else 1
            for inner in scan(token.text[quotes:-quotes]):
                yield Token(inner.kind, inner.text, token.start + quotes + inner.start)
        else:
            yield token
        before = token.text


def _threes(tokens: Sequence[Token]) -> Iterator[tuple[Token, Token, Token]]:
    padded = (*tokens, _NOTHING, _NOTHING)
    return zip(padded, padded[1:], padded[2:], strict=False)


def _declares(token: Token) -> bool:
    return token.kind in ("tag", "word") and token.text.lower() in ("@prefix", "prefix")


def _declarations(tokens: Sequence[Token], lines: _Lines) -> Iterator[Declaration]:
    for sign, name, namespace in _threes(tokens):
        if _declares(sign) and name.kind == "name" and namespace.kind == "iri":
            yield Declaration(name.text[:-1], namespace.text[1:-1], lines.line(sign))


def _mentions(
    tokens: Sequence[Token], lines: _Lines, prefixes: Mapping[str, str]
) -> Iterator[Mention]:
    for first, second, token in _threes((_NOTHING, _NOTHING, *tokens)):
        is_declared = _declares(second) or (_declares(first) and second.kind == "name")
        iri = "" if is_declared else _resolve(token, prefixes)
        if iri:
            yield Mention(iri, lines.line(token), lines.starts_line(token))


def _literals(
    tokens: Sequence[Token], lines: _Lines, prefixes: Mapping[str, str]
) -> Iterator[TypedLiteral]:
    for string, sign, datatype in _threes(tokens):
        if string.kind == "string" and sign.text == "^^":
            quotes = 3 if string.text[:3] in ('"""', "'''") else 1
            text = string.text[quotes:-quotes]
            yield TypedLiteral(text, _resolve(datatype, prefixes), lines.line(string))


def _resolve(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind == "iri":
        return token.text[1:-1]
    if token.kind == "name":
        prefix, _, local = token.text.partition(":")
        if prefix in prefixes:
            return prefixes[prefix] + local.replace("\\", "")
    return ""


def _makes_blank_node(token: Token) -> bool:
    return token.kind == "blank" or (token.kind == "sign" and token.text in ("[", "("))
