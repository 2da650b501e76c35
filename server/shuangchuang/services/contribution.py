"""What somebody contributes: files or bodies of RDF, read into one graph with places.

Must not judge what it reads, and never fetches anything.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import Graph

from shuangchuang.services.findings import Finding


@dataclass(frozen=True)
class Part:
    """One file or body as it came. `format` is a name of RDF_FORMATS, such as `ttl`."""

    name: str
    format: str
    text: str


@dataclass(frozen=True)
class Spot:
    """Where a triple stands. `is_exact` is false where the format has no lines of its own."""

    file: str
    line: int
    column: int
    is_exact: bool = True


@dataclass(frozen=True)
class Contribution:
    """What was read: the graph, and where each triple and each subject stands.

    `spots` is keyed by the triple, or by the subject alone, as rdflib terms. `faults` are what
    could not be read; with one of them the graph is not whole and must not be judged.
    """

    parts: tuple[Part, ...]
    graph: Graph = field(repr=False)
    spots: Mapping[object, Spot] = field(default_factory=dict, repr=False)
    faults: tuple[Finding, ...] = ()
