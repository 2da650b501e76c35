"""Remembers what was read from a header, since most requests come with one of a few values."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

KEPT = 256
LONGEST = 512  # a few hundred headers as long as the server lets through would fill the memory

Told = TypeVar("Told")


def remember(read: Callable[[str], Told]) -> Callable[[str], Told]:
    """Let a function of one header keep its latest answers; those to long headers are not kept."""
    kept = lru_cache(KEPT)(read)

    @wraps(read)
    def answer(header: str) -> Told:
        return kept(header) if len(header) <= LONGEST else read(header)

    return answer
