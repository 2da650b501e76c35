"""Decodes `name=value` pairs of a query string or a form: once, and strictly.

Werkzeug replaces what it cannot decode, so that a client would get the answer to another question.
"""

import re
from urllib.parse import unquote_to_bytes

from shuangchuang.base.errors import BadRequest

BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def read_fields(raw: bytes, where: str) -> list[tuple[str, str]]:
    """Decode pairs in order, repeated names and empty values included.

    `where` names the place for the message, such as "the query string". Raises BadRequest that
    says which field has a broken percent-encoding or is not UTF-8.
    """
    pairs = []
    for part in raw.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            field = _decode(name, f"a field name in {where}")
            pairs.append((field, _decode(value, f"the field {field!r} in {where}")))
    return pairs


def decode_utf8(raw: bytes, where: str) -> str:
    """Decode UTF-8; raises BadRequest that says where it is not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest(f"{where} is not UTF-8: byte {error.start + 1} is wrong") from error


def _decode(raw: bytes, where: str) -> str:
    broken = BROKEN_ESCAPE.search(raw)
    if broken:
        raise BadRequest(
            f"{where} has a percent sign at byte {broken.start() + 1} without two hexadecimal "
            "digits after it; write %25 for a percent sign"
        )
    return decode_utf8(unquote_to_bytes(raw.replace(b"+", b" ")), where)
