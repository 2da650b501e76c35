"""Finds the members of a JSON-LD text that its context does not know: parsers drop them silently.

A rule of contributions. JSON-LD 1.1 section 4.1: a term that is not defined is not expanded.
"""

import json
from collections.abc import Iterator
from typing import Any

from shuangchuang.services.case import Case, Check
from shuangchuang.services.contribution import Part, Spot
from shuangchuang.services.findings import Finding

COMMENT = "//"


def dropped_members(case: Case) -> Iterator[Finding]:
    """Tell each name that is neither in a context nor an IRI, once for each file."""
    for part in case.contribution.parts:
        if part.format != "jsonld":
            continue
        for name in _unknown(json.loads(part.text)):
            texts = (
                f"The @context does not know the name {name}, so what it says is lost. Define it"
                " there, or write the property with its prefix.",
                f"@context 未定义名称 {name}，其内容会丢失。请在其中定义，或写出带前缀的属性。",
            )
            yield case.finding("dropped", texts, spot=_spot(part, name))


def _unknown(document: object) -> list[str]:
    objects = list(_objects(document))
    contexts = [one["@context"] for one in objects if "@context" in one]
    defined = {key for context in contexts for one in _objects(context) for key in one}
    if "@vocab" in defined:
        return []
    names = dict.fromkeys(key for one in objects for key in one)
    return [one for one in names if not _is_known(one, defined)]


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
