"""Events as a contributor would write them, of ten triples each, without a fault."""

HEAD = """# SPDX-License-Identifier: CC-BY-SA-4.0
@prefix etype: <https://w3id.org/shuangchuang/scheme/event-type/> .
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix src: <https://w3id.org/shuangchuang/src/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
EVENT = """
id:fair-of-street-{number} a shc:Gathering ;
    rdfs:label "Fair of street {number}"@en , "第{number}街集市"@zh-Hans ;
    shc:earliest "2016-03-01"^^xsd:date ;
    shc:hasParticipant id:li-keqiang ;
    shc:hasType etype:conference ;
    shc:latest "2016-03-31"^^xsd:date ;
    shc:startDate "2016-03"^^xsd:gYearMonth ;
    shc:tookPlaceIn id:hangzhou ;
    shc:isStatedIn src:china-keywords-2017 .
"""


def new_events(count: int) -> str:
    """Write events in Turtle."""
    return HEAD + "".join(EVENT.format(number=number) for number in range(1, count + 1))
