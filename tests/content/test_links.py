"""The tables of links: SSSOM, one for each dataset, about things of the release only."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from rdflib import RDFS, SKOS, Graph, Literal

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import BASE, THING
from shuangchuang.store.mappings import NOTHING_FOUND, SUFFIX, Row, Table, read_table

COLUMNS = [
    "subject_id",
    "subject_label",
    "predicate_id",
    "object_id",
    "mapping_justification",
    "confidence",
    "mapping_date",
    "comment",
]
OWL_SAME = "http://www.w3.org/2002/07/owl#sameAs"
MATCH = "http://www.w3.org/2004/02/skos/core#{}Match"
EXACT = MATCH.format("exact")
MATCHES = {MATCH.format(kind) for kind in ("exact", "close", "broad", "narrow", "related")}
PAGES = {
    "doi": "http://xmlns.com/foaf/0.1/primaryTopic",
    "wikipedia-en": "http://xmlns.com/foaf/0.1/isPrimaryTopicOf",
    "wikipedia-zh": "http://xmlns.com/foaf/0.1/isPrimaryTopicOf",
    "websites": "http://xmlns.com/foaf/0.1/homepage",
}
JUSTIFICATIONS = {
    f"https://w3id.org/semapv/vocab/{name}"
    for name in ("LexicalMatching", "ManualMappingCuration", "MappingChaining")
}
SURE = 0.8
TITLE = r"[^\s#?<>\"{}|\\^`]+"
# One form of address for each dataset: http and https are different names in RDF.
FORMS = {
    "crossref-funder": r"http://data\.crossref\.org/fundingdata/funder/10\.13039/[0-9]+",
    "dbpedia": rf"http://dbpedia\.org/resource/{TITLE}",
    "dbpedia-zh": rf"http://zh\.dbpedia\.org/resource/{TITLE}",
    "doi": r"https://doi\.org/10\.[0-9]{4,9}/[^\s\"<>#?]+",
    "geonames": r"https://sws\.geonames\.org/[1-9][0-9]*/",
    "gnd": r"https://d-nb\.info/gnd/[0-9]+(-[0-9])?[0-9X]?",
    "isni": r"https://isni\.org/isni/[0-9]{15}[0-9X]",
    "lcnaf": r"http://id\.loc\.gov/authorities/names/n[a-z]?[0-9]+",
    "ror": r"https://ror\.org/0[0-9a-hj-km-np-tv-z]{6}[0-9]{2}",
    "stw": r"http://zbw\.eu/stw/descriptor/[0-9]+-[0-9]",
    "viaf": r"http://viaf\.org/viaf/[1-9][0-9]*",
    "websites": r"https?://[a-z0-9.-]+(/[^\s#]*)?",
    "wikidata": r"http://www\.wikidata\.org/entity/Q[1-9][0-9]*",
    "wikipedia-en": rf"https://en\.wikipedia\.org/wiki/{TITLE}",
    "wikipedia-zh": rf"https://zh\.wikipedia\.org/wiki/{TITLE}",
}
# Seen without a name, on the row of something else, or against another source.
DOUBTFUL = {
    f"http://www.wikidata.org/entity/Q{number}"
    for number in (
        *(5826, 11720, 19188, 59223, 68481, 68744, 69060, 72778, 94945, 174165, 179608),
        *(187136, 211243, 1026100, 1032372, 24834296, 30273328),
    )
}


@pytest.fixture(scope="module")
def tables(content: Content) -> dict[str, Table]:
    """Give every table of links by the name of its dataset."""
    paths = content.files("data/links", SUFFIX)
    return {path.name.removesuffix(SUFFIX): read_table(path) for path in paths}


@pytest.fixture(scope="module")
def labels(content: Content) -> dict[str, str]:
    """Give the English label of everything in the release."""
    graph = Graph()
    for path in (*content.files("data"), *content.files("ontology")):
        graph.parse(path)
    return {
        str(thing): str(label)
        for property_ in (RDFS.label, SKOS.prefLabel)
        for thing, label in graph.subject_objects(property_)
        if isinstance(label, Literal) and label.language == "en"
    }


def _is_isni(text: str) -> bool:
    """Check the last character. ISO 7064, MOD 11-2."""
    total = 0
    for digit in text[:-1]:
        total = (total + int(digit)) * 2
    return text[-1] == "0123456789X"[(12 - total % 11) % 11]


def _is_ror(text: str) -> bool:
    """Check the last two digits: the rest in base 32 after Crockford. ISO 7064, MOD 97-10."""
    number = 0
    for character in text[:-2]:
        number = number * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(character)
    return int(text[-2:]) == 98 - number * 100 % 97


def _faults(dataset: str, row: Row, labels: dict[str, str]) -> Iterator[str]:
    """Say what is wrong with one row of the table of a dataset."""
    if labels.get(row.subject) != row.cells["subject_label"]:
        yield f"subject {row.subject} is {labels.get(row.subject)!r}"
    if row.justification not in JUSTIFICATIONS:
        yield f"justification {row.justification}"
    if not re.fullmatch(r"0\.[0-9]+|1", row.cells["confidence"]):
        yield f"confidence {row.cells['confidence']}"
    if not re.fullmatch(r"20\d\d-\d\d-\d\d", row.cells["mapping_date"]):
        yield f"date {row.cells['mapping_date']}"
    if not row.cells["comment"]:
        yield "evidence is missing"
    if row.predicate not in _predicates(dataset, row):
        yield f"predicate {row.predicate}"
    if row.target != NOTHING_FOUND:
        yield from _faults_of_target(dataset, row)


def _predicates(dataset: str, row: Row) -> set[str]:
    if dataset in PAGES:
        return {PAGES[dataset]}
    return {OWL_SAME, *MATCHES} if row.subject.startswith(THING) else MATCHES


def _faults_of_target(dataset: str, row: Row) -> Iterator[str]:
    last = row.target.rstrip("/").rpartition("/")[2]
    if not re.fullmatch(FORMS[dataset], row.target) or row.target in DOUBTFUL:
        yield f"object {row.target}"
    elif (dataset == "isni" and not _is_isni(last)) or (dataset == "ror" and not _is_ror(last)):
        yield f"check digits of {row.target}"
    if row.predicate in (OWL_SAME, EXACT) and float(row.cells["confidence"]) < SURE:
        yield f"{row.predicate} with confidence {row.cells['confidence']}"


def test_every_table_says_what_it_is(tables: dict[str, Table]) -> None:
    """Each table names its set, its dataset and the form of its addresses, and has its columns."""
    assert set(tables) <= set(FORMS)
    assert len(tables) >= 10
    for name, table in tables.items():
        assert table.head["mapping_set_id"] == f"{BASE}links/{name}"
        assert {"mapping_set_version", "creator_label", "subject_source", "comment"} <= {
            *table.head
        }
        assert list(table.rows[0].cells) == COLUMNS


def test_every_row_links_a_thing_of_the_release(
    tables: dict[str, Table], labels: dict[str, str]
) -> None:
    """Each row has a known subject, an object of the one form, and a predicate that fits both."""
    faults = [
        (name, row.line, fault)
        for name, table in tables.items()
        for row in table.rows
        for fault in _faults(name, row, labels)
    ]

    assert faults == []


def test_no_two_things_are_the_same_as_one_elsewhere(tables: dict[str, Table]) -> None:
    """What is the same as one thing would be the same as each other."""
    subjects = defaultdict(set)
    for table in tables.values():
        for row in table.rows:
            if row.is_link and row.predicate in (OWL_SAME, EXACT):
                subjects[row.target].add(row.subject)

    assert {target: names for target, names in subjects.items() if len(names) > 1} == {}


def test_a_thing_is_the_same_as_one_thing_of_a_dataset(tables: dict[str, Table]) -> None:
    """Of two addresses of one dataset at most one is the same; the other is close."""
    for name, table in tables.items():
        same = Counter(
            row.subject for row in table.rows if row.is_link and row.predicate in (OWL_SAME, EXACT)
        )
        assert {subject for subject, count in same.items() if count > 1} == set(), name


def test_what_is_found_is_not_told_as_not_found(tables: dict[str, Table]) -> None:
    """A row without an object stands alone, and rows are sorted and said once."""
    for name, table in tables.items():
        pairs = [(row.cells["subject_id"], row.cells["object_id"]) for row in table.rows]
        assert pairs == sorted(set(pairs)), name
        missed = {row.subject for row in table.rows if row.target == NOTHING_FOUND}
        assert missed & {row.subject for row in table.rows if row.is_link} == set(), name


@pytest.mark.parametrize(
    ("dataset", "change"),
    [
        ("wikidata", {"target": "https://www.wikidata.org/wiki/Q18111"}),
        ("wikidata", {"target": "http://www.wikidata.org/entity/Q174165"}),
        ("wikidata", {"predicate": "http://xmlns.com/foaf/0.1/homepage"}),
        ("wikidata", {"justification": "https://w3id.org/semapv/vocab/Guess"}),
        ("wikidata", {"subject": "https://w3id.org/shuangchuang/id/nobody"}),
        ("geonames", {"target": "http://sws.geonames.org/1814991/"}),
        ("isni", {"target": "https://isni.org/isni/0000000122031780"}),
        ("ror", {"target": "https://ror.org/02fzqav46"}),
        ("wikipedia-en", {"predicate": OWL_SAME}),
    ],
)
def test_a_faulty_row_is_noticed(
    tables: dict[str, Table], labels: dict[str, str], dataset: str, change: dict[str, str]
) -> None:
    """A row with one wrong part is reported."""
    row = next(row for row in tables[dataset].rows if row.is_link)

    assert list(_faults(dataset, row, labels)) == []
    assert list(_faults(dataset, replace(row, **change), labels)) != []  # type: ignore[arg-type]  # texts only


@pytest.mark.parametrize("dataset", ["wikidata", "dbpedia"])
def test_an_unsure_link_is_never_the_same(
    tables: dict[str, Table], labels: dict[str, str], dataset: str
) -> None:
    """Below the confidence of a source that was seen, a link is a close one."""
    row = next(row for row in tables[dataset].rows if row.predicate == OWL_SAME and row.is_link)

    unsure = replace(row, cells={**row.cells, "confidence": "0.5"})

    assert list(_faults(dataset, unsure, labels)) != []
