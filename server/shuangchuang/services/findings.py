"""What every check of the content tells: one finding, in both languages, with its place.

Must not know how a finding is found or shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

ENGLISH = "en"
CHINESE = "zh-Hans"

VIOLATION = "Violation"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong or could be better.

    `severity` is Violation, Warning or Info. `shape` is the IRI of a shape or the name of a gate
    or rule. `focus` is an IRI, `_:` and a label, or empty. `path` is written as a SPARQL property
    path and `value` as an N-Triples term; both may be empty. `constraint` is the IRI of a SPARQL
    constraint, else empty. `messages` and `labels`, the names of the focus, are keyed by language
    tag. `file` is empty, and `line` and `column` are zero, when the place is not known; a place
    that is not `is_exact` was found by its text. `excerpt` is the line itself. `example` is Turtle
    that would pass, where it can be told. `reasons` are what nested shapes found.
    """

    severity: str
    shape: str
    component: str
    focus: str
    path: str = ""
    value: str = ""
    constraint: str = ""
    messages: Mapping[str, str] = field(default_factory=dict, compare=False)
    file: str = ""
    line: int = 0
    column: int = 0
    labels: Mapping[str, str] = field(default_factory=dict, compare=False)
    excerpt: str = field(default="", compare=False)
    is_exact: bool = field(default=True, compare=False)
    example: str = field(default="", compare=False)
    reasons: tuple["Finding", ...] = field(default=(), compare=False)

    @classmethod
    def restore(cls, told: Mapping[str, Any]) -> Self:
        """Make one of what `dataclasses.asdict` and JSON have made of it."""
        reasons = tuple(cls.restore(one) for one in told.get("reasons", ()))
        return cls(**{**told, "reasons": reasons})

    def message(self, language: str) -> str:
        """Choose the message for a language tag, or one of that language; else English, or any."""
        asked = _primary(language)
        ranks = {
            tag: (tag != language, _primary(tag) != asked, _primary(tag) != ENGLISH)
            for tag, text in self.messages.items()
            if text
        }
        return self.messages[min(ranks, key=ranks.__getitem__)] if ranks else self.component


def _primary(tag: str) -> str:
    return tag.partition("-")[0].casefold()
