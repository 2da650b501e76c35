"""Counts on what the records of the graph rest: how many sources each has, and of which kind.

A passage counts as the source that it was taken from. Must not know who shows the counts.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from shuangchuang.base.media import formats_of
from shuangchuang.store.engine import Engine, Limits, Query

CLASSES = (
    "Actor",
    "Event",
    "PolicyDocument",
    "Platform",
    "Place",
    "Policy",
    "Claim",
    "ReportedFigure",
    "Statement",
)

PROLOGUE = """PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX shc: <https://w3id.org/shuangchuang/ontology#>
PREFIX skind: <https://w3id.org/shuangchuang/scheme/source-kind/>
"""

# Each record of the class with its sources: how many, how many not official, how many in Chinese.
SOURCES = """
    SELECT ?record (COUNT(DISTINCT ?source) AS ?sources) (SUM(?isOther) AS ?others)
      (SUM(?isChinese) AS ?chinese)
    WHERE {
      ?record a shc:%(name)s ;
        shc:isStatedIn ?stated .
      OPTIONAL { ?stated oa:hasSource ?whole }
      BIND(COALESCE(?whole, ?stated) AS ?source)
      OPTIONAL { ?source shc:hasSourceKind ?kind }
      OPTIONAL { ?source dcterms:language ?language }
      BIND(IF(COALESCE(?kind IN (skind:official, skind:reproduced-official-text), false), 0, 1)
        AS ?isOther)
      BIND(IF(COALESCE(STRSTARTS(STR(?language), "zh"), false), 1, 0) AS ?isChinese)
    }
    GROUP BY ?record
"""
SUPPORT = (
    PROLOGUE
    + """
SELECT (COUNT(?record) AS ?records) (SUM(IF(?sources = 1, 1, 0)) AS ?one)
  (SUM(IF(?sources = 2, 1, 0)) AS ?two) (SUM(IF(?sources > 2, 1, 0)) AS ?more)
  (SUM(IF(?others = 0, 1, 0)) AS ?officialOnly) (SUM(IF(?chinese = 0, 1, 0)) AS ?notChinese)
WHERE {
  {"""
    + SOURCES
    + """  }
}"""
)
OFFICIAL_ONLY = (
    PROLOGUE
    + """
SELECT ?record ?label ?sources
WHERE {
  {"""
    + SOURCES
    + """  }
  FILTER(?others = 0)
  OPTIONAL {
    ?record rdfs:label ?label .
    FILTER(LANGMATCHES(LANG(?label), "%(language)s"))
  }
}
ORDER BY ?record"""
)
KINDS = (
    PROLOGUE
    + """
SELECT ?kind ?label (COUNT(DISTINCT ?source) AS ?sources) (COUNT(DISTINCT ?record) AS ?records)
WHERE {
  ?record shc:isStatedIn ?stated .
  OPTIONAL { ?stated oa:hasSource ?whole }
  BIND(COALESCE(?whole, ?stated) AS ?source)
  ?source shc:hasSourceKind ?kind .
  ?kind rdfs:label ?label .
  FILTER(LANGMATCHES(LANG(?label), "%(language)s"))
}
GROUP BY ?kind ?label
ORDER BY DESC(?records) ?kind"""
)


@dataclass(frozen=True)
class Support:
    """The records of a class: all, and those with one source, two, more.

    `official_only` counts those whose sources are all official or reproduce an official text,
    `not_chinese` those of which no source is known to be in Chinese.
    """

    name: str
    records: int
    one: int
    two: int
    more: int
    official_only: int
    not_chinese: int


@dataclass(frozen=True)
class Kind:
    """A kind of source: how many there are of it, and how many records rest on one of them."""

    label: str
    sources: int
    records: int


def count_support(engine: Engine) -> list[Support]:
    """Count for each class, in the order of CLASSES; a class without records is left out."""
    found = []
    for name in CLASSES:
        (row,) = _ask(engine, SUPPORT % {"name": name})
        keys = ("records", "one", "two", "more", "officialOnly", "notChinese")
        counts = [int(row.get(key, "0")) for key in keys]
        if counts[0]:
            found.append(Support(name, *counts))
    return found


def count_kinds(engine: Engine, language: str) -> list[Kind]:
    """Count for each kind of source, most used first; labels are in `language`."""
    rows = _ask(engine, KINDS % {"language": language})
    return [Kind(row["label"], int(row["sources"]), int(row["records"])) for row in rows]


def list_official_only(name: str, language: str) -> str:
    """Write the query that lists the records of a class that rest on official sources alone."""
    return OFFICIAL_ONLY % {"name": name, "language": language}


def _ask(engine: Engine, text: str) -> list[Mapping[str, str]]:
    json_format, turtle = formats_of("solutions")[0], formats_of("graph")[0]
    answer = engine.query(Query(text), json_format, turtle, Limits())
    bindings = json.loads(answer.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]
