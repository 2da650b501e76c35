"""What the records rest on: counted by hand on a small graph, and asked of the real one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shuangchuang.base.content import find_content
from shuangchuang.base.media import formats_of
from shuangchuang.base.settings import Settings
from shuangchuang.services.coverage import (
    Kind,
    Support,
    count_kinds,
    count_support,
    list_official_only,
)
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import Limits, Query

DATA = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix skind: <https://w3id.org/shuangchuang/scheme/source-kind/> .
@prefix src: <https://w3id.org/shuangchuang/src/> .
id:a a shc:Claim ; rdfs:label "a"@en ; shc:isStatedIn src:paper , src:copy .
id:b a shc:Claim ; shc:isStatedIn src:paper , src:press , src:nothing-known .
id:c a shc:Claim ; shc:isStatedIn src:text-1 , src:text-2 .
id:d a shc:Place ; shc:isStatedIn src:press .
src:text-1 oa:hasSource src:text .
src:text-2 oa:hasSource src:text .
src:text shc:hasSourceKind skind:encyclopedia ; dcterms:language "en" .
src:paper shc:hasSourceKind skind:official ; dcterms:language "zh-Hans" .
src:copy shc:hasSourceKind skind:reproduced-official-text .
src:press shc:hasSourceKind skind:press ; dcterms:language "en" .
skind:official rdfs:label "official"@en , "官方来源"@zh-Hans .
skind:press rdfs:label "press"@en , "新闻媒体"@zh-Hans .
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedEngine]:
    """Run the engine over the small graph."""
    path: Path = tmp_path_factory.mktemp("coverage") / "data.ttl"
    path.write_text(DATA, encoding="utf-8")
    engine = EmbeddedEngine.start(Settings(workers=1, data=str(path)), find_content())
    yield engine
    engine.close()


def test_records_are_counted_by_number_and_kind_of_sources(small: EmbeddedEngine) -> None:
    """Two passages of one text are one source; a source of unknown kind is not official."""
    assert count_support(small) == [
        Support("Place", 1, one=1, two=0, more=0, official_only=0, not_chinese=1),
        Support("Claim", 3, one=1, two=1, more=1, official_only=1, not_chinese=1),
    ]


def test_kinds_are_counted_in_the_language_of_the_reader(small: EmbeddedEngine) -> None:
    """How many sources of a kind there are, and how many records rest on one of them."""
    assert count_kinds(small, "zh-Hans") == [Kind("官方来源", 1, 2), Kind("新闻媒体", 1, 2)]


def test_records_on_official_sources_alone_are_listed(small: EmbeddedEngine) -> None:
    """The list behind a count has as many rows as the count tells."""
    formats = formats_of("solutions")
    csv = next(one for one in formats if one.name == "csv")
    query = Query(list_official_only("Claim", "en"))

    answer = small.query(query, csv, formats_of("graph")[0], Limits())

    assert answer.body.decode().splitlines()[1:] == ["https://w3id.org/shuangchuang/id/a,a,2"]
