"""Reads tables of mappings (SSSOM) and says in triples what they say.

A mapping is a link and a record of it. Must not know which datasets are linked, or why.
"""

import csv
import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import yaml

from shuangchuang.base import namespaces as ns
from shuangchuang.base.errors import ContentError

SUFFIX = ".sssom.tsv"
COLUMNS = ("subject_id", "predicate_id", "object_id", "mapping_justification", "confidence")
HEAD = ("mapping_set_id", "mapping_set_title", "license", "curie_map")

DCTERMS = "http://purl.org/dc/terms/"
OWL = "http://www.w3.org/2002/07/owl#"
SSSOM = "https://w3id.org/sssom/"
VOID = "http://rdfs.org/ns/void#"
XSD = "http://www.w3.org/2001/XMLSchema#"
AUTHORED_ON = "http://purl.org/pav/authoredOn"
COMMENT = "http://www.w3.org/2000/01/rdf-schema#comment"
# What a search that found nothing has as its object: there is a record, and no link.
NOTHING_FOUND = SSSOM + "NoTermFound"

Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True)
class Row:
    """One mapping: its line, IRIs of its parts and justification, the other dataset, its cells."""

    line: int
    subject: str
    predicate: str
    target: str
    justification: str
    dataset: str
    cells: Mapping[str, str]

    @property
    def is_link(self) -> bool:
        """Say whether something was found; a negated mapping is none."""
        return NOTHING_FOUND not in (self.subject, self.target) and not self.cells.get(
            "predicate_modifier"
        )

    @property
    def record(self) -> str:
        """Name the record as a statement is named: by its triple. See docs/decisions/0014."""
        line = f"<{self.subject}> <{self.predicate}> <{self.target}> ."
        # What is not found looks alike in every dataset: the one that was searched tells it apart.
        searched = "" if self.is_link else self.dataset
        return ns.STATEMENT + hashlib.sha256((line + searched).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Table:
    """A table as read: what its head says of the whole set, and its rows in their order."""

    head: Mapping[str, object]
    rows: tuple[Row, ...]


def read_table(path: Path) -> Table:
    """Read a table: YAML in the lines that start with `#`, then tab-separated rows.

    Raises ContentError with the line: a head without a needed key, a missing column, a row of
    another length, a prefix that the head does not declare, a name that makes no IRI.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, 0, 0, str(error)) from error
    length = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = _read_head(path, lines[:length])
    return Table(head, tuple(_read_rows(path, lines, length, head)))


def load_table(store: ox.Store, path: Path, graph: str) -> None:
    """Load the links of a table into `graph`, and the records of them beside those of others."""
    table = read_table(path)
    store.extend(_quad(link, graph) for link in links(table))
    store.extend(_quad(fact, ns.MAPPINGS) for fact in records(table))


def links(table: Table) -> Iterator[tuple[str, str, Term]]:
    """Give the triple of every mapping that found something."""
    for row in table.rows:
        if row.is_link:
            yield row.subject, row.predicate, ox.NamedNode(row.target)


def records(table: Table) -> Iterator[tuple[str, str, Term]]:
    """Say who mapped what how surely, and count the links of each kind. SSSOM in RDF; VoID."""
    mapping_set = str(table.head["mapping_set_id"])
    yield mapping_set, ns.RDF_TYPE, ox.NamedNode(SSSOM + "MappingSet")
    yield mapping_set, DCTERMS + "title", ox.Literal(str(table.head["mapping_set_title"]))
    yield mapping_set, DCTERMS + "license", ox.NamedNode(str(table.head["license"]))
    for row in table.rows:
        yield mapping_set, SSSOM + "mappings", ox.NamedNode(row.record)
        yield from ((row.record, predicate, value) for predicate, value in _describe(row))
    counts = Counter(row.predicate for row in table.rows if row.is_link)
    for predicate, count in sorted(counts.items()):
        linkset = mapping_set + "#" + predicate.rpartition("#")[2].rpartition("/")[2]
        yield linkset, ns.RDF_TYPE, ox.NamedNode(VOID + "Linkset")
        yield linkset, VOID + "linkPredicate", ox.NamedNode(predicate)
        if dataset := table.head.get("object_source"):
            yield linkset, VOID + "objectsTarget", ox.NamedNode(str(dataset))
        yield linkset, VOID + "triples", ox.Literal(count)
        yield linkset, DCTERMS + "isPartOf", ox.NamedNode(mapping_set)


def _describe(row: Row) -> Iterator[tuple[str, Term]]:
    yield ns.RDF_TYPE, ox.NamedNode(OWL + "Axiom")
    yield OWL + "annotatedSource", ox.NamedNode(row.subject)
    yield OWL + "annotatedProperty", ox.NamedNode(row.predicate)
    yield OWL + "annotatedTarget", ox.NamedNode(row.target)
    yield SSSOM + "mapping_justification", ox.NamedNode(row.justification)
    yield (
        SSSOM + "confidence",
        ox.Literal(row.cells["confidence"], datatype=ox.NamedNode(XSD + "decimal")),
    )
    if date := row.cells.get("mapping_date"):
        yield AUTHORED_ON, ox.Literal(date, datatype=ox.NamedNode(XSD + "date"))
    if comment := row.cells.get("comment"):
        yield COMMENT, ox.Literal(comment, language="en")
    if not row.is_link:
        yield SSSOM + "object_source", ox.NamedNode(row.dataset)


def _quad(triple: tuple[str, str, Term], graph: str) -> ox.Quad:
    subject, predicate, value = triple
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(predicate), value, ox.NamedNode(graph))


def _read_head(path: Path, lines: list[str]) -> dict[str, object]:
    try:
        head = yaml.safe_load("\n".join(line[1:].removeprefix(" ") for line in lines))
    except yaml.YAMLError as error:
        raise ContentError(path, 1, 0, f"the head is not YAML: {error}") from error
    missing = [key for key in HEAD if not isinstance(head, dict) or not head.get(key)]
    if missing:
        raise ContentError(path, 1, 0, f"the head lacks {', '.join(missing)}")
    assert isinstance(head, dict)  # noqa: S101 - tells the type checker: nothing is missing
    if not isinstance(head["curie_map"], dict):
        raise ContentError(path, 1, 0, "curie_map is a list of prefixes with their namespaces")
    return head


def _read_rows(
    path: Path, lines: list[str], start: int, head: Mapping[str, object]
) -> Iterator[Row]:
    prefixes = head["curie_map"]
    assert isinstance(prefixes, dict)  # noqa: S101 - tells the type checker: the head was read
    rows = csv.reader(lines[start:], delimiter="\t", quoting=csv.QUOTE_NONE)
    names = next(rows, [])
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise ContentError(path, start + 1, 0, f"there is no column {', '.join(missing)}")
    for line, cells in enumerate(rows, start + 2):
        if len(cells) != len(names):
            raise ContentError(path, line, 0, f"{len(cells)} cells, {len(names)} columns")
        row = dict(zip(names, cells, strict=True))
        try:
            subject, predicate, target, why = (_expand(row[name], prefixes) for name in COLUMNS[:4])
        except ValueError as error:
            raise ContentError(path, line, 0, str(error)) from error
        dataset = str(head.get("object_source", ""))
        yield Row(line, subject, predicate, target, why, dataset, row)


def _expand(name: str, prefixes: Mapping[str, object]) -> str:
    """Write a short name out. Raises ValueError when it makes no IRI."""
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in prefixes:
        raise ValueError(f"the prefix of {name!r} is not in curie_map")
    return ox.NamedNode(f"{prefixes[prefix]}{local}").value
