"""Folds names, so that spellings of one name become equal. Knows nothing of what is named."""

import re
import unicodedata

# What may be left out or put behind a Chinese name without changing who is meant.
_SUFFIXES = re.compile(r"(特别行政区|自治区|自治州|有限公司|股份有限公司|省|市|区|县|镇)$")
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "for", "in", "of", "on", "s", "the", "to"))
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_BRACKETS = re.compile(r"[\[\]()【】〔〕〖〗\s]")  # as of 国发〔2015〕32号
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Take off what does not tell names apart: case, tone marks, signs, small words, suffixes."""
    if is_chinese(text):
        plain = "".join(_WORD.findall(unicodedata.normalize("NFKC", text))).casefold()
        return _SUFFIXES.sub("", plain) or plain
    bare = unicodedata.normalize("NFD", text)
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()
    words = [one for one in _WORD.findall(bare) if one not in _SMALL_WORDS]
    return " ".join(words or _WORD.findall(bare))


def fold_identifier(text: str) -> str:
    """Take off what does not tell numbers and addresses apart: brackets, spaces, `https`, case."""
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return plain.removeprefix("https://").removeprefix("http://").rstrip("/")


def is_chinese(text: str) -> bool:
    """Tell whether there is a Chinese character in a text."""
    return bool(_HAN.search(text))
