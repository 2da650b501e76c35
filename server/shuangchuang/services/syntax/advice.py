"""Puts what a parser says into words that help, English and Chinese. Must not parse anything."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.syntax.parser_words import ADVICE, LOADING
from shuangchuang.services.syntax.places import read_places
from shuangchuang.services.syntax.reader_words import UNREADABLE, Texts
from shuangchuang.store.scanner import scan

# What a keyboard set to Chinese writes, and what Turtle wants.
FULL_WIDTH: Mapping[str, str] = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "，": ",", "；": ";", "。": ".", "：": ":",
    "（": "(", "）": ")", "【": "[", "】": "]", "《": "<", "》": ">", "＜": "<", "＞": ">",
    "＠": "@", "、": ",", "\u3000": " ", "\u00a0": " ",
}  # fmt: skip

MOST_MEANT, NEARNESS = 2, 0.6
_NO_END = "A dot is expected"
_UNENDED = re.compile(
    rf"^{_NO_END}|^a is not a valid RDF object|^[^;].* valid subject or graph name"
)
_CURLY = re.compile(r"[“”](?=@|\^\^|\s*[,;.])")
_UNDECLARED = re.compile(r"The prefix (\S*): has not been declared")
_PREFIX = re.compile(rf"{_UNDECLARED.pattern}|Unknown prefix (\S*):")


def advise(rule: str, reason: str, text: str, start: int, prefixes: Mapping[str, str]) -> Finding:
    """Make the finding of a fault at a position of a text; its place is still to be given."""
    special: tuple[Callable[[], Texts | None], ...] = (
        lambda: _full_width(text, start),
        lambda: _goes_on(reason, text, start),
        lambda: _undeclared(reason, prefixes),
        lambda: _known(reason),
    )
    english, chinese = next((found for one in special if (found := one())), ("", ""))
    said = reason[:1].upper() + reason[1:]
    messages = {
        ENGLISH: english or f"{said}.",
        CHINESE: chinese or f"解析器报告：{reason}",
    }
    example = _context(prefixes) if LOADING in reason else _declaration(reason, text, prefixes)
    return Finding(VIOLATION, rule, "", "", messages=messages, example=example)


def list_faults(
    text: str, reason: str, start: int, prefixes: Mapping[str, str]
) -> Iterator[tuple[str, int]]:
    """Give what a parser of Turtle says, with its place; of undeclared prefixes, each first use.

    The parser names the first one only. Of the others, those of `prefixes` are surely meant so.
    """
    first = _UNDECLARED.fullmatch(reason)
    if not first:
        yield reason, start
        return
    declared = {one.prefix for one in read_places("", text, {}).declarations}
    told = {first[1]: start}
    for token in scan(text):
        prefix = token.text.partition(":")[0]
        if token.kind == "name" and prefix in prefixes and prefix not in declared:
            told.setdefault(prefix, token.start)
    for prefix, at in told.items():
        yield f"The prefix {prefix}: has not been declared", at


def find_fault(reason: str, text: str, start: int) -> int:
    """Find what a parser complains about, where it says no place or one behind the cause.

    A text that begins with a straight quote and ends with a curly one goes on to the next straight
    quote; a statement without an end to the next one, which may be far below. A parser without
    places names the prefix or the IRI; a remote context has its key. -1 for what is not found.
    """
    if start >= 0:
        line = text.rfind("\n", 0, start) + 1
        curly = _CURLY.search(text, line, start + 1)
        return curly.start() if curly else _end_before(reason, text, start)
    if LOADING in reason:
        found = re.search(r'"@context"\s*:\s*', text)
        return found.end() if found else -1
    prefix = _PREFIX.search(reason)
    quoted = re.search(r"^error while parsing IRI '(.+)':", reason)
    if prefix:
        found = re.search(rf"(?<=<){re.escape(_prefix(prefix))}:", text)
        return found.start() if found else -1
    return text.find(f'"{quoted[1]}"') + 1 or -1 if quoted else -1


def _end_before(reason: str, text: str, start: int) -> int:
    """Find the value, or the semicolon, after which a statement should have ended."""
    if not _UNENDED.search(reason) or text[start : start + 1] in FULL_WIDTH:
        return start
    before = list(scan(text[:start]))
    # A subject after a semicolon is taken for a property, and its property for a value.
    at = -2 if reason.startswith("a ") else -3
    sign, subject = before[at : (at + 2) or None] if len(before) >= -at else (None, None)
    if sign and subject and sign.text == ";" and (at == -2 or text[subject.start - 1] == "\n"):
        return sign.start
    if not reason.startswith(_NO_END) or not before:
        return start
    while len(before) > 1 and (
        before[-1].kind == "tag" or "^^" in (before[-1].text, before[-2].text)
    ):
        before.pop()  # a text is told as the value, not its language or its type
    return before[-1].start


def _goes_on(reason: str, text: str, start: int) -> Texts | None:
    if not _UNENDED.search(reason) or text[start : start + 1] != ";":
        return None
    return (
        "Write a dot (.) in place of this semicolon: a new statement begins after it.",
        "请将此分号改为句点（.）：其后是新的陈述。",
    )


def _known(reason: str) -> Texts | None:
    return next(
        (texts for pattern, texts in (*ADVICE, *UNREADABLE) if re.search(pattern, reason)), None
    )


def _full_width(text: str, start: int) -> Texts | None:
    sign = text[start : start + 1] if start >= 0 else ""
    wanted = FULL_WIDTH.get(sign)
    if wanted is None:
        return None
    return (
        f"Write {wanted} in place of {sign}: outside of texts, only half-width signs count.",
        f"请将 {sign} 改为 {wanted}：文本之外只能使用半角符号。",
    )


def _undeclared(reason: str, prefixes: Mapping[str, str]) -> Texts | None:
    found = _PREFIX.search(reason)
    if not found:
        return None
    prefix = _prefix(found)
    if prefix in ("http", "https"):
        return (
            "An address stands in angle brackets: <https://…>.",
            "网址须置于尖括号中：<https://…>。",
        )
    if prefix in prefixes:
        return (
            f"The prefix {prefix}: is not declared. Add its line at the top of the file.",
            f"前缀 {prefix}: 未声明。请在文件开头加上其声明。",
        )
    near = [f"{one}:" for one in _near(prefix, prefixes)]
    if near:
        return (
            f"The prefix {prefix}: is not declared. You may mean {' or '.join(near)}",
            f"前缀 {prefix}: 未声明。您可能是指 {' 或 '.join(near)}",
        )
    return (
        f"The prefix {prefix}: is not declared, and the graph has none of that name. Correct it,"
        " or write the whole address in angle brackets.",
        f"前缀 {prefix}: 未声明，图谱也没有这一前缀。请更正，或在尖括号中写出完整网址。",
    )


def _prefix(found: re.Match[str]) -> str:
    return found[1] or found[2] or ""


def _declaration(reason: str, text: str, prefixes: Mapping[str, str]) -> str:
    """Declare a prefix, or the nearest, in the way of the format: RDF/XML has attributes for it."""
    found = _PREFIX.search(reason)
    if not found:
        return ""
    prefix = next(iter(_near(_prefix(found), prefixes)), "")
    declared = {one.prefix for one in read_places("", text, {}).declarations}
    if not prefix or prefix in declared:
        return ""
    is_xml = text.lstrip().startswith("<?xml") or "<rdf:RDF" in text
    name = prefixes[prefix]
    return f'xmlns:{prefix}="{name}"' if is_xml else f"@prefix {prefix}: <{name}> ."


def _near(prefix: str, prefixes: Mapping[str, str]) -> list[str]:
    """Find a prefix in the list, or those that come near to it."""
    if prefix in prefixes:
        return [prefix]
    return get_close_matches(prefix, prefixes, MOST_MEANT, NEARNESS)


def _context(prefixes: Mapping[str, str]) -> str:
    """Write a context with the prefixes that every record needs."""
    named = {one: prefixes[one] for one in ("id", "rdfs", "shc", "src") if one in prefixes}
    return f'"@context": {json.dumps(named)},'
