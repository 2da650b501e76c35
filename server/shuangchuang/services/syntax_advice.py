"""Puts what a parser says into words that help, English and Chinese. Must not parse anything."""

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding

Texts: TypeAlias = tuple[str, str]

# What a keyboard set to Chinese writes, and what Turtle wants.
FULL_WIDTH: Mapping[str, str] = {
    "“": '"', "”": '"', "‘": "'", "’": "'", "，": ",", "；": ";", "。": ".", "：": ":",
    "（": "(", "）": ")", "【": "[", "】": "]", "《": "<", "》": ">", "＜": "<", "＞": ">",
    "＠": "@", "、": ",", "\u3000": " ", "\u00a0": " ",
}  # fmt: skip

_PREFIX = re.compile(r"The prefix (\S*): has not been declared")
_LOADING = "LoadDocumentCallback"

# The first pattern that is found in the parser's words decides.
_ADVICE: tuple[tuple[str, Texts], ...] = (
    (
        r"^A dot is expected",
        (
            "The statement before this one has no end. Write a dot (.) after its last value, or"
            " a semicolon (;) when this line goes on about the same subject.",
            "上一条陈述没有结束。请在其最后一个值之后写句点（.）；"
            "若本行仍在描述同一主语，则写分号（;）。",
        ),
    ),
    (
        r"^\. is not a valid RDF object",
        ("A value is missing before this dot.", "此句点之前缺少一个值。"),
    ),
    (
        r"^[;,\])] is not a valid RDF object",
        ("A value is missing before this sign.", "此符号之前缺少一个值。"),
    ),
    (
        r"is not a valid RDF object",
        (
            'This is no value. Write a text in quotes with its language, "…"@en, a name with its'
            " prefix, id:…, or an address in angle brackets, <https://…>.",
            '这不是一个值。文本须加引号并注明语言，如 "…"@zh-Hans；名称须带前缀，如 id:…；'
            "网址须置于尖括号中，如 <https://…>。",
        ),
    ),
    (
        r"is not a valid predicate",
        (
            "A property is expected here, such as rdfs:label. If this is a further value of the"
            " property before, write a comma (,) between the two.",
            "此处应为属性，例如 rdfs:label。若这是上一属性的另一个值，请在两者之间写逗号（,）。",
        ),
    ),
    (
        r"is not a valid subject or graph name",
        (
            "This cannot begin a statement. Look at what stands before it: a comma (,) separates"
            ' values, a semicolon (;) properties, and a dot (.) ends the statement; a quote (")'
            ' inside a text is written \\".',
            "陈述不能以此开头。请查看其前的内容：值之间用逗号（,），属性之间用分号（;），"
            '陈述以句点（.）结束；文本内的引号写作 \\"。',
        ),
    ),
    (
        r"^Unexpected end of file|^Unexpected end$",
        (
            "The text ends too early: from here on a closing quote, a closing bracket or the"
            " dot at the end is missing.",
            "文本结束过早：自此处起缺少右引号、右括号或结尾的句点。",
        ),
    ),
    (
        r"^Line jumps are not allowed",
        (
            'The quote is not closed on its line. Write the closing quote ("), or put a text of'
            ' several lines between three quotes (""").',
            '引号未在本行内闭合。请补上右引号（"）；多行文本请用三个引号（"""）括起。',
        ),
    ),
    (
        r"^A language code|^Unexpected character",
        (
            "This is no language tag. The tags are @en, @zh-Hans and @zh-Latn-pinyin.",
            "这不是语言标签。可用的标签为 @en、@zh-Hans 和 @zh-Latn-pinyin。",
        ),
    ),
    (
        r"^Unexpected escape",
        (
            "A backslash in a text is written twice: \\\\ .",
            "文本中的反斜杠须写两次：\\\\ 。",
        ),
    ),
    (
        r"^Invalid IRI code point",
        (
            "An address in angle brackets holds no spaces or special signs; write a space as %20.",
            "尖括号内的网址不能含空格或特殊符号；空格写作 %20。",
        ),
    ),
    (
        r"^No scheme found",
        (
            "A name in angle brackets is a whole address, <https://…>. For a thing of the graph"
            " write its name with a prefix, id:….",
            "尖括号内须为完整网址，如 <https://…>。图谱中的事物请写带前缀的名称，如 id:…。",
        ),
    ),
    (
        _LOADING,
        (
            "A remote @context is never fetched. Write the context itself into the file:"
            ' "@context": {"shc": "https://w3id.org/shuangchuang/ontology#", …}.',
            "远程 @context 一律不会下载。请将上下文本身写入文件："
            '"@context": {"shc": "https://w3id.org/shuangchuang/ontology#", …}。',
        ),
    ),
    (
        r"^entities that load",
        (
            "Entities that load a file or hold other entities are not read. Write the text itself"
            " in their place.",
            "加载文件或包含其他实体的 XML 实体一律不读取。请直接写出其文本。",
        ),
    ),
    (
        r"^triple terms",
        (
            "Triple terms (RDF 1.2) are not read here. Write an rdf:Statement instead.",
            "此处不读取三元组项（RDF 1.2）。请改写为 rdf:Statement。",
        ),
    ),
    (
        r"^compressed$",
        (
            "This is a compressed file. Unpack it, and give the file inside.",
            "这是压缩文件。请先解压，再提交其中的文件。",
        ),
    ),
    (
        r"^not UTF-8$",
        (
            "This is not UTF-8. Save the file with the encoding UTF-8.",
            "此文件不是 UTF-8 编码。请以 UTF-8 编码保存。",
        ),
    ),
    (
        r"^binary$",
        ("This is no text: it holds a zero byte.", "这不是文本：其中含有零字节。"),
    ),
    (
        r"^too deep$",
        (
            "The brackets are nested too deeply: at most 100 levels are read.",
            "括号嵌套过深：最多读取 100 层。",
        ),
    ),
    (
        r"^no triple$",
        (
            "There is no triple in it, so there is nothing to judge. In JSON-LD, names that the"
            " @context does not know are dropped without a word.",
            "其中没有任何三元组，因此无可校验。在 JSON-LD 中，@context 未定义的名称会被直接丢弃。",
        ),
    ),
    (
        r"^more than (\d+) triples",
        (
            "There are too many triples in it. Split it into smaller files, or use the command"
            " shuangchuang validate.",
            "其中的三元组过多。请拆分为较小的文件，或使用命令 shuangchuang validate。",
        ),
    ),
)


def advise(rule: str, reason: str, text: str, start: int, prefixes: Mapping[str, str]) -> Finding:
    """Make the finding of a fault at a position of a text; its place is still to be given."""
    special: tuple[Callable[[], Texts | None], ...] = (
        lambda: _full_width(text, start),
        lambda: _undeclared(reason, prefixes),
        lambda: _known(reason),
    )
    english, chinese = next((found for one in special if (found := one())), ("", ""))
    said = reason[:1].upper() + reason[1:]
    messages = {
        ENGLISH: english or f"{said}.",
        CHINESE: chinese or f"解析器报告：{reason}",
    }
    declaration = _declaration(reason, prefixes)
    return Finding(VIOLATION, rule, "", "", messages=messages, example=declaration)


def _known(reason: str) -> Texts | None:
    return next((texts for pattern, texts in _ADVICE if re.search(pattern, reason)), None)


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
    prefix = found[1]
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
    return (
        f"The prefix {prefix}: is not declared, and the graph has none of that name. Correct it,"
        " or write the whole address in angle brackets.",
        f"前缀 {prefix}: 未声明，图谱也没有这一前缀。请更正，或在尖括号中写出完整网址。",
    )


def _declaration(reason: str, prefixes: Mapping[str, str]) -> str:
    found = _PREFIX.search(reason)
    name = prefixes.get(found[1]) if found else None
    return f"@prefix {found[1]}: <{name}> ." if found and name else ""
