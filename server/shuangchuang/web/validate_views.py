"""What the pages of a validation are given."""

from collections.abc import Sequence
from dataclasses import dataclass

from shuangchuang.base.media import Format
from shuangchuang.web.views import Frame, Link


@dataclass(frozen=True)
class Limits:
    """What an upload may be."""

    kibibytes: int
    triples: int


@dataclass(frozen=True)
class UploadView:
    """The form: what it was filled with, and the formats to choose from."""

    frame: Frame
    text: str
    format: str
    formats: Sequence[Format]
    limits: Limits


@dataclass(frozen=True)
class FindingView:
    """One finding, in the language of the page.

    `excerpt` is the line before, at and behind the column; `rule` may have no address.
    """

    severity: str
    place: str
    is_exact: bool
    path: str
    excerpt: tuple[str, str, str] | None
    value: str
    message: str
    reasons: Sequence[str]
    example: str
    rule: Link


@dataclass(frozen=True)
class GroupView:
    """The findings about one subject."""

    name: str
    findings: Sequence[FindingView]


@dataclass(frozen=True)
class ReportView:
    """A whole report. An addition is a name, whether it is new, and lines of Turtle."""

    frame: Frame
    form: UploadView
    summary: str
    notes: Sequence[str]
    conforms: bool
    groups: Sequence[GroupView]
    additions: Sequence[tuple[str, bool, Sequence[str]]]
    steps: Sequence[str]
