"""What is known when a contribution is judged: the release, and the contribution itself.

Asks the release for single things only, so that its size does not matter.
"""

from collections.abc import Iterator
from typing import Protocol

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from shuangchuang.base.namespaces import GRAPH, SHC
from shuangchuang.services.syntax.nodes import to_node, to_term
from shuangchuang.store.terms import Term, Triple

LABELS = (RDFS.label, SKOS.prefLabel)


class Lookup(Protocol):
    """What the release is asked for: all triples that hold the given terms."""

    def match(
        self, subject: Term | None = None, predicate: Term | None = None, value: Term | None = None
    ) -> list[Triple]:
        """List the triples that have the given terms; None stands for any term."""

    def placed(
        self, subject: Term | None = None, predicate: Term | None = None, graph: str = ""
    ) -> Iterator[tuple[str, Triple]]:
        """Give triples after the name of their graph."""


class Known:
    """The release, and a contribution beside it."""

    def __init__(self, release: Lookup, contribution: Graph) -> None:
        """Take both; nothing is read yet."""
        self.release = release
        self.contribution = contribution

    def is_published(self, subject: Node) -> bool:
        """Tell whether the release says anything about a subject."""
        return any(True for _ in self.published(subject))

    def is_described(self, subject: Node) -> bool:
        """Tell whether the release or the contribution says anything about a subject."""
        return (subject, None, None) in self.contribution or self.is_published(subject)

    def published(self, subject: Node, predicate: Node | None = None) -> Iterator[Node]:
        """Give the values that the release has for a subject."""
        if not isinstance(subject, URIRef):  # a blank node of the contribution is in no release
            return iter(())
        asked = to_term(predicate) if predicate else None
        return (to_node(value) for _, _, value in self.release.match(to_term(subject), asked))

    def files(self, subject: URIRef) -> set[str]:
        """Give the files of the data that say of which class a subject is."""
        found = self.release.placed(to_term(subject), to_term(RDF.type))
        return {name for name in (file_of(graph) for graph, _ in found) if name}

    def holds(self, subject: Node, predicate: Node, value: Node) -> bool:
        """Tell whether the release has a triple."""
        return value in set(self.published(subject, predicate))

    def values(self, subject: Node, predicate: Node) -> set[Node]:
        """Give the values that release and contribution have for a subject."""
        return {*self.contribution.objects(subject, predicate), *self.published(subject, predicate)}

    def classes(self, subject: Node) -> set[Node]:
        """Give the classes of a subject and all classes above them."""
        found: set[Node] = set()
        ahead = list(self.values(subject, RDF.type))
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.values(one, RDFS.subClassOf))
        return found

    def kinds(self, subject: Node) -> set[Node]:
        """Give the classes of ours that a subject has, those above them included."""
        return {one for one in self.classes(subject) if str(one).startswith(SHC)}

    def labels(self, subject: Node) -> dict[str, str]:
        """Give the names of a subject by language tag."""
        found = [one for term in LABELS for one in self.values(subject, term)]
        texts = sorted((one for one in found if isinstance(one, Literal)), key=str)
        return {str(one.language or ""): str(one) for one in texts}


def file_of(graph: str) -> str:
    """Give the path of the file of data that a graph holds; empty for any other graph."""
    return graph.removeprefix(GRAPH) + ".ttl" if graph.startswith(GRAPH + "data/") else ""


def own_subjects(graph: Graph) -> list[URIRef]:
    """List the subjects that have a name, sorted."""
    return sorted({one for one in graph.subjects() if isinstance(one, URIRef)})
