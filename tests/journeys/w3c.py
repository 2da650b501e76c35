"""Reads the W3C's tests of SPARQL 1.0 and 1.1 queries, and compares answers with theirs.

The tests are not ours and not in the repository: `.ci/run` has Maven unpack them, from a package
of Eclipse RDF4J that holds them as they were published.
"""

import csv
import io
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
from rdflib import RDF, XSD, BNode, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.query import Result
from rdflib.term import Identifier, Node, Variable

FOLDER = Path(__file__).parents[2] / "build" / "w3c"
SITE = "https://example.org/w3c/"
SUITES = ("testcases-sparql-1.0-w3c/data-r2", "testcases-sparql-1.1-w3c")

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
QT = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-query#")
RS = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/result-set#")
INDEX = RS["index"]  # str has a method of that name
DATA_SUFFIXES = (".ttl", ".rdf", ".n3")
JSON, XML, TSV, CSV = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/tab-separated-values",
    "text/csv",
)
N_TRIPLES = "application/n-triples"


@dataclass(frozen=True)
class Case:
    """One test of a manifest; addresses are below SITE."""

    name: str
    kind: str
    query: str
    result: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The query, with its own address as the base of its relative IRIs."""
        return f"BASE <{self.query}>\n{path_of(self.query).read_text(encoding='utf-8')}"

    @property
    def is_ordered(self) -> bool:
        """Tell whether the order of the rows is part of the result."""
        return "order by" in self.text.lower() and self.result.endswith(("ttl", "rdf"))


def path_of(address: str) -> Path:
    """Give the file of an address."""
    return FOLDER / urllib.parse.unquote(address.removeprefix(SITE))


def address_of(path: Path) -> str:
    """Give the address of a file."""
    return SITE + path.relative_to(FOLDER).as_posix()


def read_cases(manifest: Path) -> Iterator[Case]:
    """Read the tests of one manifest."""
    graph = Graph().parse(manifest, format="turtle", publicID=address_of(manifest))
    for entries in graph.objects(None, MF.entries):
        for test in graph.items(entries):
            yield _read_case(graph, test)


def _read_case(graph: Graph, test: Node) -> Case:
    action = graph.value(test, MF.action)
    query = graph.value(action, QT.query) or action
    kind = str(graph.value(test, RDF.type)).rpartition("#")[2]
    return Case(
        str(test).rpartition("#")[2],
        kind,
        str(query),
        str(graph.value(test, MF.result) or ""),
        tuple(map(str, graph.objects(action, QT.data))),
        tuple(map(str, graph.objects(action, QT.graphData))),
    )


def write_data(target: Path) -> None:
    """Write every file of data into one file of N-Quads, each as the graph of its address."""
    store = ox.Store()
    for suite in SUITES:
        for path in sorted((FOLDER / suite).rglob("*")):
            if path.suffix in DATA_SUFFIXES and not path.name.startswith("manifest"):
                _load(store, path)
    store.dump(target, format=ox.RdfFormat.N_QUADS)


def _load(store: ox.Store, path: Path) -> None:
    kind = ox.RdfFormat.RDF_XML if path.suffix == ".rdf" else ox.RdfFormat.TURTLE
    name = address_of(path)
    store.load(path=path, format=kind, base_iri=name, to_graph=ox.NamedNode(name))


def ask(url: str, case: Case, accept: str) -> tuple[int, bytes]:
    """Ask the query of a test with the dataset of the test; give the status and the body."""
    fields = [("query", case.text)]
    asked = case.default_graphs + case.named_graphs
    if asked:
        # A default graph of none of the data is empty, where only named graphs are given.
        default = case.default_graphs or (f"{SITE}nothing",)
        fields += [("default-graph-uri", graph) for graph in default]
        fields += [("named-graph-uri", graph) for graph in case.named_graphs]
    elif "from" not in case.text.lower():
        fields += [("default-graph-uri", f"{SITE}nothing")]
    request = urllib.request.Request(  # noqa: S310 - the address of our own server
        f"{url}/sparql", urllib.parse.urlencode(fields).encode(), {"Accept": accept}
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as response:  # noqa: S310 - as above
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def is_as_expected(url: str, case: Case) -> str:
    """Compare the answers in every format with the expected result; empty when all agree."""
    path = path_of(case.result)
    if case.result.endswith(".csv"):
        return _compare_csv(url, case, path)
    expected = _read_expected(case, path)
    if isinstance(expected, Graph):
        status, body = ask(url, case, N_TRIPLES)
        if status != 200:
            return f"status {status}"
        found = Graph().parse(data=body, format="nt11")
        return "" if isomorphic(_plain(found), _plain(expected)) else "another graph"
    for accept in (JSON, XML):
        status, body = ask(url, case, accept)
        if status != 200:
            return f"status {status}"
        answer = _read_answer(body, accept)
        if not _are_same(answer, expected, case):
            return f"another answer in {accept}"
    return ""


def _compare_csv(url: str, case: Case, path: Path) -> str:
    status, body = ask(url, case, CSV)
    rows = [list(csv.reader(io.StringIO(text))) for text in (body.decode(), path.read_text())]
    found, expected = (Counter(map(_anyhow, table)) for table in rows)
    if status != 200:
        return f"status {status}"
    return "" if found == expected else f"{found - expected} for {expected - found}"


def _anyhow(row: list[str]) -> tuple[str, ...]:
    return tuple(sorted("_:" if cell.startswith("_:") else cell for cell in row))


def _read_answer(body: bytes, media_type: str) -> Result:
    return Result.parse(io.BytesIO(body), format={JSON: "json", XML: "xml"}[media_type])


def _read_expected(case: Case, path: Path) -> Graph | Result:
    if path.suffix in (".srx", ".srj", ".tsv"):
        kind = {".srx": "xml", ".srj": "json", ".tsv": "tsv"}[path.suffix]
        return Result.parse(io.BytesIO(path.read_bytes()), format=kind)
    kind = "xml" if path.suffix == ".rdf" else "turtle"
    graph = Graph().parse(path, format=kind, publicID=case.result)
    table = graph.value(None, RDF.type, RS.ResultSet)
    return graph if table is None else _read_table(graph, table)


def _read_table(graph: Graph, table: Node) -> Result:
    """Read the vocabulary in which the older tests write their results."""
    if (truth := graph.value(table, RS.boolean)) is not None:
        result = Result("ASK")
        result.askAnswer = bool(Literal(str(truth), datatype=Literal(True).datatype))
        return result
    rows = []
    for row in graph.objects(table, RS.solution):
        cells: dict[Variable, Identifier] = {}
        for cell in graph.objects(row, RS.binding):
            value = graph.value(cell, RS.value)
            assert isinstance(value, Identifier)
            cells[Variable(str(graph.value(cell, RS.variable)))] = value
        index = graph.value(row, INDEX)
        rows.append((int(str(index)) if index is not None else 0, cells))
    result = Result("SELECT")
    rows.sort(key=lambda row: row[0])
    result.bindings = [cells for _, cells in rows]
    return result


def _are_same(one: Result, other: Result, case: Case) -> bool:
    if one.type == "ASK" or other.type == "ASK":
        return one.type == other.type and bool(one.askAnswer) == bool(other.askAnswer)
    first, second = _rows(one), _rows(other)
    if any(isinstance(value, BNode) for row in first + second for _, value in row):
        return isomorphic(_as_graph(first, case.is_ordered), _as_graph(second, case.is_ordered))
    if case.is_ordered:
        return first == second
    if "reduced" in case.text.lower():  # how often a row comes is left open
        return set(first) == set(second)
    return Counter(first) == Counter(second)


def _rows(result: Result) -> list[tuple[tuple[str, Node], ...]]:
    return [
        tuple(sorted((str(variable), _value(value)) for variable, value in row.items()))
        for row in result.bindings
    ]


def _as_graph(rows: list[tuple[tuple[str, Node], ...]], is_ordered: bool) -> Graph:
    """Write rows as a graph, in which blank nodes may be named anyhow."""
    graph = Graph()
    for number, row in enumerate(rows):
        name = BNode()
        graph.add((RS.ResultSet, RS.solution, name))
        if is_ordered:
            graph.add((name, INDEX, Literal(number)))
        for variable, value in row:
            graph.add((name, URIRef(f"{SITE}variable/{variable}"), value))
    return graph


def _plain(graph: Graph) -> Graph:
    plain = Graph()
    for one, predicate, other in graph:
        plain.add((one, predicate, _value(other)))
    return plain


def _value(term: Node) -> Node:
    """Write what RDF 1.1 takes for the same in one way, and numbers by their value.

    RDF 1.0 had plain literals beside strings, and kept the case of language tags.
    """
    if not isinstance(term, Literal):
        return term
    if term.language:
        return Literal(str(term), lang=term.language.lower())
    if term.datatype in (None, XSD.string):
        return Literal(str(term))
    value = None if term.ill_typed else term.toPython()
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return Literal(f"{float(value):.12g}", datatype=term.datatype)
    return term
