"""What is sent to be judged may be made to do harm: it harms nobody, and never conforms unjudged.

After each attack an honest contribution and an honest query are answered, and at the end no
process, descriptor or memory is left over.
"""

import gzip
import io
import json
import socket
import threading
import time
import zipfile
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode

import pytest

from .conftest import GROWTH_MIB, RESTING, RunningServer, run_server
from .hostile_parts import (
    DATA,
    JSONLD,
    LITERALS,
    PREFIXES,
    SHAPE,
    SHAPES,
    TEXTS,
    XML,
    XML_HEAD,
)

FORM = "application/x-www-form-urlencoded"
TURTLE = "text/turtle"
HONEST_S = 3.0  # with the two cores of a small machine, of which the attack may hold one
LIMIT_S = 2
REPORTS = (
    "application/json",
    "text/html",
    "text/plain",
    "application/sarif+json",
    "text/turtle",
)
CONTROLS = [chr(code) for code in (*range(9), *range(11, 32), *range(0x7F, 0xA0), 0x202E, 0x2066)]


class Reply:
    """What came back; status 0 when the server closed the connection instead of reading it all."""

    def __init__(self, status: int, conforms: str | None, body: bytes) -> None:
        self.status = status
        self.conforms = conforms
        self.body = body
        self.text = body.decode()


def send(
    server: RunningServer,
    body: bytes | str,
    content_type: str = TURTLE,
    path: str = "/validate",
    **headers: str,
) -> Reply:
    """Send one body and read the whole reply."""
    raw = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("POST", path, raw, {"Content-Type": content_type, **named})
        response = connection.getresponse()
        return Reply(response.status, response.getheader("Shuangchuang-Conforms"), response.read())
    except (BrokenPipeError, ConnectionResetError, HTTPException):
        return Reply(0, None, b"")
    finally:
        connection.close()


def ask(server: RunningServer, query: str) -> int:
    """Ask a query in an address, without a body, and give the status."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        connection.request("GET", f"/sparql?{urlencode({'query': query})}")
        return connection.getresponse().status


def judge(server: RunningServer, data: str, shapes: str, accept: str = REPORTS[0]) -> Reply:
    """Have data judged by shapes of the sender's own."""
    fields = {"text": data, "shapes-text": shapes}
    return send(server, urlencode(fields), FORM, Accept=accept)


def assert_told(reply: Reply, *statuses: int) -> None:
    """Assert a refusal or a report that does not conform, with nothing of the machine in it."""
    assert reply.status in statuses, (reply.status, reply.text[:300])
    assert reply.conforms == ("false" if reply.status == 200 else None)
    for secret in ("Traceback", "site-packages", "/server/shuangchuang", str(Path.home()), "root:"):
        assert secret not in reply.text


def assert_honest(server: RunningServer) -> None:
    """Assert that the next contribution and the next uncached query are answered in good time."""
    started = time.monotonic()
    judged = send(server, PREFIXES + "e:x a e:T .", Accept="application/json")
    asked = send(
        server, "SELECT ?s { ?s a ?c } ORDER BY ?s LIMIT 5", "application/sparql-query", "/sparql"
    )
    took = time.monotonic() - started
    assert (judged.status, asked.status) == (200, 200)
    assert server.is_in_time(took, HONEST_S), took


def use_everything(server: RunningServer) -> None:
    """Use what is loaded at the first use: every form of report, and the forms."""
    for accept in REPORTS:
        send(server, PREFIXES + "e:x a e:T .", Accept=accept)
    send(server, urlencode({"slug": "new-thing", "check": "1"}), FORM, "/contribute/event")


@pytest.fixture(scope="module")
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder for the temporary files of the server, and of nobody else."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def server(temporary: Path) -> Iterator[RunningServer]:
    """Run one server with limits short enough to wait for, and no cache that would fill."""
    limits = {"SHUANGCHUANG_TIMEOUT_S": str(LIMIT_S), "SHUANGCHUANG_WAIT_S": "2"}
    small = {"SHUANGCHUANG_MEMORY_MIB": "256", "SHUANGCHUANG_CACHE_MIB": "0"}
    with run_server(**limits, **small, TMPDIR=str(temporary)) as running:
        yield running


@pytest.fixture(scope="module", autouse=True)
def nothing_left_over(server: RunningServer, temporary: Path) -> Iterator[None]:
    """After all attacks: the processes, descriptors, files and memory of before."""
    use_everything(server)
    assert_honest(server)
    assert server.comes_to(RESTING)
    files = {*temporary.iterdir()}
    before = (server.descriptors(), server.memory_mib())

    yield

    assert_honest(server)
    assert server.comes_to(RESTING)
    assert server.descriptors() <= before[0] + 8  # clients whose connections are kept open
    assert server.shrinks_to(before[1] + GROWTH_MIB)
    assert {*temporary.iterdir()} == files


@pytest.mark.parametrize("name", TEXTS)
def test_text_that_is_none_is_told(server: RunningServer, name: str) -> None:
    """Noise, depth, length and wrong encodings end in a finding."""
    content_type, body = TEXTS[name]

    assert_told(send(server, body, content_type), 200, 422)


@pytest.mark.parametrize("name", XML)
def test_xml_opens_nothing_and_grows_to_nothing(server: RunningServer, name: str) -> None:
    """Entities, document types and encodings end in a finding, or at the limit."""
    assert_told(send(server, XML[name], "application/rdf+xml"), 200, 422)


@pytest.mark.parametrize("name", LITERALS)
def test_odd_values_are_judged_calmly(server: RunningServer, name: str) -> None:
    """Numbers, dates and types beyond every range are findings, by our shapes and by others."""
    value = LITERALS[name]
    shape = SHAPE.format("sh:datatype xsd:date ; sh:minInclusive 5 ; sh:lessThan e:p")

    assert_told(send(server, f"{PREFIXES} id:x a shc:Event ; shc:startDate {value} ."), 200, 422)
    assert_told(judge(server, f"{PREFIXES} e:x a e:T ; e:p {value} .", shape), 200, 422)


@pytest.mark.parametrize("name", SHAPES)
def test_hostile_shapes_are_told_or_ended(server: RunningServer, name: str) -> None:
    """Shapes that run away, load, recur or cannot be judged never let the data conform."""
    assert_told(judge(server, DATA, PREFIXES + SHAPES[name]), 200, 422)
    assert_honest(server)


@pytest.mark.parametrize(
    "template",
    [
        ("application/ld+json", JSONLD["context"]),
        ("application/ld+json", JSONLD["import"]),
        ("application/rdf+xml", XML_HEAD.format('<!ENTITY x SYSTEM "{url}">', "&x;")),
        ("application/rdf+xml", XML_HEAD.format('<!ENTITY % x SYSTEM "{url}"> %x;', "")),
        ("application/rdf+xml", XML_HEAD.replace("r [{}]", 'r SYSTEM "{{url}}"').format("x")),
        (TURTLE, "<{url}> <http://www.w3.org/2002/07/owl#imports> <{url}> ."),
    ],
)
def test_no_upload_makes_the_server_call_out(
    server: RunningServer, template: tuple[str, str]
) -> None:
    """A listening socket hears nothing."""
    content_type, text = template
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"

        reply = send(server, text.replace("{url}", url), content_type)

        assert_told(reply, 200)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    "constraint",
    [
        'sh:sparql [ sh:message "m" ; sh:select "SELECT $this {{ SERVICE <{url}> {{ }} }}" ]',
        'sh:sparql [ sh:message "m" ; sh:select "SELECT $this FROM <{url}> {{ $this ?p ?o }}" ]',
        'sh:js [ sh:jsLibrary [ sh:jsLibraryURL "{url}"^^xsd:anyURI ] ; sh:jsFunctionName "f" ]',
        "sh:nodeKind sh:Literal . <urn:o> <http://www.w3.org/2002/07/owl#imports> <{url}>",
    ],
)
def test_no_shape_makes_the_server_call_out(server: RunningServer, constraint: str) -> None:
    """Neither queries nor scripts nor imports of a visitor's shapes are fetched."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/x"

        reply = judge(
            server, DATA, f"{PREFIXES} e:S sh:targetClass e:T ; {constraint} .".format(url=url)
        )

        assert_told(reply, 200)
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize(
    ("body", "content_type", "headers", "statuses"),
    [
        (b"#" * 10_000_000, TURTLE, {}, (413,)),
        (b"#" * 200_000_000, TURTLE, {}, (0, 413)),
        (b"text=" + b"x" * 10_000_000, FORM, {}, (413,)),
        (gzip.compress(b"#" * 50_000_000), TURTLE, {"Content_Encoding": "gzip"}, (415,)),
        (zlib.compress(b"#" * 50_000_000), TURTLE, {"Content_Encoding": "deflate"}, (415,)),
        (b"x", "", {}, (415,)),
        (b"x", "application/zip", {}, (415,)),
        (b"x", "text/turtle; charset=utf-7", {}, (415,)),
        (b"x", "text/turtle\x9b31m; x", {}, (415,)),
        (b"x", "multipart/form-data", {}, (400,)),
        (b"x", "multipart/form-data; boundary=" + "x" * 5_000, {}, (400,)),
        (b"text=%FF%FE", FORM, {}, (400,)),
        (b"text=a&text=b", FORM, {}, (400,)),
        (b"file=a&text=b", FORM, {}, (400,)),
        (b"&".join(b"f%d=1" % n for n in range(50_000)), FORM, {}, (400, 413)),
        (b"text=x&format-of-text=%3Cscript%3E", FORM, {}, (415,)),
    ],
)
def test_unreadable_upload_is_refused(
    server: RunningServer,
    body: bytes,
    content_type: str,
    headers: dict[str, str],
    statuses: tuple[int, ...],
) -> None:
    """Large, compressed, unnamed or twisted bodies get their status, and are never judged."""
    assert_told(send(server, body, content_type, **headers), *statuses)
    assert_honest(server)


def test_body_without_end_is_cut_off(server: RunningServer) -> None:
    """A chunked body is read up to a limit and answered."""
    piece = b"10000\r\n" + b"#" * 65_536 + b"\r\n"
    answer = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        client.sendall(
            b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        with suppress(OSError):  # the server has answered and closed
            for _ in range(2_000):
                client.sendall(piece)
        with suppress(OSError):
            answer = client.recv(100)

    assert answer == b"" or b" 413 " in answer
    assert_honest(server)


def test_zip_file_is_told(server: RunningServer) -> None:
    """An archive is not unpacked."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        writer.writestr("a.ttl", "#" * 10_000_000)

    assert_told(send(server, archive.getvalue()), 200)


def test_slow_bodies_hold_up_nobody(server: RunningServer) -> None:
    """Fifty clients that send the start of a body and wait keep no honest one waiting."""
    start = (
        b"POST /%s HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\nContent-Length: 99\r\n\r\nab"
    )
    slow = []
    for name in (b"validate", b"sparql", b"contribute/event") * 16:
        client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        client.sendall(start % name)
        slow.append(client)
    try:
        assert_honest(server)
    finally:
        for client in slow:
            client.close()
    assert_honest(server)


def test_more_slow_bodies_hold_up_no_page(server: RunningServer) -> None:
    """When every place for bodies is taken, what has no body is answered as ever."""
    slow = []
    for _ in range(150):
        client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
        client.sendall(b"POST /validate HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nab")
        slow.append(client)
    try:
        time.sleep(0.5)
        assert ask(server, "ASK { ?x a ?y }") == 200
        assert_told(send(server, "x"), 503)
    finally:
        for client in slow:
            client.close()
    time.sleep(0.3)
    assert_honest(server)


def test_clients_that_vanish_leave_nothing(server: RunningServer) -> None:
    """A client that closes in the middle of its upload, or before the report, harms nobody."""
    body = PREFIXES.encode() + b"e:x a e:T ."
    for length in (len(body), len(body) + 100) * 4:  # no more than may wait
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
            head = "POST /validate HTTP/1.1\r\nHost: x\r\nContent-Type: text/turtle\r\n"
            client.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + body)

    assert_honest(server)


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd.ttl",
        "..\\..\\x.ttl",
        "<script>alert(1)</script>.ttl",
        "javascript:alert(1).ttl",
        "a\x1b[31m\x9b2J\u202elmth.ttl",
        "x" * 5_000 + ".ttl",
        "%0d%0aX-Evil: 1.ttl",
    ],
)
@pytest.mark.parametrize("accept", REPORTS)
def test_file_names_steer_nothing(server: RunningServer, name: str, accept: str) -> None:
    """A name is shown as a name: no path, no markup, no address, no escape sequence."""
    file = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\n\r\ne:x e:p "'
    body = f"--x\r\n{file}\r\n--x--\r\n"

    reply = send(server, body, "multipart/form-data; boundary=x", Accept=accept)

    assert_told(reply, 200, 400)
    assert not any(one in reply.text for one in CONTROLS)
    assert "<script>" not in reply.text or accept != "text/html"
    assert "../" not in reply.text.replace("../static", "")
    assert '"javascript:' not in reply.text or accept in ("application/json", TURTLE)
    assert len(reply.body) < 20_000


def test_multipart_of_many_parts_is_refused(server: RunningServer) -> None:
    """Hundreds of parts are more than a contribution has."""
    part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.ttl"\r\n\r\n#\r\n'

    reply = send(server, part * 500 + "--x--\r\n", "multipart/form-data; boundary=x")

    assert_told(reply, 413)


@pytest.mark.parametrize("accept", REPORTS)
def test_no_text_of_a_contribution_steers_a_terminal(server: RunningServer, accept: str) -> None:
    """Escape sequences in literals, labels, comments and messages are shown, not sent."""
    bad = "\x1b[2J\x9b31m\x7f\x08\u202e"
    data = f'{PREFIXES} e:x a e:T ; rdfs:label "{bad}"@en ; e:p "{bad}" . # {bad}'
    message = f'sh:message "{bad}"@en ; sh:nodeKind sh:IRI'

    for reply in (
        send(server, data, Accept=accept),
        judge(server, data, SHAPE.format(message), accept),
    ):
        assert_told(reply, 200)
        shown = reply.text.partition("<textarea")[0]  # the form gives back what was sent
        assert not any(one in shown for one in CONTROLS)


@pytest.mark.parametrize("accept", REPORTS)
def test_a_hundred_thousand_faults_are_counted(server: RunningServer, accept: str) -> None:
    """A report has an end, whatever is sent, and says how much it leaves out."""
    declared = "".join(f"@prefix p{n}: <http://e/{n}/> .\n" for n in range(12_000))

    started = time.monotonic()
    reply = send(server, declared + "p0:x p1:y p2:z .", Accept=accept)

    assert_told(reply, 200, 422)
    assert len(reply.body) < 4_000_000
    assert time.monotonic() - started < LIMIT_S + 2
    assert_honest(server)


def test_a_long_value_is_not_told_a_thousand_times(server: RunningServer) -> None:
    """What one finding may hold is bounded, too."""
    shapes = "".join(
        f"e:S{n} sh:targetClass e:T ; sh:property e:P{n} . e:P{n} sh:path e:p ; sh:maxLength 1 ."
        for n in range(300)
    )
    data = f'{PREFIXES} e:x a e:T ; e:p "{"a" * 900_000}" .'

    reply = judge(server, data, PREFIXES + shapes)

    assert_told(reply, 200, 422)
    assert len(reply.body) < 4_000_000


@pytest.mark.parametrize(
    "value",
    [
        "<script>alert(1)</script>",
        '" . <urn:evil> <urn:p> <urn:o> . #',
        'x"@en . shc:Evil a owl:Class . #',
        '\\" . <urn:evil> a <urn:o> . #',
        "id:x> . <urn:evil> a <urn:o",
        "\x1b[2J\x00\r\nX-Evil: 1",
        "x" * 200_000,
    ],
)
def test_no_field_of_a_form_breaks_out(server: RunningServer, value: str) -> None:
    """Markup stays text, and a value stays one value of the Turtle that is made."""
    names = ("slug", "class", "label@en", "label@zh-Hans", "startDate", "hasType", "isStatedIn")
    for name in (*names, "add", "endpoint", "_scheme"):
        body = urlencode({"slug": "new-thing", "check": "1", name: value})

        reply = send(server, body, FORM, "/contribute/event", Accept="text/html")

        assert reply.status in (200, 400, 413, 422), (name, reply.status)
        assert "<script>" not in reply.text
        assert "\x1b" not in reply.text or name != "check"
        assert "\n&lt;urn:evil&gt;" not in reply.text
        assert "Traceback" not in reply.text


def test_a_form_of_thousands_of_fields_is_answered(server: RunningServer) -> None:
    """Fields that no form has are passed over."""
    body = "&".join(f"field{number}={number}" for number in range(15_000))

    reply = send(server, body, FORM, "/contribute/event", Accept="text/html")

    assert reply.status in (200, 413)
    assert len(reply.body) < 1_000_000
    assert_honest(server)


def test_a_post_from_another_site_changes_nothing(server: RunningServer) -> None:
    """Nothing is stored, so there is nothing to forge: no cookie is set, none is asked for."""
    evil = {"Origin": "https://evil.example", "Cookie": "session=1"}
    connection = HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.request(
        "POST", "/validate", PREFIXES + "e:x a e:T .", {"Content-Type": TURTLE, **evil}
    )
    response = connection.getresponse()
    response.read()
    connection.close()

    assert response.status == 200
    assert response.getheader("Set-Cookie") is None
    assert response.getheader("Access-Control-Allow-Credentials") is None
    assert response.getheader("Cache-Control") == "no-store"


def test_three_hundred_uploads_leave_room_for_queries(server: RunningServer) -> None:
    """Each is answered or refused, and a query between them is answered in good time."""
    body = PREFIXES + "e:x a e:T ."
    took = []

    def visit(_: int) -> int:
        return send(server, body, Accept="application/json").status

    with ThreadPoolExecutor(300) as crowd:
        running = [crowd.submit(visit, number) for number in range(300)]
        for number in range(3):
            started = time.monotonic()
            assert ask(server, f"ASK {{ ?s ?p {number} }}") == 200
            took.append(time.monotonic() - started)
        statuses = [one.result() for one in running]

    assert set(statuses) <= {200, 503}
    assert statuses.count(200) >= 10
    assert server.is_in_time(max(took), HONEST_S), took
    assert_honest(server)


def test_eight_costly_ones_leave_room(server: RunningServer) -> None:
    """While eight run away, queries are answered, and contributions or a refusal between them."""
    outcomes: list[int] = []

    def run_away() -> None:
        outcomes.append(judge(server, DATA, PREFIXES + SHAPES["catastrophic pattern"]).status)

    threads = [threading.Thread(target=run_away) for _ in range(8)]
    for one in threads:
        one.start()
    time.sleep(0.3)
    started = time.monotonic()
    asked = send(server, "ASK { ?s a ?o }", "application/sparql-query", "/sparql")
    was_in_time = server.is_in_time(time.monotonic() - started, HONEST_S / 3)
    judged = send(server, PREFIXES + "e:x a e:T .", Accept="application/json")
    for one in threads:
        one.join()

    assert asked.status == 200
    assert was_in_time
    assert judged.status in (200, 503)
    assert set(outcomes) <= {422, 503}
    assert_honest(server)


def test_sarif_gives_no_address_that_runs(server: RunningServer) -> None:
    """The IRI of a visitor's shape is a link in a viewer only when it is one of the web."""
    shape = "<javascript://x/%0aalert(1)> sh:targetClass e:T ; sh:nodeKind sh:Literal ."

    reply = judge(server, DATA, PREFIXES + shape, "application/sarif+json")

    [rule] = json.loads(reply.body)["runs"][0]["tool"]["driver"]["rules"]
    assert "helpUri" not in rule
