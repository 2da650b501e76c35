"""The decoding of fields: once, and strictly."""

import pytest

from shuangchuang.base.errors import BadRequest
from shuangchuang.web.fields import decode_utf8, read_fields


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"", []),
        (b"&&", []),
        (b"a=1&a=2&b=", [("a", "1"), ("a", "2"), ("b", "")]),
        (b"a", [("a", "")]),
        (b"a=x+y%20z%2Bw", [("a", "x y z+w")]),
        (b"a=%2520", [("a", "%20")]),
        (b"a=1=2", [("a", "1=2")]),
        (b"a=%E5%8F%8C%E5%88%9B%F0%A0%AE%B7", [("a", "双创𠮷")]),
        ("a=双创𠮷".encode(), [("a", "双创𠮷")]),
        (b"a=%00%0D%0A", [("a", "\0\r\n")]),
        (b"a%3Db=1;c", [("a=b", "1;c")]),
    ],
)
def test_read_fields_decodes_once(raw: bytes, expected: list[tuple[str, str]]) -> None:
    """Escapes are undone one time, a plus is a space, order and repetition stay."""
    assert read_fields(raw, "the query string") == expected


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"query=a%", "the field 'query' in the query string has a percent sign at byte 2"),
        (b"query=%G1", "percent sign at byte 1"),
        (b"query=ab%C3", "the field 'query' in the query string is not UTF-8: byte 3"),
        (b"query=%ED%A0%80", "is not UTF-8"),
        (b"qu%FFery=1", "a field name in the query string is not UTF-8"),
    ],
)
def test_read_fields_says_where_it_cannot_decode(raw: bytes, told: str) -> None:
    """Nothing is replaced silently: the message names field and byte."""
    with pytest.raises(BadRequest, match=told):
        read_fields(raw, "the query string")


def test_decode_utf8_says_where() -> None:
    """The first wrong byte is counted from one."""
    with pytest.raises(BadRequest, match="the body is not UTF-8: byte 3 is wrong"):
        decode_utf8(b"ab\xff", "the body")
