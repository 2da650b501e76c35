"""Generates RDF of the shape of the graph, of any size: the same arguments give the same bytes.

Places, actors, documents, events, platforms and reified statements with their sources, with
labels in two languages. Who is linked to follows a log-uniform law: a few are linked to often.
"""

import random
from collections.abc import Iterator
from pathlib import Path

BASE = "https://example.org/bench/id/"
SHC = "https://w3id.org/shuangchuang/ontology#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
XSD = "http://www.w3.org/2001/XMLSchema#"
ENGLISH = ("mass", "innovation", "maker", "space", "incubator", "policy", "opinions", "support")
CHINESE = ("创新", "创业", "众创", "空间", "孵化器", "政策", "意见", "支持")
PER_THOUSAND = {"place": 6, "actor": 14, "document": 17, "event": 13, "platform": 23, "stmt": 40}
TRIPLES_PER_THOUSAND = 698  # what the mix below gives, measured


class _World:
    """The things of one data set, and how one is picked."""

    def __init__(self, triples: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - no secret
        scale = triples / TRIPLES_PER_THOUSAND
        self.counts = {kind: max(3, round(n * scale)) for kind, n in PER_THOUSAND.items()}

    def pick(self, kind: str) -> str:
        """Pick one thing of a kind, the first ones more often."""
        number = int(self.counts[kind] ** self.random.random()) - 1
        return f"<{BASE}{kind}/{number}>"

    def date(self) -> str:
        """Make a day between 2014 and 2024."""
        year, month = self.random.randint(2014, 2024), self.random.randint(1, 12)
        return f'"{year}-{month:02d}-{self.random.randint(1, 28):02d}"^^<{XSD}date>'

    def labels(self, kind: str, number: int) -> list[tuple[str, str]]:
        """Make a label in each language."""
        english = " ".join(self.random.choices(ENGLISH, k=3))
        chinese = "".join(self.random.choices(CHINESE, k=3))
        return [
            (LABEL, f'"{kind} {number} {english}"@en'),
            (LABEL, f'"{chinese}{number}"@zh-hans'),
        ]


def generate(triples: int, seed: int = 1) -> Iterator[str]:
    """Give about `triples` lines of N-Triples."""
    world = _World(triples, seed)
    for kind, count in world.counts.items():
        for number in range(count):
            subject = f"<{BASE}{kind}/{number}>"
            for predicate, value in _DESCRIBE[kind](world, number):
                yield f"{subject} {predicate} {value} .\n"


def write_data(path: Path, triples: int, seed: int = 1) -> int:
    """Write the data and count its lines."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for line in generate(triples, seed):
            file.write(line)
            count += 1
    return count


def _term(name: str) -> str:
    return f"<{SHC}{name}>"


def _a(name: str) -> tuple[str, str]:
    return f"<{RDF}type>", _term(name)


def _place(world: _World, number: int) -> list[tuple[str, str]]:
    facts = [_a("AdministrativeArea"), *world.labels("place", number)]
    facts.append((_term("divisionCode"), f'"{number:06d}"'))
    if number:
        facts.append((_term("isLocatedIn"), world.pick("place")))
    return facts


def _actor(world: _World, number: int) -> list[tuple[str, str]]:
    kind = world.random.choice(("PublicBody", "Organisation", "Person", "MediaOrganisation"))
    same = f"<http://www.wikidata.org/entity/Q{10_000_000 + number}>"
    return [
        _a(kind),
        *world.labels("actor", number),
        ("<http://www.w3.org/2002/07/owl#sameAs>", same),
    ]


def _document(world: _World, number: int) -> list[tuple[str, str]]:
    facts = [_a("PolicyDocument"), *world.labels("document", number)]
    facts += [
        (_term("publishedOn"), world.date()),
        (_term("isIssuedBy"), world.pick("actor")),
        (_term("documentNumber"), f'"No. {number}"'),
    ]
    if number:
        earlier = world.random.randrange(number)
        facts.append((_term("implements"), f"<{BASE}document/{earlier}>"))
    return facts


def _event(world: _World, number: int) -> list[tuple[str, str]]:
    facts = [_a("Gathering"), *world.labels("event", number)]
    facts += [
        (_term("earliest"), world.date()),
        (_term("tookPlaceIn"), world.pick("place")),
        (_term("hasOrganiser"), world.pick("actor")),
    ]
    guests = {world.pick("actor") for _ in range(world.random.randint(0, 4))}
    return facts + [(_term("hasParticipant"), guest) for guest in sorted(guests)]


def _platform(world: _World, number: int) -> list[tuple[str, str]]:
    facts = [_a("Facility"), *world.labels("platform", number)]
    facts += [
        (_term("isLocatedIn"), world.pick("place")),
        (_term("isOperatedBy"), world.pick("actor")),
        (_term("amount"), f'"{world.random.randint(10, 2000)}"^^<{XSD}integer>'),
    ]
    if world.random.random() < 0.5:
        facts.append((_term("isSetOutIn"), world.pick("document")))
    return facts


def _statement(world: _World, number: int) -> list[tuple[str, str]]:
    kind = world.random.choice(("platform", "event", "document"))
    return [
        _a("Statement"),
        (f"<{RDF}subject>", world.pick(kind)),
        (f"<{RDF}predicate>", _term("isOperatedBy")),
        (f"<{RDF}object>", world.pick("actor")),
        (_term("isStatedIn"), world.pick("document")),
        (_term("sentence"), f'"{number % 40 + 1}"^^<{XSD}integer>'),
    ]


_DESCRIBE = {
    "place": _place,
    "actor": _actor,
    "document": _document,
    "event": _event,
    "platform": _platform,
    "stmt": _statement,
}
