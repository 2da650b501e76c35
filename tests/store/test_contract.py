"""What every engine does, whatever evaluates: one suite for all of them.

Where a server cannot, LIMITS says so; a limit that has gone makes its test fail, so that
docs/engines.md stays true.
"""

import csv
import io
import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rdflib

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import (
    EngineUnavailable,
    NotAcceptable,
    QueryRefused,
    QuerySyntax,
    QueryTimeout,
)
from shuangchuang.base.media import formats_of
from shuangchuang.base.settings import Settings
from shuangchuang.store.engine import Answer, Engine, Limits, Query
from shuangchuang.store.factory import open_engine
from shuangchuang.store.publishing import publish
from shuangchuang.store.release import load_release

from .conftest import write_release
from .servers import RUNNERS

NAMES = ("embedded", "oxigraph", "virtuoso", "fuseki")
ENGINES = [
    pytest.param(name, marks=[] if name == "embedded" else pytest.mark.outside) for name in NAMES
]
SOLUTIONS = {one.name: one for one in formats_of("solutions")}
GRAPHS = {one.name: one for one in formats_of("graph")}
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
X = "PREFIX x: <https://example.org/>"
SHARED = f"SELECT (COUNT(*) AS ?n) @DATASET {{ ?s {LABEL} 'in two files'@en }}"
LABELS = f"SELECT (COUNT(*) AS ?n) @DATASET {{ ?s {LABEL} ?l }}"
PEOPLE, PLACES = (f"https://w3id.org/shuangchuang/graph/data/{n}" for n in ("people", "places"))
CROSS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?s{n} ?p{n} ?o{n} .' for n in range(12))} }}"
EXTRA = """
@prefix x: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
x:all x:text "quote \\" tab \\t line \\n comma , 双创 🚀"@en , "plain" ;
  x:number 12 , 1.5 , 2.5e0 ; x:flag true ; x:date "2015-06-11"^^xsd:date ;
  x:month "2015-06"^^xsd:gYearMonth ; x:year "2015"^^xsd:gYear ;
  x:link <https://example.org/a%20b?c=双,d> ; x:blank [ x:text "inside" ] .
"""
VALUE = rdflib.Variable("o")
STRUNG = "it strings default graphs together, and a triple of two of them counts twice"
LIMITS = {
    "oxigraph": {
        "test_protocol_default_graphs_are_merged": STRUNG,
        "test_from_twice_is_a_merge": STRUNG,
    },
    "virtuoso": {
        "test_protocol_default_graphs_are_merged": STRUNG,
        "test_from_twice_is_a_merge": STRUNG,
        "test_chinese_names_of_variables": "its parser takes ASCII names only",
        "test_comparison_is_a_boolean": "its expressions give the integers 1 and 0",
        "test_error_in_an_expression_is_unbound": "YEAR of nothing ends the whole query",
    },
}

Ask = Callable[..., Answer]


@pytest.fixture(scope="session", params=ENGINES)
def peer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Engine, Content]]:
    """Run one engine over the small release and a file with every kind of term."""
    name = request.param
    root = write_release(tmp_path_factory.mktemp("contract"))
    (root / "data" / "terms.ttl").write_text(EXTRA, encoding="utf-8")
    content = find_content(root)
    if name == "embedded":
        engine = open_engine(Settings(workers=2), content)
        yield name, engine, content
        engine.close()
        return
    with RUNNERS[name](tmp_path_factory.mktemp(name)) as server:
        assert [step.action for step in publish(load_release(content), server.target())]
        yield name, open_engine(Settings(engine=server.query_url), content), content


@pytest.fixture
def ask(peer: tuple[str, Engine, Content], request: pytest.FixtureRequest) -> Ask:
    """Ask the engine; a test that meets a limit of this server is expected to fail."""
    name, engine, _ = peer
    why = LIMITS.get(name, {}).get(request.node.originalname)
    if why:
        request.applymarker(pytest.mark.xfail(reason=why, strict=True))

    def asked(text: str, form: str = "json", limits: Limits | None = None, **more: Any) -> Answer:  # noqa: ANN401 - by name
        chosen = limits or Limits(timeout_s=20.0)
        solutions, graph = SOLUTIONS.get(form), GRAPHS.get(form)
        query = Query(text, **more)
        return engine.query(query, solutions or SOLUTIONS["json"], graph or GRAPHS["nt"], chosen)

    return asked


def rows(answer: Answer) -> list[dict[str, str]]:
    """Read the rows of an answer in JSON as plain values."""
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def count(answer: Answer) -> int:
    """Read the one number of an answer."""
    return int(next(iter(rows(answer)[0].values())))


def test_release_tells_digest_and_counts(peer: tuple[str, Engine, Content]) -> None:
    """What is served is what was loaded, by digest and by count."""
    _, engine, content = peer

    assert engine.release == load_release(content).info


def test_select_gives_rows_in_order(ask: Ask) -> None:
    """Rows come in the order asked for, under the variables asked for."""
    answer = ask(f"SELECT ?l {{ ?s {LABEL} ?l FILTER(LANGMATCHES(LANG(?l), 'en')) }} ORDER BY ?l")

    assert answer.kind == "solutions"
    assert [row["l"] for row in rows(answer)][:2] == ["Ada", "a concept"]


@pytest.mark.parametrize(
    ("text", "value"), [("ASK { ?s ?p ?o }", b"true"), ("ASK { ?s <urn:x> 1 }", b"false")]
)
def test_ask_gives_a_boolean(ask: Ask, text: str, value: bytes) -> None:
    """Both answers of an ASK."""
    answer = ask(text)

    assert (answer.kind, answer.body) == ("boolean", b'{"head":{},"boolean":' + value + b"}")


def test_keywords_may_have_any_case(ask: Ask) -> None:
    """All of them, the truth values included; texts and names are no keywords."""
    text = """prefix True: <urn:> aSk { filTer(TRUE && !False && "TRUE" != "true")
      MINUS { ?s ?p True:FALSE } }"""

    assert ask(text).body.endswith(b"true}")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib's JSON-LD parser
@pytest.mark.parametrize(
    ("form", "parser"), [("nt", "nt"), ("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld")]
)
def test_construct_gives_a_graph(ask: Ask, form: str, parser: str) -> None:
    """Each format of a graph is read back by another library, with the same triples."""
    text = f"CONSTRUCT {{ ?s {LABEL} ?l }} WHERE {{ ?s {LABEL} ?l }}"

    graph = rdflib.Graph().parse(data=ask(text, form).body, format=parser)

    assert len(graph) == 5
    assert rdflib.Literal("艾达", lang="zh-hans") in set(graph.objects())


def test_graph_that_its_format_cannot_hold_is_told(ask: Ask) -> None:
    """RDF/XML writes properties as names, and this one has none."""
    text = "CONSTRUCT { ?s <http://example.org/123> ?o } WHERE { ?s ?p ?o }"

    with pytest.raises(NotAcceptable, match="name"):
        ask(text, "rdf")


def test_describe_gives_what_is_said_of_a_thing(ask: Ask) -> None:
    """A DESCRIBE is a graph with at least the triples that the thing is subject of."""
    answer = ask("DESCRIBE <https://w3id.org/shuangchuang/id/ada>")

    assert answer.kind == "graph"
    assert "艾达" in answer.body.decode()


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_terms_survive_every_format(ask: Ask, form: str) -> None:
    """Quotes, tabs, lines, commas and astral characters come back from an independent reader."""
    text = f"{X} SELECT ?o {{ x:all x:text ?o FILTER(LANG(?o) = 'en') }}"
    wanted = 'quote " tab \t line \n comma , 双创 🚀'

    body = ask(text, form).body

    if form == "csv":
        found = list(csv.reader(io.StringIO(body.decode(), newline="")))[1][0]
    else:
        found = str(rdflib.query.Result.parse(io.BytesIO(body), format=form).bindings[0][VALUE])
    assert found == wanted


@pytest.mark.parametrize(
    ("name", "value", "datatype"),
    [
        ("flag", "true", "boolean"),
        ("date", "2015-06-11", "date"),
        ("month", "2015-06", "gYearMonth"),
        ("year", "2015", "gYear"),
    ],
)
def test_datatypes_are_kept(ask: Ask, name: str, value: str, datatype: str) -> None:
    """A typed literal keeps its form and its type."""
    answer = ask(f"SELECT ?o {{ <https://example.org/all> <https://example.org/{name}> ?o }}")
    cell = json.loads(answer.body)["results"]["bindings"][0]["o"]

    assert cell["value"] == value
    assert cell["datatype"] == f"http://www.w3.org/2001/XMLSchema#{datatype}"


def test_numbers_are_compared_by_value(ask: Ask) -> None:
    """Integer, decimal and double stand in one order."""
    found = rows(ask("SELECT ?o { ?s <https://example.org/number> ?o } ORDER BY DESC(?o)"))

    assert [float(row["o"]) for row in found] == [12.0, 2.5, 1.5]


def test_sum_of_numbers_is_a_number(ask: Ask) -> None:
    """Aggregates mix the numeric types."""
    assert (
        float(rows(ask("SELECT (SUM(?o) AS ?n) { ?s <https://example.org/number> ?o }"))[0]["n"])
        == 16
    )


def test_comparison_is_a_boolean(ask: Ask) -> None:
    """What an expression finds true has a type that says so."""
    answer = ask("SELECT (1 < 2 AS ?is) {}", "tsv")

    assert answer.body == b"?is\ntrue\n"


def test_error_in_an_expression_is_unbound(ask: Ask) -> None:
    """SPARQL 1.1 Query 18.5.1.1: an error leaves the variable without a value."""
    assert rows(ask("SELECT ?year ?x { BIND(1 AS ?x) BIND(YEAR(?none) AS ?year) }")) == [{"x": "1"}]


def test_iri_with_escapes_and_chinese_is_kept(ask: Ask) -> None:
    """Percent signs are not decoded, characters not encoded."""
    found = rows(ask("SELECT ?o { ?s <https://example.org/link> ?o }"))

    assert found == [{"o": "https://example.org/a%20b?c=双,d"}]


def test_blank_node_is_the_same_in_one_answer(ask: Ask) -> None:
    """Two cells of one blank node bear one label."""
    found = rows(ask(f"{X} SELECT ?b ?c {{ ?s x:blank ?b . ?c x:text 'inside' }}"))

    assert len(found) == 1
    assert found[0]["b"] == found[0]["c"]


def test_unbound_is_left_out(ask: Ask) -> None:
    """A variable without a value has no cell, and an empty one in CSV."""
    text = f"{X} SELECT ?o ?none {{ x:all x:year ?o OPTIONAL {{ ?o x:none ?none }} }}"

    assert rows(ask(text)) == [{"o": "2015"}]
    assert ask(text, "csv").body == b"o,none\r\n2015,\r\n"


@pytest.mark.parametrize("range_", ["zh-Hans", "zh-hans", "zh", "ZH"])
def test_language_matches_whatever_its_case(ask: Ask, range_: str) -> None:
    """The way that every question asks for a language."""
    found = rows(ask(f"SELECT ?l {{ ?s {LABEL} ?l FILTER(LANGMATCHES(LANG(?l), '{range_}')) }}"))

    assert found == [{"l": "艾达"}]


def test_language_tag_comes_in_lower_case(ask: Ask) -> None:
    """Whatever a server makes of tags, ours are written in one way."""
    answer = ask(f"SELECT ?l {{ ?s {LABEL} ?l FILTER(STR(?l) = '艾达') }}")

    assert json.loads(answer.body)["results"]["bindings"][0]["l"]["xml:lang"] == "zh-hans"


def test_superclasses_are_found(ask: Ask) -> None:
    """The inferred graph is part of the default graph."""
    found = rows(ask("SELECT ?s { ?s a <https://w3id.org/shuangchuang/ontology#Actor> }"))

    assert found == [{"s": "https://w3id.org/shuangchuang/id/ada"}]


def test_default_graph_is_a_merge(ask: Ask) -> None:
    """A triple of two files counts once."""
    assert count(ask(SHARED.replace("@DATASET", ""))) == 1


def test_default_graph_holds_no_shapes(ask: Ask) -> None:
    """Nor anything else that a server has of its own."""
    assert ask("ASK { ?s a <http://www.w3.org/ns/shacl#NodeShape> }").body.endswith(b"false}")
    assert ask("ASK { GRAPH ?g { ?s a <http://www.w3.org/ns/shacl#NodeShape> } }").body.endswith(
        b"true}"
    )


def test_named_graphs_are_the_files(peer: tuple[str, Engine, Content], ask: Ask) -> None:
    """Every graph of the release is there by name, and no other."""
    found = rows(ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g"))

    assert [row["g"] for row in found] == sorted(peer[1].release.graphs)


def test_protocol_dataset_of_one_graph(ask: Ask) -> None:
    """The default graph of the protocol is that graph alone, and no graph is named."""
    assert count(ask(LABELS.replace("@DATASET", ""), default_graphs=(PEOPLE,))) == 3
    assert b"false" in ask("ASK { GRAPH ?g { ?s ?p ?o } }", default_graphs=(PEOPLE,)).body


def test_protocol_dataset_overrides_from(ask: Ask) -> None:
    """SPARQL 1.1 Protocol 2.1.4."""
    text = LABELS.replace("@DATASET", f"FROM <{PLACES}>")

    assert count(ask(text, default_graphs=(PEOPLE,))) == 3


def test_from_chooses_the_graph(ask: Ask) -> None:
    """Without a dataset of the protocol, the query's own counts."""
    assert count(ask(LABELS.replace("@DATASET", f"FROM <{PEOPLE}>"))) == 3


def test_protocol_default_graphs_are_merged(ask: Ask) -> None:
    """A triple of two graphs is one row. SPARQL 1.1 Query 13.2."""
    assert count(ask(SHARED.replace("@DATASET", ""), default_graphs=(PEOPLE, PLACES))) == 1


def test_from_twice_is_a_merge(ask: Ask) -> None:
    """The same in the text of the query."""
    assert count(ask(SHARED.replace("@DATASET", f"FROM <{PEOPLE}> FROM <{PLACES}>"))) == 1


def test_protocol_named_graph_leaves_the_default_graph_empty(ask: Ask) -> None:
    """Only named graphs given: GRAPH sees them, the rest sees nothing."""
    found = rows(ask("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }", named_graphs=(PEOPLE,)))

    assert found == [{"g": PEOPLE}]
    assert b"false" in ask("ASK { ?s ?p ?o }", named_graphs=(PEOPLE,)).body


def test_unknown_graph_is_empty(ask: Ask) -> None:
    """A graph that is not there holds nothing, and is not fetched."""
    assert b"false" in ask("ASK { ?s ?p ?o }", default_graphs=("https://example.org/none",)).body


def test_binding_is_a_term(ask: Ask) -> None:
    """A bound variable takes its term, and hostile text is only text."""
    text = f"SELECT ?s {{ ?s {LABEL} ?l }}"

    assert len(rows(ask(text, bindings={"l": '"Ada"@en'}))) == 1
    assert rows(ask(text, bindings={"l": '"x\\" } SELECT * { ?s ?p ?o"'})) == []


def test_binding_that_is_no_term_is_an_error(ask: Ask) -> None:
    """Nothing but one complete term gets into a query."""
    with pytest.raises(EngineUnavailable, match="not a variable and a term"):
        ask("SELECT ?s { ?s ?p ?l }", bindings={"l": '"a" } #'})


def test_relative_iri_is_resolved(ask: Ask) -> None:
    """Against our base, not against the server's address; a BASE of the query wins."""
    assert b"true" in ask(f"ASK {{ <id/ada> {LABEL} ?l }}").body
    assert b"true" in ask("BASE <https://example.org/> ASK { <all> <year> ?y }").body


def test_rows_beyond_the_limit_are_cut_and_told(ask: Ask) -> None:
    """A cut answer is a whole document that says so; one of just that length is not cut."""
    cut = ask("SELECT ?s { ?s ?p ?o }", limits=Limits(20.0, max_rows=2))
    whole = ask("SELECT ?s { ?s ?p ?o } LIMIT 2", limits=Limits(20.0, max_rows=2))

    assert (cut.truncated, len(rows(cut))) == (True, 2)
    assert (whole.truncated, len(rows(whole))) == (False, 2)


def test_triples_beyond_the_limit_are_cut_and_told(ask: Ask) -> None:
    """The same for a graph."""
    cut = ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", limits=Limits(20.0, max_rows=3))

    assert (cut.truncated, cut.body.count(b" .\n")) == (True, 3)


@pytest.mark.parametrize(
    "text", ["SELECT ?s ?p ?o { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"]
)
def test_bytes_beyond_the_limit_are_cut_and_told(ask: Ask, text: str) -> None:
    """The limit of bytes ends at a row or a triple."""
    cut = ask(text, limits=Limits(20.0, max_bytes=900))

    assert cut.truncated
    assert 0 < len(cut.body) < 1_000
    assert cut.body.endswith((b"]}}", b" .\n"))


@pytest.mark.parametrize(
    "text", ["SELECT *\nWHERE { ?s ?p ?o . FILTER }", "SELECT ?s\nWHERE { ?s ?p }"]
)
def test_syntax_error_has_its_line(ask: Ask, text: str) -> None:
    """The engine's own parser is translated into a place in the text as it was sent."""
    with pytest.raises(QuerySyntax) as caught:
        ask(text)

    assert caught.value.line == 2
    assert caught.value.excerpt == text.split("\n")[1]


def test_query_that_runs_away_ends_at_its_limit(ask: Ask) -> None:
    """The client is answered at the limit, and the next query is answered."""
    started = time.monotonic()
    with pytest.raises(QueryTimeout):
        ask(CROSS, limits=Limits(timeout_s=1.0))
    took = time.monotonic() - started

    assert 0.9 < took < 3.0
    assert ask("ASK {}").body.endswith(b"true}")


def test_service_is_refused_or_reaches_nothing(ask: Ask) -> None:
    """No engine of ours asks another server for a visitor."""
    with pytest.raises((QueryRefused, EngineUnavailable)):
        ask("SELECT * { SERVICE <http://127.0.0.1:9999/> { ?s ?p ?o } }")


def test_chinese_goes_in_and_comes_out(ask: Ask) -> None:
    """Values in the query and in the answer, beyond the basic plane too."""
    assert rows(ask("SELECT ?v { BIND('大众创业🚀' AS ?v) }")) == [{"v": "大众创业🚀"}]


def test_chinese_names_of_variables(ask: Ask) -> None:
    """SPARQL 1.1 Query 19.8: VARNAME takes letters of every script."""
    assert rows(ask("SELECT ?双创 { BIND(1 AS ?双创) }")) == [{"双创": "1"}]
