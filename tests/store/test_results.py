"""Every term comes back from every format through somebody else's reader."""

import csv
import io
import json

import pyoxigraph as ox
import pytest
from rdflib import Literal
from rdflib.query import Result

from shuangchuang.store.results import Cap, Row, Term, write_boolean, write_solutions

XSD = "http://www.w3.org/2001/XMLSchema#"
WHOLE = Cap(rows=1000, size_bytes=1_000_000)
TERMS: list[Term] = [
    ox.NamedNode("http://example.org/a,b"),
    ox.NamedNode("http://example.org/双创?q=%20&x=1"),
    ox.BlankNode("b0"),
    ox.Literal("plain"),
    ox.Literal(""),
    ox.Literal('quote " comma , tab \t newline \n return \r end'),
    ox.Literal("& < > ' ]]> 𝕏 双创"),
    ox.Literal("双创", language="zh-hans"),
    ox.Literal("12", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("1.50", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("1", datatype=ox.NamedNode(f"{XSD}decimal")),
    ox.Literal("1E0", datatype=ox.NamedNode(f"{XSD}double")),
    ox.Literal("1000", datatype=ox.NamedNode(f"{XSD}double")),
    ox.Literal("0.5", datatype=ox.NamedNode(f"{XSD}double")),
    ox.Literal("many", datatype=ox.NamedNode(f"{XSD}integer")),
    ox.Literal("1", datatype=ox.NamedNode(f"{XSD}boolean")),
    ox.Literal("INF", datatype=ox.NamedNode(f"{XSD}double")),
    ox.Literal("true", datatype=ox.NamedNode(f"{XSD}boolean")),
    ox.Literal("2015-06-11", datatype=ox.NamedNode(f"{XSD}date")),
]


def write(name: str, rows: list[Row], cap: Cap = WHOLE) -> bytes:
    """Write rows of two variables."""
    return write_solutions(name, ["x", "y"], rows, cap).body


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
@pytest.mark.parametrize("term", TERMS, ids=str)
def test_term_comes_back_through_the_reader_of_oxigraph(name: str, term: Term) -> None:
    """Written by us, read by pyoxigraph: the same term, and unbound stays unbound."""
    formats = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }

    read = ox.parse_query_results(write(name, [[term, None]]), format=formats[name])

    assert isinstance(read, ox.QuerySolutions)
    assert [variable.value for variable in read.variables] == ["x", "y"]
    row = next(iter(read))
    assert (row["x"], row["y"]) == (term, None)


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_term_comes_back_through_the_readers_of_rdflib(term: Term) -> None:
    """Written by us, read by rdflib: the same text in JSON and XML."""
    body = {name: write(name, [[term, None]]) for name in ("json", "xml")}

    from_json = Result.parse(io.BytesIO(body["json"]), format="json")
    from_xml = Result.parse(io.BytesIO(body["xml"]), format="xml")

    for result in (from_json, from_xml):
        assert [str(name) for name in result.vars or ()] == ["x", "y"]
        (found,) = result.bindings
        assert str(next(iter(found.values()))) == _as_rdflib_writes(term)


def _as_rdflib_writes(term: Term) -> str:
    """Give the text of a term after rdflib has put numbers into a form of its own."""
    if isinstance(term, ox.Literal) and not term.language:
        return str(Literal(term.value, datatype=term.datatype.value))
    return text_of(term).removeprefix("_:")


def text_of(term: Term) -> str:
    """Give the text of a term as a table shows it."""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


@pytest.mark.parametrize("term", TERMS, ids=str)
def test_text_comes_back_through_the_csv_module(term: Term) -> None:
    """CSV keeps the text of every term, with commas, quotes, tabs and line ends."""
    text = write("csv", [[term, None]]).decode()

    head, row = csv.reader(io.StringIO(text, newline=""))

    assert (head, row) == (["x", "y"], [text_of(term), ""])


def test_triple_term_is_written_as_in_sparql_12() -> None:
    """An RDF 1.2 term is an object of three in JSON."""
    triple = ox.Triple(ox.NamedNode("http://s"), ox.NamedNode("http://p"), ox.Literal("o"))

    told = json.loads(write("json", [[triple, None]]))["results"]["bindings"][0]["x"]

    assert told["type"] == "triple"
    assert told["value"]["object"] == {"type": "literal", "value": "o"}


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_triple_term_comes_back_through_the_reader_of_oxigraph(name: str) -> None:
    """Nested triples with tabs and quotes, too."""
    formats = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }
    node = ox.NamedNode("http://example.org/")
    triple = ox.Triple(node, node, ox.Triple(node, node, ox.Literal('a\t"b"\nc', language="en")))

    read = ox.parse_query_results(write(name, [[triple, None]]), format=formats[name])

    assert isinstance(read, ox.QuerySolutions)
    assert next(iter(read))["x"] == triple


def test_triple_term_stands_in_brackets_in_csv() -> None:
    """CSV keeps the text that Turtle has for it."""
    node = ox.NamedNode("http://e/")

    assert write("csv", [[ox.Triple(node, node, node), None]]) == (
        b"x,y\r\n<<( <http://e/> <http://e/> <http://e/> )>>,\r\n"
    )


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_cut_answer_is_a_whole_document_of_its_first_rows(name: str) -> None:
    """At the limit of rows the document is closed and says that it was cut."""
    rows: list[Row] = [[ox.Literal(str(n)), None] for n in range(10)]

    done = write_solutions(name, ["x", "y"], rows, Cap(rows=3, size_bytes=10_000))

    assert done.truncated
    assert done.body == write(name, rows[:3])


def test_answer_of_exactly_the_limit_is_not_cut() -> None:
    """Three rows fit into a limit of three."""
    rows: list[Row] = [[ox.Literal(str(n)), None] for n in range(3)]

    assert not write_solutions("json", ["x", "y"], rows, Cap(3, 10_000)).truncated


def test_row_of_one_unbound_value_is_not_lost_in_csv() -> None:
    """An empty line would be skipped by readers."""
    body = write_solutions("csv", ["x"], [[None]], WHOLE).body.decode()

    assert list(csv.reader(io.StringIO(body, newline=""))) == [["x"], [""]]


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("json", b'{"head":{},"boolean":true}'),
        ("csv", b"true\r\n"),
        ("tsv", b"true\n"),
    ],
)
def test_boolean_is_written(name: str, body: bytes) -> None:
    """In CSV and TSV, where the specification has no form, the word stands alone."""
    assert write_boolean(name, True) == body


def test_boolean_in_xml_is_read_by_oxigraph() -> None:
    """The XML of an ASK is a results document with a boolean."""
    read = ox.parse_query_results(write_boolean("xml", False), format=ox.QueryResultsFormat.XML)

    assert isinstance(read, ox.QueryBoolean)
    assert not bool(read)
