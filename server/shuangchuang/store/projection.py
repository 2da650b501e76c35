"""Puts the columns of `SELECT *` into the order in which the query names the variables.

The engine sorts them by name; SPARQL leaves the order open, and people read from left to right.
"""

from collections.abc import Sequence

from shuangchuang.store.scanner import scan


def order_columns(text: str, names: Sequence[str]) -> list[int]:
    """Give the places of `names` in the order to show them; theirs for an explicit projection."""
    places = list(range(len(names)))
    if "*" not in text or len(names) < 2:
        return places
    tokens = list(scan(text))
    if not _selects_all([token.keyword or token.text for token in tokens]):
        return places
    order: dict[str, int] = {}
    for token in tokens:
        if token.kind == "variable":
            order.setdefault(token.text[1:], len(order))
    return sorted(places, key=lambda place: order.get(names[place], len(order)))


def _selects_all(words: Sequence[str]) -> bool:
    """Tell whether the first SELECT, which is the outermost, is followed by a star."""
    if "SELECT" not in words:
        return False
    after = words[words.index("SELECT") + 1 :]
    return next((word for word in after if word not in ("DISTINCT", "REDUCED")), "") == "*"
