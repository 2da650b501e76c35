"""Lays out an answer in SPARQL results JSON as plain text for a terminal.

Chinese characters take two columns of a terminal; everything here counts columns, not
characters. Nothing here prints.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

GAP = "  "
NARROWEST = 8
MOST_LINES = 4
CLOSING = '"”’）】》」。，、；：！？'
OPENING = "“‘（【《「"
ELLIPSIS = "…"
BREAKS = " /-"  # a line may end after these


def render_table(
    answer_json: bytes, width: int, prefixes: Mapping[str, str], language: str = ""
) -> str:
    """Lay out an answer within `width` columns, with a final newline.

    With a `language`, the columns of labels in the other one are left out. IRIs are shortened
    with `prefixes`. Long cells are wrapped, and cut with an ellipsis after a few lines. Where
    the columns would get too narrow, each row becomes a block of its own. The answer to an ASK
    is the word true or false.
    """
    answer = json.loads(answer_json)
    if "boolean" in answer:
        return "true\n" if answer["boolean"] else "false\n"
    names = [name for name in answer["head"]["vars"] if not _is_hidden(name, language)]
    rows = [
        [show_term(row.get(name), prefixes) for name in names]
        for row in answer["results"]["bindings"]
    ]
    widths = fit_widths(
        [_natural_width(column) for column in zip(names, *rows, strict=True)], width
    )
    lines = _blocks(names, rows, width) if widths is None else _grid(names, rows, widths)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def display_width(text: str) -> int:
    """Count the columns that `text` takes in a terminal. Unicode Standard Annex 11."""
    return sum(_sign_width(sign) for sign in text)


def show_term(term: Mapping[str, Any] | None, prefixes: Mapping[str, str]) -> str:
    """Write one term of an answer for people: IRIs short, literals bare, nothing for unbound."""
    if term is None:
        return ""
    if term["type"] == "uri":
        return shorten_iri(term["value"], prefixes)
    if term["type"] == "bnode":
        return f"_:{term['value']}"
    if term["type"] == "triple":
        parts = (show_term(term["value"][name], prefixes) for name in _TRIPLE)
        return f"<<( {' '.join(parts)} )>>"
    return _one_line(term["value"])


def shorten_iri(iri: str, prefixes: Mapping[str, str]) -> str:
    """Write an IRI with the prefix of the longest namespace that it begins with."""
    fits = [(len(name), prefix) for prefix, name in prefixes.items() if iri.startswith(name)]
    if not fits:
        return iri
    length, prefix = max(fits)
    return f"{prefix}:{iri[length:]}"


def fit_widths(natural: Sequence[int], width: int) -> list[int] | None:
    """Give each column its natural width, or shrink the widest until all fit in `width`.

    None when a column would get narrower than NARROWEST.
    """
    room = width - len(GAP) * (len(natural) - 1)
    if room < sum(min(one, NARROWEST) for one in natural):
        return None
    widths = list(natural)
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


# The columns of labels are called nameEn and nameZh in the questions of the release.
_HIDDEN = {"en": "Zh", "zh": "En"}
_TRIPLE = ("subject", "predicate", "object")


def _is_hidden(name: str, language: str) -> bool:
    suffix = _HIDDEN.get(language[:2])
    return suffix is not None and name.endswith(suffix)


def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign) or unicodedata.category(sign) in ("Cf", "Me", "Mn"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _one_line(text: str) -> str:
    # Control characters would move the cursor or change colours.
    return "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in text)


def _natural_width(cells: Sequence[str]) -> int:
    return max(display_width(cell) for cell in cells)


def _grid(names: Sequence[str], rows: Sequence[Sequence[str]], widths: list[int]) -> Iterator[str]:
    yield from _grid_row(names, widths)
    yield GAP.join("─" * width for width in widths)
    for row in rows:
        yield from _grid_row(row, widths)


def _grid_row(cells: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    columns = [wrap_cell(cell, width) for cell, width in zip(cells, widths, strict=True)]
    for line in zip_longest(*columns, fillvalue=""):
        yield GAP.join(_pad(part, width) for part, width in zip(line, widths, strict=True))


def _blocks(names: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    margin = max(display_width(name) for name in names) + len(GAP)
    room = max(width - margin, NARROWEST)
    for number, row in enumerate(rows, start=1):
        yield f"─── {number} ───"
        for name, cell in zip(names, row, strict=True):
            for first, line in zip_longest([name], wrap_cell(cell, room), fillvalue=""):
                yield _pad(first, margin) + line


def wrap_cell(text: str, width: int) -> list[str]:
    """Break `text` into at most MOST_LINES lines of `width` columns; the last may be cut."""
    lines = wrap_text(text, width)
    if len(lines) <= MOST_LINES:
        return lines
    return [*lines[: MOST_LINES - 1], _cut(lines[MOST_LINES - 1], width)]


def wrap_text(text: str, width: int, breaks: str = BREAKS) -> list[str]:
    """Break `text` into lines of at most `width` columns, after one of `breaks`."""
    lines = [""]
    for piece in _pieces(text, width, breaks):
        if display_width(lines[-1] + piece.rstrip()) <= width:
            lines[-1] += piece
        else:
            lines.append(piece)
    return [line.rstrip() for line in lines]


def _pieces(text: str, width: int, breaks: str) -> Iterator[str]:
    """Split where a line may break: after spaces, around wide signs, within too long words."""
    piece = ""
    for sign in text:
        is_wide = _sign_width(sign) == 2
        may_break = is_wide or _breaks_after(piece, sign, breaks) if piece else False
        if piece and (
            (may_break and not _belong_together(piece[-1], sign))
            or display_width(piece + sign) > width
        ):
            yield piece
            piece = ""
        piece += sign
    yield piece


def _belong_together(before: str, sign: str) -> bool:
    """Tell whether a line may not end here: closing signs begin none, opening ones end none."""
    return (sign in CLOSING and before != " ") or before in OPENING


def _breaks_after(piece: str, sign: str, breaks: str) -> bool:
    return sign != " " and (piece[-1] in breaks or _sign_width(piece[-1]) == 2)


def _cut(line: str, width: int) -> str:
    while display_width(line) > width - 1:
        line = line[:-1]
    return line + ELLIPSIS


def _pad(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))
