"""Names a reified triple after what it says, so that the same triple has one name everywhere.

Must not know where triples come from or what they mean.
"""

import hashlib
from collections.abc import Iterator
from typing import TypeAlias

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

from shuangchuang.base.namespaces import SHC, STATEMENT

DIGITS = 16

Triple: TypeAlias = tuple[URIRef, URIRef, URIRef | Literal]

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_PLAIN = (None, XSD.string, RDF.langString)


def statement_iri(subject: URIRef, predicate: URIRef, value: URIRef | Literal) -> URIRef:
    """Name the statement that reifies a triple.

    `stmt/` and the first 16 hexadecimal digits of the SHA-256 of the triple's N-Triples
    line without its line break. Language tags count as the file spells them; the
    datatypes xsd:string and rdf:langString are not written. RDF 1.1 N-Triples, section 4.
    """
    line = f"{_term(subject)} {_term(predicate)} {_term(value)} ."
    digest = hashlib.sha256(line.encode()).hexdigest()
    return URIRef(STATEMENT + digest[:DIGITS])


def statement_triple(graph: Graph, statement: Node) -> Triple | None:
    """Give the triple that a statement reifies; nothing when a part is missing or doubled."""
    subjects = list(graph.objects(statement, RDF.subject))
    predicates = list(graph.objects(statement, RDF.predicate))
    values = list(graph.objects(statement, RDF.object))
    match subjects, predicates, values:
        case [URIRef() as subject], [URIRef() as predicate], [(URIRef() | Literal()) as value]:
            return subject, predicate, value
    return None


def name_advice(expected: URIRef | None) -> tuple[str, str, str]:
    """Give the right name of a misnamed statement, and what to do in English and Chinese."""
    if expected is None:
        return (
            "",
            "A statement reifies exactly one triple: one subject, predicate and object.",
            "一条陈述只能具体化一个三元组：主语、谓语、宾语各一。",
        )
    name = f"stmt:{expected.removeprefix(STATEMENT)}"
    return (
        name,
        f"The triple calls for the name {name}; rename the statement.",
        f"按其三元组，此陈述应命名为 {name}；请改名。",
    )


def misnamed_statements(graph: Graph) -> Iterator[tuple[Node, URIRef | None]]:
    """Yield each statement whose IRI is not the one its triple calls for, with that one.

    The second is nothing when the statement does not reify exactly one triple.
    """
    for statement in sorted(graph.subjects(RDF.type, URIRef(SHC + "Statement")), key=str):
        triple = statement_triple(graph, statement)
        expected = statement_iri(*triple) if triple else None
        if statement != expected:
            yield statement, expected


def _term(term: URIRef | Literal) -> str:
    """Write a term as N-Triples, with the escapes that its canonical form asks for."""
    if isinstance(term, URIRef):
        return f"<{term}>"
    text = f'"{str(term).translate(_ESCAPES)}"'
    if term.language:
        return f"{text}@{term.language}"
    return text if term.datatype in _PLAIN else f"{text}^^<{term.datatype}>"
