"""Texts for people, in English and in Simplified Chinese."""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Bilingual:
    """One text in English and in Simplified Chinese."""

    en: str
    zh_hans: str

    def __str__(self) -> str:
        """Give the English text, which logs and terminals get."""
        return self.en

    def pick(self, language: str) -> str:
        """Choose the text for a language tag: Chinese for `zh` and what begins so, else English."""
        return self.zh_hans if language.lower().split("-")[0] == "zh" else self.en


Text: TypeAlias = str | Bilingual
"""A text for people; one that is the same in every language may be plain."""


def pick(text: Text, language: str) -> str:
    """Choose the text for a language tag."""
    return text if isinstance(text, str) else text.pick(language)


def join(*texts: Text) -> Bilingual:
    """Put texts one after the other."""
    return Bilingual(*("".join(pick(one, tag) for one in texts) for tag in ("en", "zh")))
