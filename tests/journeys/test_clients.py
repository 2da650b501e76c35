"""Other people's clients ask the real server over HTTP: the W3C's cases, SPARQLWrapper, rdflib."""

import csv
import io
import json
import socket
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDFS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, RDFXML, TSV, TURTLE, XML, SPARQLWrapper

from .conftest import RunningServer

GRAPH = "https://w3id.org/shuangchuang/graph/data/"
ACTORS, PLACES = f"{GRAPH}actors/people", f"{GRAPH}places/north"
TIANJIN = "https://w3id.org/shuangchuang/id/tianjin"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
NAMES = f"SELECT ?name {{ <{TIANJIN}> {LABEL} ?name }} ORDER BY ?name"
FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"

# Each is true of its dataset and of no other here: Tianjin has labels in places alone.
DEFAULT = f"ASK {{ <{TIANJIN}> {LABEL} ?b FILTER NOT EXISTS {{ GRAPH ?g {{ ?x ?y ?z }} }} }}"
MERGED = f"ASK {{ <{TIANJIN}> {LABEL} ?b . ?a a <https://w3id.org/shuangchuang/ontology#Person> }}"
NAMED = (
    f"ASK {{ GRAPH ?g {{ <{TIANJIN}> {LABEL} ?b }} GRAPH ?h {{ ?c ?d ?e }} FILTER(?g != ?h)"
    f" FILTER NOT EXISTS {{ ?x ?y ?z }} }}"
)
FULL = (
    f"ASK {{ <{TIANJIN}> {LABEL} ?b GRAPH ?g {{ <{TIANJIN}> {LABEL} ?b }}"
    f" GRAPH ?h {{ ?c ?d ?e }} FILTER(?g != ?h) }}"
)
DATASETS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "default graph": (DEFAULT, [("default-graph-uri", PLACES)]),
    "default graphs": (MERGED, [("default-graph-uri", ACTORS), ("default-graph-uri", PLACES)]),
    "named graphs": (NAMED, [("named-graph-uri", ACTORS), ("named-graph-uri", PLACES)]),
    "full": (
        FULL,
        [
            ("default-graph-uri", PLACES),
            ("named-graph-uri", ACTORS),
            ("named-graph-uri", PLACES),
        ],
    ),
}


def send(
    server: RunningServer, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, str, bytes]:
    """Send one request and give status, media type and body."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    try:
        connection.request(method, path, body=body, headers=named)
        response = connection.getresponse()
        return response.status, response.headers.get_content_type(), response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("name", DATASETS)
@pytest.mark.parametrize("way", ["GET", "form", "POST", "QUERY"])
def test_dataset_of_the_protocol_by_every_way(server: RunningServer, way: str, name: str) -> None:
    """The W3C's cases `query_dataset_*`, with graphs of our own."""
    query, dataset = DATASETS[name]
    fields = urlencode(dataset)
    asked = f"query={quote(query)}&{fields}"

    if way == "GET":
        status, kind, body = send(server, "GET", f"/sparql?{asked}")
    elif way == "form":
        status, kind, body = send(server, "POST", "/sparql", asked.encode(), Content_Type=FORM)
    else:
        path = f"/sparql?{fields}"
        status, kind, body = send(server, way, path, query.encode(), Content_Type=DIRECT)

    assert (status, kind) == (200, "application/sparql-results+json")
    assert json.loads(body)["boolean"] is True


def test_protocol_dataset_wins_over_the_query(server: RunningServer) -> None:
    """The W3C's case `query_multiple_dataset`: the request overrides FROM."""
    query = DEFAULT.replace("ASK {", f"ASK FROM <{ACTORS}> {{", 1)

    told = send(server, "GET", f"/sparql?query={quote(query)}&default-graph-uri={quote(PLACES)}")

    assert json.loads(told[2])["boolean"] is True


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        (NAMES, {"application/sparql-results+json"}),
        ("ASK {}", {"application/sparql-results+json"}),
        (f"DESCRIBE <{TIANJIN}>", {"text/turtle"}),
        (f"CONSTRUCT {{ <{TIANJIN}> ?p ?o }} {{ <{TIANJIN}> ?p ?o }}", {"text/turtle"}),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_answers_have_the_type_of_their_form(
    server: RunningServer, query: str, kinds: set[str]
) -> None:
    """The W3C's cases `query_content_type_*`."""
    status, kind, body = send(server, "GET", f"/sparql?query={quote(query)}")

    assert status == 200
    assert kind in kinds
    assert body


@pytest.mark.parametrize(
    ("method", "path", "content_type", "body", "status"),
    [
        ("PUT", "/sparql?query=ASK%20%7B%7D", "", b"", 405),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", "", b"", 400),
        ("POST", "/sparql", "text/plain", b"ASK {}", 415),
        ("POST", "/sparql", "", b"query=ASK%20%7B%7D", 415),
        ("POST", "/sparql", "", b"ASK {}", 415),
        ("POST", "/sparql", f"{DIRECT}; charset=UTF-16", "ASK {}".encode("utf-16"), 415),
        ("GET", "/sparql?query=ASK%20%7B", "", b"", 400),
        ("GET", "/sparql?update=CLEAR%20NAMED", "", b"", 403),
        ("POST", "/sparql", FORM, b"update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", 403),
        ("POST", "/sparql", "application/sparql-update", b"CLEAR NAMED", 403),
    ],
)
def test_bad_requests_are_told_so(
    server: RunningServer, method: str, path: str, content_type: str, body: bytes, status: int
) -> None:
    """The W3C's cases `bad_query_*` and `bad_update_*`, which ask for any 4xx; ours are exact."""
    headers = {"Content_Type": content_type} if content_type else {}

    told = send(server, method, path, body or None, **headers)

    assert told[:2] == (status, "application/problem+json")
    assert json.loads(told[2])["status"] == status


@pytest.mark.parametrize(
    ("line", "hosts", "status"),
    [
        ("GET / HTTP/1.1", [b"a.example"], 200),
        ("GET / HTTP/1.1", [b"a.example", b"b.example"], 400),
        ("GET / HTTP/1.1", [], 400),
        ("GET / HTTP/1.1", ["例子".encode()], 400),
        ("GET / HTTP/1.0", [], 200),
        ("get / HTTP/1.1", [b"a.example"], 405),
    ],
)
def test_request_is_one_of_http(
    server: RunningServer, line: str, hosts: list[bytes], status: int
) -> None:
    """What a client library would not send is refused all the same. RFC 9112 section 3.2."""
    headers = [b"Connection: close", *(b"Host: " + host for host in hosts)]
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
        connection.sendall(b"\r\n".join([line.encode(), *headers, b"", b""]))
        told = connection.makefile("rb").readline()

    assert int(told.split()[1]) == status


def test_chunked_bodies_are_read(server: RunningServer) -> None:
    """A body without a length is a body."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    pieces = [NAMES[:20].encode(), NAMES[20:].encode()]
    connection.request(
        "POST",
        "/sparql",
        body=iter(pieces),
        headers={"Content-Type": DIRECT, "Accept": "text/csv", "Transfer-Encoding": "chunked"},
        encode_chunked=True,
    )

    body = connection.getresponse().read().decode()
    connection.close()

    assert "天津市" in body


def test_long_chunked_bodies_are_refused(server: RunningServer) -> None:
    """Without a length, too, the limit holds."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request(
        "POST",
        "/sparql",
        body=iter([b" " * 65_536] * 20),
        headers={"Content-Type": DIRECT, "Transfer-Encoding": "chunked"},
        encode_chunked=True,
    )

    status = connection.getresponse().status
    connection.close()

    assert status == 413


@pytest.mark.parametrize("path", ["/", "/sparql", f"/sparql?query={quote(NAMES)}"])
def test_head_over_http_has_the_headers_of_get(server: RunningServer, path: str) -> None:
    """The server in front changes nothing: same length, same tag, no body."""

    def ask(method: str) -> tuple[dict[str, str], bytes]:
        with urlopen(Request(server.url + path, method=method)) as response:  # noqa: S310 - ours
            headers = {name: value for name, value in response.headers.items() if name != "date"}
            return headers, response.read()

    (headers, body), (head_headers, nothing) = ask("GET"), ask("HEAD")

    assert head_headers == headers
    assert int(headers["content-length"]) == len(body)
    assert nothing == b""


def _ask(client: SPARQLWrapper) -> Any:  # noqa: ANN401 - what it gives depends on the format
    return client.queryAndConvert()


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_every_format(server: RunningServer, method: str) -> None:
    """Its own names of formats, sent as fields too, choose what it then can read."""
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    client.setQuery(NAMES)

    client.setReturnFormat(JSON)
    rows = _ask(client)["results"]["bindings"]
    assert {row["name"]["value"] for row in rows} >= {"Tianjin", "天津市"}
    client.setReturnFormat(XML)
    assert "天津市" in _ask(client).toxml()
    for name, separator in ((CSV, ","), (TSV, "\t")):
        client.setReturnFormat(name)
        text = _ask(client).decode()
        assert len(list(csv.reader(io.StringIO(text), delimiter=separator))) == len(rows) + 1


@pytest.mark.filterwarnings(
    "ignore:ConjunctiveGraph is deprecated"  # by SPARQLWrapper, as of 2.0
)
@pytest.mark.parametrize("name", [TURTLE, RDFXML, XML])
def test_sparqlwrapper_reads_graphs(server: RunningServer, name: str) -> None:
    """`xml` means RDF/XML for a graph, as the client means it."""
    client = SPARQLWrapper(f"{server.url}/sparql", returnFormat=name)
    client.setQuery(f"CONSTRUCT WHERE {{ <{TIANJIN}> {LABEL} ?name }}")

    told = _ask(client)

    graph = told if isinstance(told, Graph) else Graph().parse(data=told, format="turtle")
    assert (URIRef(TIANJIN), RDFS.label, Literal("天津市", lang="zh-hans")) in graph


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_sparqlstore_of_rdflib_is_a_graph(server: RunningServer, method: str) -> None:
    """A graph of rdflib that lives here answers patterns and queries."""
    store = SPARQLStore(f"{server.url}/sparql", method=method)
    graph = Graph(store)

    labels = set(graph.objects(URIRef(TIANJIN), RDFS.label))
    rows = [str(row[0]) for row in graph.query(NAMES)]  # type: ignore[index]  # rows of a SELECT

    assert Literal("Tianjin", lang="en") in labels
    assert {str(label) for label in labels} == set(rows)
    assert graph.query(f"ASK {{ <{TIANJIN}> ?p ?o }}").askAnswer is True
