"""The stages of the check of a release.

Knows the order of the stages and what each needs to read; what is right or wrong is known to
the gates, the shapes and the questions.
"""

import logging
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from shuangchuang.base import worker
from shuangchuang.base.content import FOLDERS, Content
from shuangchuang.base.errors import ContentError
from shuangchuang.base.namespaces import SHC
from shuangchuang.base.settings import Settings
from shuangchuang.services import gates
from shuangchuang.services.examples import load_questions
from shuangchuang.services.findings import Finding
from shuangchuang.services.questions import try_questions
from shuangchuang.services.reports.stages import Outcome, Stage
from shuangchuang.services.sources import verify_source
from shuangchuang.services.syntax.places import Index, Places, place_rows, read_places
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.mappings import SUFFIX, read_table
from shuangchuang.store.release import read_prefixes, unreadable_files

DATA_SHAPES = ("core", "recommended", "vocabularies", "provenance")
ONTOLOGY_SHAPES = ("ontology-style",)
VALIDATE = "shuangchuang.services.shacl.screening:screen_files"
SHAPES_TIMEOUT_S = 120.0


def content_stages(content: Content) -> tuple[Stage, ...]:
    """List the stages that check the whole release."""
    reader = _Reader(content)
    return (
        Stage("parse", lambda: _check_parse(content, FOLDERS)),
        Stage("names", lambda: _check_names(reader)),
        Stage("statements", lambda: _check_statements(reader)),
        Stage("ontology", lambda: _check_ontology(reader)),
        Stage("shapes", lambda: _check_data(reader)),
        Stage("questions", lambda: _check_questions(content)),
    )


def source_stages(content: Content, path: Path) -> tuple[Stage, ...]:
    """List the stages that check the passages of the sources against the text in a file."""
    reader = _Reader(content)
    return (
        Stage("parse", lambda: _check_parse(content, ("data/sources",))),
        Stage("passages", lambda: _check_passages(reader, path)),
    )


def known_prefixes(content: Content) -> dict[str, str]:
    """Read the list of prefixes for a report; empty when it cannot be read, which a stage tells."""
    try:
        return read_prefixes(content)
    except ContentError:
        return {}


class _Reader:
    """Reads each thing of the release once, when a stage first needs it."""

    def __init__(self, content: Content) -> None:
        self.content = content

    def name(self, path: Path) -> str:
        return path.relative_to(self.content.root).as_posix()

    def places_in(self, *folders: str) -> tuple[Places, ...]:
        return tuple(file for file in self.places if file.name.startswith(folders))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        return read_prefixes(self.content)

    @cached_property
    def places(self) -> tuple[Places, ...]:
        turtle = [path for folder in FOLDERS for path in self.content.files(folder)]
        queries = self.content.files("queries", ".rq")
        tables = [path for folder in FOLDERS for path in self.content.files(folder, SUFFIX)]
        return (
            *(
                read_places(self.name(path), path.read_text("utf-8", "replace"), self.prefixes)
                for path in (*turtle, *queries)
            ),
            *(
                place_rows(
                    self.name(path), ((row.subject, row.line) for row in read_table(path).rows)
                )
                for path in tables
            ),
        )

    @cached_property
    def index(self) -> Index:
        return Index(self.places)

    @cached_property
    def graph(self) -> Graph:
        with _quiet_literals():
            return _read_graph(path for folder in FOLDERS for path in self.content.files(folder))

    def shape_files(self, names: Sequence[str]) -> list[str]:
        paths = [self.content.root / "shapes" / f"{name}.ttl" for name in names]
        for path in paths:
            if not path.is_file():
                raise ContentError(path, 0, 0, "these shapes are missing")
        return [str(path) for path in paths]

    def paths(self, folder: str) -> list[str]:
        return [str(path) for path in self.content.files(folder)]


def _check_parse(content: Content, folders: Sequence[str]) -> Outcome:
    paths = [
        path
        for folder in folders
        for suffix in ("*.ttl", "*" + SUFFIX)
        for path in sorted((content.root / folder).rglob(suffix))
    ]

    def name(error: ContentError) -> str:
        return error.path.relative_to(content.root).as_posix()

    found = tuple(gates.unreadable_files(unreadable_files(paths), name))
    return Outcome("files", len(paths), found, is_last=bool(found))


def _check_names(reader: _Reader) -> Outcome:
    defined = {str(subject) for subject in reader.graph.subjects()}
    found = (
        *gates.strange_prefixes(reader.places, reader.prefixes),
        *gates.ill_typed_literals(reader.places),
        *gates.undefined_terms(reader.places, defined),
        *gates.blank_nodes(reader.places_in("data/")),
        *gates.wrong_version(reader.graph, reader.index, version("shuangchuang")),
    )
    return Outcome("names", sum(len(file.mentions) for file in reader.places), found)


def _check_statements(reader: _Reader) -> Outcome:
    found = tuple(gates.misnamed(reader.graph, reader.index))
    return Outcome("statements", _count(reader.graph, "Statement"), found)


def _check_ontology(reader: _Reader) -> Outcome:
    return _validate(reader, reader.paths("ontology"), ONTOLOGY_SHAPES, [])


def _check_data(reader: _Reader) -> Outcome:
    return _validate(reader, reader.paths("data"), DATA_SHAPES, reader.paths("ontology"))


def _check_questions(content: Content) -> Outcome:
    questions = load_questions(content)
    if not questions:
        raise ContentError(content.root / "queries", 0, 0, "no question is there")
    engine = EmbeddedEngine.start(Settings(workers=1), content)
    try:
        found = tuple(try_questions(engine, content, questions))
    finally:
        engine.close()
    return Outcome("questions", len(questions), found)


def _validate(
    reader: _Reader, data: list[str], shapes: Sequence[str], ontology: list[str]
) -> Outcome:
    """Judge files by shapes in a child that is ended at its limit."""
    files = {"data": data, "shapes": reader.shape_files(shapes), "ontology": ontology}
    told = worker.call(VALIDATE, files, timeout_s=SHAPES_TIMEOUT_S)
    return Outcome(
        "files", len(data), tuple(_placed(Finding.restore(one), reader.index) for one in told)
    )


def _placed(finding: Finding, index: Index) -> Finding:
    file, line = index.find(finding.focus)
    return replace(finding, file=file, line=line)


def _check_passages(reader: _Reader, path: Path) -> Outcome:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, 0, 0, str(error)) from error
    graph = _read_graph(reader.content.files("data/sources"))
    found = tuple(gates.unfit_passages(verify_source(graph, text), reader.index))
    return Outcome("passages", _count(graph, "Passage"), found)


def _count(graph: Graph, name: str) -> int:
    return len(set(graph.subjects(RDF.type, URIRef(SHC + name))))


def _read_graph(paths: Iterable[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path, format="turtle")
    return graph


@contextmanager
def _quiet_literals() -> Iterator[None]:
    """Keep rdflib from writing about literals that the gate tells with their lines."""
    logger = logging.getLogger("rdflib.term")
    was_disabled = logger.disabled
    logger.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.disabled = was_disabled
