"""Tells which terms a written answer holds that decide how it must be labelled.

Every answer is looked through, so first for plain signs, which takes a fraction of the time that
a pattern takes; they are as our writers and the engine write them.
"""

import re
from collections.abc import Mapping

from shuangchuang.base.media import Format

QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
IN_TURTLE = (b"<<(", b"--ltr", b"--rtl")
RDF12_SIGNS: Mapping[str, tuple[bytes, ...]] = {
    "json": (b'"type":"triple"', b'"its:dir":'),
    "xml": (b"<triple>", b" its:dir="),
    "rdf": (b' rdf:parseType="Triple"', b" its:dir="),
    "tsv": IN_TURTLE,
    "ttl": IN_TURTLE,
    "nt": IN_TURTLE,
}
BLANK_SIGNS: Mapping[str, bytes] = {
    "json": b'"type":"bnode"',
    "xml": b"<bnode>",
    "rdf": b":nodeID=",
}
IN_A_TAG = re.compile(rb'<triple>|<[^<>]*\s(?:rdf:parseType="Triple"|its:dir=)')
OUTSIDE_OF_TEXTS = re.compile(rb"<<\(|@[A-Za-z0-9-]+--(?:ltr|rtl)\b")


def holds_rdf12(body: bytes, written: Format) -> bool:
    """Look for terms that only RDF 1.2 has: triple terms, and texts with a base direction.

    CSV holds text only, so never any.
    """
    if not any(sign in body for sign in RDF12_SIGNS.get(written.name, ())):
        return False
    if written.name == "json":  # a text has its quotes escaped
        return True
    if written.name in ("xml", "rdf"):
        return bool(IN_A_TAG.search(body))
    return bool(OUTSIDE_OF_TEXTS.search(QUOTED.sub(b"", body)))


def may_hold_blank_nodes(body: bytes, written: Format) -> bool:
    """Look for blank nodes, whose labels differ each time; a text may look like one."""
    return BLANK_SIGNS.get(written.name, b"_:") in body
