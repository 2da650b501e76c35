"""What is known when a contribution is judged: the release, and the contribution itself.

Asks the release for single things only, so that its size does not matter.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, RDFS, SKOS
from rdflib.term import Node

from shuangchuang.base.namespaces import GRAPH, SHC
from shuangchuang.services.syntax.nodes import to_node, to_term
from shuangchuang.store.reader import Beside, Reader

_IN_DATA = re.compile(r"(?<![^/])data/")
_PLAIN = re.compile(r"[\w./-]+\.ttl")  # what else a name of a file may hold is no part of an IRI
LABELS = (RDFS.label, SKOS.prefLabel)


class Known:
    """The release, and a contribution beside it.

    A contribution that has a whole file of the release replaces it: what is told to be there
    beside the contribution is without that file.
    """

    def __init__(self, release: Reader, contribution: Graph, replaced: Sequence[str] = ()) -> None:
        """Take both, and the graphs of the files that are replaced; nothing is read yet."""
        self.release = release
        self.contribution = contribution
        self.beside: Reader | Beside = Beside(release, replaced) if replaced else release

    def is_published(self, subject: Node) -> bool:
        """Tell whether the release says anything about a subject."""
        return any(True for _ in _values(self.release, subject))

    def is_described(self, subject: Node) -> bool:
        """Tell whether the release or the contribution says anything about a subject."""
        return (subject, None, None) in self.contribution or any(
            True for _ in self.published(subject)
        )

    def published(self, subject: Node, predicate: Node | None = None) -> Iterator[Node]:
        """Give the values that are there for a subject beside the contribution."""
        return _values(self.beside, subject, predicate)

    def files(self, subject: Node) -> set[str]:
        """Give the files of the data that say of which class a subject is."""
        if not isinstance(subject, URIRef):
            return set()
        found = self.release.placed(to_term(subject), to_term(RDF.type))
        return {name for name in (file_of(graph) for graph, _ in found) if name}

    def holds(self, subject: Node, predicate: Node, value: Node) -> bool:
        """Tell whether the release has a triple."""
        return value in set(_values(self.release, subject, predicate))

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


def _values(
    release: Reader | Beside, subject: Node, predicate: Node | None = None
) -> Iterator[Node]:
    if not isinstance(subject, URIRef):  # a blank node of the contribution is in no release
        return iter(())
    asked = to_term(predicate) if predicate else None
    return (to_node(value) for _, _, value in release.match(to_term(subject), asked))


def file_of(graph: str) -> str:
    """Give the path of the file of data that a graph holds; empty for any other graph."""
    return graph.removeprefix(GRAPH) + ".ttl" if graph.startswith(GRAPH + "data/") else ""


def replaced_graphs(release: Reader, names: Iterable[str]) -> dict[str, str]:
    """Give the graph of the release for each file that lies there as in the release."""
    found: dict[str, str] = {}
    for name in names:
        for at in _IN_DATA.finditer(name):
            path = name[at.start() :]
            graph = GRAPH + path.removesuffix(".ttl")
            if _PLAIN.fullmatch(path) and any(True for _ in release.placed(graph=graph)):
                found[name] = graph
    return found


def own_subjects(graph: Graph) -> list[URIRef]:
    """List the subjects that have a name, sorted."""
    return sorted({one for one in graph.subjects() if isinstance(one, URIRef)})
