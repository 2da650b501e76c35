"""What the tests of reviews share: one reviewer of the real release, and a short way to ask it."""

from functools import cache

from shuangchuang.base.content import find_content
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.reviewer import Reviewer, make_reviewer
from shuangchuang.services.findings import Finding
from shuangchuang.services.reports.review import Report
from shuangchuang.store.reader import Reader
from shuangchuang.store.release import load_release

LICENCE = "# SPDX-License-Identifier: CC-BY-SA-4.0\n"
HEAD = (
    LICENCE
    + """@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix etype: <https://w3id.org/shuangchuang/scheme/event-type/> .
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix src: <https://w3id.org/shuangchuang/src/> .
@prefix stmt: <https://w3id.org/shuangchuang/stmt/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
)
LINES = HEAD.count("\n")
GOOD = """
id:new-fair-2016 a shc:Gathering ;
    rdfs:label "Fair of new makers 2016"@en , "2016年新创客集市"@zh-Hans ;
    shc:earliest "2016-03-01"^^xsd:date ;
    shc:hasType etype:conference ;
    shc:latest "2016-03-31"^^xsd:date ;
    shc:startDate "2016-03"^^xsd:gYearMonth ;
    shc:isStatedIn src:china-keywords-2017 .
"""


@cache
def reviewer() -> Reviewer:
    """Make the reviewer once."""
    content = find_content()
    return make_reviewer(Reader(load_release(content).store), content)


def review(text: str, name: str = "ttl", own: str | None = None) -> Report:
    """Review one text; Turtle gets the head with licence and prefixes."""
    body = (HEAD + text if name == "ttl" and own is None else text).encode()
    shapes = Part("shapes.ttl", "ttl", own.encode()) if own is not None else None
    return reviewer().review([Part(f"a.{name}", name, body)], shapes)


def findings(text: str, rule: str) -> list[Finding]:
    """Review Turtle and give the findings of one rule."""
    return [one for one in review(text).findings if one.shape == rule]
