"""Decodes `name=value` pairs of a query string or a form: once, and strictly.

Werkzeug replaces what it cannot decode, so that a client would get the answer to another question.
"""

import re
from collections.abc import Sequence
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from shuangchuang.base.errors import BadRequest
from shuangchuang.base.texts import Bilingual, Text, join

# The places that a message names.
QUERY_STRING = Bilingual("the query string", "查询字符串")
BODY = Bilingual("the body", "请求正文")
FORM_FIELDS = Bilingual("the form", "表单")

Fields: TypeAlias = Sequence[tuple[str, str]]

BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def read_fields(raw: bytes, where: Text) -> list[tuple[str, str]]:
    """Decode pairs in order, repeated names and empty values included.

    `where` names the place for the message, such as QUERY_STRING. Raises BadRequest that
    says which field has a broken percent-encoding or is not UTF-8.
    """
    pairs = []
    for part in raw.split(b"&"):
        if part:
            name, _, value = part.partition(b"=")
            field = _decode(name, _locate("a field name", "字段名", where))
            pairs.append(
                (field, _decode(value, _locate(f"the field {field!r}", f"字段 {field!r}", where)))
            )
    return pairs


def decode_utf8(raw: bytes, where: Text) -> str:
    """Decode UTF-8; raises BadRequest that says where it is not."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        byte = error.start + 1
        wrong = Bilingual(f" is not UTF-8: byte {byte} is wrong", f"不是 UTF-8：第 {byte} 字节有误")
        raise BadRequest(join(where, wrong)) from error


def _locate(en: str, zh_hans: str, where: Text) -> Bilingual:
    place = join(where)
    return Bilingual(f"{en} in {place.en}", f"{place.zh_hans}中的{zh_hans}")


def _decode(raw: bytes, where: Text) -> str:
    broken = BROKEN_ESCAPE.search(raw)
    if broken:
        byte = broken.start() + 1
        wrong = Bilingual(
            f" has a percent sign at byte {byte} without two hexadecimal digits after it; "
            "write %25 for a percent sign",
            f"第 {byte} 字节的百分号后缺少两位十六进制数字；百分号本身请写作 %25",
        )
        raise BadRequest(join(where, wrong))
    return decode_utf8(unquote_to_bytes(raw.replace(b"+", b" ")), where)
