"""Writes the page of the documentation that lists the shapes and rules, in both languages."""

from collections.abc import Iterable, Iterator

from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.shapes.model import Shape
from shuangchuang.services.shapes.rules import RULES

HEAD = """# Shapes and rules 形状与规则

What a record must have, as `shuangchuang validate` and `shuangchuang check` ask it.
The server has a page for each, with a right and a wrong example: `/shapes/Claim`.
This page is written by `make docs` from `shapes/` and from the list of rules.

记录须具备的内容，即 `shuangchuang validate` 与 `shuangchuang check` 所检查者。
服务器为每条形状与规则提供页面，附正误示例：`/shapes/Claim`。
本页由 `make docs` 根据 `shapes/` 与规则列表生成。
"""


def write_shape_docs(library: ShapeLibrary) -> str:
    """Write the page as Markdown: files of shapes, shapes by name, what each asks; the rules."""
    looking = [one for one in library.shapes.values() if one.targets]
    lines = [HEAD]
    for file in sorted({one.file for one in looking}):
        lines += [f"## `shapes/{file}.ttl`", ""]
        for one in looking:
            if one.file == file:
                lines += _section(one, library)
    lines += ["## Rules that are no shapes 形状之外的规则", ""]
    for name, rule in RULES.items():
        lines += [*_heading(name, rule.title), *_both(rule.text), ""]
    return "\n".join(lines).rstrip() + "\n"


def _section(shape: Shape, library: ShapeLibrary) -> Iterator[str]:
    yield from _heading(f"shcs:{shape.name}", shape.title)
    yield from _both(shape.description)
    parts = [library.shapes[name] for name in shape.parts if name in library.shapes]
    told = [one for one in (shape, *parts) if one.message.en]
    if told:
        yield ""
        yield "| constraint | about | severity | what to write | 应如何书写 |"
        yield "|---|---|---|---|---|"
        yield from (_row(one) for one in sorted(told, key=lambda one: (one.order, one.name)))
    yield ""


def _row(part: Shape) -> str:
    cells = (
        f"`shcs:{part.name}`",
        f"`{part.path}`" if part.path else "",
        part.severity,
        part.message.en,
        part.message.zh_hans,
    )
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _heading(name: str, title: Bilingual) -> Iterable[str]:
    return f"### `{name}` {title.en} {title.zh_hans}".rstrip(), ""


def _both(text: Bilingual) -> Iterable[str]:
    return (text.en, "", text.zh_hans) if text.zh_hans else (text.en,)
