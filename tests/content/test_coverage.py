"""Every row of the dossier is in the graph, or is listed with the reason why it is not.

The lists in `coverage/` have one line for each row: what holds it now, or why nothing does. The
dossier is not in the repository; SHUANGCHUANG_DOSSIER names its folder where it is at hand.
"""

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SH_NAMESPACE, SH_PREFIX

LISTS = Path(__file__).with_name("coverage")
CROSSWALK = "sources"
# Tables that sum up or comment on others, by their first column: their rows are no records.
SUMMARIES = {"slug", "list", "name", "year end", "zh", "scheme", "entity", "kind", "slug here"}

Line = dict[str, str]


def read_lists() -> dict[str, list[Line]]:
    """Read every list by its name, the crosswalk of addresses with the columns of the others."""
    lists = {}
    for path in sorted(LISTS.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            names, *rows = csv.reader(file)
        if path.stem == CROSSWALK:
            assert names == ["address", "source"]
            rows = [[*row, ""] for row in rows]
        else:
            assert names == ["row", "subject", "reason"], path
        lists[path.stem] = [
            dict(zip(("row", "subject", "reason"), row, strict=True)) for row in rows
        ]
    return lists


def faults(lines: list[Line], known: set[str]) -> list[str]:
    """Say what is wrong with a list: doubled rows, unknown subjects, rows without a word."""
    found = [f"{row} twice" for row, n in Counter(one["row"] for one in lines).items() if n > 1]
    for one in lines:
        found += [f"{one['row']}: {name}" for name in one["subject"].split() if name not in known]
        if not one["subject"] and len(one["reason"].split()) < 2:
            found.append(f"{one['row']}: no reason")
    return found


def rows_of_table_text(text: str) -> set[str]:
    """Give the first cells of the rows of every Markdown table that has records."""
    rows: set[str] = set()
    head = ""
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]
        if not line.startswith("|"):
            head = ""
        elif not head:
            head = cells[0]
        elif head not in SUMMARIES and not re.fullmatch(r"[|: -]+", line):
            rows.add(cells[0])
    return rows


@pytest.fixture(scope="module")
def lists() -> dict[str, list[Line]]:
    """Give every list by its name."""
    return read_lists()


@pytest.fixture(scope="module")
def known(content: Content) -> set[str]:
    """Give the short name of everything that data and ontology describe."""
    prefixes = Graph().parse(content.root / "ontology" / "prefixes.ttl")
    names = {
        str(prefixes.value(node, URIRef(SH_NAMESPACE))): str(prefix)
        for node, prefix in prefixes.subject_objects(URIRef(SH_PREFIX))
    }
    graph = Graph()
    for path in (*content.files("data"), *content.files("ontology")):
        graph.parse(path)
    return {
        f"{names[space]}:{str(subject).removeprefix(space)}"
        for subject in set(graph.subjects())
        for space in (re.sub(r"[^/#]*$", "", str(subject)),)
        if space in names
    }


def test_every_list_holds_and_explains(lists: dict[str, list[Line]], known: set[str]) -> None:
    """What a row points to is in the data, and a row that points to nothing says why."""
    assert len(lists) >= 3
    assert [(name, faults(lines, known)) for name, lines in lists.items()] == [
        (name, []) for name in lists
    ]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([{"row": "a", "subject": "id:nobody", "reason": ""}], ["a: id:nobody"]),
        ([{"row": "a", "subject": "", "reason": "no"}], ["a: no reason"]),
        ([{"row": "a", "subject": "id:china", "reason": ""}] * 2, ["a twice"]),
    ],
)
def test_a_faulty_list_is_noticed(known: set[str], lines: list[Line], told: list[str]) -> None:
    """A subject that nothing describes, a row without reason and a doubled row are reported."""
    assert faults(lines, known) == told


def test_rows_are_read_from_tables_of_records_only() -> None:
    """The first cells of a table of records are rows; those of a summary are not."""
    records = "| id | a |\n|---|---|\n| x-1 | b |\n| x-2 | c\\|d |\n"
    text = records + "\n| year end | n |\n|---|---|\n| 2012 | 5 |\n"

    assert rows_of_table_text(text) == {"x-1", "x-2"}


def test_every_row_of_the_dossier_is_listed(lists: dict[str, list[Line]]) -> None:
    """No row of any table was passed over, and no list speaks of a row that is not there."""
    folder = os.environ.get("SHUANGCHUANG_DOSSIER", "")
    if not folder:
        pytest.skip("SHUANGCHUANG_DOSSIER names no folder: the dossier is not in the repository")
    rows = _rows_of(Path(folder))
    listed = {line["row"] for name, lines in lists.items() if name != CROSSWALK for line in lines}

    assert rows - listed == set()
    assert listed - rows == set()


def _rows_of(folder: Path) -> set[str]:
    rows = set()
    for name in ("documents_events.md", "platforms_statistics.md"):
        rows |= rows_of_table_text((folder / name).read_text(encoding="utf-8"))
    for name in ("demonstration_bases.csv", "statistics.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows |= {line["id"] for line in csv.DictReader(file)}
    with (folder / "identifiers.csv").open(encoding="utf-8", newline="") as file:
        rows |= {
            f"{line['slug']} {line['scheme']} {line['identifier']}" for line in csv.DictReader(file)
        }
    return rows
