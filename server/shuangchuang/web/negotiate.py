"""Chooses the format of an answer from what the client accepts. Knows no routes and no bodies."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from shuangchuang.base.errors import NotAcceptable
from shuangchuang.base.media import Format
from shuangchuang.web.remembering import remember


def choose_format(accept: str, offered: Sequence[Format]) -> Format:
    """Choose the format to answer with: the highest q, then the most exactly named, then ours.

    An empty header or list counts as `*/*`; parameters other than q are ignored; the most specific
    range that matches a type decides, so `text/csv;q=0, */*` excludes CSV. A format is accepted by
    its synonyms too, but always labelled with its own type (SPARQL 1.1 Protocol 2.1.6).
    Raises NotAcceptable, which lists `offered`. RFC 9110 section 12.5.1.
    """
    ranges = _read_ranges(accept)
    best = max(offered, key=lambda one: _weigh(ranges, one))
    if _weigh(ranges, best)[0] <= 0:
        raise NotAcceptable(accept, [one.media_type for one in offered])
    return best


def find_format(name: str, offered: Sequence[Format]) -> Format:
    """Find the format that `?format=` or a suffix names: by a short name or a media type.

    Raises NotAcceptable, which lists the short names.
    """
    # The plus sign of a media type, sent bare in a query string, arrives as a space.
    wanted = parse_options_header(name.strip().replace(" ", "+"))[0].lower()
    for one in offered:
        if wanted in (one.name, one.media_type, *one.aliases, *one.synonyms):
            return one
    raise NotAcceptable(f"format={name}", [one.name for one in offered])


@remember
def asks_for_rdf12(accept: str) -> bool:
    """Tell whether a media type with `version=1.2` is accepted. SPARQL 1.2 Protocol 3.1."""
    values = [value for value, quality in _parse(accept) if quality > 0]
    return any(parse_options_header(value)[1].get("version") == "1.2" for value in values)


@remember
def _read_ranges(accept: str) -> Mapping[str, float]:
    """Map each media range to its q; of a range with several parameters, the highest counts."""
    ranges: dict[str, float] = {}
    for value, quality in _parse(accept):
        name = parse_options_header(value)[0].lower()
        ranges[name] = max(quality, ranges.get(name, 0.0))
    return ranges


def _parse(accept: str) -> MIMEAccept:
    return parse_accept_header(accept.strip(" \t,") or "*/*", MIMEAccept)


def _weigh(ranges: Mapping[str, float], one: Format) -> tuple[float, int]:
    """Give the q of the most specific range for a format, and how specific it is."""
    if ranges.get(one.media_type) == 0:
        return 0.0, 2
    named = [ranges[name] for name in (one.media_type, *one.synonyms) if name in ranges]
    if named:
        return max(named), 2
    wildcards = (f"{one.media_type.partition('/')[0]}/*", "*/*")
    for exactness, pattern in zip((1, 0), wildcards, strict=True):
        if pattern in ranges:
            return ranges[pattern], exactness
    return 0.0, 0
