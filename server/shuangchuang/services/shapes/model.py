"""What is told of a shape: what it looks at, what it asks and why, with examples.

Texts are in both languages. Must not know files, RDF or pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from shuangchuang.base.texts import Bilingual

NOTHING = Bilingual("", "")


@dataclass(frozen=True)
class Value:
    """A value as shown. `iri` is empty for a text; `shape` names the shape that it is, if any."""

    text: str
    iri: str = ""
    shape: str = ""


@dataclass(frozen=True)
class Limit:
    """One thing that a shape asks: a parameter of SHACL by its local name, and its values."""

    parameter: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Example:
    """A file of `shapes/examples`. `rules` names the shapes and constraints that it breaks."""

    name: str
    summary: Bilingual
    text: str
    is_right: bool
    rules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A shape, or one of its SPARQL constraints.

    `kind` is node, property or sparql; `severity` is Violation, Warning or Info. `targets` say
    which nodes are looked at, `path` which of their values, as a SPARQL property path. `parts`
    and `users` are names of shapes. `query` is the text of a SPARQL constraint.
    """

    name: str
    iri: str
    kind: str
    file: str
    severity: str
    title: Bilingual
    description: Bilingual
    message: Bilingual
    targets: tuple[Limit, ...] = ()
    path: str = ""
    path_terms: tuple[Value, ...] = ()
    limits: tuple[Limit, ...] = ()
    parts: tuple[str, ...] = ()
    users: tuple[str, ...] = ()
    terms: tuple[Value, ...] = ()
    query: str = ""
    group: str = ""
    order: float = 0.0


@dataclass(frozen=True)
class Group:
    """A group of the fields of a form."""

    name: str
    title: Bilingual
    order: float


# Each parameter of SHACL in words; `{}` stands for its values.
PARAMETERS: Mapping[str, Bilingual] = {
    "targetClass": Bilingual("things of the class {}", "类 {} 的事物"),
    "targetNode": Bilingual("{}", "{}"),
    "targetSubjectsOf": Bilingual("whatever has {}", "具有 {} 的一切"),
    "targetObjectsOf": Bilingual("whatever is a value of {}", "作为 {} 之值的一切"),
    "class": Bilingual("points to things of the class {}", "指向类 {} 的事物"),
    "datatype": Bilingual("has the datatype {}", "数据类型为 {}"),
    "nodeKind": Bilingual("is of the kind {}", "节点种类为 {}"),
    "node": Bilingual("meets {}", "符合 {}"),
    "hasValue": Bilingual("one value is {}", "其中一个值为 {}"),
    "in": Bilingual("is one of {}", "取自 {}"),
    "languageIn": Bilingual("is in one of the languages {}", "语言为 {} 之一"),
    "pattern": Bilingual("has the form {}", "形式为 {}"),
    "minCount": Bilingual("at least {}", "至少 {} 个"),
    "maxCount": Bilingual("at most {}", "至多 {} 个"),
    "minInclusive": Bilingual("is {} or more", "不小于 {}"),
    "maxInclusive": Bilingual("is {} or less", "不大于 {}"),
    "minLength": Bilingual("has at least {} characters", "至少 {} 个字符"),
    "maxLength": Bilingual("has at most {} characters", "至多 {} 个字符"),
    "lessThan": Bilingual("comes before the value of {}", "早于 {} 的值"),
    "lessThanOrEquals": Bilingual("does not come after the value of {}", "不晚于 {} 的值"),
    "uniqueLang": Bilingual("at most one for each language", "每种语言至多一个"),
    "qualifiedValueShape": Bilingual("counts those that meet {}", "计数符合 {} 者"),
    "qualifiedMinCount": Bilingual("at least {} of these", "其中至少 {} 个"),
    "qualifiedMaxCount": Bilingual("at most {} of these", "其中至多 {} 个"),
    "or": Bilingual("meets at least one of {}", "至少符合以下之一：{}"),
    "and": Bilingual("meets all of {}", "符合以下全部：{}"),
    "xone": Bilingual("meets exactly one of {}", "符合且仅符合以下之一：{}"),
    "not": Bilingual("does not meet {}", "不符合 {}"),
}
