"""Says in words what a constraint of SHACL asks for, where its shape has no message of its own.

English and Chinese. Knows the core of SHACL; must not judge. SHACL section 4.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from rdflib import RDF, RDFS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from shuangchuang.services.findings import CHINESE, ENGLISH
from shuangchuang.services.shacl.paths import path_text
from shuangchuang.services.syntax.nodes import write_iri, write_node

SH = Namespace("http://www.w3.org/ns/shacl#")
MOST_NAMED = 8
DEPTH = 4

# The component without its ending, the parameter that it has, and what it asks for.
COMPONENTS: Mapping[str, tuple[str, str, str]] = {
    "Class": ("class", "Use a thing of the class {0}.", "请使用属于类 {0} 的事物。"),
    "Closed": ("closed", "This property is not foreseen here.", "此处不允许该属性。"),
    "Datatype": ("datatype", "Write a value of {0}.", "请写 {0} 类型的值。"),
    "Disjoint": (
        "disjoint",
        "The value may not be one of {0}, too.",
        "该值不得同时为 {0} 的值。",
    ),
    "Equals": ("equals", "The values have to be those of {0}.", "其值须与 {0} 的值相同。"),
    "HasValue": ("hasValue", "Add the value {0}.", "请加上值 {0}。"),
    "In": ("in", "Use one of {0}.", "请使用以下之一：{0}。"),
    "LanguageIn": (
        "languageIn",
        "Tag the text with one of {0}.",
        "文本须带以下语言标签之一：{0}。",
    ),
    "LessThan": ("lessThan", "The value has to be less than {0}.", "该值须小于 {0} 的值。"),
    "LessThanOrEquals": (
        "lessThanOrEquals",
        "The value may not be more than {0}.",
        "该值不得大于 {0} 的值。",
    ),
    "MaxCount": ("maxCount", "Give at most {0} of these.", "至多给出 {0} 个。"),
    "MinCount": ("minCount", "Give at least {0} of these.", "至少给出 {0} 个。"),
    "MaxExclusive": ("maxExclusive", "Write a value below {0}.", "该值须小于 {0}。"),
    "MaxInclusive": ("maxInclusive", "Write a value of at most {0}.", "该值至多为 {0}。"),
    "MinExclusive": ("minExclusive", "Write a value above {0}.", "该值须大于 {0}。"),
    "MinInclusive": ("minInclusive", "Write a value of at least {0}.", "该值至少为 {0}。"),
    "MaxLength": ("maxLength", "Write at most {0} characters.", "至多 {0} 个字符。"),
    "MinLength": ("minLength", "Write at least {0} characters.", "至少 {0} 个字符。"),
    "NodeKind": ("nodeKind", "Write {0}.", "请写{0}。"),
    "Node": ("node", "Use {0}.", "请使用{0}。"),
    "Not": ("not", "This may not be {0}.", "不得为{0}。"),
    "And": ("and", "All of these have to hold: {0}.", "须同时满足：{0}。"),
    "Or": ("or", "One of these has to hold: {0}.", "须满足其一：{0}。"),
    "Xone": ("xone", "Exactly one of these has to hold: {0}.", "须恰好满足其一：{0}。"),
    "Pattern": ("pattern", "The text has to match {0}.", "文本须符合模式 {0}。"),
    "QualifiedMaxCount": (
        "qualifiedMaxCount",
        "Give at most {0} of {1}.",
        "至多给出 {0} 个{1}。",
    ),
    "QualifiedMinCount": (
        "qualifiedMinCount",
        "Give at least {0} of {1}.",
        "至少给出 {0} 个{1}。",
    ),
    "UniqueLang": (
        "uniqueLang",
        "Give at most one text in each language.",
        "每种语言至多一个文本。",
    ),
}
NODE_KINDS: Mapping[Node, tuple[str, str]] = {
    SH.IRI: ("the name of a thing, not a text", "事物的名称，而非文本"),
    SH.Literal: ("a text, number or date, not a name", "文本、数字或日期，而非名称"),
    SH.BlankNode: ("a blank node", "空白节点"),
    SH.BlankNodeOrIRI: ("a thing, not a text", "事物，而非文本"),
    SH.BlankNodeOrLiteral: ("a blank node or a text", "空白节点或文本"),
    SH.IRIOrLiteral: ("a name or a text", "名称或文本"),
}
_SEPARATORS = {ENGLISH: ", ", CHINESE: "、"}
_OR = {ENGLISH: " or ", CHINESE: "或"}
_AND = {ENGLISH: " and ", CHINESE: "且"}
_WITH = {ENGLISH: "something with {}", CHINESE: "有 {} 者"}
_WITHOUT = {ENGLISH: "something without {}", CHINESE: "无 {} 者"}
_IN_BRACKETS = {ENGLISH: " ({})", CHINESE: "（{}）"}
# Between Chinese and other words stands a space.
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_NAMED = {"datatype", "class", "in", "languageIn", "nodeKind", "hasValue", "pattern"}


class Wording:
    """Words for the constraints of one graph of shapes."""

    def __init__(self, shapes: Graph, prefixes: Mapping[str, str]) -> None:
        """Take the shapes and the prefixes with which names are shortened."""
        self._shapes = shapes
        self._prefixes = prefixes

    def messages(self, shape: str, component: str) -> dict[str, str]:
        """Say what a constraint of the core asks for, by language tag; empty for any other."""
        name = component.replace("#", "/").rpartition("/")[2].removesuffix("ConstraintComponent")
        if name not in COMPONENTS:
            return {}
        parameter, *patterns = COMPONENTS[name]
        return {
            language: _write(
                pattern,
                language,
                *(self._parameter(shape, one, language) for one in (parameter, _OTHER)),
            )
            for language, pattern in zip((ENGLISH, CHINESE), patterns, strict=True)
        }

    def alternatives(self, shape: str) -> dict[str, str]:
        """Say what the nested shapes of a shape ask for, by language tag; empty without them."""
        node = self._node(shape)
        nested = [name for name in ("or", "xone") if (node, SH[name], None) in self._shapes]
        if not nested:
            return {}
        return {
            language: _write(
                COMPONENTS[nested[0].title()][place],
                language,
                self._parameter(shape, nested[0], language),
            )
            for place, language in ((1, ENGLISH), (2, CHINESE))
        }

    def _node(self, shape: str) -> Node:
        anonymous = BNode(shape)
        return anonymous if (anonymous, None, None) in self._shapes else URIRef(shape)

    def _parameter(self, shape: str, name: str, language: str) -> str:
        values = list(self._shapes.objects(self._node(shape), SH[name]))
        if name in ("or", "xone", "and"):
            joint = _AND if name == "and" else _OR
            listed = [one for value in values for one in Collection(self._shapes, value)]
            return joint[language].join(self._describe(one, language, DEPTH) for one in listed)
        if name in ("not", "node", _OTHER):
            return _AND[language].join(self._describe(one, language, DEPTH) for one in values)
        return self._values(values, language)

    def _values(self, values: list[Node], language: str) -> str:
        """Write values, and what lists hold; long lists are cut."""
        told: list[Node] = []
        for value in values:
            is_list = (value, RDF.first, None) in self._shapes
            told.extend(Collection(self._shapes, value) if is_list else [value])
        words = [self._value(one, language) for one in told[:MOST_NAMED]]
        return _SEPARATORS[language].join([*words, *(["…"] if len(told) > MOST_NAMED else [])])

    def _value(self, value: Node, language: str) -> str:
        if value in NODE_KINDS:
            return NODE_KINDS[value][0 if language == ENGLISH else 1]
        if isinstance(value, Literal) and not value.language:
            return str(value)
        return write_node(value, self._prefixes)

    def _describe(self, shape: Node, language: str, depth: int) -> str:
        """Describe a nested shape: by its name, or by what it asks for."""
        for term in (SH.name, RDFS.label):
            for one in self._shapes.objects(shape, term):
                if isinstance(one, Literal) and one.language in (language, None):
                    return str(one)
        name = "…" if isinstance(shape, BNode) else write_node(shape, self._prefixes)
        if depth == 0:
            return name
        parts = islice(self._constraints(shape, language, depth), MOST_NAMED)
        joined = _AND[language].join(parts)
        path = self._shapes.value(shape, SH.path)
        if path is None:
            return joined or name
        return self._having(shape, path, joined, language)

    def _having(self, shape: Node, path: Node, asked: str, language: str) -> str:
        """Describe what has, or has not, a value of a property, and what is asked of that."""
        name = re.sub(
            "<([^>]*)>",
            lambda found: write_iri(found[1], self._prefixes),
            path_text(self._shapes, path),
        )
        most = self._shapes.value(shape, SH.maxCount)
        told = _WITHOUT if most is not None and str(most) == "0" else _WITH
        detail = _IN_BRACKETS[language].format(asked) if asked else ""
        return told[language].format(f"{name}{detail}")

    def _constraints(self, shape: Node, language: str, depth: int) -> Iterator[str]:
        for name in sorted(_NAMED):
            values = list(self._shapes.objects(shape, SH[name]))
            if values:
                yield self._values(values, language)
        for name in ("property", "node"):
            for one in self._shapes.objects(shape, SH[name]):
                yield self._describe(one, language, depth - 1)
        for name in ("or", "xone"):
            for value in self._shapes.objects(shape, SH[name]):
                listed = islice(Collection(self._shapes, value), MOST_NAMED)
                told = (self._describe(one, language, depth - 1) for one in listed)
                yield _OR[language].join(told)


_OTHER = "qualifiedValueShape"


def _write(pattern: str, language: str, *values: str) -> str:
    text = pattern.format(*values)
    return _SEAM.sub(" ", text).replace("） ", "）") if language == CHINESE else text
