"""What the templates are given: one documented view object each, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shuangchuang.base.media import Format
from shuangchuang.services.suggestions import Suggestion
from shuangchuang.web.language import Language
from shuangchuang.web.problems import Problem
from shuangchuang.web.tables import Table


@dataclass(frozen=True)
class Link:
    """A link and its text."""

    href: str
    text: str


@dataclass(frozen=True)
class Frame:
    """What every page shows around its content.

    `digest` names the release; `switch` leads to the same page in the other language;
    `is_release` is False where somebody's own data is served: what is said of the release, such
    as its licence, does not hold there. `kept_lang` is the language that forms carry on, empty
    when the browser's setting decides.
    """

    language: Language
    words: Mapping[str, str]
    switch: Link
    switch_tag: str
    kept_lang: str
    digest: str
    version: str
    ontology: Link
    is_release: bool


@dataclass(frozen=True)
class Results:
    """An answer as shown: a table, or the truth of an ASK.

    `rows` counts the rows of the table, which are not all when `truncated`; `downloads` lead to
    the whole answer in every format; `link` is the address of this page of results;
    `suggestions` tell the terms of the query that are nowhere in the graph.
    """

    table: Table | None
    boolean: bool | None
    rows: int
    truncated: bool
    downloads: Sequence[Link]
    link: str = ""
    suggestions: Sequence[Suggestion] = ()


@dataclass(frozen=True)
class QueryForm:
    """The form that asks a query: its text and the graphs that were asked."""

    text: str
    default_graphs: Sequence[str] = ()
    named_graphs: Sequence[str] = ()

    @property
    def rows(self) -> int:
        """Lines to show of the text: all of it within reason."""
        return max(5, min(24, self.text.count("\n") + 2))

    def fields(self) -> dict[str, Any]:
        """Give the form as the fields of a request, those that are empty left out."""
        fields = {
            "query": (self.text,),
            "default-graph-uri": self.default_graphs,
            "named-graph-uri": self.named_graphs,
        }
        return {name: values for name, values in fields.items() if values}


@dataclass(frozen=True)
class Limit:
    """One limit of the endpoint, as a sentence part: its name and its value with unit."""

    name: str
    value: str


@dataclass(frozen=True)
class QueryView:
    """sparql.html: the form, the answer when something was asked, the limits, the prefixes."""

    frame: Frame
    form: QueryForm
    endpoint: str
    formats: Sequence[Format]
    results: Results | None = None
    limits: Sequence[Limit] = ()
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Topic:
    """A tag and the questions under it, as links; each question has its number before it."""

    title: str
    questions: Sequence[tuple[int, Link]]


@dataclass(frozen=True)
class Count:
    """How many things of a class there are, as written; the link lists them."""

    number: str
    link: Link


@dataclass(frozen=True)
class HomeView:
    """home.html: what this is, how much there is, the questions by topic."""

    frame: Frame
    counts: Sequence[Count]
    triples: str
    graphs: str
    topics: Sequence[Topic]
    endpoint: str


@dataclass(frozen=True)
class Input:
    """One parameter of a question in its form; `hint` says what may be written.

    `choices` are all there is to choose from; without any, the value is written freely.
    """

    name: str
    label: str
    value: str
    hint: str
    choices: Sequence[str] = ()


@dataclass(frozen=True)
class QuestionView:
    """question.html: a question, the form of its parameters, its query, its answer."""

    frame: Frame
    number: int
    title: str
    description: str
    tags: Sequence[str]
    inputs: Sequence[Input]
    text: str
    edit: str
    results: Results
    before: Link | None
    after: Link | None


@dataclass(frozen=True)
class ProblemView:
    """problem.html: what went wrong, and the query to mend when there was one.

    `excerpt` is the line in question, in three parts: before the place, the character at it,
    and after. `offered` lists what there is instead, such as media types or names that come near.
    """

    frame: Frame
    problem: Problem
    title: str
    detail: str
    excerpt: tuple[str, str, str] | None
    offered: Sequence[str]
    formats: Sequence[Format]
    prefixes: Mapping[str, str]
    form: QueryForm | None = None


@dataclass(frozen=True)
class ProblemKind:
    """One kind of problem as explained: `code` is its anchor."""

    code: str
    status: int
    title: str
    text: str


@dataclass(frozen=True)
class ProblemsView:
    """problems.html: every kind of problem."""

    frame: Frame
    kinds: Sequence[ProblemKind]


@dataclass(frozen=True)
class CoverageRow:
    """How well the records of a class are supported; `official` lists those on official sources."""

    name: str
    counts: Sequence[str]
    official: Link


@dataclass(frozen=True)
class CoverageView:
    """coverage.html: on what the records rest, by class and by kind of source."""

    frame: Frame
    rows: Sequence[CoverageRow]
    kinds: Sequence[Sequence[str]]
