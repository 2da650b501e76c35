"""Shapes of a user's own judge as pySHACL has it, and load nothing."""

import pytest
from rdflib import Graph
from tests.services.reviewed import review

from shuangchuang.services.findings import CHINESE
from shuangchuang.services.validation import judge_all

PREFIXES = """
@prefix e: <http://e/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPES = (
    PREFIXES
    + """
e:A a sh:NodeShape ; sh:targetClass e:T ;
  sh:property [ sh:path e:p ; sh:node e:N ] ,
    [ sh:path e:d ; sh:or ( [ sh:datatype xsd:date ] [ sh:datatype xsd:gYear ] ) ] .
e:N a sh:NodeShape ; sh:property e:Q .
e:Q a sh:PropertyShape ; sh:path e:q ; sh:minCount 1 .
"""
)
DATA = PREFIXES + "e:x a e:T ; e:p e:y ;\n  e:d 3 .\n"


def test_own_shapes_judge_alone() -> None:
    """Nothing of ours is asked for: no licence, no names, no sources."""
    report = review(DATA, own=SHAPES)

    assert {one.shape for one in report.findings if "e/" in one.shape} == set()
    assert len(report.findings) == 2
    assert report.is_own
    assert review(PREFIXES + "e:x a e:T .", own=SHAPES).findings == ()


def test_nested_reasons_are_told_in_words() -> None:
    """sh:node tells what the other thing lacks, sh:or what would do."""
    nested, choice = review(DATA, own=SHAPES).findings

    [reason] = nested.reasons
    assert reason.path == "<http://e/q>"
    assert reason.messages == {"en": "Give at least 1 of these.", CHINESE: "至少给出 1 个。"}
    assert choice.messages["en"] == "One of these has to hold: xsd:date or xsd:gYear."
    assert (choice.line, choice.column) == (6, 7)


def test_the_prefixes_of_the_files_are_used() -> None:
    """A report speaks as the files do."""
    assert review(DATA, own=SHAPES).prefixes["e"] == "http://e/"


def test_own_shapes_target_what_they_name() -> None:
    """A node that is only pointed to is judged, too."""
    shapes = PREFIXES + "e:A a sh:NodeShape ; sh:targetObjectsOf e:p ; sh:class e:T ."

    [finding] = review(DATA, own=shapes).findings

    assert finding.focus == "http://e/y"
    assert (finding.line, finding.column) == (5, 17)


def test_findings_are_those_of_the_processor() -> None:
    """Each result that pySHACL reports is a finding, and nothing else is."""
    data, shapes = (Graph().parse(data=text, format="turtle") for text in (DATA, SHAPES))

    expected = {(one.focus, one.path, one.value) for one in judge_all(data, shapes)}

    found = {(one.focus, one.path, one.value) for one in review(DATA, own=SHAPES).findings}
    assert found == expected


@pytest.mark.parametrize("clause", ["FROM <file:///etc/passwd>", "from named <http://127.0.0.1/>"])
def test_constraints_that_load_are_refused(clause: str) -> None:
    """A constraint that reads another graph or server is told, and nothing is judged."""
    select = f"SELECT $this {clause} WHERE {{ $this ?p ?o }}"
    shapes = f'{PREFIXES} e:A sh:targetClass e:T ; sh:sparql [ sh:select "{select}" ] .'

    report = review(DATA, own=shapes)

    assert [one.shape for one in report.findings] == ["shapes"]
    assert report.stages == ("parse",)


def test_service_is_refused() -> None:
    """Another server is never asked."""
    ask = "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"
    shapes = f'{PREFIXES} e:A sh:targetClass e:T ; sh:sparql [ sh:ask "{ask}" ] .'

    [finding] = review(DATA, own=shapes).findings

    assert "SERVICE" in finding.messages["en"]


@pytest.mark.parametrize("shapes", ["", PREFIXES + "e:a e:b e:c .", "e:a"])
def test_shapes_that_judge_nothing_never_conform(shapes: str) -> None:
    """An empty file, one without shapes and one that is no RDF are told."""
    assert not review(DATA, own=shapes).conforms


def test_imports_are_not_followed() -> None:
    """owl:imports is a triple like any other."""
    imports = "<http://e/> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:1/x> ."

    assert len(review(DATA + imports, own=SHAPES + imports).findings) == 2
