"""Reads the shapes of a release to be told: each shape, its examples, its RDF.

Read once, when somebody first asks. What the shapes find is known to the validation.
"""

import difflib
import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content
from shuangchuang.base.errors import NotFound
from shuangchuang.base.media import Format
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.examples import read_examples
from shuangchuang.services.shapes.model import Example, Group, Shape
from shuangchuang.services.shapes.reader import ShapeReader
from shuangchuang.services.syntax.formatting import format_turtle
from shuangchuang.store.release import read_prefixes

# The plain writer of RDF/XML: the pretty one drops what it cannot write in its way.
WRITERS = {"nt": "nt11", "rdf": "xml", "jsonld": "json-ld"}


@dataclass(frozen=True)
class Catalogue:
    """Everything that was read. Each mapping is in the order of names, groups in their own."""

    shapes: Mapping[str, Shape]
    groups: Mapping[str, Group]
    examples: Mapping[str, tuple[Example, ...]]


class ShapeLibrary:
    """The shapes of a release. Safe for threads; reads files at the first question."""

    def __init__(self, content: Content) -> None:
        """Take where the shapes are; nothing is read yet."""
        self._content = content
        self._lock = threading.RLock()  # what is told of a shape asks for the whole

    @property
    def shapes(self) -> Mapping[str, Shape]:
        """Every shape and SPARQL constraint by its local name."""
        return self._read.shapes

    @property
    def groups(self) -> Mapping[str, Group]:
        """The groups of form fields by name, in the order of forms."""
        return self._read.groups

    def find(self, name: str) -> Shape:
        """Find a shape by its local name. Raises NotFound with the names that come near."""
        if name not in self.shapes:
            raise NotFound(
                Bilingual("shape", "形状"),
                name,
                tuple(difflib.get_close_matches(name, self.shapes)),
            )
        return self.shapes[name]

    def examples(self, name: str) -> tuple[Example, ...]:
        """Give the examples of a shape, those that pass first.

        A shape that is only a part of others has the examples of these.
        """
        left, known = [name], self._read
        for one in left:
            if one in known.examples:
                return known.examples[one]
            left += [user for user in known.shapes[one].users if user not in left]
        return ()

    def write(self, name: str, written: Format) -> bytes:
        """Write a shape with all that belongs to it as RDF; without a name, all of them."""
        with self._lock:
            graph = self._part(self.find(name).iri) if name else self._graph
            if written.name == "ttl":
                text = graph.serialize(format="turtle")
                return format_turtle(text, self._prefixes, Path("shapes.ttl")).encode()
            return graph.serialize(format=WRITERS[written.name], encoding="utf-8")

    @property
    def _read(self) -> Catalogue:
        with self._lock:
            return self._catalogue

    @cached_property
    def _prefixes(self) -> dict[str, str]:
        return read_prefixes(self._content)

    @cached_property
    def _graph(self) -> Graph:
        graph = Graph()
        for path in self._content.files("shapes"):
            graph.parse(path, format="turtle")
        return graph

    @cached_property
    def _catalogue(self) -> Catalogue:
        reader = ShapeReader(self._graph, self._prefixes, self._files())
        return Catalogue(reader.shapes(), reader.groups(), read_examples(self._content))

    def _files(self) -> dict[str, str]:
        """Tell for each shape which file it stands in."""
        found = {}
        for path in self._content.files("shapes"):
            for name in re.findall(r"^shcs:([\w-]+) a ", path.read_text("utf-8"), re.MULTILINE):
                found[name] = path.stem
        return found

    def _part(self, iri: str) -> Graph:
        """Take what is said of a node, of its blank nodes and of the shapes that it names."""
        part = Graph()
        left: list[Node] = [URIRef(iri)]
        while left:
            node = left.pop()
            if (node, None, None) in part:
                continue
            for triple in self._graph.triples((node, None, None)):
                part.add(triple)
                value = triple[2]
                if isinstance(value, BNode) or str(value).startswith(ns.SHAPES):
                    left.append(value)
        return part
