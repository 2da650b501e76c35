"""The protocol of an engine: one query in, one finished answer out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from shuangchuang.base.media import Format
from shuangchuang.base.namespaces import BASE

AnswerKind = Literal["solutions", "boolean", "graph"]


@dataclass(frozen=True)
class Query:
    """A query and its dataset.

    `bindings` maps variable names to terms in N-Triples syntax; they are bound as terms, never
    pasted into the text. `default_graphs` and `named_graphs` are the dataset of the protocol,
    which overrides FROM and FROM NAMED when either is given (SPARQL 1.1 Protocol 2.1.4).
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bindings: Mapping[str, str] = field(default_factory=dict)
    base_iri: str = BASE


@dataclass(frozen=True)
class Limits:
    """What one query may take. `max_rows` counts rows of solutions or triples of a graph."""

    timeout_s: float = 10.0
    max_rows: int = 100_000
    max_bytes: int = 33_554_432


@dataclass(frozen=True)
class Answer:
    """A finished answer: its bytes, how they are written, and whether something was cut."""

    body: bytes
    format: Format
    kind: AnswerKind
    truncated: bool
    seconds: float


@dataclass(frozen=True)
class ReleaseInfo:
    """What an engine serves. `graphs` maps each named graph to its number of triples.

    `triples` counts the merged default graph. `digest` names the release.
    """

    digest: str
    triples: int
    graphs: Mapping[str, int]


class Engine(Protocol):
    """Answers queries over one release."""

    @property
    def release(self) -> ReleaseInfo:
        """Tell what is served."""

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Answer one query; solutions and booleans in one format, graphs in the other.

        The guard has passed the query already. Raises QuerySyntax, NotAcceptable
        for an answer that its format cannot hold, or an EngineError.
        """

    def close(self) -> None:
        """End every process of the engine."""
