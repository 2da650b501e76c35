"""The rule that a file says under which licence it is given, in the way its format allows."""

import re
from collections.abc import Iterator

from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.contribution import Part, Spot
from shuangchuang.services.findings import Finding

LICENCE = "CC-BY-SA-4.0"
LICENCES = (LICENCE, "CC-BY-4.0", "CC0-1.0")
LINE = f"SPDX-License-Identifier: {LICENCE}"

_LICENCE = re.compile(r"SPDX-License-Identifier:[ \t]*([A-Za-z0-9.+ -]*[A-Za-z0-9.+])")


def licence(case: Case) -> Iterator[Finding]:
    """Look for the line that says under which licence a file is given."""
    for part in case.contribution.parts:
        found = _LICENCE.search(part.text)
        example = _example(part)
        if found is None and part.name in case.edited:
            continue  # the licence of the release covers its files
        if found is None:
            spot = Spot(part.name, 1, 1)
            yield case.finding("licence", _missing(part), spot=spot, example=example)
        elif found[1] not in LICENCES:
            number = part.text.count("\n", 0, found.start()) + 1
            start = found.start() - part.text.rfind("\n", 0, found.start())
            place = Spot(part.name, number, start)
            texts = _wrong(found[1].strip("- "))
            yield case.finding("licence", texts, spot=place, example=example, severity="Violation")


def _example(part: Part) -> str:
    if part.format == "rdf":
        return f"<!-- {LINE} -->"
    return f'"//": "{LINE}",' if part.format == "jsonld" else f"# {LINE}"


def _missing(part: Part) -> tuple[str, str]:
    """Say where the line goes: nothing may stand before an XML declaration."""
    if part.format == "rdf":
        return (
            "Say under which licence you give this, in a comment below the line <?xml … ?>.",
            "请说明许可协议：在 <?xml … ?> 一行之后以注释写出。",
        )
    if part.format == "jsonld":
        return (
            "Say under which licence you give this, as the first member of the first object:"
            " JSON has no comments.",
            "请说明许可协议：JSON 没有注释，请写作首个对象的第一个成员。",
        )
    return (
        "Say under which licence you give this, in a comment on the first line.",
        "请说明许可协议：在首行以注释写出。",
    )


def _wrong(given: str) -> tuple[str, str]:
    """Tell another licence from one of ours that is spelt in another way."""
    spelt = "-".join(given.upper().split())
    meant = next((one for one in LICENCES if one.upper() == spelt), "")
    if meant:
        return (
            f"Write the licence as the list of SPDX does: {meant}, not {given}.",
            f"请按 SPDX 列表书写许可协议：{meant}，而不是 {given}。",
        )
    allowed = ", ".join(LICENCES)
    return (
        f"{given} does not allow what the graph allows; give it under one of {allowed},"
        " or leave it out.",
        f"{given} 与本图谱的许可不相容；请改用 {allowed} 之一，否则请勿提交。",
    )
