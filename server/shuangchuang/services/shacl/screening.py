"""Judges whole files by shapes: queries find the nodes that may be wrong, pySHACL judges those.

The findings are those of pySHACL on everything. What the queries cannot express, a shape or a
literal that the store would change, goes to pySHACL whole.
"""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rdflib import Graph

from shuangchuang.services.findings import Finding
from shuangchuang.services.shacl.overlay import Overlay, Release, read_node
from shuangchuang.services.shacl.processor import open_graph
from shuangchuang.services.shacl.screens import Screens
from shuangchuang.services.shacl.targets import Goal
from shuangchuang.services.shacl.validation import Files, Judge, read_graph, validate_graphs
from shuangchuang.store.screened import ScreenedStore


def screen_files(files: Files) -> list[dict[str, Any]]:
    """Judge RDF files, JSON in and out: the target for `base.worker.call`.

    Gives the findings as `dataclasses.asdict` writes them; `Finding.restore` makes them again.
    """
    data, shapes, known = (
        [Path(name) for name in files[key]] for key in ("data", "shapes", "ontology")
    )
    return [asdict(one) for one in judge_files(data, read_graph(shapes), known)]


def judge_files(data: Sequence[Path], shapes: Graph, known: Sequence[Path]) -> list[Finding]:
    """Judge every subject of the data files that a shape targets; `known` is not judged."""
    store = ScreenedStore(data, known)
    if store.changed():
        return validate_graphs(read_graph(data), shapes, read_graph(known))
    judge = Judge(shapes)
    graph = open_graph(Overlay(Release(store.reader)))
    return judge.judge(graph, find_suspects(judge, store, graph, shapes))


def find_suspects(judge: Judge, store: ScreenedStore, graph: Graph, shapes: Graph) -> set[Goal]:
    """Find which nodes may break which shapes."""
    screens = Screens(shapes, judge.targets)
    subjects = {read_node(one) for one in store.subjects}
    suspects: set[Goal] = set()
    for shape, queries in screens.queries.items():
        for query in queries:
            found = {read_node(one) for one in store.select(query)}
            suspects.update(Goal(shape, node) for node in found & subjects)
    for shape in screens.unwritten:
        selected = judge.targets.everything(shape, graph)
        suspects.update(goal for goal in selected if goal.node in subjects)
    return suspects
