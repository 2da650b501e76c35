"""Writes the table of docs/coverage/README.md anew: on what the records of the release rest.

Run as a program in the checkout: `python -m tests.tools.coverage`.
"""

import re
from pathlib import Path

from shuangchuang.base.content import find_content
from shuangchuang.base.settings import Settings
from shuangchuang.services.coverage import count_kinds, count_support
from shuangchuang.store.embedded import EmbeddedEngine

PAGE = Path(__file__).parents[2] / "docs" / "coverage" / "README.md"
BEGIN, END = "<!-- table: begin -->\n", "<!-- table: end -->\n"


def write_tables(engine: EmbeddedEngine) -> str:
    """Write both tables as Markdown, with the release that they are of."""
    lines = [
        f"Release `{engine.release.digest[:16]}`.",
        "",
        "| class | records | one source | two | three or more | official alone | none in Chinese |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    for one in count_support(engine):
        counts = (one.records, one.one, one.two, one.more, one.official_only, one.not_chinese)
        lines.append(f"| {one.name} | " + " | ".join(f"{number:,}" for number in counts) + " |")
    lines += ["", "| kind of source | sources | records with such a source |", "|---|---:|---:|"]
    for kind in count_kinds(engine, "en"):
        lines.append(f"| {kind.label} | {kind.sources:,} | {kind.records:,} |")
    return "\n".join(lines) + "\n"


def replace_tables(page: str, tables: str) -> str:
    """Put the tables between their marks; raises ValueError for a page without marks."""
    if BEGIN not in page or END not in page:
        raise ValueError(f"the page has no {BEGIN.strip()} and {END.strip()}")
    pattern = re.escape(BEGIN) + ".*?" + re.escape(END)
    return re.sub(pattern, lambda _: BEGIN + tables + END, page, flags=re.DOTALL)


def main() -> None:
    """Count, and write the page."""
    engine = EmbeddedEngine.start(Settings(workers=1), find_content())
    try:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(replace_tables(page, write_tables(engine)), encoding="utf-8")
    finally:
        engine.close()


if __name__ == "__main__":
    main()
