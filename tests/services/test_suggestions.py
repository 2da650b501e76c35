"""What is suggested for a term that is nowhere in the graph, and when nothing is said."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from shuangchuang.base.content import find_content
from shuangchuang.base.errors import EngineBusy
from shuangchuang.base.media import Format
from shuangchuang.base.settings import Settings
from shuangchuang.services.examples import load_questions
from shuangchuang.services.suggestions import KnownIris, Suggestion, suggest
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import Answer, Limits, Query, ReleaseInfo
from shuangchuang.store.guard import inspect_query
from shuangchuang.store.release import read_prefixes

BASE = "https://w3id.org/shuangchuang/"
SHC = BASE + "ontology#"
ID = BASE + "id/"
CERTAINTY = BASE + "scheme/certainty/"
PROV = "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
PREFIXES = {
    "cert": CERTAINTY,
    "id": ID,
    "prov": PROV,
    "scheme": BASE + "scheme/",
    "shc": SHC,
    "xsd": XSD,
}
KNOWN = frozenset(
    (
        SHC + "Person",
        SHC + "isStatedIn",
        ID + "tianjin",
        ID + "tianjin-binhai",
        CERTAINTY + "likely",
        BASE + "scheme/certainty",
        PROV + "agent",
        XSD + "date",
    )
)


@pytest.mark.parametrize(
    ("iri", "written", "meant"),
    [
        (SHC + "Persn", "shc:Persn", ("shc:Person",)),
        (SHC + "person", "shc:person", ("shc:Person",)),
        (ID + "tianjinn", "id:tianjinn", ("id:tianjin",)),
        (PROV + "agnt", "prov:agnt", ("prov:agent",)),
        (CERTAINTY + "likly", "cert:likly", ("cert:likely",)),
        (BASE + "scheme/certanty", "scheme:certanty", ("scheme:certainty",)),
        (ID + "ulaanbaatar", "id:ulaanbaatar", ()),
        (ID + "天津", ID + "天津", ()),
        (BASE + "ids/tianjin", BASE + "ids/tianjin", ()),
    ],
)
def test_unknown_term_is_told_with_the_near_ones(
    iri: str, written: str, meant: tuple[str, ...]
) -> None:
    """A term is compared within the longest namespace that it begins with."""
    assert suggest([iri], KNOWN, PREFIXES) == (Suggestion(written, meant),)


@pytest.mark.parametrize(
    "iri",
    [
        SHC + "Person",
        SHC,
        BASE,
        PROV + "wasQuotedFrom",
        XSD + "dateTime",
        "http://www.wikidata.org/entity/Q11736",
        ID + "a" * 1000,
    ],
)
def test_nothing_is_said_without_a_reason(iri: str) -> None:
    """Known terms, namespaces, terms that others define, and what is too long pass in silence."""
    assert suggest([iri], KNOWN, PREFIXES) == ()


def test_only_the_first_unknown_terms_are_told() -> None:
    """Names are compared five times at most, whatever a query names."""
    found = suggest([f"{ID}none-{number}" for number in range(1000)], KNOWN, PREFIXES)

    assert [one.written for one in found] == [f"id:none-{number}" for number in range(5)]


def test_misspelt_names_cost_little_among_very_many() -> None:
    """Names that share every letter with those of a large graph, the worst case, are quick."""
    known = {f"{ID}north-district-{number:05}" for number in range(50_000)}
    started = time.process_time()

    found = suggest([f"{ID}{number:05}-tcirtsid-htron" for number in range(9)], known, PREFIXES)

    assert len(found) == 5
    assert time.process_time() - started < 5  # seconds; some 15 without the bound


def test_near_name_is_found_among_very_many() -> None:
    """Where not all names can be compared, those of a similar length are."""
    known = {f"{ID}{number:012}" for number in range(10_000)} | {ID + "tianjin"}

    found = suggest([ID + "tianjinn"], known, PREFIXES)

    assert found == (Suggestion("id:tianjinn", ("id:tianjin",)),)


@pytest.fixture(scope="module")
def engine() -> Iterator[EmbeddedEngine]:
    """Serve the real release."""
    engine = EmbeddedEngine.start(Settings(workers=1), find_content())
    yield engine
    engine.close()


def test_no_question_of_the_release_gets_a_hint(engine: EmbeddedEngine) -> None:
    """Every term that our own questions name is in the graph."""
    content, known = find_content(), KnownIris(engine).read()
    prefixes = read_prefixes(content)

    told = {
        question.name: suggest(inspect_query(question.text, prefixes).iris, known, prefixes)
        for question in load_questions(content)
    }

    assert len(told) >= 30
    assert {name: found for name, found in told.items() if found} == {}


def test_every_place_of_a_term_counts(engine: EmbeddedEngine) -> None:
    """Subjects, predicates, objects, shapes, superclasses that are inferred, and graphs."""
    known = KnownIris(engine).read()

    assert {
        ID + "tianjin",
        SHC + "isStatedIn",
        SHC + "Person",
        "http://xmlns.com/foaf/0.1/Person",
        BASE + "shapes#Event",
        BASE + "graph/data/events/article",
    } <= known


class Counting:
    """An engine that lists one IRI, fails or cuts as told, and counts how often it is asked."""

    def __init__(self, *, fails: bool = False, cuts: bool = False) -> None:
        """Take what shall happen."""
        self.release = ReleaseInfo("first", 1, {})
        self.asked = 0
        self.fails = fails
        self.cuts = cuts
        self.meanwhile: Callable[[], object] = int

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Answer in CSV."""
        self.asked += 1
        self.meanwhile()
        if self.fails:
            raise EngineBusy(1)
        body = f"iri\r\nhttp://{self.release.digest}\r\n".encode()
        return Answer(body, solutions, "solutions", self.cuts, 0.0)

    def close(self) -> None:
        """Hold nothing."""


def test_terms_are_fetched_once_a_release() -> None:
    """A new digest is asked again, the same one is not."""
    engine = Counting()
    known = KnownIris(engine)

    first = [known.read(), known.read()]
    engine.release = ReleaseInfo("second", 1, {})
    second = known.read()

    assert first == [{"http://first"}, {"http://first"}]
    assert second == {"http://second"}
    assert engine.asked == 2


def test_nobody_waits_for_another_thread_that_asks() -> None:
    """While one thread fetches the terms, the others go without."""
    engine, seen = Counting(), []
    known = KnownIris(engine)

    def read_in_another_thread() -> None:
        with ThreadPoolExecutor() as threads:
            seen.append(threads.submit(known.read).result(timeout=5))

    engine.meanwhile = read_in_another_thread
    first = known.read()

    assert seen == [frozenset()]
    assert first == {"http://first"}
    assert engine.asked == 1


@pytest.mark.parametrize("engine", [Counting(fails=True), Counting(cuts=True)])
def test_engine_that_cannot_tell_its_terms_is_left_alone(engine: Counting) -> None:
    """A failure and too many terms mean no hints, and the engine is not asked at each query."""
    known = KnownIris(engine)

    found = [known.read(), known.read()]

    assert found == [frozenset(), frozenset()]
    assert engine.asked == 1
