"""The gates: what must hold of every file before a release, each as one pure function.

A gate gets what has been read and yields findings; it opens no file and knows no order of
checks. Shapes and questions are judged elsewhere.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date

from rdflib import Graph, URIRef
from rdflib.namespace import OWL

from shuangchuang.base import namespaces as ns
from shuangchuang.base.errors import ContentError
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.sources import Mismatch
from shuangchuang.services.syntax.places import Index, Places
from shuangchuang.services.syntax.statements import misnamed_statements, name_advice

XSD = "http://www.w3.org/2001/XMLSchema#"
OURS = (ns.SHC, ns.SHAPES, ns.SCHEME, ns.THING, ns.SOURCE, ns.STATEMENT)

_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_TIME = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"
_FLOAT = rf"{_NUMBER}(?:[eE][+-]?\d+)?|[+-]?INF|NaN"
# The lexical spaces of XML Schema Part 2, for the datatypes that the release uses or may use.
LEXICAL_FORMS: Mapping[str, str] = {
    "anyURI": r"[^\s<>\"{}|\\^`]*",
    "boolean": r"true|false|0|1",
    "date": rf"\d{{4}}-\d\d-\d\d{_ZONE}",
    "dateTime": rf"\d{{4}}-\d\d-\d\dT{_TIME}{_ZONE}",
    "decimal": _NUMBER,
    "double": _FLOAT,
    "duration": r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?",
    "float": _FLOAT,
    "gYear": rf"\d{{4}}{_ZONE}",
    "gYearMonth": rf"\d{{4}}-(?:0[1-9]|1[0-2]){_ZONE}",
    "integer": r"[+-]?\d+",
    "nonNegativeInteger": r"\+?\d+|-0+",
    "positiveInteger": r"\+?0*[1-9]\d*",
    "string": r"(?s:.*)",
    "time": rf"{_TIME}{_ZONE}",
}
# The code lists that the ontology declares as datatypes of notations.
NOTATION_FORMS: Mapping[str, str] = {
    f"{ns.SHC}Gbt2260Of2020": r"[1-8]\d{5}",
    f"{ns.SHC}Gbt2260Of2023": r"[1-8]\d{5}",
    f"{ns.SHC}Iso3166Part1": r"[A-Z]{2}",
    f"{ns.SHC}Iso3166Part2": r"[A-Z]{2}-[A-Z]{2}",
}


def unreadable_files(
    errors: Iterable[ContentError], name: Callable[[ContentError], str]
) -> Iterator[Finding]:
    """Tell each file that is not Turtle or SSSOM; `name` gives the path below the release."""
    for error in errors:
        column = f", column {error.column}" if error.column else ""
        kind = "SSSOM" if error.path.suffix == ".tsv" else "Turtle"
        yield _finding(
            "parse",
            (name(error), error.line),
            f"This is not {kind}{column}: {error.reason}",
            f"不是有效的 {kind}{column and f'（第 {error.column} 列）'}：{error.reason}",
        )


def strange_prefixes(files: Iterable[Places], prefixes: Mapping[str, str]) -> Iterator[Finding]:
    """Tell each declared prefix that is not in the one list, or stands for something else."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    for file in files:
        for one in file.declarations:
            listed = prefixes.get(one.prefix)
            alias = names.get(one.namespace, "")
            if listed is None and alias:
                yield _finding(
                    "prefix",
                    (file.name, one.line),
                    f"Write {alias}: in place of {one.prefix}:, here and in the names:"
                    " ontology/prefixes.ttl has that prefix for it.",
                    f"请将 {one.prefix}: 改为 {alias}:（此处及各名称中）："
                    f"ontology/prefixes.ttl 为其规定的前缀是 {alias}:。",
                )
            elif listed is None:
                yield _finding(
                    "prefix",
                    (file.name, one.line),
                    f"The prefix {one.prefix}: is not in ontology/prefixes.ttl. Use one of that"
                    " list, or leave the line out where nothing needs it.",
                    f"前缀 {one.prefix}: 不在 ontology/prefixes.ttl 中。请改用表中的前缀；"
                    "若无处用到，请删去该行。",
                )
            elif listed != one.namespace:
                yield _finding(
                    "prefix",
                    (file.name, one.line),
                    f"The prefix {one.prefix}: stands for <{listed}> in ontology/prefixes.ttl,"
                    f" not for <{one.namespace}>.",
                    f"在 ontology/prefixes.ttl 中，前缀 {one.prefix}: 代表 <{listed}>，"
                    f"而不是 <{one.namespace}>。",
                )


def ill_typed_literals(files: Iterable[Places]) -> Iterator[Finding]:
    """Tell each typed literal whose text is none of its datatype's, or whose type is unknown."""
    for file in files:
        for one in file.literals:
            if not is_well_typed(one.text, one.datatype):
                kind = one.datatype.replace(XSD, "xsd:") or "?"
                yield _finding(
                    "literal",
                    (file.name, one.line),
                    f'"{one.text}" is not a value of {kind}; mend the value or the datatype.',
                    f"“{one.text}”不是 {kind} 的值；请修改该值或其数据类型。",
                    value=f'"{one.text}"^^<{one.datatype}>',
                )


def undefined_terms(files: Iterable[Places], defined: Collection[str]) -> Iterator[Finding]:
    """Tell each IRI of our namespaces that nothing is said about, once for each file.

    `defined` holds every subject of the ontology, the data and the shapes.
    """
    for file in files:
        told = set(defined)
        for one in file.mentions:
            if one.iri.startswith(OURS) and one.iri not in told and one.iri not in OURS:
                told.add(one.iri)
                yield _finding(
                    "term",
                    (file.name, one.line),
                    "This is used but described nowhere; correct the name or describe it.",
                    "此名称被使用，但没有任何描述；请更正名称或补充描述。",
                    focus=one.iri,
                )


def blank_nodes(files: Iterable[Places]) -> Iterator[Finding]:
    """Tell each line of the data that writes a blank node."""
    for file in files:
        for line in sorted(set(file.blank_lines)):
            yield _finding(
                "blank-node",
                (file.name, line),
                "A blank node cannot be cited; give the thing an IRI.",
                "空白节点无法引用；请为其指定 IRI。",
            )


def wrong_version(graph: Graph, index: Index, version: str) -> Iterator[Finding]:
    """Compare the version that the ontology tells of itself with that of the package."""
    header = URIRef(ns.ONTOLOGY)
    expected = {OWL.versionInfo: version, OWL.versionIRI: f"{ns.ONTOLOGY}/{version}"}
    for term, value in expected.items():
        found = [str(one) for one in graph.objects(header, term)]
        if found != [value]:
            told = ", ".join(found) or "-"
            yield _finding(
                "version",
                index.find(str(term) if found else ns.ONTOLOGY),
                f"The ontology has {told} as its {_local(term)}, the package calls for {value}.",
                f"本体的 {_local(term)} 为 {told}，而软件包要求 {value}。",
                focus=ns.ONTOLOGY,
            )


def misnamed(graph: Graph, index: Index) -> Iterator[Finding]:
    """Tell each statement whose IRI is not the digest of the triple that it reifies."""
    for statement, expected in misnamed_statements(graph):
        _, english, chinese = name_advice(expected)
        yield _finding(
            "statement",
            index.find(str(statement)),
            english,
            chinese,
            focus=str(statement),
        )


def unfit_passages(mismatches: Iterable[Mismatch], index: Index) -> Iterator[Finding]:
    """Tell each snapshot or passage whose digest is not that of the text."""
    for one in mismatches:
        yield _finding(
            "source",
            index.find(one.subject),
            f"The digest is {one.expected or 'missing'}, that of the text is {one.found}."
            if one.found
            else "The text has no such place.",
            f"摘要为 {one.expected or '（缺）'}，而文本的摘要为 {one.found}。"
            if one.found
            else "文本中没有这一位置。",
            focus=one.subject,
        )


def _finding(
    gate: str,
    place: tuple[str, int],
    english: str,
    chinese: str,
    *,
    focus: str = "",
    value: str = "",
) -> Finding:
    messages = {ENGLISH: english, CHINESE: chinese}
    file, line = place
    return Finding(VIOLATION, gate, "", focus, value=value, messages=messages, file=file, line=line)


def is_well_typed(text: str, datatype: str) -> bool:
    """Tell whether a text is a value of a datatype; of one that is not known, no text is."""
    kind = datatype.removeprefix(XSD)
    forms, name = (LEXICAL_FORMS, kind) if datatype.startswith(XSD) else (NOTATION_FORMS, datatype)
    form = forms.get(name)
    if form is None or not re.fullmatch(form, text, re.ASCII):
        return False
    return not kind.startswith("date") or _is_day(text[:10])


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _local(term: URIRef) -> str:
    return str(term).rpartition("#")[2]
