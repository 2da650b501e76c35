"""`/validate` answers every upload with a report or a problem: no 500, no fetch."""

import gzip
import io
import json
import socket
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.services.contributions.reviewed import GOOD, HEAD
from werkzeug.test import TestResponse

from shuangchuang.base.content import Content
from shuangchuang.base.settings import Settings
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.store.embedded import EmbeddedEngine, ZygoteProcess
from shuangchuang.store.release import read_prefixes
from shuangchuang.store.tasks import Tasks
from shuangchuang.web.app import create_app
from shuangchuang.web.server import PREPARE
from shuangchuang.web.site import Site

SETTINGS = Settings(
    workers=1, task_workers=2, timeout_s=4.0, wait_s=30.0, memory_mib=512, max_upload_bytes=200_000
)
BAD = HEAD + "id:tianjin shc:isLocatedIn id:bejing .\n"
SHAPES = """
@prefix e: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
e:A a sh:NodeShape ; sh:targetClass e:T ; sh:property [ sh:path e:p ; sh:minCount 1 ] .
"""
BOMB = '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
)
BOMB += ']><r xmlns="http://e/">&a11;</r>'


@pytest.fixture(scope="module")
def real(content: Content) -> Iterator[Site]:
    """Serve the real release with warm task workers."""
    zygote = ZygoteProcess(SETTINGS, content, PREPARE)
    engine = EmbeddedEngine(zygote.attachment, SETTINGS)
    tasks = Tasks(zygote.attachment.tasks_path, "the validation", SETTINGS)
    shapes = ShapeLibrary(content)
    yield Site(SETTINGS, engine, read_prefixes(content), shapes=shapes, tasks=tasks)
    tasks.close()
    engine.close()
    zygote.close()


@pytest.fixture
def browser(real: Site) -> FlaskClient:
    """Give a client of the site."""
    return create_app(real).test_client()


def _post(client: FlaskClient, body: str | bytes, kind: str, accept: str = "") -> TestResponse:
    return client.post("/validate", data=body, content_type=kind, headers={"Accept": accept})


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Listen where nobody is to call."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        one.listen()
        one.settimeout(0.1)
        yield one


def test_a_body_that_conforms(browser: FlaskClient) -> None:
    """RDF as the body is judged; the report and a header say that it conforms."""
    answer = _post(browser, HEAD + GOOD, "text/turtle")

    assert answer.status_code == 200
    assert answer.headers["Shuangchuang-Conforms"] == "true"
    assert answer.json
    assert answer.json["conforms"] is True
    assert answer.json["files"] == ["body.ttl"]


@pytest.mark.parametrize(
    ("accept", "kind", "start"),
    [
        ("", "application/json", "{"),
        ("application/sarif+json", "application/sarif+json", "{"),
        ("text/plain", "text/plain; charset=utf-8", "id:tianjin"),
        ("text/turtle", "text/turtle; charset=utf-8", "@prefix"),
        ("text/html", "text/html; charset=utf-8", "<!doctype html>"),
    ],
)
def test_accept_chooses_the_report(
    browser: FlaskClient, accept: str, kind: str, start: str
) -> None:
    """JSON, SARIF, text, a SHACL report, and a page."""
    answer = _post(browser, BAD, "text/turtle", accept)

    assert answer.content_type == kind
    assert answer.text.lstrip().startswith(start)
    assert answer.headers["Shuangchuang-Conforms"] == "false"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_format_parameter_overrides_accept(browser: FlaskClient) -> None:
    """`?format=` names a report; an unknown one is told."""
    answer = browser.post("/validate?format=sarif", data=BAD, content_type="text/turtle")
    unknown = browser.post("/validate?format=csv", data=BAD, content_type="text/turtle")

    assert json.loads(answer.text)["version"] == "2.1.0"
    assert unknown.status_code == 406


def test_the_page_speaks_chinese_and_links_the_rule(browser: FlaskClient) -> None:
    """Messages and words are in the language that is asked for; the rule has a link."""
    answer = browser.post(
        "/validate?lang=zh", data=BAD, content_type="text/turtle", headers={"Accept": "text/html"}
    )

    assert answer.headers["Content-Language"] == "zh-Hans"
    assert "您可能是指 id:beijing" in answer.text
    assert "/rules/reference" in answer.text
    assert "<mark>i</mark>" in answer.text


def test_a_form_sends_texts_and_files(browser: FlaskClient) -> None:
    """A text and two files are one contribution; the suffix tells the format of a file."""
    new = GOOD.replace("src:china-keywords-2017", "src:new-page")
    page = '{"@id":"https://w3id.org/shuangchuang/src/new-page","http://e/b":"x"}'
    fields = {
        "text": (HEAD + new).replace("\n", "\r\n"),
        "file": [(io.BytesIO(page.encode()), "x/page.jsonld"), (io.BytesIO(b""), "")],
    }

    answer = browser.post("/validate", data=fields, headers={"Accept": "application/json"})

    assert answer.json
    assert answer.json["files"] == ["page.jsonld", "text.ttl"]
    assert [one for one in answer.json["findings"] if one["rule"] == "reference"] == []


def test_a_form_sends_its_own_shapes(browser: FlaskClient) -> None:
    """With shapes of the sender's own, nothing of ours is asked for."""
    fields = {"text": "<http://e/x> a <http://e/T> .", "shapes-text": SHAPES}

    answer = browser.post("/validate", data=fields)

    assert answer.json
    [finding] = answer.json["findings"]
    assert finding["message"] == "Give at least 1 of these."


def test_a_body_that_curl_calls_a_form_is_told_to_name_its_type(browser: FlaskClient) -> None:
    """`curl --data-binary @file` without a header is what everybody sends first."""
    body = b'id:a rdfs:label "x=y & z"@en .'

    answer = _post(browser, body, "application/x-www-form-urlencoded")

    assert answer.status_code == 400
    assert answer.json
    assert "-H 'Content-Type: text/turtle'" in answer.json["detail"]


def test_scripts_of_other_sites_can_read_whether_it_conforms(browser: FlaskClient) -> None:
    """Browsers hide a header that is not named."""
    answer = _post(browser, b"<http://e/a> <http://e/b> 1 .", "text/turtle")

    assert "Shuangchuang-Conforms" in answer.headers["Access-Control-Expose-Headers"]


def test_the_form_is_a_page(browser: FlaskClient) -> None:
    """The form works without script and names the limits."""
    answer = browser.get("/validate", headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert 'enctype="multipart/form-data"' in answer.text
    assert "195 KiB" in answer.text
    assert "script" not in answer.text


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x", "text/csv", 415),
        (b"x", "text/plain", 415),
        (b"x", "application/octet-stream", 415),
        (b"x", "application/zip", 415),
        (b"x", "text/turtle; charset=gbk", 415),
        (b"", "", 415),
        (b"", "application/x-www-form-urlencoded", 400),
        (b"text=+", "application/x-www-form-urlencoded", 400),
        (b"text=a&format-of-text=csv", "application/x-www-form-urlencoded", 415),
        (b"#" * 300_000, "text/turtle", 413),
        (b"text=" + b"x" * 300_000, "application/x-www-form-urlencoded", 413),
        (b"--x", "multipart/form-data", 400),
        (b"--x\r\n", "multipart/form-data; boundary=y", 400),
    ],
)
def test_what_is_not_taken_is_a_problem(
    browser: FlaskClient, body: bytes, kind: str, status: int
) -> None:
    """Unknown types, too much, and nothing are told as problems; nothing conforms."""
    answer = _post(browser, body, kind)

    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert "Shuangchuang-Conforms" not in answer.headers


def test_a_coded_body_is_not_unpacked(browser: FlaskClient) -> None:
    """Gzip as a coding is refused, whatever is in it."""
    headers = {"Content-Encoding": "gzip"}

    answer = browser.post(
        "/validate", data=gzip.compress(b"#"), content_type="text/turtle", headers=headers
    )

    assert answer.status_code == 415


def _zipped() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("a.ttl", "#" * 100_000)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("body", "kind", "words"),
    [
        (gzip.compress(b"#" * 10_000_000), "text/turtle", "Unpack it"),
        (_zipped(), "text/turtle", "Unpack it"),
        (BOMB.encode(), "application/rdf+xml", "Entities"),
        (b'<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>', "application/rdf+xml", ""),
        (bytes(range(256)) * 40, "text/turtle", "not UTF-8"),
        (b"[" * 100_000, "application/ld+json", "too deeply"),
        (b"[" * 100_000, "text/turtle", "too deeply"),
        (b"<<( " * 40_000, "application/n-triples", "too deeply"),
        (b"<a>" * 50_000, "application/rdf+xml", ""),
        (b"", "text/turtle", "no triple"),
        (b'{"@context": "http://127.0.0.1:9/"}', "application/ld+json", "never fetched"),
    ],
)  # fmt: skip
def test_hostile_bodies_are_findings(
    browser: FlaskClient, body: bytes, kind: str, words: str
) -> None:
    """Bombs, noise, depth and remote contexts: a report that says what is wrong, and soon."""
    started = time.monotonic()

    answer = _post(browser, body, kind)

    assert time.monotonic() - started < SETTINGS.timeout_s
    assert answer.status_code == 200
    assert answer.json
    assert answer.json["conforms"] is False
    assert words in answer.json["findings"][0]["message"]


def test_too_many_triples_are_a_finding(real: Site) -> None:
    """More triples than the limit are told, and judged no further."""
    site = replace(real, settings=replace(SETTINGS, max_upload_triples=10))
    body = "".join(f"<http://e/{n}> <http://e/b> 1 .\n" for n in range(20))

    answer = _post(create_app(site).test_client(), body, "text/turtle")

    assert answer.json
    assert [one["rule"] for one in answer.json["findings"]] == ["too-large"]


def _shapes(constraint: str) -> str:
    return (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> ."
        f" e:A a sh:NodeShape ; sh:targetClass e:T ; {constraint} ."
    )


PRODUCT = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(12))


@pytest.mark.parametrize(
    "constraint",
    [
        f'sh:sparql [ sh:select "SELECT $this {{ {PRODUCT} }}" ]',
        'sh:property [ sh:path e:p ; sh:pattern "^(a+)+$" ]',
    ],
)
def test_shapes_that_run_away_are_ended(browser: FlaskClient, constraint: str) -> None:
    """A cartesian product and a costly pattern end at the limit with 422; the next is answered."""
    data = "".join(f"<http://e/x{n}> a <http://e/T> .\n" for n in range(50))
    data += '<http://e/x1> <http://e/p> "' + "a" * 60 + '!" .'

    ended = browser.post("/validate", data={"text": data, "shapes-text": _shapes(constraint)})
    after = _post(browser, HEAD + GOOD, "text/turtle")

    assert ended.status_code == 422
    assert ended.json
    assert ended.json["code"] == "too-costly"
    assert "Shuangchuang-Conforms" not in ended.headers
    assert after.headers["Shuangchuang-Conforms"] == "true"


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:sparql [ sh:select "no SPARQL" ]',
        'sh:property [ sh:path e:p ; sh:pattern "(" ]',
        "sh:property [ sh:path [ sh:zeroOrMorePath [] ] ; sh:minCount 1 ]",
        "sh:node e:A ; sh:property [ sh:path e:p ; sh:node e:A ]",
        'sh:minCount 1 ; sh:in "x"',
        "sh:or e:nothing",
        'sh:sparql [ sh:select "SELECT $this { ?x ?y ?z } VALUES $this { 1 }" ]',
    ],
)
def test_shapes_that_are_wrong_are_findings(browser: FlaskClient, constraint: str) -> None:
    """What pySHACL cannot use is told; it is never a 500."""
    data = '<http://e/x> a <http://e/T> ; <http://e/p> "a" , <http://e/x> .'

    answer = browser.post("/validate", data={"text": data, "shapes-text": _shapes(constraint)})

    assert answer.status_code in (200, 422)
    assert answer.json
    if answer.status_code == 200 and not answer.json["conforms"]:
        assert answer.json["findings"]


def test_nobody_is_called(browser: FlaskClient, listener: socket.socket) -> None:
    """Contexts, imports, entities and constraints reach no address."""
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"
    imports = f"<http://e/> <http://www.w3.org/2002/07/owl#imports> <{url}> ."
    service = f'sh:sparql [ sh:select "SELECT $this {{ SERVICE <{url}> {{ ?s ?p ?o }} }}" ]'
    _post(browser, f'{{"@context": "{url}"}}', "application/ld+json")
    _post(browser, f'<!DOCTYPE r SYSTEM "{url}"><r/>', "application/rdf+xml")
    for shapes in (
        SHAPES + imports,
        _shapes(service),
        _shapes(service.replace("SERVICE", "sErvice")),
    ):
        browser.post("/validate", data={"text": imports, "shapes-text": shapes})

    with pytest.raises(TimeoutError):
        listener.accept()


def test_a_server_of_other_data_judges_by_shapes_only(real: Site) -> None:
    """Where other data is served, the rules of this graph have nothing to stand on."""
    site = replace(real, settings=replace(SETTINGS, data="other.ttl"), shapes=None)
    client = create_app(site).test_client()

    without = _post(client, HEAD + GOOD, "text/turtle")
    alone = client.post(
        "/validate", data={"text": "<http://e/x> a <http://e/T> .", "shapes-text": SHAPES}
    )

    assert without.status_code == 400
    assert alone.status_code == 200


def test_without_task_workers_a_fresh_process_judges(real: Site) -> None:
    """A site without warm workers gives the same report, only later."""
    site = replace(real, tasks=None, settings=replace(SETTINGS, timeout_s=60.0, memory_mib=2048))

    answer = _post(create_app(site).test_client(), BAD, "text/turtle")

    assert answer.json
    assert answer.json["findings"][0]["value"] == "id:bejing"


def test_options_name_what_is_taken(browser: FlaskClient) -> None:
    """A preflight and a wrong type both tell the types."""
    options = browser.options("/validate")
    wrong = _post(browser, b"x", "text/csv")

    assert "application/trig" in options.headers["Accept-Post"]
    assert "application/trig" in wrong.headers["Accept-Post"]


def test_no_report_names_a_path_of_the_server(browser: FlaskClient, content: Content) -> None:
    """Neither findings nor problems tell where the server lives."""
    told = [_post(browser, body, "text/turtle").text for body in (b"", b"\xff", BAD.encode())]

    assert not [one for one in told if str(Path(content.root)) in one or "Traceback" in one]
