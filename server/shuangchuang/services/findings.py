"""What every check of the content tells: one finding, in both languages, with its place.

Must not know how a finding is found or shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ENGLISH = "en"
CHINESE = "zh-Hans"

VIOLATION = "Violation"


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that is wrong or could be better; all but `messages` takes part in comparisons.

    `severity` is Violation, Warning or Info. `shape` is the IRI of a shape or the name of a gate.
    `focus` is an IRI, `_:` and a label, or empty. `path` is written as a SPARQL property path
    and `value` as an N-Triples term; both may be empty. `constraint` is the IRI of a SPARQL
    constraint, else empty. `messages` is keyed by language tag. `file` is relative to the
    release; it is empty, and `line` is zero, when the place is not known.
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

    def message(self, language: str) -> str:
        """Choose the message for a language tag; the English one, or any, where it lacks."""
        found = self.messages.get(language) or self.messages.get(ENGLISH)
        return found or next(iter(self.messages.values()), self.component)
