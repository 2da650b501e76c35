"""Tells what a contribution adds, subject by subject, and what to do next with it."""

from collections.abc import Iterator, Mapping, Sequence

from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.known import own_subjects
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.reports.review import Addition
from shuangchuang.services.syntax.nodes import write_iri

# Where a record of a class belongs; the most special class decides.
HOMES: Mapping[str, str] = {
    "Actor": "actors",
    "Event": "events",
    "EventSeries": "events",
    "Document": "documents",
    "Platform": "platforms",
    "Place": "places",
    "Policy": "policies",
    "PolicyGoal": "policies",
    "PolicyInstrument": "policies",
    "Provision": "policies",
    "Claim": "claims",
    "ClaimAttribution": "claims",
    "Formulation": "claims",
    "ReportedFigure": "figures",
    "Indicator": "figures",
    "Discrepancy": "discrepancies",
}
OTHER_HOME = "actors"


def list_additions(case: Case) -> Iterator[Addition]:
    """List each subject with the triples that the release does not have."""
    graph = case.contribution.graph
    for subject in own_subjects(graph):
        facts = sorted(graph.predicate_objects(subject), key=_order)
        new = [one for one in facts if not case.known.holds(subject, *one)]
        if new:
            lines = tuple(f"{_predicate(case, one)} {case.short(value)}" for one, value in new)
            yield Addition(
                str(subject),
                not case.known.is_published(subject),
                lines,
                case.known.labels(subject),
            )


def list_steps(
    case: Case, findings: Sequence[Finding], additions: Sequence[Addition]
) -> Iterator[Mapping[str, str]]:
    """Say what to do next: mend it, or where it goes and how it is proposed."""
    files = " ".join(one.name for one in case.contribution.parts)
    count = sum(one.severity == VIOLATION for one in findings)
    if count:
        yield _step(
            f"Mend the violations ({count}), then run: shuangchuang validate {files}",
            f"请修正 {count} 处违规，然后运行：shuangchuang validate {files}",
        )
        return
    for home, subjects in sorted(_homes(case, additions).items()):
        names = ", ".join(write_iri(one, case.prefixes) for one in subjects)
        yield _step(f"Put into {home}: {names}", f"放入 {home}：{names}")
    yield _step(
        "Put those files into house style: shuangchuang fmt FILE",
        "统一文件格式：shuangchuang fmt 文件",
    )
    yield _step(
        "Run make check, commit, and open a pull request; CONTRIBUTING.md has the details.",
        "运行 make check，提交并发起拉取请求；详见 CONTRIBUTING.md。",
    )


def _homes(case: Case, additions: Sequence[Addition]) -> dict[str, list[str]]:
    homes: dict[str, list[str]] = {}
    for one in additions:
        homes.setdefault(_home(case, URIRef(one.subject)), []).append(one.subject)
    return homes


def _home(case: Case, subject: URIRef) -> str:
    if subject.startswith(ns.SOURCE):
        return "data/sources/"
    if subject.startswith(ns.STATEMENT):
        return "data/statements/"
    kinds = {str(one).removeprefix(ns.SHC) for one in case.known.kinds(subject)}
    name = next((home for kind, home in HOMES.items() if kind in kinds), OTHER_HOME)
    return f"data/{name}"


def _order(fact: tuple[Node, Node]) -> tuple[bool, bool, str, str]:
    """Put the class first and the sources last, as in house style."""
    predicate, value = fact
    is_source = str(predicate) == ns.SHC + "isStatedIn"
    return predicate != RDF.type, is_source, str(predicate), value.n3()


def _predicate(case: Case, predicate: Node) -> str:
    return "a" if predicate == RDF.type else case.short(predicate)


def _step(english: str, chinese: str) -> Mapping[str, str]:
    return {ENGLISH: english, CHINESE: chinese}
