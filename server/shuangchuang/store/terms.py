"""Terms and triples that belong to neither RDF library, for what passes between the layers."""

import re
from typing import Literal, NamedTuple

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

_SCRIPT = re.compile(r"-[a-z]{4}(?=-|$)")
_REGION = re.compile(r"-[a-z]{2}(?=-|$)")


class Term(NamedTuple):
    """An IRI, a blank node (`value` is its label) or a literal.

    `datatype` is empty for plain text and for text with a language.
    """

    kind: Literal["iri", "blank", "literal"]
    value: str
    language: str = ""
    datatype: str = ""


Triple = tuple[Term, Term, Term]


def spell_tag(tag: str) -> str:
    """Spell a language tag as is usual: `zh-Hans`, `zh-Latn-pinyin`, `en-GB`. RFC 5646 2.1.1.

    The engine lower-cases tags; case has no meaning, but people and rdflib compare it.
    """
    scripted = _SCRIPT.sub(lambda found: "-" + found[0][1:].title(), tag.lower())
    return _REGION.sub(lambda found: found[0].upper(), scripted)
