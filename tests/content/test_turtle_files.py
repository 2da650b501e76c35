"""Every Turtle file reads the same everywhere, uses the listed prefixes and only known terms."""

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.compare import isomorphic
from rdflib.term import Node

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SCHEME, SH_NAMESPACE, SH_PREFIX, SHAPES, SHC
from shuangchuang.services.syntax.formatting import format_file
from shuangchuang.store.release import read_prefixes

PREFIX_LINE = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w-]*):\s*<([^>]*)>", re.MULTILINE)
NAME = re.compile(r"(?<![\w:-])([a-z][\w-]*):(?!/)[\w-]*")
TEXT_OR_IRI = re.compile(r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|<[^>\s]*>|(?m:#.*$)')
NUMBERS = {XSD.decimal, XSD.double, XSD.float, XSD.integer, XSD.positiveInteger}
DEFINED_BY_US = (SHC, SCHEME, SHAPES)

# Files that show a mistake on purpose.
FAILING_EXAMPLE = "fail-"


def _turtle_files(content: Content) -> list[Path]:
    """List every Turtle file of the release, the examples of the shapes included."""
    examples = (content.root / "shapes" / "examples").rglob("*.ttl")
    folders = ("ontology", "data", "shapes")
    return sorted([*(path for f in folders for path in content.files(f)), *examples])


def _listed_prefixes(content: Content) -> dict[str, str]:
    graph = Graph().parse(content.root / "ontology" / "prefixes.ttl")
    return {
        str(graph.value(node, URIRef(SH_PREFIX))): str(graph.value(node, URIRef(SH_NAMESPACE)))
        for node in graph.subjects(URIRef(SH_PREFIX))
    }


def _normal(node: Node) -> Node:
    """Write tags in lower case and numbers by value, as the two engines spell them differently."""
    if not isinstance(node, Literal):
        return node
    if node.language:
        return Literal(str(node), lang=node.language.lower())
    if node.datatype in NUMBERS and not node.ill_typed:
        return Literal(f"{Decimal(str(node)).normalize():f}", datatype=node.datatype)
    return node


def _as_read_by_rdflib(path: Path) -> Graph:
    graph = Graph()
    for subject, predicate, value in Graph().parse(path):
        graph.add((subject, predicate, _normal(value)))
    return graph


def _as_read_by_pyoxigraph(path: Path) -> Graph:
    graph = Graph()
    for triple in pyoxigraph.parse(path=path, format=pyoxigraph.RdfFormat.TURTLE):
        terms = (_from_pyoxigraph(term) for term in (triple.subject, triple.object))
        graph.add((next(terms), URIRef(triple.predicate.value), _normal(next(terms))))
    return graph


def _from_pyoxigraph(
    term: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal | pyoxigraph.Triple,
) -> Node:
    match term:
        case pyoxigraph.NamedNode():
            return URIRef(term.value)
        case pyoxigraph.BlankNode():
            return BNode(term.value)
        case pyoxigraph.Literal(language=str() as language):
            return Literal(term.value, lang=language)
        case pyoxigraph.Literal():
            plain = term.datatype.value == str(XSD.string)
            return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value))
    raise TypeError(f"{term} has no place in RDF 1.1")


def _prefix_faults(text: str, listed: dict[str, str]) -> list[str]:
    """Name the prefixes that are not in the list, stand out of order, or are not used."""
    declared = PREFIX_LINE.findall(text)
    names = [name for name, _ in declared]
    used = set(NAME.findall(TEXT_OR_IRI.sub(" ", PREFIX_LINE.sub("", text))))
    faults = [f"{name}: <{iri}>" for name, iri in declared if listed.get(name) != iri]
    faults += [f"{name}: is not used" for name in names if name not in used]
    return faults if names == sorted(set(names)) else [*faults, "the prefixes are not sorted"]


def _own_terms(graph: Graph) -> set[URIRef]:
    """Collect the terms, concepts and shapes of our namespaces, wherever they stand."""
    nodes = {node for triple in graph for node in triple}
    return {n for n in nodes if isinstance(n, URIRef) and str(n).startswith(DEFINED_BY_US)}


def _made_up(path: Path, graph: Graph) -> set[Node]:
    """Give the terms that an example of a shape makes up for itself."""
    return set(graph.subjects(RDF.type)) if "examples" in path.parts else set()


def _is_fail(path: Path) -> bool:
    return path.name.startswith(FAILING_EXAMPLE)


def _ill_typed(graph: Graph) -> Iterable[Literal]:
    return (node for node in graph.objects() if isinstance(node, Literal) and node.ill_typed)


@pytest.fixture(scope="module")
def graphs(content: Content) -> dict[Path, Graph]:
    """Give every Turtle file as read by rdflib."""
    return {path: Graph().parse(path) for path in _turtle_files(content)}


@pytest.fixture(scope="module")
def defined(content: Content, graphs: dict[Path, Graph]) -> set[URIRef]:
    """Give what the ontology, the schemes and the shapes define, and the namespaces themselves."""
    paths = [*content.files("ontology"), *content.files("shapes")]
    subjects = {s for path in paths for s in graphs[path].subjects(RDF.type)}
    names = {subject for subject in subjects if isinstance(subject, URIRef)}
    return names | {URIRef(namespace) for namespace in DEFINED_BY_US}


def test_both_parsers_read_the_same_graph(content: Content) -> None:
    """For each file rdflib and pyoxigraph agree, up to the case of tags and forms of numbers."""
    differing = [
        path
        for path in _turtle_files(content)
        if not isomorphic(_as_read_by_rdflib(path), _as_read_by_pyoxigraph(path))
    ]

    assert differing == []


def test_every_file_is_in_house_style(content: Content) -> None:
    """`shuangchuang fmt` would change no file; run it on those that are named here."""
    prefixes = read_prefixes(content)

    unformatted = [
        str(path) for path in _turtle_files(content) if format_file(path, prefixes, is_check=True)
    ]

    assert unformatted == []


def test_a_difference_between_the_parsers_is_noticed(tmp_path: Path) -> None:
    """Two files that differ in one literal are not taken for the same graph."""
    one, other = tmp_path / "one.ttl", tmp_path / "other.ttl"
    one.write_text('<http://e/s> <http://e/p> "1"@en-GB , 1.0 , [ <http://e/q> 2 ] .')
    other.write_text('<http://e/s> <http://e/p> "1"@en , 1.0 , [ <http://e/q> 2 ] .')

    assert isomorphic(_as_read_by_rdflib(one), _as_read_by_pyoxigraph(one))
    assert not isomorphic(_as_read_by_rdflib(one), _as_read_by_pyoxigraph(other))


def test_every_prefix_is_the_listed_one(content: Content) -> None:
    """Each @prefix line agrees with prefixes.ttl, is used, and stands in alphabetical order."""
    listed = _listed_prefixes(content)

    found = {p: _prefix_faults(p.read_text("utf-8"), listed) for p in _turtle_files(content)}

    assert {path: faults for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    "text",
    [
        "@prefix dcterms: <http://purl.org/dc/terms#> .\n<http://e/s> dcterms:title 1 .",
        "@prefix dct: <http://purl.org/dc/terms/> .\n<http://e/s> dct:title 1 .",
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n<http://e/s> <http://e/p> 'x' .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "@prefix dcterms: <http://purl.org/dc/terms/> .\n<http://e/s> dcterms:title skos:x .",
    ],
    ids=["another namespace", "another name", "not used", "not sorted"],
)
def test_a_wrong_prefix_is_noticed(content: Content, text: str) -> None:
    """A prefix that is bound elsewhere, unknown, unused or out of order is reported."""
    assert len(_prefix_faults(text, _listed_prefixes(content))) == 1


def test_no_literal_is_ill_typed(graphs: dict[Path, Graph]) -> None:
    """Each literal has a form that its datatype allows."""
    wrong = {p: list(_ill_typed(graph)) for p, graph in graphs.items() if not _is_fail(p)}

    assert {path: literals for path, literals in wrong.items() if literals} == {}


def test_an_ill_typed_literal_is_noticed() -> None:
    """A number with thousands dots is no integer, and the thirteenth is no month."""
    graph = Graph().parse(
        data=f'<http://e/s> <http://e/p> "25.000"^^<{XSD.integer}> , "2015-13-01"^^<{XSD.date}> .'
    )

    assert len(list(_ill_typed(graph))) == 2


def test_every_term_of_ours_is_defined(graphs: dict[Path, Graph], defined: set[URIRef]) -> None:
    """No file uses a term, a concept or a shape of our namespaces that no file defines."""
    unknown = {
        path: _own_terms(graph) - defined - _made_up(path, graph)
        for path, graph in graphs.items()
        if not _is_fail(path)
    }

    assert {path: terms for path, terms in unknown.items() if terms} == {}


def test_a_term_that_is_not_defined_is_noticed(defined: set[URIRef]) -> None:
    """A misspelt property and a concept that is in no scheme are both reported."""
    graph = Graph().parse(
        data=f"<http://e/s> <{SHC}isStatedOn> <{SCHEME}mode/crowd-raising> ; a <{SHC}Policy> ."
    )

    assert len(_own_terms(graph) - defined) == 2


def test_every_term_in_a_query_is_defined(content: Content, defined: set[URIRef]) -> None:
    """No query asks for a term or a concept that the ontology does not define."""
    own = {p: i for p, i in _listed_prefixes(content).items() if i.startswith((SHC, SCHEME))}
    names = re.compile(rf"(?<![\w:-])({'|'.join(own)}):([\w-]+)")

    unknown = [
        (path.name, f"{prefix}:{local}")
        for path in content.files("queries", ".rq")
        for prefix, local in names.findall(path.read_text("utf-8"))
        if URIRef(own[prefix] + local) not in defined
    ]

    assert unknown == []
