"""Tells which terms of a query are nowhere in the graph, in a header and to the pages."""

from collections.abc import Sequence
from urllib.parse import quote

from shuangchuang.services.suggestions import Suggestion, suggest
from shuangchuang.store.guard import Inspected
from shuangchuang.web.protocol import Asked
from shuangchuang.web.site import Site

PRINTABLE = "".join(map(chr, range(0x20, 0x7F)))


def find_suggestions(site: Site, inspected: Inspected, asked: Asked) -> Sequence[Suggestion]:
    """Suggest terms for the unknown ones of a query and of the values of its parameters."""
    if site.known is None:
        return ()
    given = [term[1:-1] for term in asked.bindings.values() if term.startswith("<")]
    iris = (*inspected.iris, *given)
    known = site.known.read() if iris else frozenset()
    return suggest(iris, known, site.prefixes) if known else ()


def write_hint(suggestions: Sequence[Suggestion]) -> str:
    """Write suggestions as a list of strings with parameters. RFC 9651 sections 3.1 and 3.3.3.

    `"shc:Persn";unknown;meant="shc:Person"`; what is not ASCII is percent-encoded.
    """
    return ", ".join(map(_write, suggestions))


def _write(one: Suggestion) -> str:
    meant = f";meant={_quote(' '.join(one.meant))}" if one.meant else ""
    return f"{_quote(one.written)};unknown{meant}"


def _quote(text: str) -> str:
    ascii_text = quote(text, safe=PRINTABLE)
    return '"' + ascii_text.replace("\\", "\\\\").replace('"', '\\"') + '"'
