"""Tells of the ontology what forms need: classes below a class, domains, labels, concepts."""

from collections.abc import Iterable

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from shuangchuang.base.content import Content
from shuangchuang.base.texts import Bilingual


class Vocabulary:
    """The ontology and the concept schemes of a release, read at once."""

    def __init__(self, content: Content) -> None:
        """Read every file of the ontology."""
        self._graph = Graph()
        for path in content.files("ontology"):
            self._graph.parse(path, format="turtle")

    def above(self, classes: Iterable[str]) -> set[str]:
        """Give the classes and all that are above them."""
        found = {URIRef(one) for one in classes}
        for one in list(found):
            found |= {
                URIRef(str(up)) for up in self._graph.transitive_objects(one, RDFS.subClassOf)
            }
        return {str(one) for one in found}

    def below(self, name: str) -> list[str]:
        """Give a class and those below it, itself first, the others by IRI."""
        found = self._graph.transitive_subjects(RDFS.subClassOf, URIRef(name))
        return [name, *sorted({str(one) for one in found} - {name})]

    def domain(self, name: str) -> set[str]:
        """Give the classes that a property is for; nothing for one without a domain."""
        found: set[str] = set()
        for one in self._graph.objects(URIRef(name), RDFS.domain):
            union = self._graph.value(one, OWL.unionOf)
            members = Collection(self._graph, union) if union else [one]
            found |= {str(member) for member in members}
        return found

    def label(self, iri: str) -> Bilingual:
        """Give the name of a class, property or concept; the end of its IRI where it has none."""
        node = URIRef(iri)
        end = iri.replace("#", "/").rpartition("/")[2]
        texts = self._texts(node, RDFS.label) or self._texts(node, SKOS.prefLabel)
        return Bilingual(texts.get("en", end), texts.get("zh-Hans", texts.get("en", end)))

    def concepts(self, scheme: str) -> list[str]:
        """Give the concepts of a scheme, sorted."""
        found = self._graph.subjects(SKOS.inScheme, URIRef(scheme))
        return sorted(str(one) for one in found if (one, RDF.type, SKOS.Concept) in self._graph)

    def _texts(self, node: Node, predicate: URIRef) -> dict[str, str]:
        return {
            str(one.language): str(one)
            for one in self._graph.objects(node, predicate)
            if isinstance(one, Literal)
        }
