"""Finds the file of the release that a record belongs to: where it is, or where its like are."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import URIRef

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case

SUFFIX = ".ttl"
# The folder for a class of which the release has no record yet; the most special class decides.
FOLDERS: Mapping[str, str] = {
    "Actor": "actors",
    "Event": "events",
    "EventSeries": "events",
    "Document": "documents",
    "Platform": "platforms",
    "Place": "places",
    "QuantifiedTarget": "targets",
    "Policy": "policies",
    "PolicyGoal": "policies",
    "PolicyInstrument": "policies",
    "Provision": "policies",
    "Claim": "claims",
    "ClaimAttribution": "claims",
    "Formulation": "claims",
    "ReportedFigure": "figures",
    "Indicator": "indicators",
    "Discrepancy": "discrepancies",
}
OTHER_FOLDER = "actors"
# What the article says is complete, so that nothing new belongs there.
CLOSED = "article.ttl"


@dataclass(frozen=True, order=True)
class Home:
    """Where a record belongs: a file, or a folder with a stroke at its end."""

    path: str
    is_there: bool = False

    @property
    def folder(self) -> str:
        """The folder of it, with a stroke at its end."""
        return self.path[: self.path.rfind("/") + 1]


def find_home(case: Case, subject: URIRef) -> Home:
    """Find where a record is; of a new one, the file that has most of what is like it."""
    files = sorted(case.known.files(subject))
    if files:
        return Home(files[0], is_there=True)
    if subject.startswith(ns.STATEMENT):
        return Home("data/statements/")
    found = _most_alike(case, subject)
    if found:
        return Home(found)
    if subject.startswith(ns.SOURCE):
        return Home("data/sources/")
    kinds = {str(one).removeprefix(ns.SHC) for one in case.known.kinds(subject)}
    name = next((home for kind, home in FOLDERS.items() if kind in kinds), OTHER_FOLDER)
    return Home(f"data/{name}/")


def _most_alike(case: Case, subject: URIRef) -> str:
    """Let each class, type and kind of a record vote for the files, by their share of it."""
    votes: defaultdict[str, float] = defaultdict(float)
    for _, value in case.contribution.graph.predicate_objects(subject):
        counted = case.survey.files.get(str(value), Counter())
        open_ones = {one: count for one, count in counted.items() if not one.endswith(CLOSED)}
        for name, count in open_ones.items():
            votes[name] += count / sum(open_ones.values())
    return max(sorted(votes), key=lambda one: votes[one], default="")
