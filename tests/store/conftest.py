"""A small release of its own for the tests of the store, and an engine over it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import EmbeddedEngine

ONTOLOGY = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
shc:Actor rdfs:label "actor"@en .
shc:Person rdfs:subClassOf shc:Actor , foaf:Person .
"""
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/shuangchuang/prefixes> sh:declare
  [ sh:prefix "shc" ; sh:namespace "https://w3id.org/shuangchuang/ontology#" ] ,
  [ sh:prefix "id" ; sh:namespace "https://w3id.org/shuangchuang/id/" ] .
"""
PEOPLE = """
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
id:ada a shc:Person ; rdfs:label "Ada"@en , "艾达"@zh-Hans .
id:shared rdfs:label "in two files"@en .
"""
PLACES = """
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
id:shared rdfs:label "in two files"@en .
id:concept skos:prefLabel "a concept"@en .
"""
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/shuangchuang/shapes#Some> a sh:NodeShape .
"""


def write_release(root: Path) -> Path:
    """Write the small release below `root`."""
    files = {
        "ontology/shuangchuang.ttl": ONTOLOGY,
        "ontology/prefixes.ttl": PREFIXES,
        "data/people.ttl": PEOPLE,
        "data/places.ttl": PLACES,
        "shapes/core.ttl": SHAPES,
        "queries/01-none.rq": "ASK {}",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture(scope="session")
def small_content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give the small release."""
    return find_content(write_release(tmp_path_factory.mktemp("release")))


@pytest.fixture(scope="session")
def engine(small_content: Content) -> Iterator[EmbeddedEngine]:
    """Run the embedded engine over the small release, with short limits."""
    running = EmbeddedEngine.start(Settings(workers=3, memory_mib=256, wait_s=2.0), small_content)
    yield running
    running.close()
