"""The rules that are no shapes: what each asks and why. A finding names one by its key.

Must not know how a rule is checked.
"""

from collections.abc import Mapping

from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.contribution_rules import CONTRIBUTION_RULES
from shuangchuang.services.shapes.rule import Rule

RULES: Mapping[str, Rule] = {
    **CONTRIBUTION_RULES,
    "syntax": Rule(
        Bilingual("It can be read", "可以解析"),
        Bilingual(
            "What cannot be read cannot be judged. The finding names the line and the column"
            " where the reader stumbled; the mistake is there or just before it, most often a"
            " missing dot, semicolon or quote.",
            "无法解析的内容无从检查。结果指出解析中断的行与列；错误就在该处或紧接其前，"
            "多为缺少句点、分号或引号。",
        ),
        'id:example a shc:Event\n    rdfs:label "Example"@en .',
        'id:example a shc:Event ;\n    rdfs:label "Example"@en .',
    ),
    "unreadable": Rule(
        Bilingual("It is text in UTF-8", "须为 UTF-8 文本"),
        Bilingual(
            "A file is plain text in UTF-8, not compressed, not binary, and not nested deeper"
            " than brackets that a person can follow.",
            "文件须为 UTF-8 纯文本，不得压缩或为二进制，括号嵌套亦不得过深。",
        ),
    ),
    "empty": Rule(
        Bilingual("It says something", "须有内容"),
        Bilingual(
            "A file without any statement would pass every other rule, so it is told.",
            "没有任何陈述的文件会通过其他所有规则，因此单独指出。",
        ),
    ),
    "too-large": Rule(
        Bilingual("It is of a size that can be judged", "大小须在限度之内"),
        Bilingual(
            "A contribution holds no more triples than the limit of the server; send it in parts.",
            "一次贡献的三元组数不得超过服务器的限度；请分批提交。",
        ),
    ),
    "parse": Rule(
        Bilingual("A file of the release is Turtle", "数据文件须为 Turtle"),
        Bilingual(
            "Every file of the release is read before anything else is checked.",
            "检查其他内容之前，先读取本库的每个文件。",
        ),
    ),
    "prefix": Rule(
        Bilingual("Prefixes are those of the list", "前缀须取自前缀表"),
        Bilingual(
            "One prefix stands for one namespace everywhere, so that a line can be copied from"
            " one file to another. The list is ontology/prefixes.ttl.",
            "同一前缀处处代表同一命名空间，各文件之间方可照抄。前缀表见 ontology/prefixes.ttl。",
        ),
        "@prefix sc: <https://w3id.org/shuangchuang/ontology#> .",
        "@prefix shc: <https://w3id.org/shuangchuang/ontology#> .",
    ),
    "literal": Rule(
        Bilingual("A value is of its datatype", "取值须合其数据类型"),
        Bilingual(
            "A date that is no date is lost to every question that compares dates. Write the"
            " value as its datatype has it, or the datatype that fits the value.",
            "不成日期的日期，任何比较日期的问题都无法使用。请按数据类型书写，或改用相符的类型。",
        ),
        'id:example shc:startDate "2015-02-30"^^xsd:date .',
        'id:example shc:startDate "2015-02"^^xsd:gYearMonth .',
    ),
    "term": Rule(
        Bilingual("A name of ours is described", "自有名称须有描述"),
        Bilingual(
            "An IRI in one of our namespaces that nothing is said about is misspelt, or its"
            " record is missing.",
            "本库命名空间中没有任何描述的 IRI，要么拼写有误，要么缺少记录。",
        ),
        "id:example a shc:Evnt .",
        "id:example a shc:Event .",
    ),
    "blank-node": Rule(
        Bilingual("Everything has a name", "一切皆有名称"),
        Bilingual(
            "A blank node cannot be cited, linked to or corrected later. Give the thing an IRI.",
            "空白节点无法引用、链接，日后也无从更正。请为其指定 IRI。",
        ),
        "id:example shc:isStatedIn [ a shc:WebPage ] .",
        "id:example shc:isStatedIn src:example-page .",
    ),
    "version": Rule(
        Bilingual("Ontology and package have one version", "本体与软件包版本一致"),
        Bilingual(
            "What the ontology says of its version is what the package is released as.",
            "本体所写版本须与软件包的发布版本相同。",
        ),
    ),
    "statement": Rule(
        Bilingual("A statement is named after its triple", "陈述以其三元组命名"),
        Bilingual(
            "The name is stmt: and the first 16 digits of the SHA-256 of the triple in N-Triples,"
            " so that two people who record the same fact write the same name. Write any name:"
            " the check tells the right one.",
            "名称为 stmt: 加上该三元组 N-Triples 行之 SHA-256 的前 16 位，"
            "两人记录同一事实便得到同一名称。可先随意命名，检查会给出正确名称。",
        ),
    ),
    "source": Rule(
        Bilingual("A passage is where it says", "段落须在所述位置"),
        Bilingual(
            "A passage is described by its place and a digest of its words. Both are compared"
            " with the text of the source.",
            "段落以位置及其文字的摘要描述，二者均与来源文本比对。",
        ),
    ),
}
