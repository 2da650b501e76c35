"""The validator judges what it is given, knows the rest, and says where and what to mend."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, XSD, Graph, Literal
from rdflib.compare import isomorphic
from rdflib.namespace import SH
from rdflib.plugins.sparql import prepareQuery

from shuangchuang.base import worker
from shuangchuang.services.findings import Finding
from shuangchuang.services.shacl.paths import path_text, write_path
from shuangchuang.services.shacl.validation import Validator, validate_graphs

PREFIXES = """
@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
ONTOLOGY = """
:Festival rdfs:subClassOf :Event .
:somewhere a :Place .
:an-old-event a :Event .
"""
SHAPES = '''
: a owl:Ontology ; sh:declare [ sh:prefix "e" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .

:Event a sh:NodeShape ;
    sh:targetClass :Event ;
    sh:property :name , :place ;
    sh:sparql :start-before-end .

:name a sh:PropertyShape ;
    sh:path :name ;
    sh:minCount 1 ;
    sh:datatype xsd:string ;
    sh:severity sh:Warning ;
    sh:message "Give a name."@en , "请给出名称。"@zh-Hans .

:place a sh:PropertyShape ;
    sh:path :place ;
    sh:node :is-a-place ;
    sh:message "Use a place."@en , "请使用地点。"@zh-Hans .

:is-a-place a sh:NodeShape ;
    sh:class :Place .

:start-before-end a sh:SPARQLConstraint ;
    sh:prefixes : ;
    sh:select """
        SELECT $this ?value
        WHERE { $this e:start ?value ; e:end ?end . FILTER (?end < ?value) }
    """ ;
    sh:message "Start before the end."@en , "开始须早于结束。"@zh-Hans .
'''
EXAMPLE = "http://example.org/"
COMPONENT = "http://www.w3.org/ns/shacl#{}ConstraintComponent"


def _graph(turtle: str) -> Graph:
    return Graph().parse(data=PREFIXES + turtle, format="turtle")


def _judge(data: str, shapes: str = SHAPES, ontology: str = ONTOLOGY) -> list[Finding]:
    return validate_graphs(_graph(data), _graph(shapes), _graph(ontology))


def test_data_that_conforms_has_no_finding() -> None:
    """Nothing wrong, nothing told."""
    assert _judge(':week a :Event ; :name "Week" ; :place :somewhere ; :start 1 ; :end 2 .') == []


def test_a_finding_tells_where_and_what() -> None:
    """Severity, shape, component, focus, path, value and both messages are in the finding."""
    [finding] = _judge(':week a :Event ; :name "Week"@en .')

    assert finding == Finding(
        severity="Warning",
        shape=EXAMPLE + "name",
        component=COMPONENT.format("Datatype"),
        focus=EXAMPLE + "week",
        path=f"<{EXAMPLE}name>",
        value='"Week"@en',
    )
    assert finding.messages == {"en": "Give a name.", "zh-Hans": "请给出名称。"}


def test_a_sparql_constraint_keeps_its_languages() -> None:
    """The finding names the constraint, and its messages keep the tags that pySHACL drops."""
    [finding] = _judge(':week a :Event ; :name "Week" ; :start 3 ; :end 2 .')

    assert finding.constraint == EXAMPLE + "start-before-end"
    assert finding.component == COMPONENT.format("SPARQL")
    assert finding.value == f'"3"^^<{XSD.integer}>'
    assert finding.messages == {"en": "Start before the end.", "zh-Hans": "开始须早于结束。"}


def test_a_value_is_judged_by_a_shape_of_its_own() -> None:
    """A value that breaks the shape of `sh:node` gives one finding, at the record."""
    [finding] = _judge(':week a :Event ; :name "Week" ; :place :nowhere .')

    assert (finding.shape, finding.focus) == (EXAMPLE + "place", EXAMPLE + "week")
    assert finding.component == COMPONENT.format("Node")


def test_a_subclass_is_judged_as_its_class() -> None:
    """The ontology says that a festival is an event."""
    [finding] = _judge(":week a :Festival .")

    assert finding.focus == EXAMPLE + "week"


def test_the_ontology_is_known_and_not_judged() -> None:
    """The old event of the ontology lacks a name, which is not the fault of the data."""
    assert _judge(':week a :Event ; :name "Week" ; :place :somewhere .') == []
    assert _judge(":an-old-event :name 1 .") != []


def test_a_blank_node_is_a_focus_too() -> None:
    """What has no name is told by the label that it has in this run."""
    [finding] = _judge("[] a :Event .")

    assert finding.focus.startswith("_:")


@pytest.mark.parametrize(
    ("target", "data", "focus"),
    [
        ("sh:targetNode :one", ":one :says 1 .", "one"),
        ("sh:targetClass :Event", ":one a :Festival .", "one"),
        ("sh:targetSubjectsOf :sees", ":one :sees :two .", "one"),
        ("sh:targetObjectsOf :sees", ":one :sees :two . :two :says 1 .", "two"),
    ],
)
def test_every_kind_of_target_selects(target: str, data: str, focus: str) -> None:
    """Each of the four targets of SHACL selects its nodes among the subjects of the data."""
    shapes = f':any a sh:NodeShape ; {target} ; sh:pattern "never" .'

    assert [finding.focus for finding in _judge(data, shapes)] == [EXAMPLE + focus]


def test_what_is_only_pointed_to_is_not_judged() -> None:
    """A target may select a node that the data does not describe: it is left alone."""
    shapes = ':any a sh:NodeShape ; sh:targetObjectsOf :sees ; sh:pattern "never" .'

    assert _judge(":one :sees :two .", shapes) == []


def test_findings_are_sorted() -> None:
    """Two runs tell the same in the same order, whatever the order of the triples."""
    findings = _judge(":c a :Event . :a a :Event ; :place :nowhere . :b a :Event ; :name 1 .")

    assert len(findings) == 4
    assert findings == sorted(findings)


def test_the_graphs_are_left_as_they_were() -> None:
    """Neither data nor shapes nor ontology changes, though pySHACL writes into what it gets."""
    texts = (":week a :Event .", SHAPES, ONTOLOGY)
    given = [_graph(text) for text in texts]

    validate_graphs(*given)

    assert all(isomorphic(one, _graph(text)) for one, text in zip(given, texts, strict=True))


def test_one_validator_judges_many_graphs() -> None:
    """What one graph says is forgotten before the next is judged."""
    validator = Validator(_graph(SHAPES), _graph(ONTOLOGY))
    wrong = _graph(":week a :Event . :somewhere a :Event .")
    right = _graph(':week a :Event ; :name "Week" ; :place :somewhere .')

    assert [len(validator.validate(one)) for one in (wrong, right, wrong)] == [2, 0, 2]


def test_other_shapes_share_the_ontology() -> None:
    """A second validator judges by its own shapes and knows the same classes."""
    first = Validator(_graph(SHAPES), _graph(ONTOLOGY))
    second = first.with_shapes(
        _graph(":any a sh:NodeShape ; sh:targetClass :Event ; sh:closed true .")
    )
    data = _graph(':week a :Festival ; :name "Week" .')

    assert first.validate(data) == []
    assert {finding.shape for finding in second.validate(data)} == {EXAMPLE + "any"}


def test_a_query_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many nodes a SPARQL constraint looks at, its text is parsed once."""
    parsed: list[str] = []

    def count(text: str) -> object:
        parsed.append(text)
        return prepareQuery(text)

    monkeypatch.setattr("shuangchuang.services.shacl.processor.prepareQuery", count)
    shapes = SHAPES.replace("FILTER", "FILTER (?end = ?end) FILTER")
    data = "".join(f':e{n} a :Event ; :name "{n}" ; :start 2 ; :end 1 .' for n in range(20))

    assert len(_judge(data, shapes)) == 20
    assert len(parsed) == 1


def test_rdflib_is_left_as_it_was() -> None:
    """The switches that pySHACL turns while it runs are back in place."""
    before = rdflib.NORMALIZE_LITERALS

    _judge(":week a :Event .")

    assert before == rdflib.NORMALIZE_LITERALS
    assert Literal("1", datatype=XSD.boolean).value is True


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (":a", "<http://example.org/a>"),
        ("( :a :b )", "<http://example.org/a>/<http://example.org/b>"),
        ("[ sh:inversePath :a ]", "^<http://example.org/a>"),
        (
            "[ sh:alternativePath ( :a :b ) ]",
            "(<http://example.org/a>|<http://example.org/b>)",
        ),
        ("[ sh:zeroOrMorePath :a ]", "<http://example.org/a>*"),
        ("[ sh:oneOrMorePath :a ]", "<http://example.org/a>+"),
        ("[ sh:zeroOrOnePath :a ]", "<http://example.org/a>?"),
        ("[ sh:zeroOrMorePath [ sh:inversePath :a ] ]", "(^<http://example.org/a>)*"),
        (
            "[ sh:inversePath ( [ sh:alternativePath ( :a :b ) ] :c ) ]",
            "^((<http://example.org/a>|<http://example.org/b>)/<http://example.org/c>)",
        ),
        (
            "( [ sh:inversePath ( :a :b ) ] :c )",
            "^(<http://example.org/a>/<http://example.org/b>)/<http://example.org/c>",
        ),
    ],
)
def test_a_path_is_written_as_in_sparql(path: str, text: str) -> None:
    """Each kind of SHACL path has its SPARQL form, bracketed where needed, and is read again."""
    graph = _graph(f":shape sh:path {path} .")
    node = next(graph.objects(None, SH.path))

    assert path_text(graph, node) == text
    assert path_text(graph, write_path(graph, text)) == text


def test_files_are_judged_in_a_child(tmp_path: Path) -> None:
    """Paths go in and findings come out as JSON, through a process of its own."""
    for name, text in (("data", ":week a :Event ."), ("shapes", SHAPES), ("ontology", ONTOLOGY)):
        (tmp_path / f"{name}.ttl").write_text(PREFIXES + text, encoding="utf-8")
    files = {name: [str(tmp_path / f"{name}.ttl")] for name in ("data", "shapes", "ontology")}

    told = worker.call("shuangchuang.services.shacl.validation:validate_files", files, timeout_s=60)

    [finding] = [Finding(**one) for one in told]
    assert finding.focus == EXAMPLE + "week"
    assert finding.message("zh-Hans") == "请给出名称。"
    assert RDF.type not in {finding.path}


def test_a_finding_comes_back_whole_from_json() -> None:
    """What a child process tells of a finding, nested reasons included, restores it."""
    inner = Finding("Violation", "shape", "component", "focus", messages={"en": "Why."})
    outer = Finding("Warning", "shape", "component", "focus", line=3, column=5, reasons=(inner,))

    told = json.loads(json.dumps(asdict(outer)))

    restored = Finding.restore(told)
    assert asdict(restored) == asdict(outer)
    assert restored.reasons == (inner,)
