"""Keeps out of XML what it cannot hold: some characters, and some names of properties.

An answer that a reader could not parse is not sent; the other formats hold everything. XML 1.0
section 2.2, RDF/XML section 7.
"""

import re
from xml.parsers import expat

from shuangchuang.base.errors import NotAcceptable
from shuangchuang.base.media import Kind, format_named, formats_of
from shuangchuang.base.texts import Bilingual

NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
NO_NAME = Bilingual(
    "the IRI of a property does not end in a name, as RDF/XML needs it",
    "某属性的 IRI 不以名称结尾，RDF/XML 无法书写",
)
NO_TRIPLE_TERMS = Bilingual("JSON-LD has no form for triple terms", "JSON-LD 没有三元组项的写法")


def check_characters(text: str, kind: Kind) -> None:
    """Raise NotAcceptable when a text holds a character that XML has no form for."""
    found = NO_CHARACTER.search(text)
    if found:
        sign = f"U+{ord(found[0]):04X}"
        reason = Bilingual(f"XML cannot hold the character {sign}", f"XML 不能包含字符 {sign}")
        raise unwritable("xml", kind, reason)


def finish_graph(body: bytes) -> bytes:
    """Keep the carriage returns of a graph in RDF/XML, which readers would take for line feeds.

    Raises NotAcceptable when it is not well-formed: the engine writes whatever there is.
    """
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(body, True)
    except expat.ExpatError as error:
        check_characters(body.decode(), "graph")
        raise unwritable("rdf", "graph", NO_NAME) from error
    return body.replace(b"\r", b"&#13;")


def unwritable(name: str, kind: Kind, reason: Bilingual) -> NotAcceptable:
    """Say why an answer cannot be written in the format of a name, and offer the others."""
    wanted = format_named(name, kind)
    others = [one.media_type for one in formats_of(kind) if one is not wanted]
    return NotAcceptable(wanted.media_type if wanted else name, others, reason)
