"""The review of a contribution: one report, whoever asks for it and however it is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from shuangchuang.services.findings import VIOLATION, Finding


@dataclass(frozen=True)
class Options:
    """How to judge. `shapes` is Turtle of the user's own; empty: the shapes of the release."""

    shapes: str = ""


@dataclass(frozen=True)
class Addition:
    """What a contribution says about one subject; `lines` are Turtle, without the subject.

    `is_new` tells that the release says nothing about the subject. `labels` is keyed by language.
    """

    subject: str
    is_new: bool
    lines: tuple[str, ...]
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """What became of a contribution. Only a finished validation makes one.

    `findings` are sorted by file, line and column. `stages` names what was done, in order:
    a contribution that cannot be read is judged no further. `steps` are what to do next, each
    keyed by language tag. `prefixes` shorten IRIs. `is_own` tells that the user's shapes judged.
    `left_out` counts the findings that are not among those told.
    """

    files: tuple[str, ...]
    triples: int
    findings: tuple[Finding, ...] = ()
    stages: tuple[str, ...] = ()
    additions: tuple[Addition, ...] = ()
    steps: tuple[Mapping[str, str], ...] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False
    seconds: float = 0.0
    left_out: int = 0

    @property
    def conforms(self) -> bool:
        """Tell whether there is no violation; warnings and hints do not count."""
        return not any(one.severity == VIOLATION for one in self.findings)

    @classmethod
    def restore(cls, told: Mapping[str, Any]) -> Self:
        """Make one of what `dataclasses.asdict` and JSON have made of it."""
        values = {
            "files": tuple(told["files"]),
            "findings": tuple(Finding.restore(one) for one in told["findings"]),
            "stages": tuple(told["stages"]),
            "additions": tuple(
                Addition(**{**one, "lines": tuple(one["lines"])}) for one in told["additions"]
            ),
            "steps": tuple(told["steps"]),
        }
        return cls(**{**told, **values})
