"""Reads the examples of the shapes: what each shows, and what it breaks."""

import re
from collections import defaultdict
from pathlib import Path

from shuangchuang.base.content import Content
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.model import Example

_HEADER = re.compile(r"#\+ (summary|zh-Hans|finding): (.*)")
_SHAPE_NAME = re.compile(r"shcs:([\w-]+)")


def read_examples(content: Content) -> dict[str, tuple[Example, ...]]:
    """Read the examples: a folder is for its shape and for whatever its wrong ones break."""
    found: defaultdict[str, dict[str, Example]] = defaultdict(dict)
    for folder in sorted((content.root / "shapes" / "examples").glob("*/")):
        examples = [_read_example(path) for path in sorted(folder.glob("*.ttl"))]
        right = [one for one in examples if one.is_right]
        for name in (folder.name, *(rule for one in examples for rule in one.rules)):
            found[name].update((one.name, one) for one in right)
        for one in examples:
            for name in (folder.name, *one.rules):
                found[name][one.name] = one
    return {
        name: tuple(sorted(examples.values(), key=lambda one: (not one.is_right, one.name)))
        for name, examples in found.items()
    }


def _read_example(path: Path) -> Example:
    text = path.read_text("utf-8")
    told: list[tuple[str, str]] = _HEADER.findall(text)
    first = dict(reversed(told))
    english = first.get("summary", path.stem)
    summary = Bilingual(english, first.get("zh-Hans", english))
    rules = [name for key, value in told if key == "finding" for name in _SHAPE_NAME.findall(value)]
    lines = [line for line in text.splitlines() if not line.startswith(("#+", "@prefix"))]
    name = f"{path.parent.name}/{path.stem}"
    is_right = path.stem.startswith("pass")
    return Example(name, summary, "\n".join(lines).strip(), is_right, tuple(dict.fromkeys(rules)))
