"""What somebody contributes: files or bodies of RDF, read into one graph with places.

Must not judge what it reads, and never fetches anything. To be called in a child that can be
killed: the text may be made to do harm.
"""

import json
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from xml.sax.saxutils import escape

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from shuangchuang.services.findings import Finding
from shuangchuang.services.syntax.advice import advise, find_fault, list_faults
from shuangchuang.services.syntax.encoding import UTF_16, name_encoding, read_anyway
from shuangchuang.services.syntax.nodes import to_node
from shuangchuang.services.syntax.spots import Lost, Placed, deepest_bracket, place_triples
from shuangchuang.store.parsing import RdfSyntax, parse_rdf
from shuangchuang.store.terms import Term, Triple

WITH_LINES = ("ttl", "trig", "nt", "nq")
MAX_DEPTH = 100
LONGEST_EXCERPT = 200
_ANY_BLANK = Term("blank", "")

Key = tuple[Node, ...]


@dataclass(frozen=True)
class Part:
    """One file or body as it came. `format` is a name in READABLE_RDF, such as `ttl`."""

    name: str
    format: str
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """The text, without the mark that some editors put before it."""
        return read_anyway(self.body)


@dataclass(frozen=True)
class Spot:
    """Where something stands. `is_exact` is false where a format has no places of its own."""

    file: str
    line: int
    column: int
    is_exact: bool = True


@dataclass
class Contribution:
    """What was read: the graph, and where each subject, property and triple stands.

    `spots` is keyed by subject, by subject and predicate, and by the whole triple. `faults` are
    what could not be read; with one of them the graph is not whole and must not be judged.
    """

    parts: tuple[Part, ...]
    graph: Graph = field(repr=False)
    spots: dict[Key, Spot] = field(default_factory=dict, repr=False)
    faults: list[Finding] = field(default_factory=list)

    def spot(self, *key: Node | None) -> Spot:
        """Find the place of a triple, or of what comes nearest to it; of nothing, line zero."""
        known = [one for one in key if one is not None]
        for length in range(len(known), 0, -1):
            if found := self.spots.get(tuple(known[:length])):
                return found
        return Spot("", 0, 0)

    @cached_property
    def triples(self) -> list[tuple[Node, Node, Node]]:
        """The triples in a fixed order; to be asked for when all is read."""
        return sorted(self.graph, key=str)

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The subjects and values by how N-Triples writes them; to be asked for as above."""
        return {one.n3(): one for one in self.graph.all_nodes()}

    @cached_property
    def _lines(self) -> Mapping[str, list[str]]:
        return {one.name: one.text.split("\n") for one in self.parts}

    def put(self, finding: Finding, spot: Spot) -> Finding:
        """Give a finding its place and the line that stands there."""
        lines = self._lines.get(spot.file, [])
        line = lines[spot.line - 1].rstrip() if 0 < spot.line <= len(lines) else ""
        return replace(
            finding,
            file=spot.file,
            line=spot.line,
            column=spot.column,
            is_exact=spot.is_exact,
            excerpt=line if len(line) <= LONGEST_EXCERPT else "",
        )


def read_contribution(
    parts: Sequence[Part], prefixes: Mapping[str, str], max_triples: int
) -> Contribution:
    """Read every part; what is wrong with one does not keep the others from being read.

    `prefixes` are those that an advice may name.
    """
    contribution = Contribution(tuple(parts), Graph())
    for number, part in enumerate(parts):
        reader = _PartReader(contribution, part, number, prefixes)
        reader.read(max_triples)
    return contribution


class _PartReader:
    """Reads one part into the contribution."""

    def __init__(
        self, contribution: Contribution, part: Part, number: int, prefixes: Mapping[str, str]
    ) -> None:
        self._contribution = contribution
        self._part = part
        self._text = part.text
        self._label = f"b{number}x"
        self._prefixes = prefixes
        self._starts = [0, *(n + 1 for n, sign in enumerate(self._text) if sign == "\n")]

    def read(self, max_triples: int) -> None:
        """Read the part, or tell its first fault."""
        fault = self._unreadable()
        if fault:
            self._fail("unreadable", *fault)
            return
        triples: list[Triple] = []
        try:
            for triple in parse_rdf(self._text, self._part.format):
                triples.append(triple)
                if len(triples) > max_triples:
                    self._fail("too-large", f"more than {max_triples} triples", 0)
                    return
        except RdfSyntax as error:
            start = self._start(error.line, error.column)
            for reason, place in list_faults(self._text, error.reason, start, self._prefixes):
                self._fail("syntax", reason, place)
            return
        if not triples:
            suffix = " in JSON-LD" if self._part.format == "jsonld" else ""
            self._fail("empty", f"no triple{suffix}", 0)
        self._keep(triples)

    def _unreadable(self) -> tuple[str, int] | None:
        """Tell what makes the part no text to be parsed, and where."""
        body = self._part.body
        if body.startswith((b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"(\xb5/\xfd")):
            return "compressed", 0
        encoding = name_encoding(body)
        if encoding == UTF_16:
            return encoding, -1  # there is no line to be shown
        try:
            body.decode("utf-8")
        except UnicodeDecodeError as error:
            return encoding or "not UTF-8", len(body[: error.start].decode("utf-8", "replace"))
        if "\x00" in self._text:
            return "binary", self._text.index("\x00")
        if self._part.format != "rdf":
            depth, start = deepest_bracket(self._text)
            if depth > MAX_DEPTH:
                return "too deep", start
        return None

    def _keep(self, triples: Iterable[Triple]) -> None:
        placed = self._placed() if self._part.format in WITH_LINES else {}
        spots = self._contribution.spots
        for triple in triples:
            nodes = tuple(to_node(term, self._label) for term in triple)
            subject, predicate, value = nodes
            self._contribution.graph.add((subject, predicate, value))
            found = placed.get(_key(triple))
            if found:
                one = found.popleft() if len(found) > 1 else found[0]
                spots.setdefault(nodes[:1], self._spot(one.subject))
                spots.setdefault(nodes[:2], self._spot(one.predicate))
                spots.setdefault(nodes, self._spot(one.object))
            else:
                near = spots.setdefault(nodes[:1], self._mention(subject))
                spots.setdefault(nodes, self._mention(value, near))

    def _placed(self) -> dict[Triple, deque[Placed]]:
        found: defaultdict[Triple, deque[Placed]] = defaultdict(deque)
        try:
            for one in place_triples(self._text):
                found[_key(one.triple)].append(one)
        except Lost:
            pass  # what comes after is placed by its name, as in the other formats
        return found

    def _mention(self, node: Node, near: Spot | None = None) -> Spot:
        """Find a term by its text: an IRI also by what comes after its last stroke.

        It is looked for from `near` on, which is the place too when it is not found.
        """
        begin = self._start(near.line, near.column) if near and near.line else 0
        local = str(node).replace("#", "/").rpartition("/")[2] if isinstance(node, URIRef) else ""
        names = () if isinstance(node, BNode) else (str(node), local, *_escaped(str(node)))
        for name in names:
            start = self._text.find(name, begin) if name else -1
            if start >= 0:
                return replace(self._spot(start), is_exact=False)
        return near or Spot(self._part.name, 0, 0, is_exact=False)

    def _spot(self, start: int) -> Spot:
        line = bisect_right(self._starts, start)
        return Spot(self._part.name, line, start - self._starts[line - 1] + 1)

    def _start(self, line: int, column: int) -> int:
        """Give the position of a place, which may be past the last line; -1 for no place."""
        if not line:
            return -1
        return self._starts[min(line, len(self._starts)) - 1] + max(column - 1, 0)

    def _fail(self, rule: str, reason: str, start: int) -> None:
        place = find_fault(reason, self._text, start) if rule == "syntax" else start
        finding = advise(rule, reason, self._text, place, self._prefixes)
        spot = self._spot(place) if place >= 0 else Spot(self._part.name, 0, 0)
        spot = replace(spot, is_exact=start >= 0 or place < 0)
        self._contribution.faults.append(self._contribution.put(finding, spot))


def _escaped(text: str) -> tuple[str, str]:
    """Write a text as it stands in XML and in JSON."""
    return escape(text), json.dumps(text, ensure_ascii=False)[1:-1]


def _key(triple: Triple) -> Triple:
    """Take the labels off blank nodes: the parser and the walk give different ones."""
    subject, predicate, value = triple
    return (
        _ANY_BLANK if subject.kind == "blank" else subject,
        predicate,
        _ANY_BLANK if value.kind == "blank" else value,
    )
