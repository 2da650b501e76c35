"""The texts and shapes of `test_hostile_validate`: each is made to crash, hang, grow or fetch."""

PREFIXES = """@prefix e: <http://e/> .
@prefix id: <https://w3id.org/shuangchuang/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shc: <https://w3id.org/shuangchuang/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = PREFIXES + 'e:x a e:T ; e:p 1 ; e:s "' + "a" * 40 + 'b" .\n'
SHAPE = (
    PREFIXES
    + "e:S a sh:NodeShape ; sh:targetClass e:T ; sh:property e:P .\n"
    + ("e:P sh:path e:p ; {} .")
)
TURTLE, N_TRIPLES, JSON_LD = "text/turtle", "application/n-triples", "application/ld+json"
HEAD = PREFIXES.encode()

TEXTS: dict[str, tuple[str, bytes]] = {
    "zero byte": (TURTLE, HEAD + b"e:x e:p 'a\0b' ."),
    "zero bytes": (TURTLE, b"\0" * 1_000_000),
    "utf-16": (TURTLE, (PREFIXES + "e:x a e:T .").encode("utf-16")),
    "two marks": (TURTLE, b"\xef\xbb\xbf\xef\xbb\xbf" + HEAD + b"e:x a e:T ."),
    "binary": (TURTLE, bytes(range(256)) * 1_000),
    "surrogate": (TURTLE, HEAD + b'e:x e:p "\xed\xa0\x80" .'),
    "escaped surrogate": (TURTLE, HEAD + rb'e:x e:p "\uD800" .'),
    "gzip": (TURTLE, b"\x1f\x8b" + b"\0" * 100),
    "long literal": (TURTLE, HEAD + b'e:x e:p "' + b"a" * 900_000 + b'" .'),
    "long iri": (TURTLE, HEAD + b"e:x e:p <http://e/" + b"a" * 900_000 + b"> ."),
    "long line": (TURTLE, HEAD + b"e:x e:p 1" + b" , 1" * 200_000 + b" ."),
    "deep brackets": (TURTLE, HEAD + b"e:x e:p " + b"[ e:p " * 100_000),
    "deep lists": (TURTLE, HEAD + b"e:x e:p " + b"(" * 300_000),
    "quotes": (TURTLE, b"'" * 1_000_000),
    "long quotes": (TURTLE, b'"""' * 300_000),
    "angles": (TURTLE, b"<" * 1_000_000),
    "backslashes": (TURTLE, b"\\" * 1_000_000),
    "at signs": (TURTLE, b"@" * 1_000_000),
    "spaces": (TURTLE, b" " * 1_000_000),
    "triple terms": (N_TRIPLES, b"<urn:x> <urn:p> " + b"<<( <urn:x> <urn:p> " * 45_000),
    "more triple terms": (N_TRIPLES, b"<urn:x> <urn:p> " + b"<<(" * 100_000),
    "remote context": (JSON_LD, b'{"@context":"file:///etc/passwd","@id":"urn:x","a":"b"}'),
    "deep arrays": (JSON_LD, b"[" * 400_000),
    "deep objects": (JSON_LD, b'{"a":' * 150_000),
    "json surrogate": (JSON_LD, b'{"@id":"http://e/x","http://e/p":"\\ud800"}'),
    "json number": (JSON_LD, b'{"@id":"http://e/x","http://e/p":1e999999}'),
    "mixed languages": (TURTLE, HEAD + b"e:x e:p 'a'@" + b"a" * 8 + b"-b" * 50_000 + b" ."),
}
JSONLD = {
    "context": '{"@context":"{url}","@id":"urn:x","a":"b"}',
    "import": '{"@context":{"@version":1.1,"@import":"{url}"},"@id":"urn:x","a":"b"}',
}
XML_HEAD = (
    "<!DOCTYPE r [{}]><rdf:RDF xmlns:e='http://e/' "
    "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description rdf:about='http://e/x'><e:p>{}</e:p></rdf:Description></rdf:RDF>"
)
_LAUGHS = '<!ENTITY a0 "lol>">' + "".join(
    f'<!ENTITY a{n + 1} ">{f"&a{n};" * 10}">' for n in range(12)
)
XML = {
    "billion laughs": XML_HEAD.format(_LAUGHS, "&a12;"),
    "quadratic": XML_HEAD.format(f'<!ENTITY x "{"y" * 200_000}">', "&x;" * 100_000),
    "external entity": XML_HEAD.format('<!ENTITY x SYSTEM "file:///etc/passwd">', "&x;"),
    "parameter entity": XML_HEAD.format('<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;', ""),
    "document type": XML_HEAD.replace("r [{}]", 'r SYSTEM "file:///etc/passwd"').format("x"),
    "deep elements": "<a>" * 200_000,
    "entities begun": "<!ENTITY " * 100_000,
    "utf-7": '<?xml version="1.0" encoding="utf-7"?><a/>',
    "no encoding": '<?xml version="1.0" encoding="x-none"?><a/>',
}
LITERALS = {
    "decimal": '"1E+999999999"^^xsd:decimal',
    "integer": f'"{"9" * 100_000}"^^xsd:integer',
    "date": '"99999999999-01-01"^^xsd:date',
    "year": '"-99999999999"^^xsd:gYear',
    "duration": '"P99999999999999999999Y"^^xsd:duration',
    "xml": '"<!DOCTYPE a []><a>&x;</a>"^^rdf:XMLLiteral',
    "html": f'"{"<b><i>" * 10_000}"^^rdf:HTML',
    "binary": '"zz"^^xsd:hexBinary',
    "double": '"1e99999"^^xsd:double',
}
_TARGET = "e:S a sh:NodeShape ; sh:targetClass e:T ; "
_JOINS = " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9))
_DOUBLING = "".join(f"BIND(CONCAT(?a{n}, ?a{n}) AS ?a{n + 1}) " for n in range(40))


def _sparql(select: str) -> str:
    return f'{_TARGET} sh:sparql [ sh:message "m" ; sh:select """{select}""" ] .'


SHAPES = {
    "cross product": _sparql(f"SELECT $this {{ {_JOINS} {_JOINS.replace('a', 'z')} }}"),
    "doubling": _sparql(f'SELECT $this ?a40 {{ BIND("{"a" * 50}" AS ?a0) {_DOUBLING} }}'),
    "deep query": _sparql("SELECT $this { FILTER(" + "(" * 5_000 + "1" + ")" * 5_000 + ") }"),
    "service": _sparql("SELECT $this { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"),
    "escaped service": _sparql("SELECT $this { \\\\u0053ERVICE <urn:x> { ?s ?p ?o } }"),
    "from a file": _sparql("SELECT $this FROM <file:///etc/passwd> { $this ?p ?o }"),
    "graph": _sparql("SELECT $this { GRAPH ?g { $this ?p ?o } }"),
    "catastrophic pattern": SHAPE.format('sh:pattern "^(a+)+$"').replace("path e:p", "path e:s"),
    "unclosed pattern": SHAPE.format('sh:pattern "((("'),
    "repeated pattern": SHAPE.format(f'sh:pattern "{"(" * 3_000}a{"{1,999})" * 3_000}"'),
    "cyclic list": f"{_TARGET} sh:in e:l . e:l rdf:first 1 ; rdf:rest e:l .",
    "cyclic alternatives": f"{_TARGET} sh:or e:l . e:l rdf:first e:S ; rdf:rest e:l .",
    "cyclic path": f"{_TARGET} sh:property [ sh:path e:l ; sh:minCount 1 ] . "
    "e:l sh:inversePath e:l .",
    "deep path": f"{_TARGET} sh:property [ sh:path e:l0 ; sh:minCount 1 ] . "
    + " ".join(f"e:l{n} sh:inversePath e:l{n + 1} ." for n in range(3_000)),
    "long path": f"{_TARGET} sh:property [ sh:path ({'e:p ' * 40_000}) ; sh:minCount 1 ] .",
    "many constraints": " ".join(
        f"e:S{n} sh:targetClass e:T ; sh:property [ sh:path e:q ; sh:minCount 1 ] ."
        for n in range(7_000)
    ),
    "script": f'{_TARGET} sh:js [ sh:message "m" ; sh:jsFunctionName "f" ] .',
    "query target": 'e:S sh:target [ sh:select "SELECT ?this { ?this a e:T }" ] ; sh:closed true .',
    "expression": f"{_TARGET} sh:expression [ sh:path e:none ] .",
    "no target": "e:S sh:property [ sh:path e:q ; sh:minCount 1 ] .",
    "severity": f"{_TARGET} sh:nodeKind sh:Literal ; sh:severity e:Mine .",
    "empty": "# nothing",
}
