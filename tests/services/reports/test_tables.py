"""The tables for a terminal: aligned in columns, whatever the script."""

import json

import pytest

from shuangchuang.services.reports.tables import (
    display_width,
    fit_widths,
    render_table,
    shorten_iri,
    wrap_cell,
)

PREFIXES = {
    "id": "https://w3id.org/shuangchuang/id/",
    "scheme": "https://w3id.org/shuangchuang/scheme/",
    "voice": "https://w3id.org/shuangchuang/scheme/voice/",
}


def answer(names: list[str], *rows: list[dict[str, str] | None]) -> bytes:
    """Write an answer in SPARQL results JSON; None is an unbound variable."""
    bindings = [
        {name: term for name, term in zip(names, row, strict=True) if term is not None}
        for row in rows
    ]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


def literal(value: str) -> dict[str, str]:
    """Make a plain literal."""
    return {"type": "literal", "value": value}


def test_columns_are_aligned_across_scripts() -> None:
    """A Chinese character takes two columns, so the next column begins at the same place."""
    body = answer(
        ["place", "amount"],
        [literal("天津市"), literal("100")],
        [literal("Suzhou"), literal("300")],
    )

    table = render_table(body, 80, PREFIXES)

    assert table == "place   amount\n──────  ──────\n天津市  100\nSuzhou  300\n"


def test_iris_are_short_and_unbound_is_empty() -> None:
    """An IRI takes the prefix of the longest namespace that fits; unbound shows nothing."""
    iri = {"type": "uri", "value": "https://w3id.org/shuangchuang/scheme/voice/named-agent"}
    body = answer(["voice", "agent"], [iri, None])

    table = render_table(body, 80, PREFIXES)

    assert table.splitlines()[2] == "voice:named-agent"


def test_an_iri_without_prefix_stays_whole() -> None:
    """What begins with none of the namespaces is shown in full."""
    assert shorten_iri("http://example.org/a", PREFIXES) == "http://example.org/a"


@pytest.mark.parametrize("width", [30, 40, 60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    """Long English and Chinese cells are wrapped within the width."""
    english = "Opinions on Several Policy Measures to Vigorously Promote Mass Entrepreneurship"
    chinese = "国务院关于大力推进大众创业万众创新若干政策措施的意见" * 3
    body = answer(["title", "名称", "n"], [literal(english), literal(chinese), literal("1")])

    table = render_table(body, width, PREFIXES)

    assert max(display_width(line) for line in table.splitlines()) <= width


def test_a_long_cell_ends_in_an_ellipsis() -> None:
    """After four lines the rest of a cell is cut, and the cut is shown."""
    lines = wrap_cell("words " * 20, 10)

    assert lines == ["words", "words", "words", "words…"]


def test_a_cell_breaks_between_words_and_between_wide_signs() -> None:
    """Lines break after spaces, and anywhere between Chinese characters."""
    assert wrap_cell("two words 大众创业", 10) == ["two words", "大众创业"]
    assert wrap_cell("大众创业", 5) == ["大众", "创业"]


def test_too_many_columns_become_blocks() -> None:
    """Where columns would be too narrow to read, each row is a block of name and value."""
    names = [f"column{number}" for number in range(8)]
    body = answer(names, [literal("a rather long value")] * 8)

    table = render_table(body, 40, PREFIXES)

    assert table.splitlines()[:2] == ["─── 1 ───", "column0  a rather long value"]


def test_widths_shrink_from_the_widest() -> None:
    """Narrow columns keep their width while wide ones give way."""
    assert fit_widths([4, 30, 20], 44) == [4, 18, 18]


def test_an_ask_is_one_word() -> None:
    """The answer to an ASK is true or false."""
    assert render_table(b'{"head":{},"boolean":true}', 80, PREFIXES) == "true\n"
    assert render_table(b'{"head":{},"boolean":false}', 80, PREFIXES) == "false\n"


def test_no_rows_leave_the_header() -> None:
    """An empty answer still shows its columns."""
    assert render_table(answer(["place"]), 80, PREFIXES) == "place\n─────\n"


def test_control_characters_do_not_reach_the_terminal() -> None:
    """An escape sequence in a literal cannot colour or move anything."""
    table = render_table(answer(["x"], [literal("a\x1b[31mb\nc")]), 80, PREFIXES)

    assert "\x1b" not in table
    assert table.splitlines()[2] == "a [31mb c"


def test_combining_marks_take_no_column() -> None:
    """Pinyin written with combining marks is as wide as its letters."""
    assert display_width("Li\u030c Ke\u0300qia\u0301ng") == 10


@pytest.mark.parametrize(
    ("language", "header"),
    [("", "n  placeEn  placeZh"), ("en", "n  placeEn"), ("zh-Hans", "n  placeZh")],
)
def test_a_language_hides_the_labels_of_the_other(language: str, header: str) -> None:
    """Columns are called after their language, and a table can do with one of them."""
    body = answer(["n", "placeEn", "placeZh"], [literal("1"), literal("Suzhou"), literal("苏州市")])

    table = render_table(body, 80, PREFIXES, language)

    assert table.splitlines()[0] == header
