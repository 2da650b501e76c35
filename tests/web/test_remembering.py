"""Remembering what was read from headers, within bounds."""

from shuangchuang.web.remembering import LONGEST, remember


class Reader:
    """Measures headers, and knows which it was given."""

    def __init__(self) -> None:
        """Begin with none."""
        self.given: list[str] = []

    def __call__(self, header: str) -> int:
        """Measure one header."""
        self.given.append(header)
        return len(header)


def test_header_of_usual_length_is_read_once() -> None:
    """The next request with the same header costs nothing."""
    reader = Reader()
    measure = remember(reader)

    assert [measure("text/csv"), measure("text/csv"), measure("*/*")] == [8, 8, 3]
    assert reader.given == ["text/csv", "*/*"]


def test_long_header_is_read_and_not_kept() -> None:
    """The headers of a stranger do not fill the memory."""
    reader = Reader()
    measure = remember(reader)
    header = "x" * (LONGEST + 1)

    assert [measure(header), measure(header)] == [len(header)] * 2
    assert reader.given == [header, header]
