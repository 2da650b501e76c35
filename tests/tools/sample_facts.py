"""Draws facts of the release at random, by class, to be checked by hand against what they cite.

Run as a program in the checkout: `python -m tests.tools.sample_facts [SEED [NUMBER]]`.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, RDFS, SKOS, Graph, Namespace, URIRef
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content, find_content
from shuangchuang.store.mappings import SUFFIX, read_table

# The first class that fits counts: a facility is a place too. What is named as a source is one.
CLASSES = {
    "documents": "PolicyDocument Document Report Proposal",
    "events": "Event Gathering CommunicativeEvent Speech Issuance Submission Announcement"
    " EventSeries",
    "persons": "Person",
    "organisations": "Organisation PublicBody PoliticalParty MediaOrganisation ActorGroup Actor",
    "memberships": "org:Membership org:Post",
    "bases": "DemonstrationBase",
    "platforms": "Facility SupportPlatform",
    "places": "AdministrativeArea Place",
    "figures": "ReportedFigure",
    "targets and instruments": "QuantifiedTarget PolicyInstrument PolicyGoal Policy",
    "claims": "Claim Assessment CausalClaim Formulation ClaimAttribution",
    "discrepancies": "Discrepancy",
    "statements": "Statement",
    "sources": "WebPage PressItem SourceSnapshot Passage",
}
LINKS = "links"
# What names, bounds, sorts or files a record, and says nothing that a source could contradict.
SILENT = {
    *("rdf:type", "rdf:subject", "rdf:predicate", "rdf:object", "rdfs:label", "dcterms:license"),
    *("shc:earliest", "shc:latest", "shc:isStatedIn", "shc:hasCertainty", "shc:hasStanding"),
    *("shc:sha256", "oa:hasSelector", "oa:hasSource", "qb:dataSet", "skos:inScheme"),
}
SHC, SCHEMA, DCTERMS = map(Namespace, (ns.SHC, "https://schema.org/", "http://purl.org/dc/terms/"))
COLUMNS = ("number", "class", "subject", "property", "value", "sources")


@dataclass(frozen=True, order=True)
class Fact:
    """One fact as it is shown: its class, subject, property, value and sources, as text."""

    kind: str
    subject: str
    property: str
    value: str
    sources: str


class Facts:
    """The facts of a release, named and with labels."""

    def __init__(self, content: Content) -> None:
        self.graph = Graph(bind_namespaces="none")
        for path in (*content.files("ontology"), *content.files("data")):
            self.graph.parse(path)
        prefix, namespace = URIRef(ns.SH_PREFIX), URIRef(ns.SH_NAMESPACE)
        for node, name in self.graph.subject_objects(prefix):
            self.graph.bind(str(name), str(self.graph.value(node, namespace)))
        self.tables = [read_table(path) for path in content.files("data", SUFFIX)]

    def by_class(self) -> dict[str, list[Fact]]:
        """List the facts of every class, sorted, so that a draw depends on the seed alone."""
        found: dict[str, set[Fact]] = {kind: set() for kind in (*CLASSES, LINKS)}
        for subject, kind in self.kinds().items():
            found[kind].update(self.facts_of(subject, kind))
        found[LINKS].update(self.links())
        return {kind: sorted(facts) for kind, facts in found.items()}

    def kinds(self) -> dict[Node, str]:
        """Say of every record of which class of facts it is."""
        kinds: dict[Node, str] = {}
        for kind, names in CLASSES.items():
            for name in names.split():
                curie = name if ":" in name else f"shc:{name}"
                term = self.graph.namespace_manager.expand_curie(curie)
                for subject in self.graph.subjects(RDF.type, term):
                    is_source = str(subject).startswith(ns.SOURCE)
                    kinds.setdefault(subject, "sources" if is_source else kind)
        return kinds

    def facts_of(self, subject: Node, kind: str) -> Iterator[Fact]:
        """Give what is said of one record; a statement is the fact that it states."""
        said = [(subject, *pair) for pair in self.graph.predicate_objects(subject)]
        told = [triple for triple in said if self.name(triple[1]) not in SILENT]
        if kind == "statements":
            told = [self.stated(subject)]
        for triple in told:
            one, two, three = map(self.show, triple)
            yield Fact(kind, one, two, three, self.sources_of(subject))

    def stated(self, statement: Node) -> tuple[Node, Node, Node]:
        """Give the triple that a statement states."""
        parts = (RDF.subject, RDF.predicate, RDF.object)
        one, two, three = (next(self.graph.objects(statement, part)) for part in parts)
        return one, two, three

    def links(self) -> Iterator[Fact]:
        """Give the rows of the tables of links."""
        for table in self.tables:
            for row in table.rows:
                subject = self.show(URIRef(row.subject))
                where = f"{row.cells['comment']} (confidence {row.cells['confidence']})"
                yield Fact(LINKS, subject, self.name(URIRef(row.predicate)), row.target, where)

    def sources_of(self, subject: Node) -> str:
        """Say where a record is stated, a discrepancy by its sides: addresses, passages, names."""
        sides = (subject, *self.graph.objects(subject, SHC.involves))
        cited = {one for side in sides for one in self.graph.objects(side, SHC.isStatedIn)}
        return "; ".join(sorted(map(self.show_source, cited)))

    def show_source(self, source: Node) -> str:
        """Give the address of a source, or what else is known of where it is."""
        address = self.graph.value(source, SCHEMA.url)
        if address is not None:
            return str(address)
        publisher = self.graph.value(source, DCTERMS.publisher)
        return self.show(source) + (f", {self.show(publisher)}" if publisher else "")

    def show(self, term: Node) -> str:
        """Give the short name of a thing with its labels, or a literal as Turtle has it."""
        if not isinstance(term, URIRef):
            return term.n3(self.graph.namespace_manager)
        labels = sorted(str(label) for label in self.labels_of(term))
        return self.name(term) + (f" ({' / '.join(labels)})" if labels else "")

    def labels_of(self, term: URIRef) -> Iterator[str]:
        """Give the labels of a thing or a concept; of a statement what it states."""
        yield from map(str, self.graph.objects(term, RDFS.label))
        yield from map(str, self.graph.objects(term, SKOS.prefLabel))
        if (term, RDF.type, RDF.Statement) in self.graph:
            yield " ".join(map(self.show, self.stated(term)))

    def name(self, term: Node) -> str:
        """Give the short name of an IRI, or the IRI."""
        return term.n3(self.graph.namespace_manager).strip("<>")


def draw(facts: dict[str, list[Fact]], number: int, seed: int) -> list[Fact]:
    """Draw facts, equally many of each class as far as it has them, in the order of classes.

    The same facts, number and seed give the same sample.
    """
    chance = random.Random(seed)  # noqa: S311 - a sample, no secret
    shuffled = {kind: chance.sample(all_of, len(all_of)) for kind, all_of in facts.items()}
    drawn: dict[str, list[Fact]] = {kind: [] for kind in facts}
    left = min(number, sum(map(len, facts.values())))
    while left:
        for kind, stock in shuffled.items():
            if stock and left:
                drawn[kind].append(stock.pop())
                left -= 1
    return [fact for of_kind in drawn.values() for fact in of_kind]


def write_table(sample: list[Fact]) -> str:
    """Write the sample as a Markdown table, one fact a row."""
    rows = [COLUMNS, ("---:", *["---"] * (len(COLUMNS) - 1))]
    for number, fact in enumerate(sample, start=1):
        cells = (fact.kind, fact.subject, fact.property, fact.value, fact.sources)
        rows.append((str(number), *(cell.replace("|", "\\|") for cell in cells)))
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main(arguments: list[str]) -> None:
    """Print the seed, the release, the counts of the classes, and the sample."""
    seed = int(arguments[0]) if arguments else random.SystemRandom().randrange(10**8)
    number = int(arguments[1]) if len(arguments) > 1 else 60
    content = find_content()
    facts = Facts(content).by_class()
    sys.stdout.write(f"Seed {seed}, release `{content.digest()[:16]}`, drawn from: ")
    sys.stdout.write(", ".join(f"{len(all_of)} {kind}" for kind, all_of in facts.items()))
    sys.stdout.write(".\n\n" + write_table(draw(facts, number, seed)))


if __name__ == "__main__":
    main(sys.argv[1:])
