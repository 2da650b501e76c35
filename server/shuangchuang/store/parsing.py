"""Parses RDF from outside, in any of our formats, with the place of the first fault.

Nothing is fetched: the parser has no way to load a JSON-LD context, and the one for XML reads no
external entity. To be called in a child that can be killed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

import pyoxigraph as ox

from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.base.texts import Text
from shuangchuang.store.reader import read_term
from shuangchuang.store.terms import Term, Triple

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "trig": ox.RdfFormat.TRIG,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "rdf": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}
# JSON-LD drops what it cannot resolve, so its relative names get a base that no rule lets pass.
RELATIVE_BASE = "relative:///"

PLACE = re.compile(r"^Parser error (?:at|between) .*?: ", re.DOTALL)
_NESTED_ENTITY = re.compile(r"<!ENTITY\s+[^>]*?(?:&|SYSTEM|PUBLIC)")
_RDF12 = "triple terms (RDF 1.2) are not read here; write an rdf:Statement"


@dataclass(eq=False)
class RdfSyntax(ShuangchuangError):
    """A text is not in its format; `line` and `column` count from one, zero if unknown."""

    reason: str
    line: int = 0
    column: int = 0

    code = "rdf-syntax"
    status = 422

    def _tell(self) -> Text:
        return self.reason


def parse_rdf(text: str, name: str) -> Iterator[Triple]:
    """Give the triples of a text in the format `name`; those of named graphs are among them.

    Raises RdfSyntax at the first fault, after the triples before it.
    """
    if name == "rdf":
        check_xml(text)
    base_iri = RELATIVE_BASE if name == "jsonld" else None
    try:
        for quad in ox.parse(text.encode(), FORMATS[name], base_iri=base_iri):
            yield _term(quad.subject), _term(quad.predicate), _term(quad.object)
    except SyntaxError as error:
        reason = PLACE.sub("", error.msg)
        raise RdfSyntax(reason, error.lineno or 0, error.offset or 0) from error


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Term:
    if isinstance(term, ox.Triple):
        raise RdfSyntax(_RDF12)
    return read_term(term)


def check_xml(text: str) -> None:
    """Find what is wrong with XML as such: its parser in the engine tells no places."""
    entity = _NESTED_ENTITY.search(text)
    if entity:
        line = text.count("\n", 0, entity.start()) + 1
        reason = "entities that load a file or hold other entities are not read; write their text"
        raise RdfSyntax(reason, line, entity.start() - text.rfind("\n", 0, entity.start()))
    parser = expat.ParserCreate()
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise RdfSyntax(reason, error.lineno, error.offset + 1) from error
    except (LookupError, ValueError) as error:  # an encoding that is none, or not read by it
        raise RdfSyntax("the encoding named in the first line is not UTF-8", 1, 1) from error
