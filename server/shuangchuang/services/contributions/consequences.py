"""Leaves out findings that only follow from another one, so that each fault is told once.

What is left out goes away, or shows itself, when the fault that is told is mended.
"""

from collections.abc import Iterable, Iterator, Mapping

from rdflib.namespace import RDF, RDFS

from shuangchuang.base.namespaces import SHAPES
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.policy import WITH_PREFIXES
from shuangchuang.services.findings import Finding
from shuangchuang.services.syntax.places import read_places

_ONE_IN_A_LANGUAGE = "http://www.w3.org/ns/shacl#UniqueLangConstraintComponent"
_PATTERN = "http://www.w3.org/ns/shacl#PatternConstraintComponent"
# A shape or constraint, and those that ask for the same of the same thing more exactly; bounds are
# made of dates, which have to be in order first.
_MORE_EXACT: Mapping[str, tuple[str, ...]] = {
    "earliest": ("ends-after-it-starts",),
    "earliest-agrees": ("ends-after-it-starts",),
    "latest-agrees": ("ends-after-it-starts",),
    "DocumentRecord": ("source-kind-given",),
    "place-type-value": ("administrative-level-value", "facility-type-of-facility"),
}


def without_consequences(findings: Iterable[Finding], case: Case) -> list[Finding]:
    """Keep what tells a fault of its own, in the order given."""
    every = list(findings)
    strange = list(_strange_namespaces(case)) if any(it.shape == "prefix" for it in every) else []
    found = _Told(every)
    kept: dict[tuple[str, ...], Finding] = {}
    for one in every:
        if found.follows(one) or (one.shape != "prefix" and _is_of(one, strange, case)):
            continue
        key = (one.focus, one.shape, one.constraint, one.path, one.value, one.message("en"))
        before = kept.get(key)
        if before is None or (one.reasons and not before.reasons):
            kept[key] = one
    return list(kept.values())


class _Told:
    """What the rules have told: of which subjects, and which tags they offer."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._rules: set[tuple[str, str]] = set()
        self._redefined: set[tuple[str, str]] = set()
        self._offered: set[tuple[str, str, str]] = set()
        for one in findings:
            self._rules.add((one.focus, one.constraint or one.shape))
            if one.shape == "redefined":
                self._redefined.add((one.focus, one.path))
            if one.shape == "language" and one.example:
                tag = one.example.rpartition("@")[2]
                self._offered.add((one.focus, one.path, tag.partition("-")[0]))

    def follows(self, one: Finding) -> bool:
        """Tell whether a shape has found what comes of a fault that is told, or less exactly.

        Of a thing that gets another class nothing else is told: it may be meant to be a new one.
        """
        is_another = (one.focus, f"<{RDF.type}>") in self._redefined
        if not one.shape.startswith(SHAPES):
            return is_another and one.shape == "redefined" and one.path == f"<{RDFS.label}>"
        if one.focus.startswith("_:") or is_another:
            return True
        if one.component == _ONE_IN_A_LANGUAGE and (one.focus, one.path) in self._redefined:
            return True
        if (one.focus, "statement") in self._rules and one.component == _PATTERN:
            return True
        named = (one.constraint or one.shape).removeprefix(SHAPES)
        if any((one.focus, SHAPES + told) in self._rules for told in _MORE_EXACT.get(named, ())):
            return True
        language = one.shape.rpartition("-")[2]  # label-en asks for a label in English
        return not one.value and (one.focus, one.path, language) in self._offered


def _strange_namespaces(case: Case) -> Iterator[tuple[str, str]]:
    """Give what known prefixes stand for wrongly, with what they should stand for."""
    for part in case.contribution.parts:
        if part.format in WITH_PREFIXES:
            for one in read_places(part.name, part.text, {}).declarations:
                meant = case.prefixes.get(one.prefix, one.namespace)
                if meant != one.namespace:
                    yield one.namespace, meant


def _is_of(finding: Finding, strange: Iterable[tuple[str, str]], case: Case) -> bool:
    """Tell whether a finding is about a name that its prefix makes wrong, or lacks the right one.

    A namespace of ours that begins as the wrong one does is no part of it.
    """
    names = [finding.focus, *finding.path.split("<"), *finding.value.split("<")]
    for wrong, meant in strange:
        right = [one for one in case.prefixes.values() if one.startswith(wrong)]
        is_wrong = (
            one.startswith(wrong) and not one.startswith(tuple(right)) for one in names if one
        )
        lacks = not finding.value and finding.path.startswith(f"<{meant}")
        if any(is_wrong) or lacks:
            return True
    return False
