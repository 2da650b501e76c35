"""The mapping tables: SSSOM, one file per target vocabulary, about our own terms only."""

import csv
import re
from pathlib import Path

import pytest
import yaml
from rdflib import RDFS, Graph, Literal, URIRef

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import BASE, SH_NAMESPACE, SH_PREFIX, SHC

COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "object_label",
    "mapping_justification",
    "confidence",
    "mapping_date",
    "comment",
]
PREDICATES = {f"skos:{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related")}
METADATA = {
    "mapping_set_id",
    "mapping_set_title",
    "mapping_set_version",
    "license",
    "creator_label",
    "subject_source",
    "object_source",
    "comment",
    "curie_map",
}

Metadata = dict[str, str | list[str] | dict[str, str]]
Row = dict[str, str]


def _read_table(path: Path) -> tuple[Metadata, list[Row]]:
    """Read a SSSOM file: YAML in the lines that start with `#`, then tab-separated rows."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header = "\n".join(line[2:] for line in lines if line.startswith("# "))
    rows = csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t")
    return yaml.safe_load(header), list(rows)


def _faults_of_row(row: Row, curies: dict[str, str], labels: dict[str, str]) -> list[str]:
    """Say what is wrong with one row; `labels` holds the English label of each of our terms."""
    faults = []
    if list(row) != COLUMNS:
        faults.append(f"columns {list(row)}")
    if labels.get(row["subject_id"]) != row["subject_label"]:
        faults.append(f"subject {row['subject_id']} {row['subject_label']!r}")
    if row["predicate_id"] not in PREDICATES:
        faults.append(f"predicate {row['predicate_id']}")
    if not 0 < float(row["confidence"]) <= 1:
        faults.append(f"confidence {row['confidence']}")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", row["mapping_date"]):
        faults.append(f"date {row['mapping_date']}")
    for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
        if row[column].partition(":")[0] not in curies:
            faults.append(f"prefix of {row[column]}")
    return faults


@pytest.fixture(scope="module")
def tables(content: Content) -> dict[str, tuple[Metadata, list[Row]]]:
    """Give every table by the name of its target."""
    paths = content.files("ontology", ".sssom.tsv")
    return {path.name.removesuffix(".sssom.tsv"): _read_table(path) for path in paths}


@pytest.fixture(scope="module")
def labels(content: Content) -> dict[str, str]:
    """Give the English label of each of our terms by its short name."""
    graph = Graph().parse(content.root / "ontology" / "shuangchuang.ttl")
    return {
        "shc:" + str(term).removeprefix(SHC): str(label)
        for term, label in graph.subject_objects(RDFS.label)
        if isinstance(label, Literal) and label.language == "en" and str(term).startswith(SHC)
    }


def test_every_table_says_what_it_is(tables: dict[str, tuple[Metadata, list[Row]]]) -> None:
    """Each table names its set, licence, makers, sources and where the targets were seen."""
    assert len(tables) >= 10
    for name, (metadata, _) in tables.items():
        assert set(metadata) == METADATA, name
        assert metadata["mapping_set_id"] == f"{BASE}alignments/{name}"


def test_every_row_maps_a_term_of_ours(
    tables: dict[str, tuple[Metadata, list[Row]]], labels: dict[str, str]
) -> None:
    """Each row has a defined subject with its label, a known predicate and declared prefixes."""
    faults = []
    for name, (metadata, rows) in tables.items():
        curies = metadata["curie_map"]
        assert isinstance(curies, dict)
        faults += [(name, fault) for row in rows for fault in _faults_of_row(row, curies, labels)]
        faults += [(name, row["object_id"]) for row in rows if not _is_of(row, name)]

    assert faults == []


def _is_of(row: Row, target: str) -> bool:
    return row["object_id"].startswith(f"{target}:")


def test_rows_are_sorted_and_said_once(tables: dict[str, tuple[Metadata, list[Row]]]) -> None:
    """A pair of terms is mapped once, and the rows are in the order of subject and object."""
    for name, (_, rows) in tables.items():
        pairs = [(row["subject_id"], row["object_id"]) for row in rows]
        assert pairs == sorted(set(pairs)), name


def test_short_names_mean_what_they_mean_elsewhere(
    tables: dict[str, tuple[Metadata, list[Row]]], content: Content
) -> None:
    """A prefix that prefixes.ttl lists stands for the same namespace in every table."""
    graph = Graph().parse(content.root / "ontology" / "prefixes.ttl")
    listed = {
        str(graph.value(node, URIRef(SH_PREFIX))): str(graph.value(node, URIRef(SH_NAMESPACE)))
        for node in graph.subjects(URIRef(SH_PREFIX))
    }

    for name, (metadata, _) in tables.items():
        curies = metadata["curie_map"]
        assert isinstance(curies, dict)
        wrong = {prefix for prefix, iri in curies.items() if listed.get(prefix, iri) != iri}
        assert wrong == set(), name


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("subject_id", "shc:Nothing"),
        ("subject_label", "something else"),
        ("predicate_id", "owl:sameAs"),
        ("object_id", "nowhere:Actor"),
        ("mapping_justification", "unknown:Guess"),
        ("confidence", "1.5"),
        ("mapping_date", "today"),
    ],
)
def test_a_faulty_row_is_noticed(
    tables: dict[str, tuple[Metadata, list[Row]]], labels: dict[str, str], column: str, value: str
) -> None:
    """A row with one wrong value is reported."""
    metadata, rows = tables["prov"]
    curies = metadata["curie_map"]
    assert isinstance(curies, dict)

    assert _faults_of_row({**rows[0], column: value}, curies, labels) != []
