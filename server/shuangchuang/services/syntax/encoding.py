"""Tells what encoding a text has that is not UTF-8, so that its author knows what to change."""

import re

UTF_16, GB_18030 = "UTF-16", "GB 18030"
_HAN = re.compile(r"[\u4e00-\u9fff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_SAMPLE = 400


def name_encoding(body: bytes) -> str:
    """Name the encoding of a body that editors write in place of UTF-8; empty for any other.

    UTF-16 is told by its mark or by its zero bytes, GB 18030 (and so GBK) by the Chinese that it
    gives.
    """
    sample = body[:_SAMPLE]
    zeros = max(sample[0::2].count(0), sample[1::2].count(0))
    if body.startswith((b"\xff\xfe", b"\xfe\xff")) or zeros * 4 > len(sample):
        return UTF_16
    try:
        text = body.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    return GB_18030 if len(_HAN.findall(text)) * 2 > len(_BEYOND_ASCII.findall(text)) else ""


def read_anyway(body: bytes) -> str:
    """Decode a body to be shown, whatever it is, without the mark that some editors put first."""
    try:
        return body.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError:
        encoding = "gb18030" if name_encoding(body) == GB_18030 else "utf-8"
        return body.decode(encoding, "replace")
