"""New things that resemble existing ones are told, and hardly ever wrongly."""

import pytest
from tests.services.contributions.reviewed import reviewer

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.folding import fold
from shuangchuang.services.contributions.likeness import Subject
from shuangchuang.services.contributions.survey import IDENTIFYING
from shuangchuang.store.terms import Term

SHC = ns.SHC
OWL_SAME_AS = "http://www.w3.org/2002/07/owl#sameAs"


def _like(kind: str, *names: str, identifier: tuple[str, str] | None = None) -> list[str]:
    kinds = reviewer().survey.above({SHC + kind})
    texts = tuple(Term("literal", one, "en") for one in names)
    identifiers = (identifier,) if identifier else ()
    found = reviewer().names.like(Subject(texts, kinds, identifiers))
    return [one.iri.removeprefix(ns.THING) for one in found]


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("Person", "Li Keqiang", "li-keqiang"),
        ("Person", "Keqiang Li", "li-keqiang"),
        ("Person", "LI Keqiang", "li-keqiang"),
        ("Person", "Li Keqaing", "li-keqiang"),
        ("Person", "Lǐ Kèqiáng", "li-keqiang"),
        ("Person", "Likeqiang", "li-keqiang"),
        ("Person", "李克强", "li-keqiang"),
        ("Place", "北京", "beijing"),
        ("AdministrativeArea", "北京市", "beijing"),
        ("Place", "天津", "tianjin"),
        ("PublicBody", "国务院", "state-council"),
        ("PublicBody", "国务院办公厅", "general-office-state-council"),
        ("Facility", "Chaihuo Maker Space", "chaihuo-makerspace"),
        (
            "EventSeries",
            "The Annual Meeting of the New Champions",
            "annual-meeting-of-the-new-champions",
        ),
    ],
)
def test_another_spelling_is_recognised(kind: str, name: str, expected: str) -> None:
    """Order, case, tone marks, a slip, spaces and suffixes of Chinese names make no difference."""
    assert expected in _like(kind, name)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("Person", ["李克勤"]),
        ("Person", ["Li Keqiang", "李可强"]),
        ("Person", ["Wen Jiabao"]),
        ("Place", ["Li Keqiang"]),
        ("Gathering", ["World Economic Forum Annual Meeting of the New Champions 2027"]),
        ("Claim", ["Li Keqiang"]),
        ("DemonstrationBase", ["苏州高新技术产业开发区"]),
        ("Report", ["政府工作报告（2031年）", "政府工作报告"]),
    ],
)
def test_another_thing_is_left_alone(kind: str, names: list[str]) -> None:
    """Another sign in a short name, another Chinese name, kind, year or town."""
    assert _like(kind, *names) == []


def test_an_identifier_decides_whatever_the_name() -> None:
    """A document number that is there already names the document."""
    numbers = reviewer().survey.identified
    (predicate, value), [iri, *_] = next(
        (key, sorted(found)) for key, found in numbers.items() if key[0].endswith("documentNumber")
    )

    assert predicate in IDENTIFYING
    assert iri.removeprefix(ns.THING) in _like(
        "Document", "something else", identifier=(predicate, value)
    )


@pytest.mark.parametrize(
    ("predicate", "value", "iri"),
    [
        (ns.SHC + "documentNumber", "国发[2015]32号", "policy-measures-opinions"),
        (ns.SHC + "documentNumber", "国发（2015） 32号", "policy-measures-opinions"),
        (OWL_SAME_AS, "https://www.wikidata.org/entity/Q15174", "shenzhen"),
        (OWL_SAME_AS, "http://www.wikidata.org/entity/Q15174/", "shenzhen"),
    ],
)
def test_an_identifier_is_known_however_it_is_spelt(predicate: str, value: str, iri: str) -> None:
    """Keyboards write other brackets, and browsers other schemes."""
    assert _like("Document", "something else", identifier=(predicate, value)) == [iri]


def test_what_is_in_the_release_is_hardly_ever_taken_for_another_thing() -> None:
    """Every thing of the release, taken as new: fewer than one in a hundred resembles another."""
    survey = reviewer().survey
    things = [one for one in survey.names if one.startswith(ns.THING)]

    wrong = []
    for iri in things:
        days = frozenset(day for _, day in survey.dates.get(iri, ()))
        subject = Subject(tuple(survey.names[iri]), survey.kinds(iri), (), days)
        if [one for one in reviewer().names.like(subject) if one.iri != iri]:
            wrong.append(iri)

    assert len(things) > 150
    assert len(wrong) * 100 < len(things), wrong


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        (ns.THING + "bejing", ns.THING + "beijing"),
        (ns.THING + "li-keqang", ns.THING + "li-keqiang"),
        (SHC + "startsDate", SHC + "startDate"),
        (SHC + "Organization", SHC + "Organisation"),
        (ns.SCHEME + "event-type/conferance", ns.SCHEME + "event-type/conference"),
    ],
)
def test_a_name_that_is_not_there_has_its_neighbour(iri: str, expected: str) -> None:
    """A slip in a slug, a class, a property or a concept is recognised."""
    assert reviewer().names.near_iris(iri)[0] == expected


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Lǐ Kèqiáng", "li keqiang"),
        ("The State Council's Office", "state council office"),
        ("北京市", "北京"),
        ("《中国》（报）", "中国报"),
        ("市", "市"),
    ],
)
def test_folding_takes_off_what_tells_nothing_apart(text: str, folded: str) -> None:
    """Tone marks, case, signs, small words, and suffixes of areas."""
    assert fold(text) == folded


def test_who_has_the_name_and_who_has_the_link_are_both_told() -> None:
    """A link that is another person's does not hide the one of the same name."""
    link = (OWL_SAME_AS, "http://www.wikidata.org/entity/Q15031")

    assert _like("Person", "Li Keqiang", identifier=link) == ["xi-jinping", "li-keqiang"]
