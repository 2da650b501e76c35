"""Tells which terms a written answer holds that decide how it must be labelled."""

import re

from shuangchuang.base.media import Format

QUOTED = re.compile(rb'"(?:[^"\\]|\\.)*"')
RDF12 = {
    "json": re.compile(rb'"type":\s*"triple"|"its:dir":'),
    "xml": re.compile(rb"<triple>|<literal[^<>]*\sits:dir="),
    "rdf": re.compile(rb'<[^<>]*\s(?:rdf:parseType="Triple"|its:dir=)'),
    "tsv": re.compile(rb"<<|@[A-Za-z0-9-]+--(?:ltr|rtl)\b"),
}
RDF12["ttl"] = RDF12["nt"] = RDF12["tsv"]
BLANK = re.compile(rb'_:|"bnode"|<bnode>|nodeID')


def holds_rdf12(body: bytes, written: Format) -> bool:
    """Look for terms that only RDF 1.2 has: triple terms, and texts with a base direction.

    CSV holds text only, so never any.
    """
    mark = RDF12.get(written.name)
    if mark is None or not mark.search(body):
        return False
    return written.name in ("json", "xml", "rdf") or bool(mark.search(QUOTED.sub(b"", body)))


def may_hold_blank_nodes(body: bytes) -> bool:
    """Look for blank nodes, whose labels differ each time; a text may look like one."""
    return bool(BLANK.search(body))
