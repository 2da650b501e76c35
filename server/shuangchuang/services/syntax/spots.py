"""Finds where each triple of a Turtle, TriG, N-Triples or N-Quads text stands.

Takes text that a parser has accepted and walks over its tokens; the grammar is known only as far
as that allows. Must not judge. Turtle 1.1 section 6, TriG 1.1 section 4.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urljoin

from shuangchuang.store.scanner import Token, scan
from shuangchuang.store.terms import XSD_STRING, Term, Triple, spell_tag

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_CONTROLS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_END = Token("end", "", 0)


class Placed(NamedTuple):
    """A triple, and where its subject, predicate and object begin, counted from zero."""

    triple: Triple
    subject: int
    predicate: int
    object: int


class Lost(Exception):
    """The walk has met what it does not know; `start` counts characters from zero."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def place_triples(text: str) -> Iterator[Placed]:
    """Give every triple in the order of the text; blank nodes in brackets get numbers.

    Raises Lost for what is not the syntax of RDF 1.1.
    """
    return _Walk(tuple(_tokens(text))).statements()


def deepest_bracket(text: str) -> tuple[int, int]:
    """Tell how deep the brackets of a text go, and where the deepest one stands."""
    depth = deepest = start = 0
    for token in scan(text):
        if token.text in ("[", "(", "{", "<<", "<<("):
            depth += 1
            if depth > deepest:
                deepest, start = depth, token.start
        elif token.text in ("]", ")", "}", ">>", ")>>"):
            depth -= 1
    return deepest, start


def unescape(text: str) -> str:
    """Resolve the escapes of Turtle strings and names."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _CONTROLS.get(found[3], found[3])


def _tokens(text: str) -> Iterator[Token]:
    """Give the tokens; a number gets its sign and loses a closing dot."""
    sign: Token | None = None
    for token in scan(text):
        if token.text in ("+", "-"):
            sign = token
            continue
        if token.kind == "number":
            first = sign or token
            number = token.text.removesuffix(".")
            yield Token("number", (sign.text if sign else "") + number, first.start)
            if number != token.text:
                yield Token("sign", ".", token.start + len(number))
        else:
            yield token
        sign = None


class _Walk:
    """Walks over the tokens. A `_read` method takes what it reads and gives a term."""

    def __init__(self, tokens: tuple[Token, ...]) -> None:
        self._tokens = tokens
        self._next = 0
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._blanks = 0
        self._inner: list[Placed] = []

    def statements(self) -> Iterator[Placed]:
        while self._peek() is not _END:
            if self._directive():
                continue
            if self._peek().text in ("{", "}") or self._peek().keyword == "GRAPH":
                self._take()
            else:
                yield from self._block()

    def _directive(self) -> bool:
        word = self._peek().text.lower().lstrip("@")
        if self._peek().kind not in ("tag", "word") or word not in ("prefix", "base", "version"):
            return False
        has_dot = self._take().text.startswith("@")
        if word == "prefix":
            name = self._take().text[:-1]
            self._prefixes[name] = self._resolve(self._take().text[1:-1])
        elif word == "base":
            self._base = self._resolve(self._take().text[1:-1])
        else:
            self._take()
        if has_dot and self._peek().text == ".":
            self._take()
        return True

    def _block(self) -> Iterator[Placed]:
        """Read one subject with its facts, or the name of a graph before its brace."""
        start = self._peek().start
        is_bracket = self._peek().text == "["
        subject = self._read_term()
        if self._peek().text == "{":
            return
        if not (is_bracket and self._peek().text in (".", "}")):
            self._facts(subject, start)
        yield from self._inner
        self._inner = []
        if self._peek().text == ".":
            self._take()

    def _facts(self, subject: Term, start: int) -> None:
        while self._peek().text not in (".", "]", "}") and self._peek() is not _END:
            if self._peek().text == ";":
                self._take()
                continue
            before = self._peek().start
            predicate = self._read_predicate()
            while True:
                at = self._peek().start
                value = self._read_term()
                self._inner.append(Placed((subject, predicate, value), start, before, at))
                if self._peek().text != ",":
                    break
                self._take()
            if self._peek().kind in ("iri", "name", "blank"):  # the graph of a quad
                self._take()

    def _read_predicate(self) -> Term:
        if self._peek().text == "a":
            self._take()
            return Term("iri", RDF + "type")
        return self._read_term()

    def _read_term(self) -> Term:
        token = self._take()
        match token.kind:
            case "iri":
                return Term("iri", self._resolve(unescape(token.text[1:-1])))
            case "name":
                prefix, _, local = token.text.partition(":")
                if prefix not in self._prefixes:
                    raise Lost(token.start)
                return Term("iri", self._prefixes[prefix] + unescape(local))
            case "blank":
                return Term("blank", token.text[2:])
            case "string":
                return self._read_string(token)
            case "number":
                return Term("literal", token.text, "", XSD + _number_type(token.text))
            case "word" if token.text in ("true", "false"):
                return Term("literal", token.text, "", XSD + "boolean")
        if token.text == "[":
            return self._read_brackets(token.start)
        if token.text == "(":
            return self._read_list(token.start)
        raise Lost(token.start)

    def _read_string(self, token: Token) -> Term:
        quotes = 3 if token.text[:3] in ('"""', "'''") else 1
        text = unescape(token.text[quotes:-quotes])
        if self._peek().kind == "tag":
            return Term("literal", text, spell_tag(self._take().text[1:]))
        if self._peek().text != "^^":
            return Term("literal", text)
        self._take()
        datatype = self._read_term().value
        return Term("literal", text, "", "" if datatype == XSD_STRING else datatype)

    def _read_brackets(self, start: int) -> Term:
        node = self._blank()
        self._facts(node, start)
        self._take()
        return node

    def _read_list(self, start: int) -> Term:
        head = node = Term("iri", RDF + "nil")
        while self._peek().text != ")" and self._peek() is not _END:
            at = self._peek().start
            value = self._read_term()
            fresh = self._blank()
            if head.kind == "iri":
                head = fresh
            else:
                self._add(node, "rest", fresh, start)
            self._add(fresh, "first", value, at)
            node = fresh
        self._take()
        if head.kind == "blank":
            self._add(node, "rest", Term("iri", RDF + "nil"), start)
        return head

    def _add(self, subject: Term, name: str, value: Term, at: int) -> None:
        self._inner.append(Placed((subject, Term("iri", RDF + name), value), at, at, at))

    def _blank(self) -> Term:
        self._blanks += 1
        return Term("blank", f" {self._blanks}")  # no label can begin with a space

    def _resolve(self, iri: str) -> str:
        return urljoin(self._base, iri) if self._base and ":" not in iri else iri

    def _peek(self) -> Token:
        return self._tokens[self._next] if self._next < len(self._tokens) else _END

    def _take(self) -> Token:
        token = self._peek()
        self._next += 1
        return token


def _number_type(text: str) -> str:
    if "e" in text.lower():
        return "double"
    return "decimal" if "." in text else "integer"
