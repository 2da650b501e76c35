"""Shapes of a user's own judge as pySHACL has it, and load nothing."""

import pytest
from rdflib import Graph
from tests.services.contributions.reviewed import review

from shuangchuang.services.contributions.reviewing import write_report
from shuangchuang.services.findings import CHINESE
from shuangchuang.services.reports.bounds import bound_report
from shuangchuang.services.shacl.validation import judge_all

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
    """owl:imports of the data is a triple like any other; of the shapes, it is told."""
    imports = "<http://e/> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:1/x> ."

    assert len(review(DATA + imports, own=SHAPES + imports).findings) == 3


@pytest.mark.parametrize(
    "undone",
    [
        'sh:targetClass e:T ; sh:js [ sh:message "m" ; sh:jsFunctionName "f" ]',
        'sh:target [ a sh:SPARQLTarget ; sh:select "SELECT ?this { ?this a e:T }" ]',
        "sh:targetClass e:T ; sh:expression [ sh:path e:none ]",
    ],
)
def test_constraints_that_are_passed_over_do_not_conform(undone: str) -> None:
    """What pySHACL ignores without a word is told, and nothing is judged."""
    report = review(DATA, own=f"{PREFIXES} e:A a sh:NodeShape ; {undone} .")

    finding = next(one for one in report.findings if "is not done here" in one.messages["en"])
    assert (finding.severity, finding.line > 0) == ("Violation", True)
    assert not report.conforms


def test_imports_and_rules_are_said_to_be_left_out() -> None:
    """They make no constraint, so the rest is judged and a warning stands beside it."""
    left_out = (
        "<urn:o> <http://www.w3.org/2002/07/owl#imports> <file:///etc/passwd> . e:A sh:rule []."
    )

    report = review(PREFIXES + "e:x a e:U .", own=f"{SHAPES} {left_out}")

    assert [one.severity for one in report.findings] == ["Warning", "Warning"]
    assert report.conforms


def test_shapes_without_a_target_are_no_shapes() -> None:
    """A property of a shape that selects nothing would judge nothing."""
    [finding] = review(
        DATA, own=PREFIXES + "e:A sh:property [ sh:path e:q ; sh:minCount 1 ] ."
    ).findings

    assert "no shape" in finding.messages["en"]


def test_a_class_that_is_a_shape_is_its_own_target() -> None:
    """An owl:Class counts, as it does for pySHACL."""
    shapes = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
    e:T a owl:Class , sh:NodeShape ; sh:property [ sh:path e:q ; sh:minCount 1 ] ."""

    [finding] = review(DATA, own=PREFIXES + shapes).findings

    assert finding.focus == "http://e/x"


@pytest.mark.parametrize("severity", ["e:Mine", '"text"', "[]", "<javascript:alert(1)>"])
def test_a_severity_of_ones_own_is_a_violation(severity: str) -> None:
    """SHACL 2.1.4 allows any; what has one does not conform, in any form of the report."""
    shape = f"e:A sh:targetClass e:T ; sh:nodeKind sh:Literal ; sh:severity {severity} ."

    report = review(DATA, own=PREFIXES + shape)

    assert not report.conforms
    assert all(write_report(report, form, "en") for form in ("text", "html", "sarif", "shacl"))


NESTED = "[ sh:property [ sh:path e:q ; sh:minCount 1 ; sh:node [ sh:property [ sh:path e:r ] ] ] ]"


@pytest.mark.parametrize(
    ("constraint", "english", "chinese"),
    [
        (
            "sh:node [ sh:property [ sh:path e:q ; sh:datatype xsd:date ; sh:minCount 1 ] ]",
            "Use something with e:q (xsd:date).",
            "请使用有 e:q（xsd:date）者。",
        ),
        (
            "sh:not [ sh:property [ sh:path e:d ; sh:minCount 1 ] ]",
            "This may not be something with e:d.",
            "不得为有 e:d 者。",
        ),
        (
            "sh:xone ( [ sh:property [ sh:path [ sh:inversePath e:q ] ; sh:minCount 1 ] ]"
            " [ sh:property [ sh:path e:d ; sh:maxCount 0 ] ] )",
            "Exactly one of these has to hold: something with ^e:q or something without e:d.",
            "须恰好满足其一：有 ^e:q 者或无 e:d 者。",
        ),
        (
            f"sh:node {NESTED}",
            "Use something with e:q (something with e:r).",
            "请使用有 e:q（有 e:r 者）者。",
        ),
        (
            f"sh:or ( [ sh:node [ sh:node [ sh:node {NESTED} ] ] ] )",
            "One of these has to hold: ….",
            "须满足其一：…。",
        ),
    ],
)
def test_nested_shapes_are_put_into_words(constraint: str, english: str, chinese: str) -> None:
    """What a nested shape asks for is told in both languages, however deep it is; no blank node."""
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; {constraint} ."

    [finding] = review(DATA, own=PREFIXES + shapes).findings

    assert (finding.messages["en"], finding.messages[CHINESE]) == (english, chinese)


def test_a_message_in_sparql_has_its_values_and_its_language() -> None:
    """Each language is filled in, and Chinese is told to readers of zh-Hans by whatever tag."""
    query = 'sh:select "SELECT $this ?value WHERE { $this <http://e/p> ?value }"'
    told = 'sh:message "{$this} has {?value}"@en , "{$this} 有 {?value}"@zh'
    shapes = f"e:S a sh:NodeShape ; sh:targetNode e:x ; sh:sparql [ {told} ; {query} ] ."

    [finding] = review(DATA, own=PREFIXES + shapes).findings

    assert finding.message("en") == "http://e/x has http://e/y"
    assert finding.message(CHINESE) == "http://e/x 有 http://e/y"


def test_a_component_of_ones_own_is_told_by_its_message_and_its_name() -> None:
    """The validator has the message; the rule is the component, and none of SHACL's."""
    shapes = """
e:C a sh:ConstraintComponent ; sh:parameter [ sh:path e:most ] ;
  sh:validator [ a sh:SPARQLAskValidator ; sh:message "That is too big." ;
    sh:ask "ASK { FILTER($value <= $most) }" ] .
e:S a sh:NodeShape ; sh:targetNode e:x ; sh:property [ sh:path e:d ; e:most 2 ] ."""

    report = review(DATA, own=PREFIXES + shapes)

    assert [one.message(CHINESE) for one in report.findings] == ["That is too big."]
    assert "rule: e:C http://e/C\n" in write_report(report, "text", "en")
    assert "@none" not in write_report(report, "shacl", "en")


@pytest.mark.parametrize(
    "path",
    [
        "[ sh:oneOrMorePath e:p ]",
        "[ sh:zeroOrOnePath e:p ]",
        "( [ sh:inversePath e:p ] [ sh:alternativePath ( e:d e:q ) ] )",
        f"<http://e/{'long' * 600}>",
    ],
    ids=["one-or-more", "zero-or-one", "sequence", "cut"],
)
def test_every_path_is_told_in_every_form(path: str) -> None:
    """A path of operators is no IRI, and one that was cut is left out."""
    shape = f"e:S a sh:PropertyShape ; sh:targetNode e:x ; sh:minCount 9 ; sh:path {path} ."

    report = bound_report(review(DATA, own=PREFIXES + shape))

    assert [one.shape for one in report.findings] == ["http://e/S"]
    assert all(write_report(report, form, "en") for form in ("json", "text", "html", "sarif"))
    assert Graph().parse(data=write_report(report, "shacl", "en"), format="turtle")


def test_want_of_memory_is_no_fault_of_the_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends the process, so that nobody is told of a verdict."""

    def run_out(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr("shuangchuang.services.shacl.processor.validate", run_out)

    with pytest.raises(MemoryError):
        judge_all(Graph(), Graph())
