"""The walk over the tokens gives the triples of the parser, each with its place."""

from collections import Counter
from pathlib import Path

import pytest

from shuangchuang.base.content import Content
from shuangchuang.services.syntax.spots import Lost, deepest_bracket, place_triples
from shuangchuang.store.parsing import parse_rdf
from shuangchuang.store.terms import Term, Triple

PREFIXES = "@prefix : <http://e/> .\nPREFIX x: <http://x/#>\n"
TEXTS = {
    "lists of values": ':a :b :c , "d"@en , "e"^^x:y ; a :T ;; :f 1 , -2 , +3.5 , 1e6 , .5 .',
    "truth": ":a :b true , false .",
    "a number before a dot": ":a :b 42. :c :d 1.5. :e :f -7.",
    "strings": """:a :b "q\\"u" , 'x' , \"\"\"two "lines"
of text\"\"\" , '''it's''' , "\\u4E2D\\U00020BB7\\t" .""",
    "a tag in any case": ':a :b "x"@ZH-hans , "y"@EN-gb .',
    "plain text with its datatype": ':a :b "x"^^<http://www.w3.org/2001/XMLSchema#string> .',
    "brackets": ":a :b [ :c 1 ; :d [ :e 2 ] ] , [] . [ :f 3 ] . [ :g 4 ] :h 5 .",
    "lists": ":a :b ( 1 ( :c ) [ :d 2 ] ) , () .",
    "labels": "_:a :b _:c1 . _:c1 :d _:a .",
    "names with signs": ":a-b.c :d\\,e x: , :%20 , :a:b .",
    "a base": "@base <http://base/x/> . <y> <#z> <../w> .",
    "comments": "# one . two\n:a :b :c . # three\n:d :e '#' .",
    "nothing": "# nothing",
}
QUADS = {
    "trig": PREFIXES
    + ":a :b 1 . { :c :d 2 . :e :f 3 } GRAPH :g { :h :i [ :j 4 ] } :k { :l :m :n }",
    "nq": '<http://a> <http://b> "c"@en <http://g> .\n_:a <http://b> _:b _:g .\n'
    "<http://a> <http://b> <http://c> .\n",
    "nt": '<http://a> <http://b> "c" .\n# x\n_:a <http://b> "1"^^<http://d> .\n',
}


def _shape(triple: Triple) -> Triple:
    subject, predicate, value = (
        Term("blank", "") if one.kind == "blank" else one for one in triple
    )
    return subject, predicate, value


def _assert_same(text: str, name: str) -> None:
    parsed = Counter(_shape(one) for one in parse_rdf(text, name))

    walked = Counter(_shape(one.triple) for one in place_triples(text))

    assert walked == parsed


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_the_walk_gives_the_triples_of_the_parser(text: str) -> None:
    """Every construct of Turtle is read as the parser reads it."""
    _assert_same(PREFIXES + text, "ttl")


@pytest.mark.parametrize("name", QUADS)
def test_the_walk_reads_the_formats_with_graphs_and_lines(name: str) -> None:
    """TriG, N-Quads and N-Triples are read; names of graphs are passed over."""
    _assert_same(QUADS[name], name)


def test_the_walk_reads_every_file_of_the_content(content: Content) -> None:
    """Ontology, data, shapes and all their examples give the same triples as the parser."""
    paths: list[Path] = sorted(content.root.glob("[ods]*/**/*.ttl"))
    files = [path for path in paths if path.parts[len(content.root.parts)] != "docs"]

    assert len(files) > 100
    for path in files:
        _assert_same(path.read_text(encoding="utf-8"), "ttl")


def test_places_are_where_the_terms_begin() -> None:
    """Subject, predicate and object each have the position of their first sign."""
    text = "@prefix : <http://e/> .\n:subject a :Class ;\n    :name 'x' , \"y\"@en .\n"

    last = list(place_triples(text))[-1]

    assert text[last.subject :].startswith(":subject a")
    assert text[last.predicate :].startswith(":name 'x'")
    assert text[last.object :].startswith('"y"@en')


def test_what_is_not_rdf_11_loses_the_walk() -> None:
    """A triple term is met with an error and its place, not with a wrong triple."""
    with pytest.raises(Lost) as caught:
        list(place_triples("@prefix : <http://e/> .\n:a :b <<( :c :d :e )>> ."))

    assert caught.value.start == 30


def test_the_deepest_bracket_is_found_outside_of_texts() -> None:
    """Brackets in texts and comments do not count."""
    assert deepest_bracket('[ ( "((((" ) ] # ((((\n') == (2, 2)
