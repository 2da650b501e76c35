"""Reviews contributions against one release: reads, judges, and puts the report together.

Made once for a release, then used for any number of contributions. What it is given may be made
to do harm, so it runs in a child that can be killed; `review_payload` is the door to it.
"""

import base64
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Any

from rdflib import Graph, URIRef

from shuangchuang.base.content import Content, find_content
from shuangchuang.services.contributions import context, dropped, keeping, policy
from shuangchuang.services.contributions.additions import list_additions, list_steps
from shuangchuang.services.contributions.advice import Adviser
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.consequences import without_consequences
from shuangchuang.services.contributions.contribution import Contribution, Part, read_contribution
from shuangchuang.services.contributions.known import Known, replaced_graphs
from shuangchuang.services.contributions.likeness import Names
from shuangchuang.services.contributions.own_shapes import read_shapes, unusable
from shuangchuang.services.contributions.placing import (
    complete,
    concerns,
    focus_node,
    place_finding,
    put_into_words,
    sort_findings,
    without_repetitions,
)
from shuangchuang.services.contributions.survey import Survey, survey
from shuangchuang.services.findings import VIOLATION, Finding
from shuangchuang.services.reports.bounds import bound_report
from shuangchuang.services.reports.review import Report
from shuangchuang.services.shacl.judging import ContributionJudge
from shuangchuang.services.shacl.overlay import Release
from shuangchuang.services.shacl.validation import ShapesUnusable, judge_all, read_graph
from shuangchuang.services.shacl.wording import Wording
from shuangchuang.services.syntax.places import read_places
from shuangchuang.services.syntax.spelling import own_prefixes, respell
from shuangchuang.store.reader import Reader
from shuangchuang.store.release import load_release, read_prefixes

STYLE = "ontology-style.ttl"  # judges terms, not records
MAX_TRIPLES = 1_000_000
# With faults of several kinds, since what tells and mends them is made ready by the first use, too.
REHEARSED = b"""
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
id:rehearsal-2016 a shc:Gathering ;
    rdfs:label "Rehearsal of 2016"@en , "rehearsal" ;
    shc:editionNumber 0 ;
    shc:hasParticipant id:rehearsed ;
    shc:startDate "March 2016" ;
    shc:startsDate "2016-03" .
"""


@dataclass(frozen=True)
class Reviewer:
    """What is made ready for a release. `judge` tells what its shapes find."""

    release: Reader
    shapes: Graph
    prefixes: Mapping[str, str]
    survey: Survey
    names: Names
    judge: ContributionJudge

    def review(
        self, parts: Sequence[Part], own: Part | None = None, max_triples: int = MAX_TRIPLES
    ) -> Report:
        """Review a contribution, by the shapes of the release or by `own` shapes alone."""
        started = time.perf_counter()
        contribution = read_contribution(parts, self.prefixes, max_triples)
        own_prefixes = _declared([*parts, own]) if own else {}
        report = Report(
            tuple(part.name for part in parts),
            len(contribution.graph),
            stages=("parse",),
            prefixes={**self.prefixes, **own_prefixes},
            is_own=own is not None,
        )
        if contribution.faults:
            report = replace(report, findings=sort_findings(contribution.faults))
        elif own is not None:
            report = self._judge_by(own, contribution, report)
        else:
            report = self._judge(contribution, report)
        return replace(report, seconds=round(time.perf_counter() - started, 3))

    def _judge(self, contribution: Contribution, report: Report) -> Report:
        edited = replaced_graphs(self.release, [one.name for one in contribution.parts])
        known = Known(self.release, contribution.graph, [*edited.values()])
        case = Case(contribution, known, self.survey, self.names, self.prefixes, edited)
        checks = (*policy.CHECKS, *dropped.CHECKS, *keeping.CHECKS, *context.CHECKS)
        told = list(chain.from_iterable(check(case) for check in checks))
        wording = Wording(self.shapes, self.prefixes)
        adviser = Adviser(self.shapes, case)
        judged = without_repetitions(told, self._judge_anew(case))
        every = (*told, *complete(judged, case, wording, adviser))
        findings = sort_findings(without_consequences(every, case))
        spellings = {
            part.name: (part.format, own_prefixes(part.text, part.format))
            for part in contribution.parts
        }
        findings = tuple(
            replace(
                one,
                labels=_labels(one, known),
                example=respell(one.example, self.prefixes, *spellings.get(one.file, ("", {}))),
            )
            for one in findings
        )
        additions = tuple(list_additions(case))
        return replace(
            report,
            findings=findings,
            stages=("parse", "policy", "context", "shapes"),
            additions=additions,
            steps=tuple(list_steps(case, findings, additions)),
        )

    def _judge_anew(self, case: Case) -> list[Finding]:
        """Judge by the shapes; what is wrong with published values is not told again."""
        beside = Release(case.known.beside) if case.edited else None
        found = self.judge.judge(case.contribution.graph, beside)
        doubtful = [one for one in found if not concerns(one, case.contribution)]
        nodes = {focus_node(one) for one in doubtful}
        before = set(self.judge.judge_published(nodes)) if nodes else set()
        return [one for one in found if one not in before or one not in doubtful]

    def _judge_by(self, own: Part, contribution: Contribution, report: Report) -> Report:
        """Judge by shapes of the user's own: nothing of ours is known or asked for."""
        shapes, told = read_shapes(own, self.prefixes)
        if any(one.severity == VIOLATION for one in told):
            return replace(report, findings=sort_findings(told))
        wording = Wording(shapes, report.prefixes)
        try:
            found = judge_all(contribution.graph, shapes)
        except ShapesUnusable as error:
            return replace(report, findings=(unusable(own, error.reason),))
        judged = (put_into_words(one, wording) for one in found)
        placed = (place_finding(one, contribution) for one in judged)
        return replace(report, findings=sort_findings((*told, *placed)), stages=("parse", "shapes"))


def _declared(parts: Sequence[Part]) -> dict[str, str]:
    """Read the prefixes that files declare, so that a report speaks as they do."""
    every = [one for part in parts for one in read_places("", part.text, {}).declarations]
    return {one.prefix: one.namespace for one in every}


def _labels(finding: Finding, known: Known) -> dict[str, str]:
    has_name = finding.focus and not finding.focus.startswith("_:")
    return known.labels(URIRef(finding.focus)) if has_name else {}


def make_reviewer(release: Reader, content: Content) -> Reviewer:
    """Make one for a release that is loaded; reads the shapes and surveys the release."""
    shapes = read_graph(path for path in content.files("shapes") if path.name != STYLE)
    surveyed = survey(release)
    judge = ContributionJudge(shapes, Release(release))
    names = Names(surveyed)
    return Reviewer(release, shapes, read_prefixes(content), surveyed, names, judge)


def prepare(
    published: Reader, content: Content
) -> Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]:
    """Make all ready for the task workers of `store.branch`: a task is a payload, no body."""
    reviewer = make_reviewer(published, content)
    reviewer.judge.warm_up()
    answer(reviewer, make_payload([Part("rehearsed.ttl", "ttl", REHEARSED)], None, content))
    return lambda payload, _: (answer(reviewer, payload), b"")


def review_payload(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Review what came as JSON and give the report as JSON: the target for `base.worker.call`."""
    return answer(_reviewer(payload["content"]), payload)


def answer(reviewer: Reviewer, payload: Mapping[str, Any]) -> dict[str, Any]:
    """Review with a reviewer that is ready."""
    own = payload.get("shapes")
    report = reviewer.review(
        [_part(one) for one in payload["parts"]],
        _part(own) if own else None,
        payload.get("max_triples") or MAX_TRIPLES,
    )
    return asdict(bound_report(report))


def make_payload(
    parts: Sequence[Part], own: Part | None, content: Content, max_triples: int = 0
) -> dict[str, Any]:
    """Write what `review_payload` reads."""
    return {
        "content": str(content.root),
        "parts": list(_told(parts)),
        "shapes": next(_told([own])) if own else None,
        "max_triples": max_triples,
    }


def _told(parts: Sequence[Part]) -> Iterator[dict[str, str]]:
    for one in parts:
        body = base64.b64encode(one.body).decode()
        yield {"name": one.name, "format": one.format, "body": body}


def _part(told: Mapping[str, str]) -> Part:
    return Part(told["name"], told["format"], base64.b64decode(told["body"]))


@lru_cache(maxsize=1)
def _reviewer(root: str) -> Reviewer:
    content = find_content(Path(root))
    return make_reviewer(Reader(load_release(content).store), content)
