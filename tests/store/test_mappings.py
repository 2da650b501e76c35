"""A table of mappings becomes links in a graph of its own, and records beside the release."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import find_content
from shuangchuang.base.errors import ContentError
from shuangchuang.store.mappings import read_table
from shuangchuang.store.release import load_release

from .conftest import write_release

HEAD = """# mapping_set_id: https://w3id.org/shuangchuang/links/wikidata
# mapping_set_title: Shuangchuang to Wikidata
# license: https://creativecommons.org/licenses/by/4.0/
# object_source: http://www.wikidata.org/
# curie_map:
#   id: https://w3id.org/shuangchuang/id/
#   owl: http://www.w3.org/2002/07/owl#
#   semapv: https://w3id.org/semapv/vocab/
#   sssom: https://w3id.org/sssom/
#   wikidata: http://www.wikidata.org/entity/
"""
COLUMNS = "subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tcomment\n"
FOUND = "id:ada\towl:sameAs\twikidata:Q7259\tsemapv:ManualMappingCuration\t0.9\tseen in a table\n"
NOT_FOUND = "id:shared\towl:sameAs\tsssom:NoTermFound\tsemapv:ManualMappingCuration\t0.5\t\n"
TABLE = HEAD + COLUMNS + FOUND + NOT_FOUND
GRAPH = ns.GRAPH + "data/links/wikidata"
PREFIXES = f"""
PREFIX id: <{ns.THING}>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX sssom: <https://w3id.org/sssom/>
PREFIX void: <http://rdfs.org/ns/void#>
PREFIX wikidata: <http://www.wikidata.org/entity/>
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> ox.Store:
    """Load the small release with a table of two rows, one of which found nothing."""
    root = write_release(tmp_path_factory.mktemp("release"))
    (root / "data" / "links").mkdir()
    (root / "data" / "links" / "wikidata.sssom.tsv").write_text(TABLE, encoding="utf-8")
    return load_release(find_content(root)).store


def _ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def test_link_is_in_the_default_graph_and_in_that_of_its_table(store: ox.Store) -> None:
    """Whoever asks about a thing finds its links, and the graph tells the table."""
    assert _ask(store, "id:ada owl:sameAs wikidata:Q7259")
    assert _ask(store, f"GRAPH <{GRAPH}> {{ id:ada owl:sameAs wikidata:Q7259 }}")


def test_search_that_found_nothing_gives_no_link(store: ox.Store) -> None:
    """Nobody reads that a thing is the same as what was not found."""
    assert not _ask(store, "?thing owl:sameAs sssom:NoTermFound")
    assert _ask(
        store,
        f"GRAPH <{ns.MAPPINGS}> {{ ?one owl:annotatedSource id:shared ;"
        " owl:annotatedTarget sssom:NoTermFound ;"
        " sssom:object_source <http://www.wikidata.org/> }",
    )


def test_record_of_a_link_tells_how_sure_it_is(store: ox.Store) -> None:
    """Confidence and evidence are in the graph of records only."""
    record = (
        "?one a owl:Axiom ; owl:annotatedSource id:ada ; owl:annotatedTarget wikidata:Q7259 ;"
        ' sssom:confidence 0.9 ; rdfs:comment "seen in a table"@en'
    )

    assert _ask(store, f"GRAPH <{ns.MAPPINGS}> {{ {record} }}")
    assert not _ask(store, record)


def test_links_are_counted_by_kind(store: ox.Store) -> None:
    """A linkset counts the links of one predicate; what was not found is not counted."""
    linkset = (
        "?set a void:Linkset ; void:linkPredicate owl:sameAs ; void:triples 1 ;"
        " void:objectsTarget <http://www.wikidata.org/>"
    )

    assert _ask(store, f"GRAPH <{ns.MAPPINGS}> {{ {linkset} }}")


def test_record_is_named_as_a_statement_is(tmp_path: Path) -> None:
    """The name is the digest of the triple, by the rule of statements."""
    path = tmp_path / "wikidata.sssom.tsv"
    path.write_text(TABLE, encoding="utf-8")

    # printf '%s' '<…/id/ada> <…owl#sameAs> <…/entity/Q7259> .' | sha256sum
    assert read_table(path).rows[0].record == f"{ns.STATEMENT}38a32a27a4c0afb0"


def test_two_searches_in_vain_are_two_records(tmp_path: Path) -> None:
    """The dataset that was searched is part of the name where nothing was found."""
    names = set()
    for dataset in ("http://www.wikidata.org/", "http://dbpedia.org/"):
        path = tmp_path / "one.sssom.tsv"
        path.write_text(TABLE.replace("http://www.wikidata.org/\n", dataset + "\n"), "utf-8")
        names |= {row.record for row in read_table(path).rows}

    assert len(names) == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("# license:", "# licence:", 1, "lacks license"),
        ("# curie_map:", "# curie_map: [", 1, "not YAML"),
        ("\tconfidence", "\tsurety", 11, "no column confidence"),
        ("wikidata:Q7259", "wikidata:Q7 259", 12, "Invalid IRI"),
        ("wikidata:Q7259", "dbpedia:Ada", 12, "the prefix of 'dbpedia:Ada'"),
        ("wikidata:Q7259", "Q7259", 12, "the prefix of 'Q7259'"),
        ("\t0.5\t\n", "\t0.5\n", 13, "5 cells, 6 columns"),
    ],
)
def test_faulty_table_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    """A table that cannot be read stops the load with file and line."""
    path = tmp_path / "wikidata.sssom.tsv"
    assert old in TABLE
    path.write_text(TABLE.replace(old, new), encoding="utf-8")

    with pytest.raises(ContentError) as caught:
        read_table(path)

    assert (caught.value.path, caught.value.line) == (path, line)
    assert reason in caught.value.reason
