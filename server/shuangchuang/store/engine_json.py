"""Has the engine write solutions as JSON where no limit can be reached.

It writes the same bytes as `results` in a fraction of the time, but cannot stop at a limit and
does not tell how many rows there were. So it gets a room in which there is no space for too many.
"""

import pyoxigraph as ox

from shuangchuang.store.results import Cap

SMALLEST_ROW = len('{"x":{"type":"uri","value":""}}')
EMPTY_ROW = b"{}"  # the only row that is smaller, if it is one and no text


class _Full(Exception):
    """There is no space left."""


class _Room:
    """A file for so many bytes."""

    def __init__(self, size_bytes: int) -> None:
        self.left = size_bytes
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.left -= len(part)
        if self.left < 0:
            raise _Full
        self.parts.append(part)
        return len(part)

    def flush(self) -> None:
        return


def write_json(solutions: ox.QuerySolutions, cap: Cap) -> bytes | None:
    """Write solutions that are within the cap beyond doubt.

    None when there is a doubt: they are used up then, and the query has to be asked anew.
    """
    room = _Room(min(cap.size_bytes, cap.rows * SMALLEST_ROW))
    try:
        solutions.serialize(room, format=ox.QueryResultsFormat.JSON)  # type: ignore[arg-type]  # only write is used
    except _Full:
        return None
    body = b"".join(room.parts)
    may_be_many = EMPTY_ROW in body and len(body) > cap.rows * len(EMPTY_ROW)
    return None if may_be_many else body
