"""The five writers tell the same report, each as its readers expect it."""

import json
import re
from html.parser import HTMLParser

import pytest
from rdflib import RDF, Graph, Literal
from rdflib.namespace import SH
from tests.services.contributions.reviewed import GOOD, LINES, review, reviewer

from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.reviewing import write_report
from shuangchuang.services.findings import CHINESE
from shuangchuang.services.reports.review import Report
from shuangchuang.services.reports.tables import display_width

BAD = """
id:tianjin-fair a shc:Gathering ;
    rdfs:label "天津一二三四五六七八九十集市"@zh , "A fair in Tianjin"@en ;
    shc:isLocatedIn id:bejing ;
    shc:startDate "2015-13"^^xsd:gYearMonth , "a text <b>of</b> somebody who writes a lot" .
"""
LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
# SARIF 2.1.0: the members that these objects may have.
RESULT_MEMBERS = {"ruleId", "ruleIndex", "level", "message", "locations"}
RUN_MEMBERS = {"tool", "columnKind", "invocations", "results"}


@pytest.fixture(scope="module")
def bad() -> Report:
    """Give a report with findings of rules and shapes."""
    return review(BAD)


@pytest.mark.parametrize("language", ["en", CHINESE])
def test_text_fits_a_terminal_and_marks_the_column(bad: Report, language: str) -> None:
    """No line is wider than 80 columns; the mark is below the value, wide signs counted."""
    lines = write_report(bad, "text", language).splitlines()

    assert max(map(display_width, lines)) <= 80
    at = next(n for n, line in enumerate(lines) if "bejing" in line)
    assert lines[at].index("id:bejing") == lines[at + 1].index("^")
    wide = next(n for n, line in enumerate(lines) if "@zh ," in line)
    marks = [lines[n] for n in range(wide + 1, len(lines)) if lines[n].strip() == "^"]
    assert marks


def test_text_counts_wide_signs_before_the_mark() -> None:
    """A value behind Chinese text is marked where the terminal shows it."""
    finding = review('id:x a shc:Place ; rdfs:label "天津"@en , "x"@cn .')

    lines = write_report(finding, "text", "en").splitlines()

    at = max(n for n, line in enumerate(lines) if line.strip() == "^" and "@cn" in lines[n - 1])
    before = lines[at - 1].partition('"x"@cn')[0]
    assert display_width(lines[at]) == display_width(before) + 1


def test_text_has_colours_only_when_asked(bad: Report) -> None:
    """Escape codes are for terminals; without them the text is the same."""
    plain = write_report(bad, "text", "en")
    coloured = write_report(bad, "text", "en", colours=True)

    assert "\033" not in plain
    assert re.sub(r"\033\[\d+m", "", coloured) == plain


def test_text_tells_what_to_write_and_what_comes_next(bad: Report) -> None:
    """Place, advice, rule and next step are there, and the additions once it conforms."""
    text = write_report(bad, "text", "en")
    good = write_report(review(GOOD), "text", CHINESE)

    assert f"a.ttl:{LINES + 4}:21 violation shc:isLocatedIn" in text
    assert "      shc:isLocatedIn id:beijing\n" in text
    assert "https://w3id.org/shuangchuang/rules/reference" in text
    assert "It does not conform." in text
    assert "新增内容" in good
    assert "符合要求。" in good


def test_json_holds_every_finding(bad: Report) -> None:
    """Places, short names and both languages are there for programs."""
    told = json.loads(write_report(bad, "json", CHINESE))

    assert told["conforms"] is False
    assert len(told["findings"]) == len(bad.findings)
    [one] = [each for each in told["findings"] if each["rule"] == "reference"]
    assert (one["line"], one["column"], one["value"]) == (LINES + 4, 21, "id:bejing")
    assert one["message"] == one["messages"][CHINESE]


def test_sarif_is_a_log_of_version_2_1_0(bad: Report) -> None:
    """One run with a driver, rules that the results name, levels, regions and no other member."""
    log = json.loads(write_report(bad, "sarif", "en"))

    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert set(run) == RUN_MEMBERS
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    for result, finding in zip(run["results"], bad.findings, strict=True):
        assert set(result) <= RESULT_MEMBERS
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == LEVELS[finding.severity]
        [location] = result["locations"]
        region = location["physicalLocation"]["region"]
        assert (region["startLine"], region["startColumn"]) == (finding.line, finding.column)
    assert len({rule["id"] for rule in rules}) == len(rules)


@pytest.mark.parametrize(("language", "tag"), [("en", "en"), ("zh-Hans", CHINESE)])
def test_each_rule_of_a_sarif_log_is_described(bad: Report, language: str, tag: str) -> None:
    """Code hosts take a log only with all three descriptions; the help leads to the page."""
    [run] = json.loads(write_report(bad, "sarif", language))["runs"]

    for rule in run["tool"]["driver"]["rules"]:
        texts = [rule[name]["text"] for name in ("shortDescription", "fullDescription", "help")]
        assert all(texts)
        assert texts[2].endswith(f"\n{rule['helpUri']}")
        assert (tag == CHINESE) == any("\u4e00" <= sign <= "\u9fff" for sign in texts[1])


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("data/a b.ttl", "data/a%20b.ttl"),
        ("数据/a.ttl", "%E6%95%B0%E6%8D%AE/a.ttl"),
        ("/home/me/a.ttl", "file:///home/me/a.ttl"),
        ("C:/data/a.ttl", "file:///C:/data/a.ttl"),
        ("a:b.ttl", "a%3Ab.ttl"),
    ],
)
def test_a_path_is_a_uri_in_sarif(file: str, uri: str) -> None:
    """Relative to the root of the checkout, or with its scheme; never with a space."""
    report = reviewer().review([Part(file, "ttl", b"<http://e/a> a <http://e/b> .")])

    [run] = json.loads(write_report(report, "sarif", "en"))["runs"]

    found = {
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]
    }
    assert found == {uri}


def test_sarif_of_a_file_without_places_has_no_region() -> None:
    """A line of zero would not be SARIF."""
    log = json.loads(
        write_report(review('{"@context": {"a": 5}, "a": 1}', "jsonld"), "sarif", "en")
    )

    [result] = log["runs"][0]["results"]
    assert "region" not in result["locations"][0]["physicalLocation"]


def test_shacl_is_a_validation_report(bad: Report) -> None:
    """Each result has what SHACL section 3.6.2 demands; messages keep their languages."""
    graph = Graph().parse(data=write_report(bad, "shacl", "en"), format="turtle")

    [head] = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(head, SH.conforms) == Literal(False)
    results = list(graph.objects(head, SH.result))
    assert len(results) == len(bad.findings)
    for one in results:
        for term in (SH.focusNode, SH.resultSeverity, SH.sourceConstraintComponent):
            assert len(list(graph.objects(one, term))) == 1
    messages = list(graph.objects(None, SH.resultMessage))
    languages = {one.language for one in messages if isinstance(one, Literal)}
    assert languages == {"en", CHINESE}


def test_shacl_conforms_without_any_result() -> None:
    """SHACL says so only when there is no result at all."""
    graph = Graph().parse(data=write_report(review(GOOD), "shacl", "en"), format="turtle")

    assert list(graph.objects(None, SH.conforms)) == [Literal(True)]


class _Tags(HTMLParser):
    """Collects what is open, and that what is closed was open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", CHINESE])
def test_html_is_well_formed_and_escaped(bad: Report, language: str) -> None:
    """Every element is closed, nothing of the contribution becomes markup, nothing is loaded."""
    page = write_report(bad, "html", language)
    tags = _Tags()

    tags.feed(page)

    assert tags.open == []
    assert "b" not in tags.seen
    assert "&lt;b&gt;" in page
    assert not re.search(r"<(?:script|link|img)|src=|url\(", page)
    assert f'<html lang="{language}">' in page
