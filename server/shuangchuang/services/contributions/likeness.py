"""Finds what a new thing may be mistaken for: its names, identifiers and dates are compared.

Must be sparing: a wrong hint costs a contributor more than a missed one. Names are compared
within a kind only; numbers and hosts in them have to agree, short Chinese names to be equal.
"""

import re
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from shuangchuang.base.namespaces import SHC
from shuangchuang.services.contributions.folding import fold, is_chinese
from shuangchuang.services.contributions.survey import IDENTIFYING, Survey
from shuangchuang.store.terms import Term

NEAR = 88.0  # of 100, for names alone
NEAR_WITH_DATE = 70.0  # for names of things with the same day
ALIKE_WORDS = 50.0  # for the words in which two Chinese names differ
SHORT = 4  # Chinese names of fewer signs have to be equal
MOST = 3
CANDIDATES = 200
NEAR_SLUG = 80.0
# Kinds whose names tell things apart; claims, figures and indicators are alike by nature.
COMPARED = {
    SHC + one
    for one in ("Actor", "Document", "Event", "EventSeries", "Place", "Platform", "Policy")
}

_NUMBER = re.compile(r"\d+|[一二三四五六七八九十百千万]+(?=届|次|季度|五|年|月|号)")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class Likeness:
    """An existing thing that a new one resembles, and why, in English and Chinese."""

    iri: str
    score: float
    why: tuple[str, str]


@dataclass(frozen=True)
class Subject:
    """What is compared of a new thing; `linked` are the things that it points to."""

    names: tuple[Term, ...]
    kinds: frozenset[str]
    identifiers: tuple[tuple[str, str], ...] = ()
    dates: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Name:
    """A name made ready: `folded` is compared, numbers and names of hosts have to agree."""

    iri: str
    text: str
    folded: str
    exact: tuple[str, ...]
    is_han: bool


@dataclass
class Names:
    """The names of the release, found by pairs of signs, so that few have to be compared."""

    survey: Survey

    def __post_init__(self) -> None:
        """Index every name, and every slug apart."""
        self._names = _Index()
        self._slugs = _Index()
        self._same: defaultdict[str, list[str]] = defaultdict(list)
        for iri, texts in self.survey.names.items():
            for name in {_ready(iri, one.value) for one in texts}:
                self._names.add(name)
                self._same[name.folded].append(iri)
        for iri in {*self.survey.types, *self.survey.parents, *self.survey.examples}:
            self._slugs.add(_slug(iri))

    def like(self, subject: Subject) -> list[Likeness]:
        """Find what resembles a new thing, the nearest first; most often nothing.

        Whatever shares an identifier is told, beside the nearest names.
        """
        sure = {one.iri: one for one in self._by_identifier(subject)}
        found: dict[str, Likeness] = {}
        for one in self._by_name(subject):
            if one.iri not in sure and (one.iri not in found or found[one.iri].score < one.score):
                found[one.iri] = one
        nearest = sorted(found.values(), key=lambda one: (-one.score, one.iri))[:MOST]
        return [*(sure[iri] for iri in sorted(sure)), *nearest]

    def named(self, text: str) -> list[str]:
        """Find the things that have a name, spelt in whatever way."""
        return sorted({*self._same.get(fold(text), ())})

    def near_iris(self, iri: str) -> list[str]:
        """Find the things whose slug or name comes near to that of an IRI that is not there."""
        wanted = _slug(iri)
        namespace = iri[: len(iri) - len(wanted.text)]
        scores: Counter[str] = Counter()
        for other in (*self._slugs.candidates(wanted), *self._names.candidates(wanted)):
            score = fuzz.ratio(wanted.folded, other.folded)
            if other.iri.startswith(namespace) and score >= NEAR_SLUG:
                scores[other.iri] = max(scores[other.iri], round(score))
        return sorted(scores, key=lambda one: (-scores[one], one))[:MOST]

    def _by_identifier(self, subject: Subject) -> Iterator[Likeness]:
        for predicate, value in subject.identifiers:
            for iri in self.survey.identified_by(predicate, value):
                english, chinese = IDENTIFYING[predicate]
                yield Likeness(
                    iri,
                    100.0,
                    (f"it has the same {english}, {value}", f"二者的{chinese}相同：{value}"),
                )

    def _by_name(self, subject: Subject) -> Iterator[Likeness]:
        for term in subject.names:
            name = _ready("", term.value)
            for other in self._names.candidates(name):
                score = _score(name, other)
                if score >= NEAR_WITH_DATE and self._may_be(other.iri, subject):
                    yield from self._compare(name, other, score, subject)

    def _may_be(self, iri: str, subject: Subject) -> bool:
        """Leave out things of another kind, linked ones, other numbers, other Chinese names."""
        if not self.survey.kinds(iri) & subject.kinds & COMPARED or iri in subject.linked:
            return False
        theirs = [_ready(iri, one.value) for one in self.survey.names[iri]]
        ours = [_ready("", one.value) for one in subject.names]
        numbers = [{one.exact for one in names if one.exact} for names in (ours, theirs)]
        if all(numbers) and numbers[0].isdisjoint(numbers[1]):
            return False  # the reports of two years, whatever their common title
        pairs = [(a, b) for a in ours for b in theirs if a.is_han and b.is_han]
        return not pairs or any(_score(a, b) >= NEAR_WITH_DATE for a, b in pairs)

    def _compare(
        self, name: _Name, other: _Name, score: float, subject: Subject
    ) -> Iterator[Likeness]:
        if score >= NEAR:
            same = name.text == other.text
            yield Likeness(
                other.iri,
                score,
                (
                    f"its name is {'the same' if same else 'nearly the same'}: {other.text}",
                    f"名称{'相同' if same else '相近'}：{other.text}",
                ),
            )
            return
        day = next(iter(self._shared_days(other.iri, subject)), "")
        if day:
            yield Likeness(
                other.iri,
                score,
                (
                    f"it has the same day, {day}, and a similar name: {other.text}",
                    f"日期相同（{day}），名称相似：{other.text}",
                ),
            )

    def _shared_days(self, iri: str, subject: Subject) -> list[str]:
        days = {value for _, value in self.survey.dates.get(iri, ()) if _DAY.fullmatch(value)}
        return sorted(days & subject.dates)


class _Index:
    """Names by the pairs of signs in them."""

    def __init__(self) -> None:
        self._names: list[_Name] = []
        # In arrays, since each number that is an object is a page to be copied in a forked worker.
        self._by_pair: defaultdict[str, array[int]] = defaultdict(lambda: array("L"))

    def add(self, name: _Name) -> None:
        for pair in _pairs(name.folded):
            self._by_pair[pair].append(len(self._names))
        self._names.append(name)

    def candidates(self, name: _Name) -> list[_Name]:
        """Choose the names that share the most pairs, beginning with the rarest pairs."""
        pairs = sorted(_pairs(name.folded), key=lambda one: len(self._by_pair.get(one, ())))
        shared: Counter[int] = Counter()
        for pair in pairs[: len(pairs) // 2 + 1]:
            places = self._by_pair.get(pair, ())
            if len(shared) + len(places) > CANDIDATES * 10 and shared:
                break
            shared.update(places)
        best = [self._names[place] for place, _ in shared.most_common(CANDIDATES)]
        return [one for one in best if one.is_han == name.is_han]


def _score(name: _Name, other: _Name) -> float:
    """Say how alike two names are, of 100; 0 where their numbers or hosts differ."""
    if name.exact != other.exact:
        return 0.0
    if name.folded == other.folded:
        return 100.0
    if name.is_han:
        if min(len(name.folded), len(other.folded)) < SHORT or _differ_by_a_word(name, other):
            return 0.0
        return fuzz.ratio(name.folded, other.folded)
    joined = name.folded.replace(" ", ""), other.folded.replace(" ", "")
    if joined[0] == joined[1]:
        return 100.0
    if len(name.folded.split()) != len(other.folded.split()):
        return fuzz.ratio(*joined) if min(map(len, joined)) > 2 * SHORT else 0.0
    return min(fuzz.token_sort_ratio(name.folded, other.folded), _worst_word(name, other))


def _differ_by_a_word(name: _Name, other: _Name) -> bool:
    """Tell whether Chinese names have another word in the same place: 成都 and 荆门 are two."""
    start = Prefix.similarity(name.folded, other.folded)
    ours, theirs = name.folded[start:], other.folded[start:]
    end = Postfix.similarity(ours, theirs)
    ours, theirs = ours[: len(ours) - end], theirs[: len(theirs) - end]
    return min(len(ours), len(theirs)) > 1 and fuzz.ratio(ours, theirs) < ALIKE_WORDS


def _worst_word(name: _Name, other: _Name) -> float:
    """Say how alike the least alike words are: `national` and `municipal` are two things."""
    ours, theirs = sorted(name.folded.split()), sorted(other.folded.split())
    worst = min((fuzz.ratio(*pair) for pair in zip(ours, theirs, strict=True)), default=0.0)
    return 100.0 if worst >= NEAR_WITH_DATE else worst


def _ready(iri: str, text: str) -> _Name:
    exact = (*_NUMBER.findall(text), *_HOST.findall(text.casefold()))
    return _Name(iri, text, fold(text), exact, is_chinese(text))


def _pairs(folded: str) -> set[str]:
    joined = folded.replace(" ", "")
    return {joined[n : n + 2] for n in range(len(joined) - 1)} or {joined}


def _slug(iri: str) -> _Name:
    local = iri[max(iri.rfind("/"), iri.rfind("#")) + 1 :]
    return _Name(iri, local, local.casefold(), (), is_chinese(local))
