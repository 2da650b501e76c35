"""The SPARQL 1.1 Protocol at /sparql, section 2.1, over the test client and the real engine."""

import io
import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from shuangchuang.web.site import Site

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
GRAPH = "https://w3id.org/shuangchuang/graph/"
PEOPLE = GRAPH + "data/people"
PLACES = GRAPH + "data/places"

ODD_TEXTS = [
    "plain",
    "双创 𠮷 😀",
    "a+b",
    "a%20b",
    "100%",
    "a%2Bb&c=d;e#f?g",
    "'single' \u2028 é",
]


def ask(
    client: FlaskClient,
    method: str,
    query: str,
    options: Mapping[str, str | list[str]] | None = None,
    headers: Mapping[str, str] | None = None,
) -> TestResponse:
    """Send one query by one of the ways of the protocol."""
    fields = urlencode(options or {}, doseq=True)
    if method in ("GET", "HEAD"):
        url = f"/sparql?query={quote(query, safe='')}&{fields}"
        return client.open(url, method=method, headers=headers)
    if method == "form":
        body = f"query={quote(query, safe='')}&{fields}"
        return client.post("/sparql", data=body, content_type=FORM, headers=headers)
    return client.open(
        f"/sparql?{fields}", method=method, data=query, content_type=DIRECT, headers=headers
    )


WAYS = ["GET", "form", "POST", "QUERY"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text", ODD_TEXTS)
def test_texts_arrive_as_sent_by_every_way(client: FlaskClient, way: str, text: str) -> None:
    """Escapes are undone once, by every method, for Chinese and astral characters too."""
    response = ask(client, way, f'SELECT ("{text}" AS ?text) {{}}')

    assert response.status_code == 200
    assert response.json is not None
    assert response.json["results"]["bindings"][0]["text"]["value"] == text


def test_plus_is_a_space_in_a_form(client: FlaskClient) -> None:
    """Browsers write spaces of a form as plus signs."""
    response = client.post("/sparql", data="query=SELECT+(1+AS+?n)+{}", content_type=FORM)

    assert response.status_code == 200


@pytest.mark.parametrize("way", WAYS)
def test_byte_order_mark_is_no_part_of_the_query(client: FlaskClient, way: str) -> None:
    """Some editors begin a file with it."""
    assert ask(client, way, "\ufeffASK {}").status_code == 200


def test_iris_keep_their_escapes(client: FlaskClient) -> None:
    """An IRI with %20 is found by its own spelling: decoding twice would lose it."""
    query = "SELECT ?s { ?s ?p <http://example.org/a%20b?c=d,e> }"

    for way in WAYS:
        response = ask(client, way, query, headers={"Accept": "text/csv"})
        assert response.text == "s\r\nhttps://w3id.org/shuangchuang/id/tricky\r\n"


@pytest.mark.parametrize("way", WAYS)
def test_datasets_come_from_the_request(client: FlaskClient, way: str) -> None:
    """Repeated graphs are merged without duplicates; unknown ones are empty. Protocol 2.1.4."""
    count = "SELECT (COUNT(*) AS ?n) { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o }"
    named = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    cases: list[tuple[str, dict[str, str | list[str]], str]] = [
        (count, {"default-graph-uri": [PLACES]}, "3"),
        (count, {"default-graph-uri": [PEOPLE, PLACES]}, "6"),
        (count, {"default-graph-uri": ["http://example.org/unknown"]}, "0"),
        (count, {"named-graph-uri": [PLACES]}, "0"),
        (named, {"named-graph-uri": [PEOPLE, PLACES]}, "2"),
        (named, {"named-graph-uri": [PEOPLE], "default-graph-uri": [PLACES]}, "1"),
        (named, {"default-graph-uri": [PLACES]}, "0"),
        (count.replace("{ ?s", f"FROM <{PEOPLE}> {{ ?s"), {"default-graph-uri": [PLACES]}, "3"),
    ]

    for query, options, expected in cases:
        response = ask(client, way, query, options=options, headers={"Accept": "text/csv"})
        assert response.text == f"n\r\n{expected}\r\n", (query, options)


def test_graphs_that_are_no_iris_are_refused(client: FlaskClient) -> None:
    """A graph is named by an absolute IRI."""
    wrong_ones = ("", "people", "http://a b/", "<http://a/>", "http://a/\r\nX: y")
    for wrong in (*wrong_ones, "http://[::1", "http://a/%zz"):
        response = ask(client, "GET", "ASK {}", options={"default-graph-uri": wrong})
        assert response.status_code == 400
        assert response.json is not None
        assert "default-graph-uri" in response.json["detail"]


def test_graph_of_the_query_that_is_no_iri_is_a_syntax_error(client: FlaskClient) -> None:
    """It is the client's mistake, not the engine's."""
    for wrong in ("http://[::1", "http://a/%zz"):
        response = ask(client, "GET", f"ASK FROM <{wrong}> {{}}")
        assert (response.status_code, response.json and response.json["code"]) == (
            400,
            "query-syntax",
        )


@pytest.mark.parametrize("name", ["<http://e/f>", "f:f", "<f>"])
def test_unknown_function_is_told_with_its_place(client: FlaskClient, name: str) -> None:
    """The engine is there, only the function is not."""
    text = f"PREFIX f: <http://e/>\nBASE <http://e/>\nASK {{\n  FILTER({name}(1))\n}}"

    response = ask(client, "GET", text)

    assert response.json is not None
    assert (response.status_code, response.json["line"], response.json["column"]) == (400, 4, 10)
    assert "<http://e/f>" in response.json["detail"]


def test_relative_iris_resolve_against_our_base(client: FlaskClient) -> None:
    """The base IRI of a query is defined, and BASE in the query wins. Protocol 2.1.5."""
    ours = ask(client, "GET", "ASK { <id/ada> ?p ?o }")
    other = ask(client, "GET", "BASE <http://example.org/> ASK { <id/ada> ?p ?o }")

    assert (ours.json, other.json) == (
        {"head": {}, "boolean": True},
        {"head": {}, "boolean": False},
    )


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("other=1", 400),
        ("query=ASK{}&query=ASK{}", 400),
        ("query=ASK{}&update=CLEAR+ALL", 400),
        ("update=CLEAR+ALL", 403),
        ("query=", 400),
        ("query=CLEAR+ALL", 403),
        ("query=ASK{}%3B+ASK{}", 400),
        ("query=ASK{%FF}", 400),
        ("query=ASK{%ZZ}", 400),
        ("lang=%ZZ", 400),
        ("query=ASK{}&timeout=soon", 400),
        ("query=ASK{}&timeout=-1", 400),
        ("query=ASK{}&timeout=nan", 400),
        ("query=ASK{}&timeout=", 200),
        ("query=ASK{}&timeout=0.5", 200),
        ("query=ASK{}&unknown=%0D%0AX-Evil:+1", 200),
        ("query=ASK{%00}", 400),
        ("query=ASK{}&format=pdf", 406),
        ("query=ASK{}&format=ttl", 406),
        ("query=ASK{}&output=csv", 200),
    ],
)
def test_requests_are_read_alike_in_form_and_address(
    client: FlaskClient, body: str, status: int
) -> None:
    """Exactly one query, no update, options that mean something: else 4xx, never 500."""
    form = client.post("/sparql", data=body, content_type=FORM)
    address = client.get(f"/sparql?{body}") if body else form

    assert (form.status_code, address.status_code) == (status, status)
    assert "X-Evil" not in str(form.headers)


def test_query_in_address_and_body_are_two_queries(client: FlaskClient) -> None:
    """A direct POST with a query in its address too holds two."""
    response = client.post("/sparql?query=ASK{}", data="ASK{}", content_type=DIRECT)

    assert response.status_code == 400


def test_update_changes_nothing(client: FlaskClient) -> None:
    """An update is refused with 403 in every form, and the graph is as before."""
    before = ask(client, "GET", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").data

    direct = client.post(
        "/sparql",
        data="INSERT DATA { <a:a> <b:b> <c:c> }",
        content_type="application/sparql-update",
    )
    form = client.post("/sparql", data={"update": "CLEAR ALL"})

    assert (direct.status_code, form.status_code) == (403, 403)
    assert ask(client, "GET", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").data == before


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (None, b"ASK {}", 415),
        ("text/plain", b"ASK {}", 415),
        ("multipart/form-data; boundary=x", b"--x--", 415),
        ("application/json", b"{}", 415),
        (f"{DIRECT}; charset=utf-8", b"ASK {}", 200),
        (f"{DIRECT}; charset=UTF-8", b"ASK {}", 200),
        (f"{DIRECT};version=1.2", b"ASK {}", 200),
        (f"{DIRECT}; charset=utf-16", "ASK {}".encode("utf-16"), 415),
        (f"{DIRECT}; charset=iso-8859-1", b"ASK {}", 415),
        (f"{FORM}; charset=UTF-8", b"query=ASK{}", 200),
        (f"{FORM}; charset=gb18030", b"query=ASK{}", 415),
        (DIRECT, b"ASK { \xff }", 400),
        (DIRECT, b"", 400),
    ],
)
def test_bodies_must_be_utf8_of_a_known_type(
    client: FlaskClient, content_type: str | None, body: bytes, status: int
) -> None:
    """Another type or charset is 415 with what is read; bytes that are not UTF-8 are 400."""
    response = client.post("/sparql", data=body, content_type=content_type)

    assert response.status_code == status
    if status == 415:
        assert DIRECT in response.headers["Accept-Post"]


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "x", "gzip, gzip"])
def test_compressed_bodies_are_refused(client: FlaskClient, coding: str) -> None:
    """A small compressed body can be a huge query, so none is opened. RFC 9110 15.5.16."""
    response = client.post(
        "/sparql", data=b"\x1f\x8b", content_type=DIRECT, headers={"Content-Encoding": coding}
    )

    assert response.status_code == 415
    assert response.headers["Accept-Encoding"] == "identity"


def test_queries_and_bodies_have_a_longest_size(client: FlaskClient, site: Site) -> None:
    """Past the limit the answer is 413, for addresses, forms and direct bodies."""
    limit = site.settings.max_query_bytes
    fits = "ASK {}" + " " * (limit - 6)

    for way in WAYS:
        assert ask(client, way, fits).status_code == 200
        assert ask(client, way, fits + " ").status_code == 413
    padded = client.post("/sparql", data="query=ASK{}&x=" + "y" * limit * 10, content_type=FORM)
    assert padded.status_code == 413


def test_long_chinese_queries_fit_in_a_form(client: FlaskClient, site: Site) -> None:
    """The limit counts the query, not its escapes, which are three times as long."""
    limit = site.settings.max_query_bytes
    text = "双" * ((limit - 20) // 3)

    assert ask(client, "form", f"ASK {{}} #{text}").status_code == 200


def test_other_methods_are_told_which_there_are(client: FlaskClient) -> None:
    """405 comes with Allow. RFC 9110 section 15.5.6."""
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
        response = client.open("/sparql", method=method)
        assert response.status_code == 405
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    """Every header is the same, the length too."""
    for query in ("ASK {}", "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o", "nonsense"):
        for accept in ("*/*", "text/csv", "text/html", "image/png"):
            get = ask(client, "GET", query, headers={"Accept": accept})
            head = ask(client, "HEAD", query, headers={"Accept": accept})
            assert (head.status, dict(head.headers)) == (get.status, dict(get.headers))
            assert head.data == b""


def test_options_tells_methods_and_bodies(client: FlaskClient) -> None:
    """OPTIONS answers 204 with what may be sent."""
    response = client.options("/sparql")

    assert response.status_code == 204
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS, POST, QUERY"
    assert response.headers["Accept-Query"] == f"{DIRECT}, {FORM}"


def test_formats_are_labelled_by_what_they_are(client: FlaskClient) -> None:
    """A synonym in Accept chooses a format, whose own type is the label. Protocol 2.1.6."""
    cases = {
        "application/json": "application/sparql-results+json",
        "text/xml": "application/sparql-results+xml; charset=utf-8",
        "text/csv": "text/csv; charset=utf-8",
        "text/tab-separated-values": "text/tab-separated-values; charset=utf-8",
    }

    for accept, label in cases.items():
        response = ask(client, "GET", "SELECT * { ?s ?p ?o }", headers={"Accept": accept})
        assert response.headers["Content-Type"] == label


def test_formats_are_chosen_before_the_query_runs(client: FlaskClient) -> None:
    """A type of the wrong kind is 406 at once, however long the query would take."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

    response = ask(client, "GET", slow, headers={"Accept": "text/turtle"})

    assert response.status_code == 406
    assert response.json is not None
    assert "text/csv" in response.json["offered"]


def test_format_field_beats_accept(client: FlaskClient) -> None:
    """`?format=` is for browsers, which cannot set Accept."""
    response = ask(
        client, "GET", "ASK {}", options={"format": "csv"}, headers={"Accept": "text/html"}
    )

    assert response.text == "true\r\n"


def test_cut_answers_say_so(client: FlaskClient, site: Site) -> None:
    """An answer of more rows than the limit is whole up to it, and says that it was cut."""
    pairs = "SELECT * { ?s ?p ?o . ?a ?b ?c }"

    cut = ask(client, "GET", pairs)
    page = ask(client, "GET", pairs, headers={"Accept": "text/html"})
    whole = ask(client, "GET", "SELECT * { ?s ?p ?o } LIMIT 3")

    assert page.headers["Shuangchuang-Truncated"] == "true"
    assert len(json.loads(cut.data)["results"]["bindings"]) == site.settings.max_rows
    assert cut.headers["Shuangchuang-Truncated"] == "true"
    assert "Shuangchuang-Truncated" not in whole.headers


def test_timeout_lowers_the_limit(client: FlaskClient) -> None:
    """`timeout=` ends a query early with 504; it never gives more time than there is."""
    slow = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(6)) + "}"

    response = ask(client, "GET", slow, options={"timeout": "0.2"})

    assert response.status_code == 504
    assert response.json is not None
    assert (response.json["code"], response.json["limit_s"]) == ("timeout", 0.2)


def test_rdf12_terms_are_for_those_who_ask(client: FlaskClient) -> None:
    """Triple terms come with version=1.2 in the label, and only to clients that accept it."""
    query = "SELECT (TRIPLE(<a:a>, <b:b>, 1) AS ?t) {}"
    kind = "application/sparql-results+json"

    plain = ask(client, "GET", query)
    asked = ask(client, "GET", query, headers={"Accept": f"{kind};version=1.2"})
    field = ask(client, "GET", query, options={"version": "1.2"})
    unneeded = ask(client, "GET", "ASK {}", headers={"Accept": f"{kind};version=1.2"})

    assert plain.status_code == 406
    assert plain.json is not None
    assert plain.json["offered"] == [f"{kind};version=1.2"]
    assert asked.headers["Content-Type"] == field.headers["Content-Type"] == f"{kind};version=1.2"
    assert b'"type":"triple"' in asked.data
    assert unneeded.headers["Content-Type"] == kind


def test_direct_post_names_its_version_in_the_media_type(client: FlaskClient) -> None:
    """The field of the address is a parameter of the type there. SPARQL 1.2 Protocol 3.1."""
    query = "SELECT (TRIPLE(<a:a>, <b:b>, 1) AS ?t) {}"

    plain, versioned = (
        client.post("/sparql", data=query, content_type=kind)
        for kind in (DIRECT, f"{DIRECT}; version=1.2")
    )

    assert (plain.status_code, versioned.status_code) == (406, 200)


@pytest.mark.parametrize(
    ("prologue", "status"),
    [
        ('VERSION "1.2"', 200),
        ("# 1.2\nPREFIX a: <a:>\nversion '1.2'", 200),
        ('VERSION "1.1"', 406),
        ('# VERSION "1.2"\n', 406),
    ],
)
def test_query_names_its_version(client: FlaskClient, prologue: str, status: int) -> None:
    """Who writes a query in version 1.2 reads its answer."""
    answer = ask(client, "GET", f"{prologue} SELECT (TRIPLE(<a:a>, <b:b>, 1) AS ?t) {{}}")

    assert answer.status_code == status


def test_text_of_version_12_keeps_its_charset(client: FlaskClient) -> None:
    """Being text, it would be taken for ASCII without. SPARQL 1.1 Results CSV and TSV 2."""
    options: dict[str, str | list[str]] = {"format": "tsv", "version": "1.2"}

    answer = ask(client, "GET", "SELECT (TRIPLE(<a:a>, <b:b>, '双') AS ?t) {}", options)

    assert answer.headers["Content-Type"] == "text/tab-separated-values; charset=utf-8;version=1.2"


@pytest.mark.parametrize(
    ("name", "query", "reason"),
    [
        ("xml", 'SELECT ("a\\u0001" AS ?x) {}', "U+0001"),
        ("xml", 'SELECT ("\\uFFFE" AS ?x) {}', "U+FFFE"),
        ("rdf", 'CONSTRUCT { <a:a> <b:b> "a\\u0000" } {}', "U+0000"),
        ("rdf", "CONSTRUCT { <a:a> <http://e/123> 1 } {}", "property"),
        ("rdf", "CONSTRUCT { <a:a> <http://e/𠮷> 1 } {}", "property"),
        (
            "rdf",
            "CONSTRUCT { <a:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> 1 } {}",
            "property",
        ),
    ],
)
def test_what_xml_cannot_hold_is_not_acceptable(
    client: FlaskClient, name: str, query: str, reason: str
) -> None:
    """No reader could parse it; the document names the other formats."""
    answer = ask(client, "GET", query, options={"format": name})

    assert answer.json is not None
    assert (answer.status_code, reason in answer.json["detail"]) == (406, True)
    assert len(answer.json["offered"]) == 3


def test_unknown_format_is_called_by_its_name(client: FlaskClient) -> None:
    """Nobody looks for a mistake in a header that was not sent."""
    answer = ask(client, "GET", "ASK {}", options={"format": "ttl"})

    assert answer.json is not None
    assert answer.json["detail"] == (
        "'format=ttl' names none of the formats of this answer; "
        "offered are json, xml, csv, tsv, html"
    )


def test_long_bodies_are_read_away_before_the_refusal(client: FlaskClient) -> None:
    """A client that looks for an answer only after sending gets to see the 413."""
    body = io.BytesIO(b"x" * 1_000_000)

    response = client.post("/sparql", input_stream=body, content_type=DIRECT, content_length=10**6)

    assert response.status_code == 413
    assert body.read() == b""


def test_rdf12_that_a_format_cannot_hold_is_not_acceptable(client: FlaskClient) -> None:
    """JSON-LD has no form for triple terms; the other formats of graphs have."""
    query = "CONSTRUCT { <a:a> <b:b> <<( <a:a> <b:b> 1 )>> } {}"

    answers = {
        name: ask(client, "GET", query, options={"format": name, "version": "1.2"})
        for name in ("ttl", "nt", "rdf", "jsonld")
    }

    assert [one.status_code for one in answers.values()] == [200, 200, 200, 406]
    assert answers["rdf"].headers["Content-Type"] == (
        "application/rdf+xml; charset=utf-8;version=1.2"
    )
    assert answers["jsonld"].json is not None
    assert "JSON-LD has no form" in answers["jsonld"].json["detail"]
    assert "text/turtle" in answers["jsonld"].json["offered"]


def test_answers_have_a_name_to_be_saved_under(client: FlaskClient) -> None:
    """A browser that saves an answer gives it the right suffix."""
    answer = ask(client, "GET", "ASK {}", options={"format": "csv"})
    question = client.get("/questions/01-people.json")

    assert answer.headers["Content-Disposition"] == 'inline; filename="answer.csv"'
    assert question.headers["Content-Disposition"] == 'inline; filename="01-people.json"'
