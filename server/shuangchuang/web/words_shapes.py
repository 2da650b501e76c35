"""The words of the pages about shapes, in English and in Simplified Chinese."""

from collections.abc import Mapping

SHAPE_WORDS: Mapping[str, tuple[str, str]] = {
    "shapes": ("Shapes", "形状"),
    "shapes_title": ("What a record must have", "记录须具备的内容"),
    "shapes_lead": (
        "A shape says what a record of a kind must have, and why. Every finding of a check leads"
        " to the page of its shape or rule.",
        "形状说明某类记录须具备哪些内容及其缘由。检查得出的每条结果都指向相应形状或规则的页面。",
    ),
    "shape_kind_node": ("Shape", "形状"),
    "shape_kind_property": ("Property shape", "属性形状"),
    "shape_kind_sparql": ("Constraint", "约束"),
    "shape_kind_rule": ("Rule", "规则"),
    "severity_Violation": ("violation: the data is wrong", "违规：数据有误"),
    "severity_Warning": ("warning: a reviewer should look", "警告：须经人工复核"),
    "severity_Info": ("hint: it could be richer", "提示：可更完备"),
    "shape_applies": ("It looks at", "适用于"),
    "shape_asks": ("What it asks", "要求"),
    "shape_path": ("Property", "属性"),
    "shape_conditions": ("Conditions", "条件"),
    "shape_write": ("What to write", "应如何书写"),
    "shape_query": ("As a query: what it finds is wrong", "查询形式：查得者即为有误"),
    "shape_examples": ("Examples", "示例"),
    "shape_right": ("Right", "正确"),
    "shape_wrong": ("Wrong", "错误"),
    "shape_breaks": ("It breaks", "违反"),
    "shape_more_wrong": ("More wrong examples", "更多错误示例"),
    "shape_used_by": ("Part of", "属于"),
    "shape_terms": ("See also", "参见"),
    "shape_as_rdf": ("As RDF", "RDF 形式"),
    "shape_file_core": ("What every record must have", "记录的必备内容"),
    "shape_file_provenance": ("Sources, claims and statements", "出处、主张与陈述"),
    "shape_file_vocabularies": ("Which list a value is taken from", "取值所用词表"),
    "shape_file_recommended": ("What a record should have", "记录的建议内容"),
    "shape_file_contribution": ("What a contribution must have", "贡献须具备的内容"),
    "shape_file_ontology-style": ("Style of the ontology", "本体的写法"),
    "shape_rules": ("Rules beside the shapes", "形状之外的规则"),
    "shape_parts": ("Parts of shapes", "形状的组成部分"),
    "shape_why": ("Why", "缘由"),
}
