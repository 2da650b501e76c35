"""Shapes for the generated data, records that break them, and a contribution of fifty triples."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from .generate import BASE, LABEL, RDF, SHC, XSD

SHAPES = (Path(__file__).parent / "shapes.ttl").read_text(encoding="utf-8")
BROKEN = 10  # of each kind; each has one fault, and an event of them has two


def broken_records(world: int) -> Iterator[str]:
    """Give lines of N-Triples: records that break the shapes; `world` is how many are right."""
    for number in range(world, world + BROKEN):
        yield from _describe(
            "document",
            number,
            "PolicyDocument",
            {
                "publishedOn": f'"2015"^^<{XSD}gYear>',
                "isIssuedBy": _thing("actor", 0),
                "documentNumber": '"No. 1 of 2015"',
            },
        )
        yield from _describe(
            "event",
            number,
            "Gathering",
            {"earliest": f'"2026-01-01"^^<{XSD}date>', "hasOrganiser": _thing("actor", 0)},
        )
        yield from _describe(
            "platform",
            number,
            "Facility",
            {"isLocatedIn": _thing("actor", 0), "isOperatedBy": _thing("actor", 1)},
        )
        yield from _describe("place", number, "AdministrativeArea", {"divisionCode": '"x"'})


def contribution(world: int) -> str:
    """Give fifty triples in N-Triples, most of their records wrong."""
    facts = {"divisionCode": '"999999"', "isLocatedIn": _thing("place", 0)}
    right = _describe("place", world + BROKEN, "AdministrativeArea", facts)
    return "".join([*islice(broken_records(world), 46), *right])


def _describe(kind: str, number: int, name: str, facts: dict[str, str]) -> Iterator[str]:
    subject = _thing(kind, number)
    yield f"{subject} <{RDF}type> <{SHC}{name}> .\n"
    yield f'{subject} {LABEL} "new {kind} {number}"@en .\n'
    for predicate, value in facts.items():
        yield f"{subject} <{SHC}{predicate}> {value} .\n"


def _thing(kind: str, number: int) -> str:
    return f"<{BASE}{kind}/{number}>"
