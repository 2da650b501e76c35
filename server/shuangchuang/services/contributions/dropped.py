"""Finds the members of a JSON-LD text that its context does not know: parsers drop them silently.

A rule of contributions. JSON-LD 1.1 section 4.1: a term that is not defined is not expanded.
"""

import json
from collections.abc import Iterator
from typing import Any

from rdflib import Literal

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case, Check
from shuangchuang.services.contributions.context import near_properties
from shuangchuang.services.contributions.contribution import Part, Spot
from shuangchuang.services.contributions.mending import offers
from shuangchuang.services.findings import Finding

COMMENT = "//"
# What schema.org and others call by other names.
SYNONYMS = {
    "name": "http://www.w3.org/2000/01/rdf-schema#label",
    "alternateName": "http://www.w3.org/2004/02/skos/core#altLabel",
    "description": "http://www.w3.org/2000/01/rdf-schema#comment",
}


def dropped_members(case: Case) -> Iterator[Finding]:
    """Tell each name that is neither in a context nor an IRI, once for each file."""
    for part in case.contribution.parts:
        if part.format != "jsonld":
            continue
        for name, value in _unknown(json.loads(part.text)).items():
            texts = (
                f'The @context does not know the name "{name}", so what it says is lost. Write the'
                " property with its prefix, or leave it out.",
                f"@context 未定义名称“{name}”，其内容会丢失。请写出带前缀的属性，或删去。",
            )
            example = _meant(case, name, value)
            yield case.finding("dropped", texts, spot=_spot(part, name), example=example)


def _meant(case: Case, name: str, value: object) -> str:
    """Write the property of ours that has this name, with the value if that is a text."""
    known = near_properties(case, SYNONYMS.get(name, ns.SHC + name))
    if not known or not isinstance(value, str):
        return "".join(known[:1])
    offered = offers(Literal(value), case.prefixes)
    return f"{known[0]} {case.short(next(offered, Literal(value)))}"


def _unknown(document: object) -> dict[str, object]:
    """Give the names that no context knows, each with its first value."""
    objects = list(_objects(document))
    contexts = [one["@context"] for one in objects if "@context" in one]
    defined = {key for context in contexts for one in _objects(context) for key in one}
    if "@vocab" in defined:
        return {}
    values: dict[str, object] = {}
    for one in objects:
        for name, value in one.items():
            if not _is_known(name, defined):
                values.setdefault(name, value)
    return values


def _is_known(name: str, defined: set[str]) -> bool:
    return name.startswith(("@", COMMENT)) or ":" in name or name in defined


def _objects(value: object) -> Iterator[dict[str, Any]]:
    """Give every object in a JSON value, those inside contexts left out."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            if key != "@context":
                yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def _spot(part: Part, name: str) -> Spot:
    start = part.text.find(json.dumps(name, ensure_ascii=False))
    if start < 0:
        return Spot(part.name, 0, 0, is_exact=False)
    before = part.text[:start]
    return Spot(part.name, before.count("\n") + 1, start - before.rfind("\n"))


CHECKS: tuple[Check, ...] = (dropped_members,)
