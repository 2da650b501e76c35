"""Our validation against pySHACL and pyrudof: same data, same shapes, same faults, one run.

Run with `make bench-validation`. A release: all records are judged, by us with the queries first.
A contribution: fifty triples in releases of growing size, by us with everything warm, as in the
server. Seconds do not count what each spends on reading the data; peers that would take hours are
left out at the larger sizes. The number of findings is printed, so that all see the same faults.
Before that, what a contributor waits for: events sent to a quiet server of the release itself.
"""

import json
import math
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from http.client import HTTPConnection
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import SH

from shuangchuang.base.content import find_content
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.reviewer import make_payload, prepare
from shuangchuang.services.shacl.judging import ContributionJudge
from shuangchuang.services.shacl.overlay import Overlay, Release
from shuangchuang.services.shacl.processor import open_graph
from shuangchuang.services.shacl.screening import find_suspects
from shuangchuang.services.shacl.validation import Judge
from shuangchuang.store.branch import Handle
from shuangchuang.store.reader import Reader
from shuangchuang.store.release import load_release
from shuangchuang.store.screened import ScreenedStore

from ..journeys.conftest import run_server
from ..services.shacl.untouched import ParsedOnce, untouched_pyshacl
from .broken import SHAPES, broken_records, contribution
from .events import new_events
from .generate import write_data

RELEASES = (1_000, 10_000, 100_000)
CONTEXTS = (10_000, 100_000, 1_000_000)
MOST_FOR_PEERS = 10_000  # beyond it they take minutes for the contribution that we judge in it
ROUNDS = 5
EVENTS = (1, 5, 20)  # of ten triples each
REQUESTS = 30
WORLD = 10_000_000  # a number that no generated thing has

Measure = tuple[float, int]


def main() -> None:
    """Measure and print."""
    _report_waiting()
    shapes = Graph().parse(data=SHAPES, format="turtle")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.nt"
        _report("release", [_measure_release(path, size, shapes) for size in RELEASES])
        rows = [_measure_added(path, size, shapes) for size in CONTEXTS]
        _report("contribution of 50 triples", rows)


def _measure_release(path: Path, size: int, shapes: Graph) -> tuple[int, dict[str, Measure]]:
    count = write_data(path, size)
    with path.open("a", encoding="utf-8") as file:
        file.writelines(broken_records(WORLD))
    found = {
        "ours": _screen(path, shapes),
        "pyshacl": _judge_whole(path, shapes),
        "pyshacl, queries parsed once": _judge_whole(path, shapes, ParsedOnce()),
    }
    if find_spec("pyrudof"):
        found["pyrudof"] = _judge_with_rudof(path)
    return count, found


def _screen(path: Path, shapes: Graph) -> Measure:
    store = ScreenedStore([path], [])
    judge = Judge(shapes)

    def run() -> int:
        graph = open_graph(Overlay(Release(store.reader)))
        return len(judge.judge(graph, find_suspects(judge, store, graph, shapes)))

    return _time(run, 3)


def _judge_whole(path: Path, shapes: Graph, graph: Graph | None = None) -> Measure:
    data = (Graph() if graph is None else graph).parse(path, format="nt")
    with untouched_pyshacl():
        return _time(lambda: _count(data, shapes), 1)


def _judge_with_rudof(path: Path) -> Measure:
    pyrudof = import_module("pyrudof")  # it is there for the benchmark alone

    rudof = pyrudof.Rudof(pyrudof.RudofConfig())
    rudof.read_data(str(path), pyrudof.RDFFormat.NTriples)
    rudof.read_shacl(SHAPES, pyrudof.ShaclFormat.Turtle)
    return _time(lambda: len(rudof.validate_shacl()), 1)


def _measure_added(path: Path, size: int, shapes: Graph) -> tuple[int, dict[str, Measure]]:
    count = write_data(path, size)
    text = contribution(WORLD)
    store = ox.Store()
    store.bulk_load(path=path, format=ox.RdfFormat.N_TRIPLES)
    judge = ContributionJudge(shapes, Release(Reader(store)))
    judge.warm_up()
    added = Graph().parse(data=text, format="nt")
    found = {"ours": _time(lambda: len(judge.judge(added)), ROUNDS)}
    if size <= MOST_FOR_PEERS:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
        found["pyshacl"] = _judge_whole(path, shapes)
        if find_spec("pyrudof"):
            found["pyrudof"] = _judge_with_rudof(path)
    return count, found


def _report_waiting() -> None:
    _say(f"\nPOST /validate to a quiet server, {REQUESTS} times: milliseconds\n")
    content = find_content()
    review = prepare(Reader(load_release(content).store), content)
    with run_server() as server:
        _post(server.port, new_events(1))  # waits until the task workers are there
        for count in EVENTS:
            text = new_events(count)
            payload = make_payload([Part("body.ttl", "ttl", text.encode())], None, content)
            waited = [_post(server.port, text) * 1000 for _ in range(REQUESTS)]
            alone, _ = _time(partial(_count_findings, review, payload), REQUESTS)
            _say(
                f"{count * 10:>9} triples  median {statistics.median(waited):.0f}"
                f"   least {min(waited):.0f}   the review alone, in process {alone * 1000:.0f}\n"
            )


def _post(port: int, text: str) -> float:
    """Have a text validated, which it has to stand, and give the seconds that it took."""
    time.sleep(0.2)  # a worker has been forked for it by then
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    started = time.perf_counter()
    connection.request("POST", "/validate", text.encode(), {"Content-Type": "text/turtle"})
    response = connection.getresponse()
    body = response.read()
    seconds = time.perf_counter() - started
    connection.close()
    if response.status != 200 or json.loads(body)["findings"]:
        raise RuntimeError(body.decode())
    return seconds


def _count_findings(review: Handle, payload: dict[str, Any]) -> int:
    told, _ = review(payload, b"")
    return len(told["findings"])


def _count(data: Graph, shapes: Graph) -> int:
    copy = Graph()
    copy += shapes
    _, report, _ = validate(data, shacl_graph=copy, inplace=True)
    return len(set(report.objects(None, SH.result)))


def _time(run: Callable[[], int], rounds: int) -> Measure:
    seconds, found = [], 0
    for _ in range(rounds):
        started = time.perf_counter()
        found = run()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds), found


def _report(title: str, rows: list[tuple[int, dict[str, Measure]]]) -> None:
    _say(f"\n{title}: seconds (findings), and how many times ours\n")
    for count, found in rows:
        ours = found["ours"][0]
        cells = [f"{name} {s:.4f} ({n}) ×{s / ours:.1f}" for name, (s, n) in found.items()]
        _say(f"{count:>9} triples  {'   '.join(cells)}\n")
    for name in rows[0][1]:
        sizes = [(count, found[name][0]) for count, found in rows if name in found]
        if len(sizes) > 1:
            (low, quick), (high, slow) = sizes[0], sizes[-1]
            power = math.log(slow / quick) / math.log(high / low)
            _say(f"{name}: grows with the {power:.2f}th power from {low} to {high} triples\n")


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
