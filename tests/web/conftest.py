"""A small release with difficult terms, the real engine over it, and a client of its site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.settings import Settings
from shuangchuang.services.examples import load_questions
from shuangchuang.services.forms.library import FormLibrary
from shuangchuang.services.forms.offers import Offers
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.suggestions import KnownIris
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.release import read_prefixes
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Contributing, Site

ONTOLOGY = """
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
shc:Actor rdfs:label "actor"@en , "行动者"@zh-Hans .
shc:Person rdfs:subClassOf shc:Actor .
"""
PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/shuangchuang/prefixes> sh:declare
  [ sh:prefix "shc" ; sh:namespace "https://w3id.org/shuangchuang/ontology#" ] ,
  [ sh:prefix "id" ; sh:namespace "https://w3id.org/shuangchuang/id/" ] ,
  [ sh:prefix "rdfs" ; sh:namespace "http://www.w3.org/2000/01/rdf-schema#" ] ,
  [ sh:prefix "xsd" ; sh:namespace "http://www.w3.org/2001/XMLSchema#" ] .
"""
PEOPLE = """
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
id:ada a shc:Person ;
    rdfs:label "Ada"@en , "艾达"@zh-Hans ;
    shc:born "1815-12-10"^^xsd:date .
id:tricky a shc:Person ;
    rdfs:label "a \\"quoted\\", <b>bold</b> & 'odd'\\ttext\\nof two lines 𠮷"@en ;
    rdfs:seeAlso <http://example.org/a%20b?c=d,e> , <javascript:alert(1)> , <urn:isbn:1> ;
    shc:amount 42 , 1.5 , true .
id:shared rdfs:label "in two files"@en .
"""
PLACES = """
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
id:shared rdfs:label "in two files"@en .
id:tianjin rdfs:label "Tianjin"@en , "天津"@zh-Hans .
"""
SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<https://w3id.org/shuangchuang/shapes#Some> a sh:NodeShape .
"""
PEOPLE_QUERY = """\
#+ summary: All people
#+ description: Lists every person with a name.
#+ zh-Hans:
#+   summary: 所有人物
#+   description: 列出每个有名称的人物。
#+ tags: [actors]
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX shc: <https://w3id.org/shuangchuang/ontology#>
SELECT ?person ?name
WHERE {
  ?person a shc:Person ;
    rdfs:label ?name .
}
ORDER BY ?person ?name
"""
NAMES_QUERY = """\
#+ summary: Names of a thing
#+ description: Lists every name of one thing.
#+ zh-Hans:
#+   summary: 事物的名称
#+   description: 列出一个事物的所有名称。
#+ tags: [names, actors]
#+ parameters:
#+   - name: thing
#+     type: iri
#+     label: {en: Thing, zh-Hans: 事物}
#+     default: id:ada
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?name
WHERE {
  ?thing rdfs:label ?name .
}
ORDER BY ?thing ?name
"""
FILES = {
    "ontology/shuangchuang.ttl": ONTOLOGY,
    "ontology/prefixes.ttl": PREFIXES,
    "data/people.ttl": PEOPLE,
    "data/places.ttl": PLACES,
    "shapes/core.ttl": SHAPES,
    "queries/01-people.rq": PEOPLE_QUERY,
    "queries/02-names.rq": NAMES_QUERY,
}
# Small limits, so that tests can run into them.
SETTINGS = Settings(workers=2, timeout_s=5.0, max_rows=50, max_query_bytes=4096)


@pytest.fixture(scope="session")
def web_content(tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Give a release that is small and odd."""
    root = tmp_path_factory.mktemp("release")
    for name, text in FILES.items():
        path: Path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return find_content(root)


@pytest.fixture(scope="session")
def site(web_content: Content) -> Iterator[Site]:
    """Run the embedded engine over the release, and put a site around it."""
    engine = EmbeddedEngine.start(SETTINGS, web_content)
    prefixes, questions = read_prefixes(web_content), load_questions(web_content)
    shapes = ShapeLibrary(web_content)
    forms = Contributing(FormLibrary(web_content, shapes), Offers(engine))
    yield Site(SETTINGS, engine, prefixes, questions, KnownIris(engine), shapes, None, forms)
    engine.close()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """Give a client of a new application of the site."""
    return create_app(site).test_client()
