"""What the endpoint writes, read back by readers that are not ours."""

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.query import Result
from rdflib.term import Literal, URIRef

QUERY = """
SELECT ?iri ?text ?tagged ?number ?day ?truth ?nothing {
  BIND(<http://example.org/a,b> AS ?iri)
  BIND("a \\"q\\", <b> & 'c'\\t双\\r\\n𠮷" AS ?text)
  BIND("双创"@zh-hans AS ?tagged)
  BIND(1.5 AS ?number)
  BIND("2015-09-26"^^<http://www.w3.org/2001/XMLSchema#date> AS ?day)
  BIND(false AS ?truth)
}"""
XSD = "http://www.w3.org/2001/XMLSchema#"
TEXT = "a \"q\", <b> & 'c'\t双\r\n𠮷"
EXPECTED = {
    "iri": URIRef("http://example.org/a,b"),
    "text": Literal(TEXT),
    "tagged": Literal("双创", lang="zh-hans"),
    "number": Literal("1.5", datatype=URIRef(XSD + "decimal")),
    "day": Literal("2015-09-26", datatype=URIRef(XSD + "date")),
    "truth": Literal("false", datatype=URIRef(XSD + "boolean")),
}


def _get(client: FlaskClient, query: str, name: str) -> bytes:
    response = client.get("/sparql", query_string={"query": query, "format": name})
    assert response.status_code == 200
    return bytes(response.data)


@pytest.mark.parametrize("name", ["json", "xml"])
def test_rdflib_reads_the_same_terms(client: FlaskClient, name: str) -> None:
    """Unbound, languages, datatypes, quotes, tabs and line breaks survive."""
    result = Result.parse(io.BytesIO(_get(client, QUERY, name)), format=name)

    rows = [{str(key): value for key, value in row.items()} for row in result.bindings]
    assert rows == [EXPECTED]


@pytest.mark.parametrize("name", ["json", "xml", "tsv"])
def test_pyoxigraph_reads_the_same_terms(client: FlaskClient, name: str) -> None:
    """The same, by the parser of another library."""
    formats = {
        "json": ox.QueryResultsFormat.JSON,
        "xml": ox.QueryResultsFormat.XML,
        "tsv": ox.QueryResultsFormat.TSV,
    }

    parsed = ox.parse_query_results(_get(client, QUERY, name), format=formats[name])

    assert isinstance(parsed, ox.QuerySolutions)
    (row,) = parsed
    assert row["nothing"] is None
    for key, term in EXPECTED.items():
        assert str(row[key]) == term.n3().replace("\t", "\\t") or row[key].value == str(term)


def test_csv_module_reads_the_same_texts(client: FlaskClient) -> None:
    """A header without question marks, CRLF, quotes doubled, nothing for unbound. RFC 4180."""
    text = _get(client, QUERY, "csv").decode()

    header, row = csv.reader(io.StringIO(text, newline=""))

    assert header == [*EXPECTED, "nothing"]
    assert row == [*map(str, EXPECTED.values()), ""]
    assert text.endswith("\r\n")


def test_json_and_xml_are_plain_documents(client: FlaskClient) -> None:
    """The standard library reads them too, and the variables keep their order."""
    document = json.loads(_get(client, QUERY, "json"))
    root = ElementTree.fromstring(_get(client, QUERY, "xml"))  # noqa: S314 - our own document

    assert document["head"]["vars"] == [*EXPECTED, "nothing"]
    names = [
        one.get("name") for one in root.iter("{http://www.w3.org/2005/sparql-results#}variable")
    ]
    assert names == [*EXPECTED, "nothing"]


@pytest.mark.parametrize("truth", ["true", "false"])
def test_ask_is_told_in_every_format(client: FlaskClient, truth: str) -> None:
    """CSV and TSV, which define no form for it, hold the bare word."""
    query = f"ASK {{ FILTER({truth}) }}"

    assert json.loads(_get(client, query, "json"))["boolean"] is (truth == "true")
    assert f"<boolean>{truth}</boolean>".encode() in _get(client, query, "xml")
    assert _get(client, query, "csv") == f"{truth}\r\n".encode()
    assert _get(client, query, "tsv") == f"{truth}\n".encode()


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated"  # by rdflib's own JSON-LD parser, as of 7.6
)
@pytest.mark.parametrize(
    ("name", "reader"),
    [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")],
)
@pytest.mark.parametrize(
    "query", ["CONSTRUCT { ?s ?p ?o } %s { ?s ?p ?o }", "DESCRIBE ?s %s { ?s a ?c }"]
)
def test_graphs_are_the_same_in_every_format(
    client: FlaskClient, query: str, name: str, reader: str
) -> None:
    """Each format gives rdflib what N-Triples gives it, by count and by text."""
    asked = query % "FROM <https://w3id.org/shuangchuang/graph/data/people>"
    plain = Graph().parse(data=_get(client, asked, "nt"), format="nt")

    graph = Graph().parse(data=_get(client, asked, name), format=reader)

    assert len(graph) == len(plain) > 5
    texts: list[list[Any]] = [sorted(map(str, one.objects())) for one in (graph, plain)]
    assert texts[0] == texts[1]


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated"  # by rdflib's own JSON-LD parser, as of 7.6
)
@pytest.mark.parametrize(
    ("name", "reader"),
    [("ttl", "turtle"), ("nt", "nt"), ("rdf", "xml"), ("jsonld", "json-ld")],
)
def test_white_space_of_texts_is_kept_in_graphs(
    client: FlaskClient, name: str, reader: str
) -> None:
    """Carriage returns, tabs and spaces at the ends."""
    text = " a\tb\r\nc\rd\n "
    query = "CONSTRUCT { <a:a> <b:b> " + json.dumps(text) + " } {}"

    (found,) = Graph().parse(data=_get(client, query, name), format=reader).objects()

    assert str(found) == text


@pytest.mark.parametrize("name", ["json", "xml"])
def test_base_direction_is_kept(client: FlaskClient, name: str) -> None:
    """A text of RDF 1.2 with a direction comes back with it."""
    response = client.get(
        "/sparql",
        query_string={
            "query": 'SELECT (STRLANGDIR("x", "ar", "rtl") AS ?x) {}',
            "format": name,
            "version": "1.2",
        },
    )
    formats = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}

    parsed = ox.parse_query_results(response.data, format=formats[name])

    assert isinstance(parsed, ox.QuerySolutions)
    assert [str(row["x"]) for row in parsed] == ['"x"@ar--rtl']
    assert response.headers["Content-Type"].endswith(";version=1.2")
