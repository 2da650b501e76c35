"""House style: one text for one graph, comments kept, nothing that a file says changed."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic
from rdflib.term import Node

from shuangchuang.base.errors import ContentError
from shuangchuang.services.syntax.formatting import format_file, format_turtle
from shuangchuang.store.comparison import is_same_graph

PREFIXES = {
    "ex": "https://example.org/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "shc": "https://w3id.org/shuangchuang/ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
PATH = Path("some.ttl")
HEAD = "@prefix ex: <https://example.org/> .\n"
SEEDS = range(60)


def _format(text: str) -> str:
    return format_turtle(text, PREFIXES, PATH)


def _refusal(text: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        _format(text)
    return caught.value


def test_a_record_is_laid_out_in_house_style() -> None:
    """Prefixes used, subjects sorted, `a`, labels, facts by name, sources last."""
    text = """
PREFIX z: <https://example.org/>
PREFIX unused: <urn:nothing:>
z:b shc:isStatedIn z:s , z:r ; a z:C ; z:n 01 ; rdfs:label '双创'@zh-Hans , "one"@en .
<https://example.org/a> z:when "2015"^^xsd:gYear ; a <https://example.org/C> .
"""
    declared = "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in ("rdfs", "shc", "xsd"))

    written = _format(declared + text)

    assert written == (
        """\
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:a a ex:C ;
    ex:when "2015"^^xsd:gYear .

ex:b a ex:C ;
    rdfs:label "one"@en , "双创"@zh-Hans ;
    ex:n 01 ;
    shc:isStatedIn ex:r , ex:s .
"""
    )


def test_values_take_a_line_each_when_they_are_too_long_for_one() -> None:
    """Up to 100 characters stand on one line; lists and values break, brackets do not."""
    long, longer = "x" * 43, "y" * 44

    written = _format(
        f'{HEAD}ex:a a ex:C ; ex:p "{long}" , "{long}" ; ex:q "{longer}" , "{longer}" ;'
        f' ex:r ( "{longer}" "{longer}" ) .'
    )

    assert f'    ex:p "{long}" ;\n' in written
    assert f'    ex:r (\n        "{longer}"\n        "{longer}"\n    ) .' in written


def test_explanations_take_a_line_for_each_language() -> None:
    """A definition has its two languages below each other, however short."""
    skos = f"@prefix skos: <{PREFIXES['skos']}> .\n"

    written = _format(f'{skos}{HEAD}ex:a a ex:C ; skos:definition "一。"@zh-Hans , "One."@en .')

    assert '    skos:definition "One."@en ,\n        "一。"@zh-Hans .' in written


def test_comments_move_with_the_record_that_they_stand_before() -> None:
    """Comments at the head, before records and at the end are all there, in their places."""
    text = f"# head\n\n{HEAD}# of b\n# more of b\nex:b a ex:C .\n\n# of a\n\nex:a a ex:C .\n# end\n"

    written = _format(text)

    assert written == (
        f"# head\n{HEAD}\n# of a\nex:a a ex:C .\n\n# of b\n# more of b\nex:b a ex:C .\n\n# end\n"
    )


def test_a_head_stays_the_head_when_prefixes_are_added() -> None:
    """A licence above a file without prefixes is of the file; one right above a record is its."""
    fact = "<https://example.org/b> a <https://example.org/C> .\n"
    other = fact.replace("/b>", "/a>")

    assert _format(f"# head\n\n{fact}{other}").startswith(f"# head\n{HEAD}\nex:a")
    assert _format(f"# of b\n{fact}{other}").endswith("# of b\nex:b a ex:C .\n")
    for text in ("# head\n\n<urn:x> a <urn:y> .\n", "# of x\n<urn:x> a <urn:y> .\n"):
        assert _format(text) == text


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        (f"{HEAD}ex:a a ex:C ;\n  # why\n  ex:p 1 .", 3, 3),
        (f"{HEAD}ex:a a ex:C . # why", 2, 15),
        (f"{HEAD}ex:a ex:p ( 1\n# why\n) .", 3, 1),
        (f"{HEAD}# why\n@prefix b: <urn:b:> .", 3, 1),
    ],
)
def test_a_comment_that_would_lose_its_place_is_refused(text: str, line: int, column: int) -> None:
    """The error tells where the comment is; nothing is written without it."""
    error = _refusal(text)

    assert (error.line, error.column) == (line, column)
    assert "comment" in error.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (f"{HEAD}@base <https://example.org/> . <a> a ex:C .", "base"),
        (f"{HEAD}<< ex:a ex:b ex:c >> ex:d 1 .", "RDF 1.2"),
        (f"{HEAD}ex:a ex:p {'[ ex:p ' * 200} 1 {']' * 200} .", "deep"),
    ],
)
def test_what_records_do_not_hold_is_refused(text: str, reason: str) -> None:
    """Relative names, newer syntax and deep nesting are told, not half written."""
    assert reason in _refusal(text).reason


def test_what_is_not_turtle_is_told_with_line_and_column() -> None:
    """A missing dot is told at the place where the parser stumbles."""
    error = _refusal(f"{HEAD}ex:a a ex:C\nex:b a ex:C .")

    assert (error.path, error.line, error.column) == (PATH, 3, 1)


def test_literals_keep_every_character_and_their_spelling() -> None:
    """Escapes, quotes, tags in mixed case and numbers with zeros come through."""
    values = r'''"\u4E2D \"q\" \\ \t\r", """a
"b" c\\d "" \"""", 'it"s', "x"@zh-Hans-CN, 1.50, +07, -1E3, true, "1"^^xsd:boolean'''
    text = f"{HEAD}@prefix xsd: <{PREFIXES['xsd']}> .\nex:a ex:p {values} ."

    written = _format(text)

    for kept in (r'"中 \"q\" \\ \t\r"', "@zh-Hans-CN", " 1.50 ", "+07", "-1E3", '"1"^^xsd:boolean'):
        assert kept in f"{written.replace(chr(10), ' ')} "
    assert is_same_graph(text, written, PATH)


def _random_node(random_: random.Random, blanks: list[BNode], is_odd: bool) -> Node:
    names = ["a", "b-c", "d.e", "f/g", "双创", "1", "h%20i", "x.", "", "-k"]
    texts = ["", "one", 'q"', '"""', "tail\\", "two\nlines\n", '\n"', "中\u0007", "\r\n", "'"]
    kind = random_.randrange(6)
    if kind == 0:
        return random_.choice(blanks)
    if kind == 1:
        return Literal(
            random_.choice(texts), lang=random_.choice(["en", "zh-Hans", "zh-Latn-pinyin"])
        )
    if kind == 2 and is_odd:
        return Literal(random_.choice([1, Decimal("1.50"), True, date(2015, 1, 1)]))
    if kind == 2:
        datatype = URIRef(
            PREFIXES["xsd"] + random_.choice(["integer", "date", "boolean", "decimal"])
        )
        value = random_.choice(["1", "01", "true", "2015-01-01", "1.", ".5", "+3", *texts])
        return Literal(value, datatype=datatype, normalize=False)
    if kind == 3:
        return Literal(random_.choice(texts))
    return URIRef(random_.choice(list(PREFIXES.values())) + random_.choice(names))


def _random_graph(seed: int) -> Graph:
    random_ = random.Random(seed)  # noqa: S311 - the same graphs in every run
    graph = Graph()
    blanks = [BNode(f"n{number}") for number in range(4)]
    for _ in range(random_.randrange(1, 40)):
        subject = _random_node(random_, blanks, bool(seed % 2))
        predicate = URIRef(PREFIXES["ex"] + random_.choice("pqr"))
        if not isinstance(subject, Literal):
            graph.add(
                (
                    subject,
                    random_.choice([RDF.type, predicate]),
                    _random_node(random_, blanks, bool(seed % 2)),
                )
            )
    items = [_random_node(random_, blanks, bool(seed % 2)) for _ in range(random_.randrange(4))]
    head = BNode()
    Collection(graph, head, items)
    graph.add((URIRef(PREFIXES["ex"] + "list"), URIRef(PREFIXES["ex"] + "p"), head))
    return graph


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.filterwarnings("ignore")  # rdflib warns of ill-typed literals, which are meant here
def test_random_graphs_keep_what_they_say_and_are_formatted_once(seed: int) -> None:
    """Two parsers read the same from the text, and formatting it again changes nothing.

    Every other graph comes with brackets and lists from rdflib, which cannot write ill-typed ones.
    """
    graph = _random_graph(seed)
    text = graph.serialize(format="turtle" if seed % 2 else "nt")

    written = _format(text)

    assert is_same_graph(text, written, PATH)
    assert isomorphic(Graph().parse(data=text, format="turtle"), Graph().parse(data=written))
    assert _format(written) == written


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.filterwarnings("ignore")
def test_the_order_in_which_a_graph_is_written_does_not_matter(seed: int) -> None:
    """The lines of an N-Triples text give the same file in any order."""
    lines = _random_graph(seed).serialize(format="nt").splitlines()
    shuffled = random.Random(seed).sample(lines, len(lines))  # noqa: S311 - no secret

    assert _format("\n".join(shuffled)) == _format("\n".join(lines))


def test_a_file_is_replaced_whole_and_keeps_its_rights(tmp_path: Path) -> None:
    """The file is changed once, then found in order; no other file is left behind."""
    path = tmp_path / "a.ttl"
    path.write_text(f"{HEAD}ex:b a ex:C . ex:a a ex:C .")
    path.chmod(0o640)

    assert format_file(path, PREFIXES, is_check=True)
    assert "ex:b a ex:C . ex:a" in path.read_text()
    assert format_file(path, PREFIXES)
    assert not format_file(path, PREFIXES)
    assert path.read_text() == f"{HEAD}\nex:a a ex:C .\nex:b a ex:C .\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["a.ttl"]


def test_the_mark_that_some_editors_put_first_is_taken_off(tmp_path: Path) -> None:
    """A file that only differs by it is changed, too."""
    path = tmp_path / "a.ttl"
    path.write_bytes(f"\ufeff{HEAD}\nex:a a ex:C .\n".encode())

    assert format_file(path, PREFIXES)
    assert path.read_text(encoding="utf-8") == f"{HEAD}\nex:a a ex:C .\n"


@pytest.mark.parametrize(("encoding", "name"), [("utf-16", "UTF-16"), ("gbk", "GB 18030")])
def test_another_encoding_is_named(tmp_path: Path, encoding: str, name: str) -> None:
    """The error says what to do, and not which byte a decoder stumbled over."""
    path = tmp_path / "a.ttl"
    path.write_bytes(f'{HEAD}ex:a ex:b "红砖" .'.encode(encoding))

    with pytest.raises(ContentError, match=f"this is {name}; save it with the encoding UTF-8"):
        format_file(path, PREFIXES)


@pytest.mark.parametrize("body", [b"\xff\xfe", b"ex:a a ex:C .", b"# c\nex:a a"])
def test_a_file_that_cannot_be_formatted_is_left_as_it_is(tmp_path: Path, body: bytes) -> None:
    """Noise and broken Turtle stay byte for byte."""
    path = tmp_path / "a.ttl"
    path.write_bytes(body)

    with pytest.raises(ContentError):
        format_file(path, PREFIXES)

    assert path.read_bytes() == body
