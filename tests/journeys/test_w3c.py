"""The W3C's own tests of SPARQL 1.0 and 1.1 queries, asked of a real server over HTTP.

One server holds the data of all tests, each file as a named graph, and each query names its
dataset by the parameters of the protocol. A test that is answered otherwise is named below with
the reason; one that passes all the same is a failure, too.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.journeys import w3c
from tests.journeys.conftest import RunningServer, run_server

from shuangchuang.store.scanner import decode_escapes
from shuangchuang.store.syntax import explain_mistake

pytestmark = pytest.mark.outside

OLD = """algebra ask basic bnode-coreference boolean-effective-value bound cast construct dataset
distinct expr-builtin expr-equals expr-ops graph i18n open-world optional optional-filter reduced
regex solution-seq sort syntax-sparql1 syntax-sparql2 syntax-sparql3 syntax-sparql4 syntax-sparql5
triple-match type-promotion"""
NEW = """aggregates bind bindings construct csv-tsv-res exists functions grouping json-res negation
project-expression property-path subquery syntax-fed syntax-query"""
MANIFESTS = [
    *(f"{w3c.SUITES[0]}/{name}" for name in OLD.split()),
    *(f"{w3c.SUITES[1]}/{name}" for name in NEW.split()),
]

# Why a test is answered otherwise, and which tests these are.
KNOWN = {
    "SPARQL 1.1 changed it: a number does not end in a dot": "term-6 term-7 syntax-lit-08",
    "SPARQL 1.1 changed it: what ends like an IRI may be two comparisons": "syn-bad-26",
    "RDF 1.1 changed it: a simple literal is a string": "strdt03 strlang03",
    "one file is one graph here, so its blank nodes are the same in both places": (
        "dawg-dataset-09 dawg-dataset-10 dawg-dataset-12 dawg-graph-10"
    ),
    "the other reading of a filter in nested braces, which has a test of its own": (
        "dawg-optional-filter-005-simplified"
    ),
    "no function of a user's own can be called": (
        "syntax-expr-05 syntax-order-05 syntax-order-06 syntax-function-01 syntax-function-02 "
        "syntax-function-03 syntax-function-04 test_4"
    ),
    "SERVICE is refused": "test_1 test_2 test_3",
    "the engine keeps the value of a number and neither its spelling nor its derived type": (
        "distinct-1 distinct-2 distinct-9 dawg-str-1 dawg-str-2 sameTerm-simple sameTerm-eq "
        "sameTerm-not-eq eq-graph-1 eq-graph-2 open-eq-01 csv03 tsv03"
    ),
    "the engine compares a date with a time zone to one without": "date-2",
    "the engine gives BNODE(text) one blank node for all rows": "bnode01",
}
EXPECTED = {name: why for why, names in KNOWN.items() for name in names.split()}
# Names that two manifests share, where only one is answered otherwise.
ONLY_IN = {"test_1": "syntax-fed", "test_2": "syntax-fed", "test_3": "syntax-fed"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Serve the data of all tests."""
    data = tmp_path_factory.mktemp("w3c") / "data.nq"
    w3c.write_data(data)
    with run_server("--data", str(data), SHUANGCHUANG_CACHE_MIB="0") as running:
        yield running


@pytest.mark.parametrize("folder", MANIFESTS, ids=lambda folder: folder.removeprefix("testcases-"))
def test_queries_give_what_the_w3c_expects(site: RunningServer, folder: str) -> None:
    """Each query is answered as expected or, where it is wrong, refused as such."""
    cases = list(w3c.read_cases(Path(w3c.FOLDER, folder, "manifest.ttl")))

    failed = {case.name: told for case in cases if (told := _judge(site, case))}

    assert cases
    assert failed.keys() == {case.name for case in cases if _is_known(case, folder)}, failed


@pytest.mark.parametrize(
    "folder", [one for one in MANIFESTS if "syntax" in one], ids=lambda one: Path(one).name
)
def test_good_syntax_has_no_mistake_to_explain(folder: str) -> None:
    """The grammar that explains mistakes takes every query that the W3C calls good."""
    cases = list(w3c.read_cases(Path(w3c.FOLDER, folder, "manifest.ttl")))
    good = [one for one in cases if one.kind.startswith("PositiveSyntax")]

    texts = {one.name: decode_escapes(one.text) for one in good}

    assert good
    assert {name: told for name, text in texts.items() if (told := explain_mistake(text))} == {}


def _is_known(case: w3c.Case, folder: str) -> bool:
    return case.name in EXPECTED and folder.endswith(ONLY_IN.get(case.name, ""))


def _judge(site: RunningServer, case: w3c.Case) -> str:
    if case.kind.startswith("PositiveSyntax"):
        status, body = w3c.ask(site.url, case, "*/*")
        return "" if status == 200 else f"status {status}: {body[:300]!r}"
    if case.kind.startswith("NegativeSyntax"):
        status, _ = w3c.ask(site.url, case, "*/*")
        return "" if status == 400 else f"status {status}"
    return w3c.is_as_expected(site.url, case)
