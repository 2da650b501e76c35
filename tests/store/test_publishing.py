"""A release is published whole: staged, verified, switched, and taken up again after a failure."""

import dataclasses
import urllib.request
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import EngineUnavailable
from shuangchuang.store.client import Client, Rejected, Reply
from shuangchuang.store.engine import Limits
from shuangchuang.store.publishing import Target, describe_release, publish
from shuangchuang.store.record import (
    MERGED,
    RECORD,
    STAGING,
    GraphRecord,
    Record,
    describe_graph,
    read_record,
)
from shuangchuang.store.release import Release, load_release
from shuangchuang.store.remote import RemoteEngine

from .conftest import write_release
from .servers import RUNNERS, Server

ALL_GRAPHS = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"


class Failing(Client):
    """A client whose n-th writing request is not answered any more."""

    def __init__(self, client: Client, after: int) -> None:
        super().__init__(client._credentials)
        self.left = after

    def send(self, request: urllib.request.Request, timeout_s: float, limit_bytes: int) -> Reply:
        """Send, until the number of requests is used up."""
        if self.left == 0:
            raise EngineUnavailable("the line is cut")
        self.left -= 1
        return super().send(request, timeout_s, limit_bytes)


@pytest.fixture(scope="module", params=RUNNERS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Run each server."""
    with RUNNERS[request.param](tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture
def release(small_content: Content) -> Release:
    """Load the small release."""
    return load_release(small_content)


@pytest.fixture
def changed(tmp_path: Path) -> Release:
    """Load a release with one file changed, one gone and one new."""
    root = write_release(tmp_path)
    people = root / "data" / "people.ttl"
    people.write_text(people.read_text().replace("Ada", "Ada Lovelace"))
    (root / "data" / "places.ttl").rename(root / "data" / "things.ttl")
    return load_release(find_content(root))


def actions(release: Release, target: Target) -> Counter[str]:
    """Publish, and count what was done."""
    return Counter(step.action for step in publish(release, target))


def test_digest_of_a_graph_knows_no_order_and_no_labels() -> None:
    """Two copies with other labels and order have one digest; another term has another."""
    one = b'<a:a> <a:b> "x"@en . _:u <a:b> _:v . <a:a> <a:b> 1 .'
    two = b'<a:a> <a:b> 1 . _:y <a:b> _:z . <a:a> <a:b> "x"@en .'
    three = two.replace(b"@en", b"@de")

    first, second, third = (
        describe_graph(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE))
        for text in (one, two, three)
    )

    assert first == second != third
    assert first.triples == 3


def test_record_is_read_as_it_was_written(release: Release) -> None:
    """The triples of the record give the record back."""
    wanted = describe_release(release)
    store = ox.Store()
    store.update(f"INSERT DATA {{ {wanted.to_data()} }}")
    rows = store.query(
        "SELECT ?g ?d ?n { ?g <http://purl.org/dc/terms/identifier> ?d "
        "OPTIONAL { ?g <http://rdfs.org/ns/void#triples> ?n } }"
    )
    assert isinstance(rows, ox.QuerySolutions)

    found = read_record([getattr(term, "value", "") for term in row] for row in rows)

    assert found == wanted
    assert wanted.graphs[MERGED].triples == release.info.triples
    assert RECORD not in wanted.graphs


def test_nothing_recorded_is_an_empty_record() -> None:
    """A server that holds other data is no release of ours."""
    assert read_record([]) == Record("", {})
    assert read_record([("http://e/g", "x", "many")]).graphs == {}
    assert read_record([("http://e/g", "x", "7")]).graphs == {"http://e/g": GraphRecord("x", 7)}


@pytest.mark.outside
@pytest.mark.parametrize("by_graph_store", [True, False])
def test_release_is_published_once(
    server: Server, release: Release, changed: Release, by_graph_store: bool
) -> None:
    """Only what differs is sent, what is gone is dropped, and nothing is left over."""
    target = server.target(by_graph_store=by_graph_store)
    list(publish(release, target))

    again = actions(release, target)
    first = RemoteEngine(server.query_url).release
    other = actions(changed, target)
    second = RemoteEngine(server.query_url).release

    assert again == {"kept": 8}
    assert first == release.info
    assert other == {"kept": 5, "staged": 3, "switched": 1}
    assert second == changed.info
    graphs = {row[0] for row in target.engine.rows(ALL_GRAPHS, Limits())[1]}
    assert not any(graph.startswith(STAGING) for graph in graphs)
    assert not any(graph.endswith("data/places") for graph in graphs)


@pytest.mark.outside
@pytest.mark.parametrize(
    ("by_graph_store", "after", "resumed"),
    [(True, 1, 1), (True, 2, 2), (True, 3, 3), (False, 2, 1), (False, 5, 2), (False, 7, 3)],
)
def test_failure_leaves_the_old_release_and_is_taken_up(
    server: Server,
    release: Release,
    changed: Release,
    *,
    by_graph_store: bool,
    after: int,
    resumed: int,
) -> None:
    """Wherever the line is cut before the switch, the old release is what is served."""
    target = server.target(by_graph_store=by_graph_store)
    list(publish(release, target))
    broken = dataclasses.replace(target, client=Failing(target.client, after))

    with pytest.raises(EngineUnavailable, match="the line is cut"):
        list(publish(changed, broken))
    served = RemoteEngine(server.query_url).release
    rest = actions(changed, target)

    assert served == release.info
    assert rest == Counter(kept=5, resumed=resumed, staged=3 - resumed, switched=1)
    assert RemoteEngine(server.query_url).release == changed.info


@pytest.mark.outside
def test_other_data_of_the_server_stays(server: Server, release: Release) -> None:
    """A graph that is not ours is neither touched nor served."""
    target = server.target(by_graph_store=False)
    text = urlencode({"update": "INSERT DATA { GRAPH <urn:other> { <urn:a> <urn:b> 1 } }"})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urllib.request.Request(server.update_url, text.encode(), kind)  # noqa: S310 - 127.0.0.1
    target.client.send(body, 10.0, 1_000_000).read_all()

    list(publish(release, target))

    assert ["urn:other"] in target.engine.rows(ALL_GRAPHS, Limits())[1]
    assert "urn:other" not in RemoteEngine(server.query_url).release.graphs


@pytest.mark.outside
def test_wrong_password_is_told_and_nothing_is_written(tmp_path: Path, release: Release) -> None:
    """Virtuoso asks for a user: without the right one the first request is refused."""
    with RUNNERS["virtuoso"](tmp_path) as server:
        target = dataclasses.replace(server.target(), client=Client())

        with pytest.raises(Rejected, match="401"):
            list(publish(release, target))

        assert target.engine.read_record() == Record("", {})
