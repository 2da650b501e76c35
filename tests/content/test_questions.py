"""The questions of the release: written in one style, and answered alike by two engines.

The expected answers in `queries/expected` were checked row by row against the article and what is
known from the sources that the data cites. Answers are compared by value: a number by its value,
a language tag without regard to case, rows in the order in which they come.
"""

import csv
import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.namespaces import INFERRED_LABELS, INFERRED_TYPES
from shuangchuang.services.examples import Question, bind, find_question, load_questions
from shuangchuang.services.parameters import Parameter
from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.evaluate import Writing, evaluate
from shuangchuang.store.mappings import SUFFIX
from shuangchuang.store.release import Release, load_release

CONTENT = find_content()
QUESTIONS = load_questions(CONTENT)
EXPECTED = CONTENT.root / "queries" / "expected"
XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}integer", f"{XSD}decimal", f"{XSD}positiveInteger"}

PREFIX = re.compile(r"^PREFIX ([a-z]+): <([^>]*)>$", re.M)
LACKING = re.compile(r"^\| (\d+) \|", re.M)
KEY = r"(?:\?\w+|(?:DESC|STR)\(\?\w+\)|COALESCE\((?:STR\(\?\w+\), )+\"\"\))"
LAST_LINE = re.compile(rf"\nORDER BY ({KEY}(?: {KEY})*)\n$")
LOWER_KEYWORD = re.compile(
    r"(?<![?\w:-])(?:prefix|select|distinct|where|filter|not exists|optional|union|bind|values|as"
    r"|minus|group by|order by|desc|in|count|coalesce|bound|lang|langmatches|str|year|month|day"
    r"|floor|datatype)(?![\w:-])"
)

Term = tuple[str, ...] | Decimal | None
Row = tuple[Term, ...]
Ask = Callable[[Question, Mapping[str, str]], "Answer"]


class Answer(NamedTuple):
    """The columns and rows of an answer, terms made comparable."""

    names: list[str]
    rows: list[Row]


@pytest.fixture(scope="module")
def release(content: Content) -> Release:
    """Load the release as the engine does."""
    return load_release(content)


@pytest.fixture(scope="module")
def graph(content: Content, release: Release) -> Graph:
    """Load the same release into rdflib: its files, its links, and what was inferred at load."""
    graph = Graph()
    for folder in ("ontology", "data"):
        for path in content.files(folder):
            graph.parse(path, format="turtle")
    links = [content.graph_of(path) for path in content.files("data", SUFFIX)]
    for made in (INFERRED_TYPES, INFERRED_LABELS, *links):
        copied = Query(f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{made}> {{ ?s ?p ?o }} }}")
        graph.parse(data=evaluate(release.store, copied, Writing("json", "nt", {}), Limits()).body)
    return graph


@pytest.fixture(scope="module")
def engine_ask(release: Release) -> Ask:
    """Give a way to ask the engine that we serve."""

    def ask(question: Question, given: Mapping[str, str]) -> Answer:
        query = Query(question.text, bindings=bind(question, given))
        return _read(evaluate(release.store, query, Writing("json", "nt", {}), Limits()).body)

    return ask


@pytest.fixture(scope="module")
def rdflib_ask(graph: Graph) -> Ask:
    """Give a way to ask plain rdflib, which is slow, so that no text is asked twice.

    Values are joined at the end of the text, not at the start of WHERE: rdflib lets what is
    bound outside into a group or a subquery, where BIND then computes the column once more.
    """
    known: dict[str, Answer] = {}

    def ask(question: Question, given: Mapping[str, str]) -> Answer:
        terms = bind(question, given)
        names = " ".join(f"?{name}" for name in terms)
        values = f"VALUES ({names}) {{ ({' '.join(terms.values())}) }}" if terms else ""
        text = question.text + values
        if text not in known:
            body = graph.query(text).serialize(format="json")
            assert body is not None
            known[text] = _read(body)
        return known[text]

    return ask


@pytest.fixture(scope="module", params=["engine_ask", "rdflib_ask"], ids=["engine", "rdflib"])
def ask(request: pytest.FixtureRequest) -> Ask:
    """Give each of the two ways to ask in turn."""
    way: Ask = request.getfixturevalue(request.param)
    return way


def _read(body: bytes) -> Answer:
    answer = json.loads(body)
    names = answer["head"]["vars"]
    bindings = answer["results"]["bindings"]
    return Answer(names, [tuple(_term(row.get(name)) for name in names) for row in bindings])


def _term(term: Mapping[str, Any] | None) -> Term:
    if term is None:
        return None
    if term.get("datatype") in NUMBERS:
        return Decimal(term["value"])
    tag = term.get("xml:lang", "").lower() or term.get("datatype", "")
    return (term["type"], term["value"], tag)


def _cell(term: Term) -> str:
    """Write a term as CSV does: without type and language."""
    if term is None:
        return ""
    return str(term) if isinstance(term, Decimal) else term[1]


def _free(question: Question) -> dict[str, str]:
    """Leave every parameter free, the defaults too."""
    return {parameter.name: "" for parameter in question.parameters}


def _text(term: Term) -> str:
    """Write a value as a person would give it for a parameter."""
    return str(term) if isinstance(term, Decimal) else _cell(term)


def _body(question: Question) -> str:
    """Give the query without header, comments, IRIs and strings."""
    text = re.sub(r"<[^>\s]*>|\"[^\"]*\"", "", question.text)
    return re.sub(r"#.*", "", text)


each_question = pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.name)
each_parameter = pytest.mark.parametrize(
    ("question", "parameter"),
    [
        pytest.param(question, parameter, id=f"{question.name}-{parameter.name}")
        for question in QUESTIONS
        for parameter in question.parameters
    ],
)


def test_the_questions_are_numbered() -> None:
    """Numbers run from 1 without a gap, and each question alone has an expected answer."""
    names = {question.name for question in QUESTIONS}

    assert [question.number for question in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert {path.name for path in EXPECTED.iterdir()} == {f"{name}.csv" for name in names}


@each_question
def test_answer_is_the_expected_one(question: Question, ask: Ask) -> None:
    """With the defaults, each engine gives the rows that were checked against the sources."""
    with (EXPECTED / f"{question.name}.csv").open(encoding="utf-8", newline="") as file:
        names, *rows = csv.reader(file)

    answer = ask(question, {})

    assert answer.names == names
    assert [[_cell(term) for term in row] for row in answer.rows] == rows
    assert len(rows) == question.rows


@each_question
def test_engines_agree_on_the_question_without_values(
    question: Question, engine_ask: Ask, rdflib_ask: Ask
) -> None:
    """With every parameter free, both engines give the same terms in the same order."""
    free = _free(question)

    assert engine_ask(question, free) == rdflib_ask(question, free)


@each_parameter
def test_a_value_keeps_the_rows_that_have_it(
    question: Question, parameter: Parameter, engine_ask: Ask
) -> None:
    """A parameter is a column: its value takes away the rows that have another, and only those."""
    free = engine_ask(question, _free(question))
    column = free.names.index(parameter.name)
    values = {row[column] for row in free.rows}

    assert None not in values, "a parameter needs a value in every row"
    for value in sorted(values, key=str)[:2]:
        narrowed = engine_ask(question, _free(question) | {parameter.name: _text(value)})
        assert narrowed.rows == [row for row in free.rows if row[column] == value]


@pytest.mark.parametrize(
    ("number", "given", "rows"),
    [
        (1, {"issuer": "id:tianjin-municipal-government"}, 1),
        (8, {"area": "id:tianjin"}, 1),
        (12, {"indicator": "id:innovation-mentions-indicator"}, 5),
        (13, {"polarity": "polar:positive"}, 8),
        (13, {"polarity": "polar:positive", "assessed": "id:li-keqiang"}, 2),
        (16, {"voice": "voice:unnamed-agent"}, 3),
        (19, {"kind": "dkind:place"}, 5),
        (21, {"isUsed": "false"}, 0),
        (24, {"series": "id:world-internet-conference"}, 1),
        (30, {"year": "2019"}, 4),
        (30, {"year": "1999"}, 0),
        (32, {"earlier": "id:government-work-report-2015"}, 3),
        (34, {"area": "id:tianjin"}, 1),
        (36, {"area": "id:china", "indicator": "id:technology-business-incubators-indicator"}, 6),
        (38, {"discrepancy": "id:size-of-the-second-batch"}, 2),
        (40, {"person": "id:wan-gang"}, 3),
        (41, {"mode": "mode:crowdsourcing"}, 1),
    ],
)
def test_values_change_the_answer(number: int, given: dict[str, str], rows: int, ask: Ask) -> None:
    """Questions with a value have fewer rows than without, as many as the sources give."""
    question = find_question(QUESTIONS, number)

    free = ask(question, _free(question))
    narrowed = ask(question, _free(question) | given)

    assert len(narrowed.rows) == rows < len(free.rows)


@each_question
def test_order_is_total(question: Question, engine_ask: Ask) -> None:
    """The text ends in ORDER BY over columns that tell any two rows apart."""
    found = LAST_LINE.search(question.text)
    answer = engine_ask(question, _free(question))

    assert found is not None
    columns = [answer.names.index(name) for name in re.findall(r"\?(\w+)", found[1])]
    keys = {tuple(row[column] for column in columns) for row in answer.rows}
    assert len(keys) == len(answer.rows)


@each_question
def test_prefixes_are_those_of_the_list(question: Question) -> None:
    """A query declares what it uses, sorted, with the namespaces of ontology/prefixes.ttl."""
    declared = dict(PREFIX.findall(question.text))
    body = PREFIX.sub("", _body(question))
    used = set(re.findall(r"(?<![\w?])([a-z]+):[\w-]", body))

    assert list(declared) == sorted(used)
    assert declared == {prefix: question.prefixes[prefix] for prefix in declared}


@each_question
def test_text_is_in_the_house_style(question: Question) -> None:
    """Keywords in capitals, no SELECT *, no GRAPH, language tags through LANGMATCHES only."""
    body = _body(question)

    assert LOWER_KEYWORD.findall(body) == []
    assert re.findall(r"SELECT \*|\bGRAPH\b|\t", body) == []
    assert len(re.findall(r"\bLANG\(", body)) == len(re.findall(r"LANGMATCHES\(LANG\(", body))
    assert all(len(line) <= 100 for line in question.text.splitlines())
    prepareQuery(question.text)


@each_question
def test_labels_come_in_both_languages(question: Question, engine_ask: Ask) -> None:
    """A column of English labels has its Chinese twin, and each holds its own language."""
    answer = engine_ask(question, _free(question))

    for name in [name for name in answer.names if name.endswith("En")]:
        for column, tag in ((name, "en"), (name.removesuffix("En") + "Zh", "zh-hans")):
            terms = [row[answer.names.index(column)] for row in answer.rows]
            assert {term[2] for term in terms if isinstance(term, tuple)} <= {tag}


@each_question
def test_header_is_in_both_languages(question: Question) -> None:
    """Summary, description and labels of parameters are English and Chinese, each in its own."""
    texts = [question.summary, question.description]
    texts += [parameter.label for parameter in question.parameters]

    for text in texts:
        assert re.search(r"[A-Za-z]{3}", text.en)
        assert re.search(r"[\u4e00-\u9fff]", text.zh_hans)
        assert not re.search(r"[\u4e00-\u9fff]", text.en)


@each_question
def test_values_of_defaults_are_known(question: Question, engine_ask: Ask) -> None:
    """A default is of its type, and an IRI among them is one that the question answers for."""
    free = engine_ask(question, _free(question))

    for name, term in bind(question, {}).items():
        values = {_cell(row[free.names.index(name)]) for row in free.rows}
        assert term.strip("<>") in values


def test_what_is_lacking_is_told() -> None:
    """A question with a column that nothing fills is listed in docs/questions.md as lacking data.

    An agent alone may be missing everywhere: the voice says that nobody is named.
    """
    page = (CONTENT.root / "docs" / "questions.md").read_text(encoding="utf-8")
    listed = [int(number) for number in LACKING.findall(page)]
    lacking = set()
    for question in QUESTIONS:
        with (EXPECTED / f"{question.name}.csv").open(encoding="utf-8", newline="") as file:
            names, *rows = csv.reader(file)
        empty = {name for name, *cells in zip(names, *rows, strict=True) if not any(cells)}
        if empty - {"agent"}:
            lacking.add(question.number)

    assert lacking <= set(listed)
    assert listed == sorted(set(listed))
