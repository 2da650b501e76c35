"""What every rule of a contribution gets: the contribution, and all that is known beside it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from shuangchuang.services.contributions.contribution import Contribution, Spot
from shuangchuang.services.contributions.known import Known
from shuangchuang.services.contributions.likeness import Names
from shuangchuang.services.contributions.survey import Survey
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.syntax.nodes import write_node

WARNING = "Warning"
WARNINGS = {"licence", "look-alike"}


@dataclass(frozen=True)
class Case:
    """A contribution and all that is known when it is judged.

    `edited` gives the graph of the release for each part that is a file of it.
    """

    contribution: Contribution
    known: Known
    survey: Survey
    names: Names
    prefixes: Mapping[str, str]
    edited: Mapping[str, str] = field(default_factory=dict)

    def short(self, node: Node) -> str:
        """Write a node as it would be written in a file."""
        return write_node(node, self.prefixes)

    def finding(
        self,
        rule: str,
        texts: tuple[str, str],
        *key: Node,
        spot: Spot | None = None,
        example: str = "",
        severity: str = "",
    ) -> Finding:
        """Make a finding about a subject, its property or a triple, with its place."""
        subject, predicate, value = (*key, None, None, None)[:3]
        found = Finding(
            severity or (WARNING if rule in WARNINGS else VIOLATION),
            rule,
            "",
            _name(subject),
            path=f"<{predicate}>" if predicate is not None else "",
            value=value.n3() if isinstance(value, URIRef | Literal | BNode) else "",
            messages=dict(zip((ENGLISH, CHINESE), texts, strict=True)),
            example=example,
        )
        return self.contribution.put(found, spot or self.contribution.spot(*key))


Check: TypeAlias = Callable[[Case], Iterator[Finding]]


def _name(subject: Node | None) -> str:
    if subject is None:
        return ""
    return f"_:{subject}" if isinstance(subject, BNode) else str(subject)
