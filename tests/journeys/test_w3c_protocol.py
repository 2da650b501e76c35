"""The W3C's tests of the SPARQL 1.1 Protocol and Service Description, by their names.

Its manifest names 34 and 3 tests; the requests are those that its descriptions ask for, with
graphs of ours. Updates are refused whole, as section 2.2 allows a service that only reads.
"""

import json
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import quote, urlencode

import pytest
from rdflib import RDF, Graph, Namespace, URIRef
from tests.journeys.conftest import RunningServer

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
GRAPH = "https://w3id.org/shuangchuang/graph/"
ACTORS = f"{GRAPH}data/actors/people"
PREFIXES = f"{GRAPH}ontology/prefixes"
ONTOLOGY = f"{GRAPH}ontology/shuangchuang"

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
DIRECT = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
TRUE = "ASK { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
CLEAR = "CLEAR ALL"


def test_queries_of_every_form_are_answered(server: RunningServer) -> None:
    """query_get, query_post_form and query_post_direct."""
    assert _is_true(_ask(server, "GET", f"?query={quote(TRUE)}"))
    assert _is_true(_ask(server, "POST", body=urlencode({"query": TRUE}), headers=FORM))
    assert _is_true(_ask(server, "POST", body=TRUE, headers=DIRECT))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_default_graphs_of_the_protocol_are_asked(server: RunningServer, method: str) -> None:
    """query_dataset_default_graphs_get and _post: one graph, then the merge of two."""
    counts = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    alone = [_count(_dataset(server, method, counts, [graph])) for graph in (ACTORS, PREFIXES)]

    both = _count(_dataset(server, method, counts, [ACTORS, PREFIXES]))

    assert all(alone)
    assert both == sum(alone)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_named_graphs_of_the_protocol_are_asked(server: RunningServer, method: str) -> None:
    """query_dataset_named_graphs_get and _post; nothing is in the default graph then."""
    assert _graphs(_dataset(server, method, NAMED, [], [ACTORS, PREFIXES])) == {ACTORS, PREFIXES}
    assert not _is_true(_dataset(server, method, TRUE, [], [ACTORS]))


def test_a_whole_dataset_of_the_protocol_is_asked(server: RunningServer) -> None:
    """query_dataset_full."""
    assert _graphs(_dataset(server, "GET", NAMED, [ONTOLOGY], [ACTORS])) == {ACTORS}
    assert _is_true(_dataset(server, "GET", "ASK { ?s a ?c }", [ONTOLOGY], [ACTORS]))


def test_the_dataset_of_the_protocol_wins(server: RunningServer) -> None:
    """query_multiple_dataset: FROM in the query does not count beside it."""
    default = f"ASK FROM <{ACTORS}> {{ ?actor a ?class }}"
    named = NAMED.replace("{", f"FROM NAMED <{ONTOLOGY}> {{", 1)

    assert not _is_true(_dataset(server, "GET", default, [f"{GRAPH}none"]))
    assert _graphs(_dataset(server, "GET", named, [], [ACTORS])) == {ACTORS}


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT * { ?s ?p ?o } LIMIT 1", ("sparql-results+json", "sparql-results+xml", "csv")),
        (TRUE, ("sparql-results+json", "sparql-results+xml")),
        ("DESCRIBE <https://w3id.org/shuangchuang/id/li-keqiang>", ("turtle", "rdf+xml")),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1", ("turtle", "rdf+xml")),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_content_type_is_one_of_the_kind(
    server: RunningServer, query: str, types: tuple[str, ...]
) -> None:
    """query_content_type_select, _ask, _describe and _construct, where no type is asked for."""
    response, _ = _ask(server, "GET", f"?query={quote(query)}", headers={"Accept": "*/*"})

    media_type = response.headers.get_content_type()
    assert response.status == 200
    assert media_type.partition("/")[2] in types


@pytest.mark.parametrize(
    ("method", "more", "body", "headers", "status"),
    [
        ("PUT", f"?query={quote(TRUE)}", "", {}, 405),
        ("GET", f"?query={quote(TRUE)}&query={quote(TRUE)}", "", {}, 400),
        ("POST", "", urlencode({"query": TRUE}), {"Content-Type": "text/plain"}, 415),
        ("POST", "", urlencode({"query": TRUE}), {}, 415),
        ("POST", "", TRUE, {}, 415),
        ("POST", "", TRUE.encode("utf-16"), DIRECT, 400),
        (
            "POST",
            "",
            TRUE.encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
            415,
        ),
        ("GET", "?query=ASK%20%7B", "", {}, 400),
    ],
    ids=[
        "bad_query_method",
        "bad_multiple_queries",
        "bad_query_wrong_media_type",
        "bad_query_missing_form_type",
        "bad_query_missing_direct_type",
        "bad_query_non_utf8",
        "bad_query_non_utf8_told",
        "bad_query_syntax",
    ],
)
def test_bad_queries_are_told(
    server: RunningServer,
    method: str,
    more: str,
    body: str | bytes,
    headers: dict[str, str],
    status: int,
) -> None:
    """What is no query operation gets the status that says why."""
    response, _ = _ask(server, method, more, body, headers)

    assert response.status == status


@pytest.mark.parametrize(
    ("method", "more", "body", "headers"),
    [
        ("POST", "", urlencode({"update": CLEAR}), FORM),
        ("POST", "", CLEAR, UPDATE),
        ("POST", f"?using-graph-uri={quote(ACTORS)}", CLEAR, UPDATE),
        ("POST", f"?using-named-graph-uri={quote(ACTORS)}", CLEAR, UPDATE),
        ("POST", f"?using-graph-uri={quote(ACTORS)}", "WITH <a:a> DELETE {} WHERE {}", UPDATE),
        ("POST", "", "BASE <http://example.org/> INSERT DATA { <a> <b> 1 }", UPDATE),
        ("GET", f"?update={quote(CLEAR)}", "", {}),
        ("POST", "", urlencode([("update", CLEAR), ("update", CLEAR)]), FORM),
        ("POST", "", CLEAR, {"Content-Type": "text/plain"}),
        ("POST", "", urlencode({"update": CLEAR}), {}),
        ("POST", "", CLEAR.encode("utf-16"), UPDATE),
        ("POST", "", "CLEAR", UPDATE),
    ],
    ids=[
        "update_post_form",
        "update_post_direct",
        "update_dataset_default_graph",
        "update_dataset_named_graphs",
        "bad_update_dataset_conflict",
        "update_base_uri",
        "bad_update_get",
        "bad_multiple_updates",
        "bad_update_wrong_media_type",
        "bad_update_missing_form_type",
        "bad_update_non_utf8",
        "bad_update_syntax",
    ],
)
def test_updates_change_nothing(
    server: RunningServer, method: str, more: str, body: str | bytes, headers: dict[str, str]
) -> None:
    """An update is refused, right or wrong, and the graph stays as it is."""
    response, _ = _ask(server, method, more, body, headers)

    assert response.status in (400, 403, 415)
    assert _is_true(_ask(server, "GET", f"?query={quote(TRUE)}"))


def test_the_service_description_is_there(server: RunningServer) -> None:
    """returns-rdf, has-endpoint-triple and conforms-to-schema."""
    response, body = _ask(server, "GET", headers={"Accept": "text/turtle"})
    described = Graph().parse(data=body, format="turtle")

    services = list(described.subjects(RDF.type, SD.Service))
    assert response.status == 200
    assert len(services) == 1
    assert described.value(services[0], SD.endpoint) == URIRef(f"{server.url}/sparql")
    for one in described.objects(services[0], SD.defaultDataset):
        assert (one, RDF.type, SD.Dataset) in described
        assert described.value(one, SD.defaultGraph)
    assert {*described.objects(services[0], SD.supportedLanguage)} >= {SD.SPARQL11Query}


def _ask(
    server: RunningServer,
    method: str,
    more: str = "",
    body: str | bytes = "",
    headers: dict[str, str] | None = None,
) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    sent = body.encode() if isinstance(body, str) else body
    wanted = {"Accept": "application/sparql-results+json"} | (headers or {})
    connection.request(method, f"/sparql{more}", sent or None, wanted)
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    return response, answer


def _dataset(
    server: RunningServer,
    method: str,
    query: str,
    default: list[str],
    named: list[str] | None = None,
) -> tuple[HTTPResponse, bytes]:
    fields = [("query", query)]
    fields += [("default-graph-uri", graph) for graph in default]
    fields += [("named-graph-uri", graph) for graph in named or []]
    if method == "GET":
        return _ask(server, method, f"?{urlencode(fields)}")
    return _ask(server, method, body=urlencode(fields), headers=FORM)


def _is_true(told: tuple[HTTPResponse, bytes]) -> bool:
    assert told[0].status == 200, told[1]
    return bool(json.loads(told[1])["boolean"])


def _count(told: tuple[HTTPResponse, bytes]) -> int:
    assert told[0].status == 200, told[1]
    return int(json.loads(told[1])["results"]["bindings"][0]["n"]["value"])


def _graphs(told: tuple[HTTPResponse, bytes]) -> set[str]:
    assert told[0].status == 200, told[1]
    return {row["g"]["value"] for row in json.loads(told[1])["results"]["bindings"]}
