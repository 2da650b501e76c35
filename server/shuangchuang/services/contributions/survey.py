"""Reads the whole release once and keeps what is asked of it as a whole: names, terms, digests.

Made when a process starts; a contribution then asks it for single things.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.folding import fold_identifier
from shuangchuang.services.contributions.known import file_of
from shuangchuang.store.reader import Reader
from shuangchuang.store.terms import Term

DCTERMS = "http://purl.org/dc/terms/"
SKOS = "http://www.w3.org/2004/02/skos/core#"
OWL = "http://www.w3.org/2002/07/owl#"
NAMES = (ns.RDFS_LABEL, ns.SKOS_PREF_LABEL, SKOS + "altLabel", DCTERMS + "title")
# What only one thing can have: two things that share it are the same, or one of them is wrong.
IDENTIFYING: Mapping[str, tuple[str, str]] = {
    ns.SHC + "documentNumber": ("document number", "文号"),
    ns.SHC + "divisionCode": ("division code", "行政区划代码"),
    DCTERMS + "identifier": ("identifier", "标识符"),
    "https://schema.org/identifier": ("identifier", "标识符"),
    "https://schema.org/url": ("address", "网址"),
    OWL + "sameAs": ("same-as link", "等同链接"),
}
# By the values of these, records of a kind are kept together in files.
SORTING = (
    ns.RDF_TYPE,
    *(ns.SHC + name for name in ("hasType", "hasSourceKind", "hasIndicator")),
    DCTERMS + "language",
)
DATES = (ns.SHC + "startDate", ns.SHC + "publishedOn", ns.SHC + "signedOn")
EXAMPLES = 40

PROPERTIES = {
    OWL + "ObjectProperty",
    OWL + "DatatypeProperty",
    OWL + "AnnotationProperty",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property",
}

_OURS = (ns.THING, ns.SOURCE, ns.SCHEME)


@dataclass
class Survey:
    """What the release holds as a whole. Terms are IRIs and literals as `Term`.

    `names` are the texts by which a thing is known, `types` its classes, `parents` the classes
    above a class, `dates` its days. `identified` maps property and folded value to the things that
    have it. `digests` maps the SHA-256 of a passage to its IRI. `examples` are some values of each
    property, as they are in the release. `files` counts, for each class and kind, the records in
    the files of data. Nothing is changed once it is made.
    """

    names: dict[str, list[Term]] = field(default_factory=lambda: defaultdict(list))
    types: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    parents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dates: dict[str, set[tuple[str, str]]] = field(default_factory=lambda: defaultdict(set))
    identified: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    digests: dict[str, str] = field(default_factory=dict)
    examples: dict[str, list[tuple[str, Term]]] = field(default_factory=lambda: defaultdict(list))
    languages: set[str] = field(default_factory=set)
    files: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @cached_property
    def classes(self) -> set[str]:
        """Every class that is used or has a class above it."""
        return {one for found in self.types.values() for one in found} | set(self.parents)

    @cached_property
    def properties(self) -> set[str]:
        """Every property that is used or described."""
        described = (one for one, found in self.types.items() if found & PROPERTIES)
        return {*self.examples, *described}

    @cached_property
    def concepts(self) -> dict[str, list[str]]:
        """The concepts by their scheme: by the IRI up to its last stroke."""
        found: defaultdict[str, list[str]] = defaultdict(list)
        for one in sorted(self.types):
            if one.startswith(ns.SCHEME):
                found[one.rpartition("/")[0]].append(one)
        return dict(found)

    def identified_by(self, predicate: str, value: str) -> set[str]:
        """Give the things that have a number, a code, an address or a link, however spelt."""
        return self.identified.get((predicate, fold_identifier(value)), set())

    def kinds(self, iri: str) -> frozenset[str]:
        """Give the classes of a thing and all above them."""
        return self.above(self.types.get(iri, ()))

    def above(self, classes: "set[str] | tuple[()]") -> frozenset[str]:
        """Give classes and all above them."""
        found: set[str] = set()
        ahead = list(classes)
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(self.parents.get(one, ()))
        return frozenset(found)


def survey(release: Reader) -> Survey:
    """Read every triple once."""
    found = Survey()
    for subject, predicate, value in release.match():
        _note(found, subject.value, predicate.value, value)
    for one in SORTING:
        for graph, (_, _, sort) in release.placed(predicate=Term("iri", one)):
            if name := file_of(graph):
                found.files[sort.value][name] += 1
    return found


def _note(found: Survey, subject: str, predicate: str, value: Term) -> None:
    examples = found.examples[predicate]
    if len(examples) < EXAMPLES:
        examples.append((subject, value))
    if value.language:
        found.languages.add(value.language)
    if predicate == ns.RDF_TYPE:
        found.types[subject].add(value.value)
    elif predicate == ns.RDFS_SUBCLASS and value.kind == "iri":
        found.parents[subject].add(value.value)
    elif predicate in NAMES and subject.startswith(_OURS):
        found.names[subject].append(value)
    elif predicate in DATES:
        found.dates[subject].add((predicate, value.value))
    elif predicate == ns.SHC + "sha256":
        found.digests.setdefault(value.value, subject)
    if predicate in IDENTIFYING:
        found.identified[predicate, fold_identifier(value.value)].add(subject)
