"""Reads Turtle into records that keep what a graph forgets: comments and the spelling of tags.

Takes text that a parser has accepted; knows the grammar only as far as that allows. Must not
know how records are written. Turtle 1.1 section 6.
"""

import re
from collections.abc import Iterator

from shuangchuang.base import namespaces as ns
from shuangchuang.services.syntax.records import (
    XSD,
    Blank,
    Document,
    Iri,
    Items,
    Literal,
    Record,
    Term,
)
from shuangchuang.store.scanner import TOKEN, Token

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
DEPTH = 100
_NEWER = frozenset(("<<", ">>", "<<(", ")>>", "{|", "|}", "~"))


class Unkept(Exception):
    """The text has something that records do not hold; `start` counts characters from zero."""

    def __init__(self, start: int, reason: str) -> None:
        super().__init__(reason)
        self.start = start
        self.reason = reason


def read_document(text: str) -> Document:
    """Read a text that is known to be Turtle.

    Raises Unkept for a comment inside a record, relative IRIs and the syntax of RDF 1.2.
    """
    return _Reader(text).read()


def _tokens(text: str) -> Iterator[Token]:
    """Give tokens and comments; numbers get their sign and lose a closing dot."""
    sign: Token | None = None
    for match in TOKEN.finditer(text):
        token = Token(match.lastgroup or "unknown", match.group(), match.start())
        if token.text in ("+", "-"):
            sign = token
        elif token.kind == "number":
            yield from _split_number(token, sign)
            sign = None
        elif token.kind == "comment" and text[: token.start].rpartition("\n")[2].strip(" \t\ufeff"):
            raise Unkept(token.start, "a comment stands beside a statement; put it above")
        elif token.kind != "space":
            yield token


def _split_number(token: Token, sign: Token | None) -> Iterator[Token]:
    written = (sign.text if sign else "") + token.text
    yield Token("number", written.removesuffix("."), (sign or token).start)
    if written.endswith("."):
        yield Token("sign", ".", token.start + len(token.text) - 1)


class _Reader:
    """Walks over the tokens. Each `_read` method takes what it reads and gives a term."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = tuple(_tokens(text))
        self._next = 0
        self._prefixes: dict[str, str] = {}
        self._records: dict[Term, Record] = {}

    def read(self) -> Document:
        head: list[str] = []
        while True:
            comments = self._comments()
            if not (token := self._peek()):
                return Document(
                    tuple(head), self._prefixes, tuple(self._records.values()), tuple(comments)
                )
            if not _declares(token):
                if not (self._prefixes or self._records) and self._is_apart(token):
                    head, comments = comments, []
                self._read_record(comments)
            elif comments and (self._prefixes or self._records):
                raise Unkept(token.start, "a comment stands between the declarations")
            else:
                head += comments
                self._read_declaration()

    def _is_apart(self, token: Token) -> bool:
        """Tell whether an empty line stands before a token, as after the comments of a head."""
        before = self._text[: token.start]
        return "\n" in before[len(before.rstrip()) :].replace("\n", "", 1)

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _take(self) -> Token:
        token = self._tokens[self._next]
        if token.kind == "comment":
            raise Unkept(token.start, "a comment stands inside a record; put it above")
        if token.text in _NEWER:
            raise Unkept(token.start, f"`{token.text}` is RDF 1.2, the files are RDF 1.1")
        self._next += 1
        return token

    def _is_next(self, text: str) -> bool:
        """Tell whether a sign comes next, and take it."""
        token = self._peek()
        if token and token.kind == "comment":
            self._take()
        if not token or token.text != text:
            return False
        self._next += 1
        return True

    def _comments(self) -> list[str]:
        found = []
        while (token := self._peek()) and token.kind == "comment":
            found.append(token.text.rstrip())
            self._next += 1
        return found

    def _read_declaration(self) -> None:
        word = self._take()
        if "base" in word.text.lower():
            raise Unkept(word.start, "a base stands here; write every IRI whole or with a prefix")
        prefix = self._take().text[:-1]
        self._prefixes[prefix] = self._iri(self._take()).value
        if word.text.startswith("@"):
            self._is_next(".")

    def _read_record(self, comments: list[str]) -> None:
        subject = self._read_term(0)
        facts: tuple[tuple[Iri, Term], ...] = ()
        if isinstance(subject, Blank) and not subject.label:
            facts, subject = subject.facts, Blank("", (), self._next)
        record = self._records.setdefault(subject, Record(subject))
        record.comments += comments
        record.facts += facts
        if not self._is_next("."):
            record.facts += self._read_facts(".", 0)

    def _read_facts(self, end: str, depth: int) -> list[tuple[Iri, Term]]:
        facts: list[tuple[Iri, Term]] = []
        while not self._is_next(end):
            if self._is_next(";"):
                continue
            predicate = self._iri(self._take())
            facts.append((predicate, self._read_term(depth)))
            while self._is_next(","):
                facts.append((predicate, self._read_term(depth)))
        return facts

    def _read_term(self, depth: int) -> Term:
        token = self._take()
        if depth > DEPTH:
            raise Unkept(token.start, f"brackets are nested more than {DEPTH} deep")
        if token.kind == "blank":
            return Blank(token.text)
        if token.kind == "string":
            return self._literal(token)
        if token.kind == "number":
            return Literal(token.text, "", XSD + _number_type(token.text))
        if token.text == "[":
            return Blank("", tuple(self._read_facts("]", depth + 1)))
        if token.text == "(":
            return Items(tuple(self._read_items(depth + 1)))
        if token.text in ("true", "false"):
            return Literal(token.text, "", XSD + "boolean")
        return self._iri(token)

    def _read_items(self, depth: int) -> Iterator[Term]:
        while not self._is_next(")"):
            yield self._read_term(depth)

    def _literal(self, token: Token) -> Literal:
        quotes = 3 if token.text[:3] in ('"""', "'''") else 1
        text = _unescape(token.text[quotes:-quotes])
        after = self._peek()
        if after and after.kind == "tag":
            self._next += 1
            return Literal(text, after.text[1:])
        if self._is_next("^^"):
            datatype = self._iri(self._take()).value
            return Literal(text, "", "" if datatype == XSD + "string" else datatype)
        return Literal(text)

    def _iri(self, token: Token) -> Iri:
        if token.kind == "iri":
            value = _unescape(token.text[1:-1])
            if not re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", value):
                raise Unkept(token.start, f"{token.text} is relative; write the whole IRI")
            return Iri(value)
        if token.kind == "name":
            prefix, _, local = token.text.partition(":")
            return Iri(self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))
        return Iri(ns.RDF_TYPE)  # the word `a`: the text was accepted by a parser


def _declares(token: Token) -> bool:
    return token.kind in ("tag", "word") and token.text.lower().lstrip("@") in ("prefix", "base")


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return "double"
    return "decimal" if "." in text else "integer"


def _unescape(text: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        return chr(int(code, 16)) if code else _CONTROLS.get(match[3], match[3])

    return _ESCAPE.sub(replaced, text)
