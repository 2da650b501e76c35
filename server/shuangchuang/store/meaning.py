"""Finds what is wrong with a query that the grammar has nothing against.

A name that is given twice, a variable that is neither grouped nor aggregated, and the like:
SPARQL 1.1 Query sections 18.2.1, 18.2.4 and 19.8, notes. It runs only over what an engine has
refused, so it may look at one mistake after the other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from shuangchuang.store import meaning_words as words
from shuangchuang.store.dataset import is_iri
from shuangchuang.store.mistakes import Mistake
from shuangchuang.store.scanner import Token

AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
WITH_SCHEME = re.compile(r"[^/?#\\]*:[^\\]*")
BAD_ESCAPE = re.compile(r"\\[^_~.\-!$&'()*+,;=/?#@%]")
OPENING, CLOSING = ("(", "{", "["), (")", "}", "]")
HIDING = ("MINUS", "FILTER", "EXISTS")  # what they hold gives no value to what follows
MODIFIERS = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
MAX_TOKENS = 2000

Found = tuple[Token, Mistake]


@dataclass(frozen=True)
class _Select:
    """A SELECT: its columns, the braces of its group, and what follows them."""

    columns: range
    group: range
    after: range


@dataclass(frozen=True)
class _Text:
    """The tokens of a query; brackets fit, as the guard has seen."""

    tokens: Sequence[Token]

    @cached_property
    def ends(self) -> dict[int, int]:
        """The closing bracket of each opening one."""
        found, stack = {}, []
        for index, token in enumerate(self.tokens):
            if token.text in OPENING:
                stack.append(index)
            elif token.text in CLOSING and stack:
                found[stack.pop()] = index
        return found

    @cached_property
    def selects(self) -> list[_Select]:
        """Every SELECT, the outermost first."""
        return [
            self._select(index)
            for index, token in enumerate(self.tokens)
            if token.keyword == "SELECT" and "{" in self.words(index)
        ]

    def words(self, start: int) -> list[str]:
        """Give the texts from a token on."""
        return [one.text for one in self.tokens[start:]]

    def _select(self, start: int) -> _Select:
        opened = start + self.words(start).index("{")
        heads = (n for n in range(start, opened) if self.tokens[n].keyword in ("WHERE", "FROM"))
        closed = self.ends.get(opened, len(self.tokens))
        end = closed + 1
        while end < len(self.tokens) and self.tokens[end].text != "}":
            end = self.ends.get(end, end) + 1
        columns = range(start + 1, next(heads, opened))
        return _Select(columns, range(opened, closed), range(closed + 1, end))

    def visible(self, places: range) -> Iterator[str]:
        """Name the variables that get a value there."""
        index = places.start
        while index < places.stop:
            token = self.tokens[index]
            if token.keyword in HIDING:
                index = self.bracket_after(index)
            elif token.keyword == "SELECT":
                inner = self._select(index)
                yield from (one.text[1:] for one in self.named(inner))
                if self.tokens[inner.columns.stop - 1].text == "*":
                    yield from self.visible(inner.group)
                index = inner.after.stop
                continue
            elif token.kind == "variable":
                yield token.text[1:]
            index += 1

    def bracket_after(self, index: int) -> int:
        later = (n for n in range(index, len(self.tokens)) if self.tokens[n].text in ("(", "{"))
        return self.ends.get(next(later, index), index)

    def named(self, select: _Select) -> list[Token]:
        """Give the variables that are the columns of a SELECT."""
        found, index = [], select.columns.start
        while index < select.columns.stop:
            end = self.ends.get(index, index)
            last = end - 1 if end > index else index
            if self.tokens[last].kind == "variable":
                found.append(self.tokens[last])
            index = end + 1
        return found

    def grouped(self, places: range) -> Iterator[str]:
        """Name the variables that GROUP BY gives one value in each group."""
        index = next((n for n in places if self.tokens[n].keyword == "GROUP"), places.stop) + 2
        while index < places.stop and self.tokens[index].keyword not in MODIFIERS:
            end = self.ends.get(index, index)
            last = self.tokens[end - 1 if end > index else index]
            is_one = end == index + 2 or self.tokens[end - 2].keyword == "AS"
            if last.kind == "variable" and (end == index or is_one):
                yield last.text[1:]
            index = end + 1


def find_mistake(tokens: Sequence[Token]) -> Found | None:
    """Find the first mistake, in the order in which they are looked for; none in a long text."""
    if len(tokens) > MAX_TOKENS:  # some look at each place of a text for each other one
        return None
    text = _Text(tokens)
    for look in (_bad_iris, _names_given_twice, _ungrouped, _misplaced, _uneven_rows, _blank_nodes):
        found = next(look(text), None)
        if found:
            return found
    return None


def _bad_iris(text: _Text) -> Iterator[Found]:
    for token in text.tokens:
        iri = token.text[1:-1]
        # A relative one has no colon before its first slash. RFC 3986 section 4.2.
        if token.kind == "iri" and WITH_SCHEME.fullmatch(iri) and not is_iri(iri):
            yield token, words.bad_iri(iri)
        if token.kind == "name" and (wrong := BAD_ESCAPE.search(token.text)):
            yield token, words.bad_escape(wrong[0])


def _names_given_twice(text: _Text) -> Iterator[Found]:
    for select in text.selects:
        given = set(text.visible(select.group))
        for token in text.named(select):
            is_new = text.tokens[text.tokens.index(token) - 1].keyword == "AS"
            if is_new and token.text[1:] in given:
                yield token, words.name_given_twice(token.text)
            given |= {token.text[1:]} if is_new else set()
    opened: list[int] = []
    for index, token in enumerate(text.tokens):
        if token.text == "{":
            opened.append(index)
        elif token.text == "}" and opened:
            opened.pop()
        elif token.keyword == "BIND" and opened:
            name = text.tokens[text.ends[index + 1] - 1]
            if name.text[1:] in text.visible(range(opened[-1] + 1, index)):
                yield name, words.name_given_twice(name.text)


def _ungrouped(text: _Text) -> Iterator[Found]:
    for select in text.selects:
        after = [text.tokens[n] for n in select.after]
        columns = [text.tokens[n] for n in select.columns]
        is_grouped = any(one.keyword == "GROUP" for one in after)
        if not is_grouped and not any(one.keyword in AGGREGATES for one in (*columns, *after)):
            continue
        grouped = set(text.grouped(select.after))
        index = select.columns.start
        while index < select.columns.stop:
            token, before = text.tokens[index], text.tokens[index - 1]
            if token.keyword in AGGREGATES:
                index = text.ends.get(index + 1, index)
            elif token.text == "*" and before.keyword in ("SELECT", "DISTINCT", "REDUCED"):
                yield token, words.STAR_GROUPED
            elif token.kind == "variable" and before.keyword == "AS":
                grouped.add(token.text[1:])
            elif token.kind == "variable" and token.text[1:] not in grouped:
                yield token, words.ungrouped(token.text)
            index += 1


def _misplaced(text: _Text) -> Iterator[Found]:
    for index, token in enumerate(text.tokens):
        if token.keyword in ("FILTER", "BIND"):
            end = text.bracket_after(index)
            for inner in text.tokens[index:end]:
                if inner.keyword in AGGREGATES:
                    yield inner, words.misplaced_aggregate(inner.keyword)


def _uneven_rows(text: _Text) -> Iterator[Found]:
    for index, token in enumerate(text.tokens):
        if token.keyword == "VALUES" and text.tokens[index + 1].text == "(":
            names = text.ends[index + 1] - index - 2
            row = text.ends[index + 1] + 2
            while text.tokens[row].text == "(":
                wanted = sum(1 for one in text.tokens[row + 1 : text.ends[row]] if _is_value(one))
                if wanted != names:
                    yield text.tokens[row], words.uneven_row(wanted, names)
                row = text.ends[row] + 1


def _is_value(token: Token) -> bool:
    return token.kind in ("string", "number", "word", "iri", "name")


def _blank_nodes(text: _Text) -> Iterator[Found]:
    homes: dict[str, int] = {}
    opened, number = [0], 0
    for token in text.tokens:
        if token.text in ("{", "}"):
            number += 1
            opened = [*opened, number] if token.text == "{" else [*opened[:-2], number]
        elif token.kind == "blank" and homes.setdefault(token.text, opened[-1]) != opened[-1]:
            yield token, words.blank_node_in_two_groups(token.text)
