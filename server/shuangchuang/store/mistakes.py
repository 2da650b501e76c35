"""What is said of mistakes in a query, in English and in Chinese: the reason, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangchuang.base.errors import QueryProblem, QueryRefused, QuerySyntax, QueryTooComplex
from shuangchuang.base.texts import Bilingual, Text, join
from shuangchuang.store.scanner import Place, plain_sign

NAMED = 60  # characters of a word that are repeated


@dataclass(frozen=True)
class Mistake:
    """A kind of error with its reason and a hint."""

    kind: type[QueryProblem]
    reason: Text
    hint: Text = ""

    def at(self, place: Place) -> QueryProblem:
        """Make the error of it at a place."""
        return self.kind(self.reason, place.line, place.column, place.excerpt, self.hint)


BEGIN = Bilingual(
    "Begin with SELECT, ASK, CONSTRUCT or DESCRIBE, after the PREFIX lines.",
    "请在 PREFIX 各行之后以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开头。",
)
NO_QUERY = Mistake(QuerySyntax, Bilingual("there is no query here", "此处没有查询"), BEGIN)
SERVICE = Mistake(
    QueryRefused,
    Bilingual(
        "this endpoint does not ask other servers: SERVICE is refused",
        "本端点不访问其他服务器，故不接受 SERVICE",
    ),
    Bilingual(
        "Ask the other endpoint from your own program, and join there.",
        "请在自己的程序中查询另一端点，再合并结果。",
    ),
)
SECOND_QUERY = Mistake(
    QuerySyntax,
    Bilingual("there is more than one query in this text", "文本中不止一个查询"),
    Bilingual("Send one query a request.", "每次请求请只发送一个查询。"),
)
BACKSLASH = Mistake(
    QuerySyntax,
    Bilingual("a backslash outside a string or an IRI", "反斜线出现在字符串或 IRI 之外"),
    Bilingual(
        r"Write the character itself, or \uXXXX with its four hexadecimal digits.",
        r"请直接书写该字符，或写作 \uXXXX（四位十六进制数字）。",
    ),
)
SOMEWHERE = Mistake(
    QuerySyntax,
    Bilingual("something is wrong before the end", "末尾之前有误"),
    Bilingual("Look for a mistake in what stands before it.", "请检查其前的内容。"),
)
NOT_SPARQL = Mistake(QuerySyntax, Bilingual("this is not SPARQL", "这不是 SPARQL"))


def never_closed(opened: str, closing: str) -> Mistake:
    """Tell a bracket that is left open at the end."""
    return Mistake(
        QuerySyntax,
        Bilingual(f"`{opened}` is never closed", f"`{opened}` 始终未闭合"),
        Bilingual(f"Write the missing `{closing}`.", f"请补上缺少的 `{closing}`。"),
    )


def closes_nothing(closing: str) -> Mistake:
    """Tell a closing bracket without an opening one."""
    return Mistake(
        QuerySyntax,
        Bilingual(f"`{closing}` closes nothing", f"`{closing}` 没有对应的开括号"),
        Bilingual("Take it out.", "请删去它。"),
    )


def closes_another(closing: str, opened: str, place: Place, wanted: str) -> Mistake:
    """Tell a closing bracket that does not fit the last opening one, which is at `place`."""
    return Mistake(
        QuerySyntax,
        Bilingual(
            f"`{closing}` does not close the `{opened}` of line {place.line}, "
            f"column {place.column}",
            f"`{closing}` 与第 {place.line} 行第 {place.column} 列的 `{opened}` 不匹配",
        ),
        Bilingual(f"Write `{wanted}` before it.", f"请在其前写上 `{wanted}`。"),
    )


def update(word: str) -> Mistake:
    """Tell an update by the word that it begins with."""
    return Mistake(
        QueryRefused,
        Bilingual(f"this endpoint only reads: {word} is refused", f"本端点只读，不接受 {word}"),
        Bilingual(
            "To change the data, contribute to the repository.",
            "要修改数据，请向代码仓库提交贡献。",
        ),
    )


def no_beginning(word: str) -> Mistake:
    """Tell a word that no query begins with."""
    named = word[:NAMED]
    reason = Bilingual(f"`{named}` cannot begin a query", f"查询不能以 `{named}` 开头")
    return Mistake(QuerySyntax, reason, BEGIN)


def too_deep(limit: int) -> Mistake:
    """Tell brackets in brackets in brackets."""
    return _too_complex(f"brackets are nested more than {limit} deep", f"括号嵌套超过 {limit} 层")


def too_many_connectives(limit: int) -> Mistake:
    """Tell very long conditions."""
    return _too_complex(f"there are more than {limit} || and &&", f"|| 与 && 超过 {limit} 个")


def too_many_signs(limit: int) -> Mistake:
    """Tell rows of signs before a value."""
    return _too_complex(f"more than {limit} signs in a row", f"连续的符号超过 {limit} 个")


def too_many_patterns(limit: int) -> Mistake:
    """Tell very wide groups."""
    return _too_complex(
        f"there are more than {limit} triple patterns in one group",
        f"一个组中的三元组模式超过 {limit} 个",
    )


def too_many_steps(limit: int) -> Mistake:
    """Tell very long property paths."""
    return _too_complex(f"a property path has more than {limit} steps", f"属性路径超过 {limit} 步")


def _too_complex(en: str, zh_hans: str) -> Mistake:
    return Mistake(QueryTooComplex, Bilingual(en, zh_hans))


def strange_sign(sign: str) -> Mistake:
    """Tell a character that begins nothing."""
    if sign == "\\":
        return BACKSLASH
    if sign in "\"'":
        return Mistake(
            QuerySyntax,
            Bilingual(
                f"the string that begins with {sign} is not closed on its line",
                f"以 {sign} 开头的字符串在本行内未闭合",
            ),
            Bilingual(
                "Close it, or use three quotes for a text of several lines.",
                "请将其闭合；多行文本请用三个引号。",
            ),
        )
    plain = plain_sign(sign)
    shown = Bilingual("space", "空格") if plain == " " else f"`{plain}`"
    meant = join(Bilingual("Write a plain ", "请改写为半角的 "), shown, Bilingual(" for it.", "。"))
    reason = Bilingual(f"the character {sign!r} has no meaning here", f"字符 {sign!r} 在此没有意义")
    return Mistake(QuerySyntax, reason, meant if plain else "")


def undeclared_prefix(prefix: str, missing: Sequence[str], known: Mapping[str, str]) -> Mistake:
    """Tell a prefix that is not declared, with its declaration where it is one of `known`.

    Those of the others that are `missing` are told with it, so that all are written at once.
    """
    reason = Bilingual(f"the prefix `{prefix}:` is not declared", f"前缀 `{prefix}:` 未声明")
    if prefix in known:
        lines = " ".join(f"PREFIX {one}: <{known[one]}>" for one in missing if one in known)
        hint = Bilingual(f"Write this at the top: {lines}", f"请在开头写上：{lines}")
        return Mistake(QuerySyntax, reason, hint)
    line = f"PREFIX {prefix}: <…>"
    near = _near_prefixes(prefix, tuple(known))
    return Mistake(
        QuerySyntax,
        reason,
        Bilingual(
            f"Write a line {line} at the top"
            + (f"; prefixes of this graph that look like it: {near}." if near else "."),
            f"请在开头写上 {line} 一行" + (f"；本图谱中相近的前缀：{near}。" if near else "。"),
        ),
    )


def _near_prefixes(prefix: str, known: Sequence[str]) -> str:
    near = [one for one in known if prefix and (one.startswith(prefix[:2]) or prefix in one)]
    return ", ".join(f"{one}:" for one in near[:4])


def unknown_function(iri: str) -> Mistake:
    """Tell a function by its IRI that there is not."""
    return Mistake(
        QuerySyntax,
        Bilingual(f"there is no function <{iri}> here", f"此处没有函数 <{iri}>"),
        Bilingual(
            "Those of SPARQL and the casts of XML Schema, such as xsd:integer(…), can be called.",
            "可调用 SPARQL 的函数，以及 XML Schema 的类型转换，如 xsd:integer(…)。",
        ),
    )


def near_here(word: str) -> Mistake:
    """Tell a token near which an engine saw a mistake."""
    named = word[:NAMED]
    reason = Bilingual(f"something is wrong at `{named}` or before it", f"`{named}` 处或之前有误")
    return Mistake(QuerySyntax, reason, SOMEWHERE.hint)
