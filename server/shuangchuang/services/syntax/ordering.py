"""The order in which a record tells its facts, and a text its records, and why.

A reader wants to know first what a thing is, then what it is called and what that means, then
the rest by name, and at the end how to go on: the source, the shape's message, what to read.
"""

from collections.abc import Callable

from shuangchuang.base import namespaces as ns
from shuangchuang.services.syntax.records import Blank, Iri, Literal, Record, Term

_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_OWL = "http://www.w3.org/2002/07/owl#"
_SH = "http://www.w3.org/ns/shacl#"

_NAMES = (f"{_RDFS}label", f"{_SKOS}prefLabel", f"{_SKOS}altLabel", f"{_SH}name")
# These take one line for each language, as they are compared between languages.
EXPLANATIONS = (
    f"{_SKOS}definition",
    f"{_SKOS}scopeNote",
    f"{_SKOS}example",
    f"{_SH}description",
    f"{_SH}message",
)
_ABOVE = (f"{_RDFS}subClassOf", f"{_OWL}disjointWith", f"{_RDFS}subPropertyOf")
# What is looked at, then what is asked of it, the kind of value before its number.
_ASKED = (
    *("path", "targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf"),
    *("prefixes", "select", "ask", "datatype", "class", "nodeKind", "node", "hasValue", "in"),
    *("languageIn", "pattern", "flags", "minInclusive", "maxInclusive", "minCount", "maxCount"),
    *("lessThan", "lessThanOrEquals", "uniqueLang", "minLength", "maxLength"),
    *("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"),
    *("property", "and", "or", "xone", "not", "sparql"),
)
_AT_THE_END = (
    *(
        _SH + name
        for name in ("prefix", "namespace", "declare", "severity", "message", "group", "order")
    ),
    *(f"{_RDFS}seeAlso", f"{_RDFS}isDefinedBy", f"{ns.SHC}isStatedIn"),
)
_BEFORE = (ns.RDF_TYPE, *_NAMES, *EXPLANATIONS, *_ABOVE, *(_SH + name for name in _ASKED))
_RANKS = {
    **{iri: place - len(_BEFORE) for place, iri in enumerate(_BEFORE)},
    **{iri: place + 1 for place, iri in enumerate(_AT_THE_END)},
}
_HEADER = Iri(f"{_OWL}Ontology")


def predicate_key(predicate: Iri, write: Callable[[Iri], str]) -> tuple[int, str]:
    """Sort predicates: by rank, and those without one in the middle by their written form."""
    return _RANKS.get(predicate.value, 0), write(predicate)


def value_key(value: Term, write: Callable[[Term], str]) -> tuple[int, str, str]:
    """Sort values: IRIs, literals by language, then what is in brackets."""
    if isinstance(value, Literal):
        return 1, value.language.lower(), write(value)
    return (0 if isinstance(value, Iri) else 2), "", write(value)


def record_key(record: Record, text: str) -> tuple[int, str]:
    """Sort records: the header of a file, by IRI, blank nodes by label, the others by text."""
    if isinstance(record.subject, Iri):
        types = [value for predicate, value in record.facts if predicate.value == ns.RDF_TYPE]
        return (0 if _HEADER in types else 1), record.subject.value
    label = record.subject.label if isinstance(record.subject, Blank) else ""
    return (2, label) if label else (3, " ".join(text.split()))
