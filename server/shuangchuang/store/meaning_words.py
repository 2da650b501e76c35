"""What is said of a query that is well-formed and yet means nothing, in English and in Chinese."""

from shuangchuang.base.errors import QuerySyntax
from shuangchuang.base.texts import Bilingual
from shuangchuang.store.mistakes import Mistake

STAR_GROUPED = Mistake(
    QuerySyntax,
    Bilingual("`SELECT *` cannot be grouped", "分组查询不能使用 `SELECT *`"),
    Bilingual(
        "Name the variables of GROUP BY, and aggregates.", "请列出 GROUP BY 的变量及聚合函数。"
    ),
)


def bad_iri(iri: str) -> Mistake:
    """Tell an IRI that is none."""
    return Mistake(QuerySyntax, Bilingual(f"<{iri}> is no IRI", f"<{iri}> 不是 IRI"))


def bad_escape(escape: str) -> Mistake:
    """Tell an escape of a name that there is not."""
    return Mistake(
        QuerySyntax,
        Bilingual(f"a name holds no `{escape}`", f"名称中不能有 `{escape}`"),
        Bilingual("Write the IRI in full, as <…>.", "请写出完整的 IRI，即 <…>。"),
    )


def name_given_twice(variable: str) -> Mistake:
    """Tell a variable that has a value already where AS names a new one."""
    return Mistake(
        QuerySyntax,
        Bilingual(f"`{variable}` has a value already", f"`{variable}` 已有取值"),
        Bilingual("Give the new value another name.", "请为新值另取名称。"),
    )


def ungrouped(variable: str) -> Mistake:
    """Tell a variable of SELECT that has many values in each group."""
    return Mistake(
        QuerySyntax,
        Bilingual(
            f"`{variable}` is neither grouped nor inside an aggregate",
            f"`{variable}` 既未分组，也不在聚合函数之内",
        ),
        Bilingual(
            f"Add it to GROUP BY, or write (SAMPLE({variable}) AS ?name).",
            f"请将其加入 GROUP BY，或写作 (SAMPLE({variable}) AS ?名称)。",
        ),
    )


def misplaced_aggregate(name: str) -> Mistake:
    """Tell an aggregate where there are no groups yet."""
    return Mistake(
        QuerySyntax,
        Bilingual(f"{name} cannot be used in a pattern", f"{name} 不能用于模式之中"),
        Bilingual("Use HAVING, or a query inside the query.", "请使用 HAVING 或子查询。"),
    )


def uneven_row(found: int, wanted: int) -> Mistake:
    """Tell a row of VALUES of the wrong length."""
    return Mistake(
        QuerySyntax,
        Bilingual(
            f"this row has another number of values ({found}) than there are variables ({wanted})",
            f"此行的值有 {found} 个，而变量有 {wanted} 个",
        ),
        Bilingual("Write UNDEF for a value that is not given.", "没有的值请写作 UNDEF。"),
    )


def blank_node_in_two_groups(label: str) -> Mistake:
    """Tell a blank node that two groups share."""
    return Mistake(
        QuerySyntax,
        Bilingual(
            f"`{label}` is used in two groups of patterns", f"`{label}` 用于两个不同的模式组"
        ),
        Bilingual("Use a variable instead.", "请改用变量。"),
    )
