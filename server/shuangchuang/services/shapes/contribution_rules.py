"""The rules that contributions are held to beside those of the release, for the pages.

The messages of the findings are made where the rules are checked.
"""

from collections.abc import Mapping

from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.rule import Rule

CONTRIBUTION_RULES: Mapping[str, Rule] = {
    "licence": Rule(
        Bilingual("A file states its licence", "文件须注明许可协议"),
        Bilingual(
            "A line of each file, in a comment, says under which licence it is given. The data"
            " is published under CC BY-SA 4.0; CC BY 4.0 and CC0 1.0 fit into that. A missing"
            " line is a warning, another licence a violation.",
            "每个文件须在注释中用一行注明许可协议。本数据以 CC BY-SA 4.0 发布；"
            "CC BY 4.0 与 CC0 1.0 与之相容。缺少该行为警告，其他协议为违规。",
        ),
        "# SPDX-License-Identifier: CC-BY-NC-4.0",
        "# SPDX-License-Identifier: CC-BY-SA-4.0",
    ),
    "namespace": Rule(
        Bilingual("Names are ours, in lower-case words", "名称属于本图谱，用小写单词"),
        Bilingual(
            "A thing is described under id:, a source under src:, a statement under stmt:. The"
            " rest of the name is lower-case letters, digits and single hyphens. Names of others"
            " are not ours to describe; new terms of the ontology are proposed on their own.",
            "事物用 id: 命名，来源用 src:，陈述用 stmt:；其余部分为小写字母、数字与单个连字符。"
            "他人的名称不由本图谱描述；本体的新术语须单独提出。",
        ),
        "id:Tianjin_City a shc:Place .",
        "id:tianjin-city a shc:Place .",
    ),
    "dropped": Rule(
        Bilingual("JSON-LD loses nothing", "JSON-LD 不得丢失内容"),
        Bilingual(
            "A name that the @context does not define is dropped by every parser of JSON-LD,"
            " without a word. Define it in the @context, or write the property with its prefix.",
            "@context 未定义的名称会被所有 JSON-LD 解析器默默丢弃。"
            "请在 @context 中定义，或写出带前缀的属性。",
        ),
    ),
    "type": Rule(
        Bilingual("A record has a class", "记录须属于某一类"),
        Bilingual(
            "Shapes judge by class: of a record without one nothing would be checked.",
            "形状按类校验：没有类的记录无从检查。",
        ),
        'id:tianjin rdfs:label "Tianjin"@en .',
        'id:tianjin a shc:AdministrativeArea ; rdfs:label "Tianjin"@en .',
    ),
    "reference": Rule(
        Bilingual("What a record points to is there", "记录所指向的事物须存在"),
        Bilingual(
            "It is in the graph or in the contribution. A link to nothing tells nothing.",
            "须在图谱或本次贡献之中。指向空无的链接毫无意义。",
        ),
        "id:week shc:tookPlaceIn id:bejing .",
        "id:week shc:tookPlaceIn id:beijing .",
    ),
    "language": Rule(
        Bilingual("Texts have the tags in use", "文本使用既定的语言标签"),
        Bilingual(
            "They are en, zh-Hans and zh-Latn-pinyin: queries choose texts by them.",
            "即 en、zh-Hans 与 zh-Latn-pinyin：查询依此选取文本。",
        ),
        'id:tianjin rdfs:label "天津"@zh .',
        'id:tianjin rdfs:label "天津"@zh-Hans .',
    ),
    "copied": Rule(
        Bilingual("No sentence of a source is copied", "不抄录来源的句子"),
        Bilingual(
            "The words belong to their authors. Sentences are compared with the digests of the"
            " passages that the graph cites; the graph holds no words to compare with.",
            "文字属于其作者。系统将句子与图谱所引片段的摘要比对；图谱本身不存原文。",
        ),
    ),
    "redefined": Rule(
        Bilingual("What exists stays what it is", "已有事物保持原样"),
        Bilingual(
            "A thing keeps its class, and terms, concepts and shapes are not described anew:"
            " others rely on them. More facts and more sources are welcome.",
            "事物的类不得更改，术语、概念与形状不得重新描述：他人依赖于它们。欢迎补充事实与来源。",
        ),
        "id:li-keqiang a shc:Place .",
        "id:li-keqiang shc:isStatedIn src:china-keywords-2017 .",
    ),
    "deleted": Rule(
        Bilingual("Nothing is deleted", "不删除任何内容"),
        Bilingual(
            "A thing that stands in a file of the release stays: others link to it. A fact that is"
            " taken away or replaced is shown to the reviewer, who looks whether the commit says"
            " what was wrong.",
            "发布版文件中的事物须保留：他人可能已链接。被删去或替换的事实会提示审阅者，"
            "由其核对提交说明是否写明错误所在。",
        ),
        "id:example a shc:Organisation .",
        "id:example a shc:Organisation ; owl:deprecated true ; dcterms:isReplacedBy id:the-other .",
    ),
    "deprecated": Rule(
        Bilingual("What is withdrawn names its successor", "撤回者须指明替代者"),
        Bilingual(
            "Nothing is deleted and no name is used again: what was recorded twice is"
            " deprecated and names the record that replaces it.",
            "不删除任何内容，名称不重复使用：重复的记录标为弃用，并指明替代它的记录。",
        ),
        "id:example owl:deprecated true .",
        "id:example owl:deprecated true ; dcterms:isReplacedBy id:the-other .",
    ),
    "same-as": Rule(
        Bilingual("owl:sameAs links the same thing", "owl:sameAs 只连接同一事物"),
        Bilingual(
            "Whoever follows it takes over everything that is said of the other. A place is not"
            " its government, and two things are not both the same as a third.",
            "沿此链接者会将对方的一切视为己有。地点不是其政府；两件事物也不会同时等同于第三者。",
        ),
        "id:tianjin owl:sameAs id:tianjin-municipal-government .",
        "id:tianjin-municipal-government shc:isLocatedIn id:tianjin .",
    ),
    "look-alike": Rule(
        Bilingual("A new thing is new", "新事物确为新事物"),
        Bilingual(
            "One thing with two names splits what is known of it. A new thing whose name, day or"
            " identifier resembles one that exists is told; whether it is the same, you know.",
            "一物二名会割裂已知信息。若新事物的名称、日期或标识符与已有事物相近，便予提示；"
            "是否同一，由您判断。",
        ),
    ),
    "shapes": Rule(
        Bilingual("Your own shapes judge the data alone", "自备形状只校验所给数据"),
        Bilingual(
            "A file of shapes holds at least one shape, and no constraint that reads another"
            " graph or asks another server.",
            "形状文件至少含一个形状，且约束不得读取其他图或查询其他服务器。",
        ),
    ),
}
