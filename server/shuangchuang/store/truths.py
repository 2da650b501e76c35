"""Writes TRUE and FALSE as the engine reads them: it knows them in small letters only.

Keywords may be written in any case, SPARQL 1.1 Query section 19.8, note 1.
"""

import re

from shuangchuang.store.scanner import may_hold, scan

LOUD = re.compile(r"\b(?!(?-i:true|false)\b)(?:true|false)\b", re.IGNORECASE)


def lower_truths(text: str) -> str:
    """Give the query with truth values in small letters, every character in its place."""
    if not may_hold(text, "TRUE", "FALSE") or not LOUD.search(text):
        return text
    letters = list(text)
    for token in scan(text):
        if token.keyword in ("TRUE", "FALSE"):
            letters[token.start : token.start + len(token.text)] = token.text.lower()
    return "".join(letters)
