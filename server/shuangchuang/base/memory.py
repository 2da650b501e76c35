"""Gives memory that was used back to the system: calls of glibc, without effect elsewhere.

Left to itself, glibc takes the largest piece that it has seen for a usual one and keeps such
pieces for later, in one arena for every few threads.
"""

import ctypes
import gc
import sys
from functools import lru_cache

M_MMAP_THRESHOLD = -3  # names and numbers of mallopt(3)
M_ARENA_MAX = -8
LARGE_BYTES = 131_072


def start_frugally() -> None:
    """Set this process up; to be called before it has threads.

    Large pieces go back as soon as they are free, small ones lie in one place, and what is shared
    with the parent process stays shared.
    """
    gc.freeze()  # the collector would write to every object, and so copy its page
    if glibc := _glibc():
        glibc.mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
        glibc.mallopt(M_ARENA_MAX, 1)


def give_back() -> None:
    """Give every free page back. It takes less than a millisecond."""
    if glibc := _glibc():
        glibc.malloc_trim(0)


@lru_cache(1)
def _glibc() -> ctypes.CDLL | None:
    if sys.platform != "linux":
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "malloc_trim") else None
