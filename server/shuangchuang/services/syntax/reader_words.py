"""What keeps a file from being parsed at all, and what helps, in two languages."""

from typing import TypeAlias

Texts: TypeAlias = tuple[str, str]

# The first pattern that is found in the reader's words decides.
UNREADABLE: tuple[tuple[str, Texts], ...] = (
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
        r"^UTF-16$",
        (
            "This is UTF-16, which some editors call Unicode. Save the file with the encoding"
            " UTF-8.",
            "此文件为 UTF-16 编码（有的编辑器称之为 Unicode）。请以 UTF-8 编码保存。",
        ),
    ),
    (
        r"^GB 18030$",
        (
            "This is GBK or GB 18030, which some editors call ANSI. Save the file with the encoding"
            " UTF-8.",
            "此文件为 GBK 或 GB 18030 编码（有的编辑器称之为 ANSI）。请以 UTF-8 编码保存。",
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
            "There is no triple in it, so there is nothing to judge.",
            "其中没有任何三元组，因此无可校验。",
        ),
    ),
    (
        r"^no triple in JSON-LD$",
        (
            "There is no triple in it, so there is nothing to judge: names that the @context"
            " does not know are dropped without a word.",
            "其中没有任何三元组，因此无可校验：@context 未定义的名称会被直接丢弃。",
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
