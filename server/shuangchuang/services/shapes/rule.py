"""What is told of a rule that is no shape."""

from dataclasses import dataclass

from shuangchuang.base.texts import Bilingual


@dataclass(frozen=True)
class Rule:
    """A rule: its name, what it asks and why, a wrong example and a right one in Turtle."""

    title: Bilingual
    text: Bilingual
    wrong: str = ""
    right: str = ""
