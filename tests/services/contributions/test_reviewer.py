"""A contribution is judged by rules and shapes; each rule finds its fault, and nothing else."""

import json
from dataclasses import asdict

import pytest
from tests.services.contributions.reviewed import GOOD, HEAD, LINES, findings, review, reviewer

from shuangchuang.services.contributions.additions import list_additions, list_steps
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.contribution import Part, read_contribution
from shuangchuang.services.contributions.known import Known
from shuangchuang.services.contributions.reviewer import REHEARSED
from shuangchuang.services.findings import CHINESE, VIOLATION
from shuangchuang.services.reports.review import Report
from shuangchuang.services.sources import text_digest

SHENZHEN = "<http://www.wikidata.org/entity/Q15174>"
TYPED = "id:new-thing a shc:Organisation ; "


def test_a_good_contribution_conforms() -> None:
    """A whole record has no finding at all, not even a hint."""
    report = review(GOOD)

    assert report.findings == ()
    assert report.conforms
    assert report.stages == ("parse", "policy", "context", "shapes")


def test_the_rehearsal_meets_every_kind_of_fault() -> None:
    """What is judged before the first task comes has rules, shapes and examples to tell."""
    report = reviewer().review([Part("rehearsed.ttl", "ttl", REHEARSED)])

    rules = {one.shape.rpartition("#")[2] for one in report.findings}
    assert report.stages == ("parse", "policy", "context", "shapes")
    assert {"language", "licence", "reference", "term", "edition-number", "Dated"} <= rules
    assert [one for one in report.findings if one.example and one.component]


def test_what_is_added_is_told_with_the_next_step() -> None:
    """The addition has class first and source last; the steps name file and command."""
    report = review(GOOD + "id:tianjin shc:isStatedIn src:china-keywords-2017 .")

    [first, second] = report.additions
    assert first.subject.endswith("/new-fair-2016")
    assert first.is_new
    assert first.lines[0] == "a shc:Gathering"
    assert first.lines[-1] == "shc:isStatedIn src:china-keywords-2017"
    assert not second.is_new
    assert second.lines == ("shc:isStatedIn src:china-keywords-2017",)


def test_the_next_steps_lead_to_a_pull_request() -> None:
    """What conforms is told its file, the command and the pull request, in both languages."""
    steps = review(GOOD).steps

    file = "data/events/forums-and-conferences.ttl"
    where = f"Put into {file}, or another file of data/events/: id:new-fair-2016"
    assert steps[0]["en"] == where
    assert "id:new-fair-2016" in steps[0][CHINESE]
    assert f"shuangchuang fmt {file}" in steps[1]["en"]
    assert "pull request" in steps[2]["en"]


@pytest.mark.parametrize(
    ("text", "home"),
    [
        (
            "id:shenzhen shc:isStatedIn src:china-keywords-2017 .",
            "Add to the record in data/places/central-south.ttl: id:shenzhen",
        ),
        ("id:new-one a shc:Person .", "Put into data/actors/people.ttl, or another file"),
        ("src:new-one a shc:WebPage .", "Put into data/sources/secondary-a-m.ttl, or another file"),
        (
            "src:new-one a shc:PressItem ; shc:hasSourceKind skind:press .",
            "Put into data/sources/press-national.ttl, or another file of data/sources/",
        ),
        ("id:new-one a shc:Provision .", "Put into a file of data/policies/: id:new-one"),
        ("stmt:0123456789abcdef a shc:Statement .", "Put into a file of data/statements/: stmt:"),
    ],
)
def test_a_record_goes_where_its_like_are(text: str, home: str) -> None:
    """More about a thing goes to where it is, a new one to where most of its class and kind are."""
    body = "@prefix skind: <https://w3id.org/shuangchuang/scheme/source-kind/> .\n" + HEAD + text
    made = reviewer()
    read = read_contribution([Part("a.ttl", "ttl", body.encode())], made.prefixes, 1000)
    known = Known(made.release, read.graph)
    case = Case(read, known, made.survey, made.names, made.prefixes)

    steps = list(list_steps(case, (), list(list_additions(case))))

    assert steps[0]["en"].startswith(home)


def test_what_stands_in_its_file_already_is_not_to_be_put_there() -> None:
    """Whoever edits a file of the release is told to format that file."""
    part = Part("my/data/events/fairs.ttl", "ttl", (HEAD + GOOD).encode())

    steps = reviewer().review([part]).steps

    assert len(steps) == 2
    assert steps[0]["en"].endswith("shuangchuang fmt my/data/events/fairs.ttl")


@pytest.mark.parametrize(("name", "tells"), [("trig", True), ("ttl", False)])
def test_other_formats_are_told_to_become_turtle(name: str, tells: bool) -> None:
    """The data is kept in Turtle, and what it adds is shown as such."""
    steps = reviewer().review([Part(f"a.{name}", name, (HEAD + GOOD).encode())]).steps

    assert steps[0]["en"].startswith("Write the records as Turtle") == tells


def test_the_prefixes_of_the_advice_are_told_with_it() -> None:
    """A snippet can be pasted: what it needs at the top of the file is the first step."""
    steps = review("id:new-one a shc:ReportedFigure ; shc:amount 5 .").steps

    assert steps[0]["en"].startswith("Declare what you write of this at the top of a.ttl: @prefix ")
    for prefix in ("comp", "conf", "qb", "unit"):
        assert f"@prefix {prefix}: <" in steps[0]["en"]
    for prefix in ("shc", "scheme"):
        assert f"@prefix {prefix}:" not in steps[0]["en"]
    assert steps[1]["en"].endswith("then validate again: shuangchuang validate a.ttl")


@pytest.mark.parametrize(
    ("rule", "text", "line", "column", "example"),
    [
        ("namespace", "id:New_Thing a shc:Organisation .", 1, 1, "id:new-thing"),
        ("namespace", "<http://e/LiWei> a shc:Person .", 1, 1, "id:li-wei"),
        ("namespace", "id:Lǐ-Wěi a shc:Person .", 1, 1, "id:li-wei"),
        ("namespace", "shc:Startup a owl:Class .", 1, 1, ""),
        ("blank-node", TYPED + "rdfs:seeAlso [ a shc:Place ] .", 1, 48, ""),
        ("language", TYPED + 'rdfs:label "x"@zh .', 1, 46, 'rdfs:label "x"@zh-Hans'),
        ("language", TYPED + 'rdfs:label "x"@cn .', 1, 46, 'rdfs:label "x"@zh-Hans'),
        (
            "literal",
            TYPED + 'shc:earliest "2015-02-30"^^xsd:date .',
            1,
            48,
            'shc:earliest "2015-02-01"^^xsd:date',
        ),
        ("literal", TYPED + 'shc:startDate "2015-13"^^xsd:gYearMonth .', 1, 49, ""),
        ("type", 'id:new-thing rdfs:label "x"@en .', 1, 1, "id:new-thing a shc:Organisation"),
        ("term", "id:new-thing a shc:Organization .", 1, 16, "a shc:Organisation"),
        ("term", TYPED + "shc:startsDate 1 .", 1, 35, "shc:startDate 1"),
        ("term", TYPED + 'rdfs:labl "x"@en .', 1, 35, 'rdfs:label "x"@en'),
        ("reference", TYPED + "shc:isLocatedIn id:bejing .", 1, 51, "shc:isLocatedIn id:beijing"),
        (
            "reference",
            TYPED + "shc:isStatedIn src:nowhere-at-all .",
            1,
            50,
            "src:nowhere-at-all a shc:WebPage",
        ),
        ("redefined", "id:li-keqiang a shc:Place .", 1, 17, ""),
        ("redefined", 'shc:Person rdfs:label "human"@en .', 1, 1, ""),
        (
            "deprecated",
            "id:tianjin owl:deprecated true .",
            1,
            12,
            "dcterms:isReplacedBy id:the-other",
        ),
        (
            "prefix",
            "@prefix id: <http://e/> .\nid:x a shc:Place .",
            1,
            1,
            "@prefix id: <https://w3id.org/shuangchuang/id/> .",
        ),
        (
            "statement",
            "stmt:any a shc:Statement ; rdf:subject id:tianjin ;"
            " rdf:predicate rdfs:label ; rdf:object 'x' .",
            1,
            1,
            "stmt:89040c0593f9ac34",
        ),
        ("same-as", "id:li-keqiang owl:sameAs id:tianjin .", 1, 26, ""),
        ("same-as", "id:li-keqiang owl:sameAs id:ma-kai .", 1, 26, "id:ma-kai"),
        ("same-as", "id:new a shc:Organisation ; owl:sameAs id:ma-kai .", 1, 40, ""),
        ("same-as", f"id:new a shc:Place ; owl:sameAs {SHENZHEN} .", 1, 33, "id:shenzhen"),
        ("same-as", f"id:new a shc:Organisation ; owl:sameAs {SHENZHEN} .", 1, 40, ""),
        (
            "look-alike",
            'id:likeqiang a shc:Person ; rdfs:label "Lǐ Kèqiáng"@en .',
            1,
            1,
            "id:li-keqiang",
        ),
    ],
)
def test_a_rule_finds_its_fault(rule: str, text: str, line: int, column: int, example: str) -> None:
    """One finding with severity, line, column, both languages, and what to write."""
    [finding] = findings(text, rule)

    assert (finding.line, finding.column) == (LINES + line, column)
    assert finding.example == example
    assert set(finding.messages) == {"en", CHINESE}
    assert (finding.severity == "Warning") == (rule == "look-alike" or "labl" in text)


@pytest.mark.parametrize(
    "text",
    [
        "id:li-keqiang shc:isStatedIn src:china-keywords-2017 .",
        "id:li-keqiang a shc:Actor .",
        'shc:Person rdfs:label "person"@en .',
        "id:tianjin owl:deprecated true ; dcterms:isReplacedBy id:beijing .",
        "id:li-keqiang owl:sameAs <http://www.wikidata.org/entity/Q18144> .",
        'id:wei-li a shc:Person ; rdfs:label "Li Keqiang"@en , "李可强"@zh-Hans .',
        'id:new-thing a shc:Organisation ; rdfs:label "天津市"@zh-Hans .',
    ],
)
def test_what_is_allowed_breaks_no_rule(text: str) -> None:
    """More sources, a wider class, the same words, and a person with another Chinese name."""
    kept = ("redefined", "deprecated", "same-as", "look-alike", "namespace")

    assert [one for one in review(text).findings if one.shape in kept] == []


def test_each_prefix_of_a_line_is_told_for_itself() -> None:
    """What is listed for the namespace is offered; of a strange namespace nothing is."""
    ours = "@prefix ns1: <https://w3id.org/shuangchuang/ontology#> ."

    first, second = findings(f"@prefix e: <http://e/> . {ours}\n{TYPED} .", "prefix")

    assert (first.example, second.example) == ("", ours.replace("ns1", "shc"))
    assert "Write shc: in place of ns1:" in second.messages["en"]


def test_a_link_that_another_thing_has_is_told_once() -> None:
    """Both things are named with their kinds; nobody is asked to use the name of another kind."""
    report = review(f"id:new a shc:Organisation ; owl:sameAs {SHENZHEN} .")

    [told] = [one for one in report.findings if one.shape in ("same-as", "look-alike")]
    assert told.messages["en"].startswith(
        "This link is that of id:shenzhen, shc:AdministrativeArea"
    )
    assert "此链接属于 id:shenzhen（shc:AdministrativeArea）" in told.messages[CHINESE]


def test_a_missing_licence_is_a_warning_and_a_wrong_one_a_violation() -> None:
    """The line is looked for in the text, so that every format can have it."""
    body = b"<https://w3id.org/shuangchuang/id/a> <http://e/b> <http://e/c> ."
    wrong = b"# SPDX-License-Identifier: CC-BY-NC-4.0\n" + body

    told = [
        next(
            one
            for one in reviewer().review([Part("a.nt", "nt", text)]).findings
            if one.shape == "licence"
        )
        for text in (body, wrong)
    ]

    assert [(one.severity, one.line, one.column) for one in told] == [
        ("Warning", 1, 1),
        (VIOLATION, 1, 3),
    ]
    assert told[0].example == "# SPDX-License-Identifier: CC-BY-SA-4.0"


def test_a_copied_sentence_is_found_by_its_digest() -> None:
    """The graph has no words; the digest of a passage is enough to know them again."""
    sentence = "The fair of the makers had many guests."
    text = (
        f'src:page-1 shc:sha256 "{text_digest(sentence)}" .\n'
        f'id:new-thing rdfs:comment "As they say. {sentence} So it was."@en .'
    )

    [finding] = findings(text, "copied")

    assert "src:page-1" in finding.messages["en"]
    assert finding.line == LINES + 2


def test_a_finding_of_a_shape_has_place_and_reason() -> None:
    """A shape's finding stands at the value, and at the subject when something is missing."""
    report = review(
        'id:new-fair a shc:Gathering ;\n  rdfs:label "Fair"@en , "集市"@zh-Hans ;\n'
        "  shc:hasType etype:conference ;\n  shc:editionNumber 0 ."
    )

    places = {one.shape.rpartition("#")[2]: (one.line, one.column) for one in report.findings}
    assert places["edition-number"] == (LINES + 4, 21)
    assert places["source-given"] == (LINES + 1, 1)


def test_what_is_published_already_is_not_blamed_on_a_contribution() -> None:
    """A source for an existing thing is not answered with what is wrong with its other facts."""
    report = review("id:tianjin shc:isStatedIn src:china-keywords-2017 .")

    assert [one for one in report.findings if "dbpedia" in one.value] == []


def test_what_a_contribution_says_of_an_existing_thing_is_judged() -> None:
    """A second English label and a wrong code are told, beside what is published."""
    fault = 'id:tianjin rdfs:label "Tianjin"@en , "Tientsin"@en ; shc:divisionCode "1" .'

    shapes = {one.shape.rpartition("#")[2] for one in review(fault).findings}

    assert {"redefined", "division-code"} <= shapes


def test_a_value_beside_a_published_one_is_told_with_that() -> None:
    """What is there already is named, and the file in which it would be corrected."""
    report = review('id:shenzhen shc:divisionCode "440305" ; rdfs:label "Shen Zhen"@en .')

    told = {one.shape.rpartition("#")[2]: one.messages for one in report.findings}
    code, label = told["division-code"], told["redefined"]
    where = "change it in data/places/central-south.ttl."
    assert code["en"].endswith(
        f'id:shenzhen has shc:divisionCode "440300" already; to correct that, {where}'
    )
    assert code[CHINESE].endswith("如须更正，请在 data/places/central-south.ttl 中修改。")
    assert label["en"].endswith(f"skos:altLabel; to correct it, {where}")


@pytest.mark.parametrize("fact", ["shc:latest []", "shc:earliest [] ; shc:latest []", "oa:end []"])
def test_a_blank_node_for_a_day_does_not_end_the_judgement(fact: str) -> None:
    """It is told as a blank node, and the rest is judged; pySHACL cannot compare it."""
    text = f'@prefix oa: <http://www.w3.org/ns/oa#> . id:new a shc:Event ; {fact} ; shc:earliest "2015-01-01"^^xsd:date ; oa:start 5 .'  # noqa: E501 - one record

    told = {one.shape.rpartition("#")[2] for one in review(text).findings}

    assert {"blank-node", "label-en", "source-given"} <= told


def test_what_cannot_be_read_is_judged_no_further() -> None:
    """With a fault in one file, the report stops after parsing and does not conform."""
    report = review("id:tianjin a .")

    assert report.stages == ("parse",)
    assert not report.conforms
    assert report.additions == ()


def test_a_report_comes_back_whole_from_json() -> None:
    """What a child process tells of a report restores it."""
    report = review(GOOD + "id:new-thing a shc:Place .")

    restored = Report.restore(json.loads(json.dumps(asdict(report))))

    assert asdict(restored) == asdict(report)
    assert restored.findings == report.findings


@pytest.mark.parametrize("name", ["nt", "jsonld", "rdf", "trig", "nq"])
def test_every_format_finds_the_same(name: str) -> None:
    """A wrong reference is found in every format; where lines are guesses, it says so."""
    base = "https://w3id.org/shuangchuang/"
    triple = f"<{base}id/new-thing> <{base}ontology#isLocatedIn> <{base}id/bejing>"
    texts = {
        "nt": triple + " .",
        "nq": f"{triple} <{base}graph/x> .",
        "trig": f"<{base}graph/x> {{ {triple} }}",
        "jsonld": f'{{"@id":"{base}id/new-thing","{base}ontology#isLocatedIn":'
        f'{{"@id":"{base}id/bejing"}}}}',
        "rdf": '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:s="{base}ontology#">\n<r:Description r:about="{base}id/new-thing">'
        f'<s:isLocatedIn r:resource="{base}id/bejing"/></r:Description></r:RDF>',
    }

    [finding] = [one for one in review(texts[name], name).findings if one.shape == "reference"]

    assert finding.line == (2 if name == "rdf" else 1)
    assert finding.is_exact == (name not in ("jsonld", "rdf"))


def test_what_json_ld_would_lose_is_told() -> None:
    """A name without a definition is a violation with its place; terms and comments are none."""
    text = """{"@context": {"label": "http://www.w3.org/2000/01/rdf-schema#label"},
      "@id": "https://w3id.org/shuangchuang/id/tianjin", "//": "a remark",
      "label": {"@value": "Tianjin", "@language": "en"}, "http://e/x": 1,
      "lable": "x"}"""

    found = [one for one in review(text, "jsonld").findings if one.shape == "dropped"]

    assert [(one.line, one.column) for one in found] == [(4, 7)]
    assert "lable" in found[0].messages["en"]


def test_a_concept_that_is_not_there_is_answered_with_its_scheme() -> None:
    """Where nothing comes near, the concepts of the scheme are named."""
    [finding] = findings(TYPED + "shc:hasType etype:zzzzzz .", "reference")

    assert "etype:conference" in finding.messages["en"]


def test_the_head_of_these_tests_is_read() -> None:
    """Places in these tests count from the head."""
    assert HEAD.endswith("\n")
