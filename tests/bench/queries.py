"""Ten queries of the kinds that researchers ask, each with a number that varies it."""

PROLOGUE = """PREFIX shc: <https://w3id.org/shuangchuang/ontology#>
PREFIX id: <https://example.org/bench/id/>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

QUERIES = {
    "entity": "SELECT ?p ?o WHERE { <https://example.org/bench/id/document/%d> ?p ?o }",
    "timeline": """SELECT ?x ?date ?label WHERE {
  { ?x a shc:Gathering ; shc:earliest ?date }
  UNION { ?x a shc:PolicyDocument ; shc:publishedOn ?date }
  ?x rdfs:label ?label . FILTER(LANGMATCHES(LANG(?label), "zh-Hans"))
} ORDER BY DESC(?date) ?x LIMIT 10%d""",
    "issuers": """SELECT ?issuer ?label (COUNT(DISTINCT ?d) AS ?n) (MIN(?date) AS ?first) WHERE {
  ?d a shc:PolicyDocument ; shc:isIssuedBy ?issuer ; shc:publishedOn ?date .
  ?issuer rdfs:label ?label . FILTER(LANGMATCHES(LANG(?label), "en"))
} GROUP BY ?issuer ?label ORDER BY DESC(?n) ?issuer LIMIT 5%d""",
    "places": """SELECT ?place ?label (COUNT(?x) AS ?n) (SUM(?amount) AS ?total)
  (AVG(?amount) AS ?mean) WHERE {
  ?x a shc:Facility ; shc:isLocatedIn ?place ; shc:amount ?amount .
  OPTIONAL { ?x shc:isSetOutIn ?document }
  ?place rdfs:label ?label . FILTER(LANGMATCHES(LANG(?label), "zh-Hans"))
} GROUP BY ?place ?label ORDER BY DESC(?n) ?place LIMIT 5%d""",
    "search": """SELECT ?x ?type ?label WHERE {
  ?x rdfs:label ?label ; a ?type . FILTER(CONTAINS(LCASE(STR(?label)), "event %d "))
} LIMIT 50""",
    "path": """SELECT ?d ?date ?label WHERE {
  ?d shc:implements+ <https://example.org/bench/id/document/%d> .
  ?d shc:publishedOn ?date ; rdfs:label ?label . FILTER(LANGMATCHES(LANG(?label), "en"))
} ORDER BY ?date ?d LIMIT 100""",
    "profile": """SELECT ?x ?zh ?en ?op ?opLabel ?doc ?docLabel WHERE {
  ?x shc:isLocatedIn <https://example.org/bench/id/place/%d> ; a shc:Facility .
  OPTIONAL { ?x rdfs:label ?zh FILTER(LANGMATCHES(LANG(?zh), "zh-Hans")) }
  OPTIONAL { ?x rdfs:label ?en FILTER(LANGMATCHES(LANG(?en), "en")) }
  OPTIONAL {
    ?x shc:isOperatedBy ?op
    OPTIONAL { ?op rdfs:label ?opLabel FILTER(LANGMATCHES(LANG(?opLabel), "en")) }
  }
  OPTIONAL {
    ?x shc:isSetOutIn ?doc
    OPTIONAL { ?doc rdfs:label ?docLabel FILTER(LANGMATCHES(LANG(?docLabel), "en")) }
  }
} LIMIT 100""",
    "provenance": """SELECT ?s ?p ?o ?source ?label WHERE {
  ?s rdf:subject <https://example.org/bench/id/platform/%d> ; rdf:predicate ?p ; rdf:object ?o ;
    shc:isStatedIn ?source .
  ?source rdfs:label ?label . FILTER(LANGMATCHES(LANG(?label), "en"))
} ORDER BY ?s ?source LIMIT 100""",
    "dates": """SELECT ?d ?date ?label ?issuerLabel WHERE {
  ?d a shc:PolicyDocument ; shc:publishedOn ?date ; shc:isIssuedBy ?issuer ; rdfs:label ?label .
  ?issuer rdfs:label ?issuerLabel .
  FILTER(?date >= "2015-06-0%d"^^xsd:date && ?date < "2015-09-01"^^xsd:date)
  FILTER(LANGMATCHES(LANG(?label), "zh-Hans") && LANGMATCHES(LANG(?issuerLabel), "zh-Hans"))
} ORDER BY ?date ?d LIMIT 200""",
    "construct": """CONSTRUCT { ?s ?p ?o } WHERE {
  { BIND(<https://example.org/bench/id/actor/%d> AS ?s) ?s ?p ?o }
  UNION { BIND(<https://example.org/bench/id/actor/%d> AS ?o) ?s ?p ?o }
} LIMIT 200""",
}

# Five kinds of query that no limit of rows or triples stops.
RUNAWAYS = {
    "cross product": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "path closure": "SELECT (COUNT(*) AS ?n) { ?a (!<x:n>|!^<x:n>)* ?b . ?c (!<x:n>|!^<x:n>)* ?d }",
    "sorted cross product": "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "hashing": f"SELECT (MAX({'SHA512(' * 40}STR(?c){')' * 40}) AS ?m) {{ ?a ?b ?c . ?d ?e ?f }}",
    "VALUES product": "SELECT (COUNT(*) AS ?n) { "
    + " ".join(f"VALUES ?v{n} {{ {' '.join(map(str, range(200)))} }}" for n in range(6))
    + " }",
}


def text_of(name: str, number: int) -> str:
    """Give the text of a query with its number, 0 to 9."""
    query = QUERIES[name]
    return PROLOGUE + query % ((number,) * query.count("%d"))
