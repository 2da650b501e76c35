"""Writes docs/shapes.md: `python -m tests.tools.shape_docs`, or `make docs`."""

from pathlib import Path

from shuangchuang.base.content import find_content
from shuangchuang.services.shapes.documentation import write_shape_docs
from shuangchuang.services.shapes.library import ShapeLibrary

PAGE = Path(__file__).parents[2] / "docs" / "shapes.md"

if __name__ == "__main__":
    PAGE.write_text(write_shape_docs(ShapeLibrary(find_content())), encoding="utf-8")
