"""The rules of a contribution that no shape can express. Each is one function.

A rule gets the whole case and yields findings with their places; `services.rules` has their texts
for the pages, the messages here say what to write.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from rdflib import BNode, Literal, URIRef

from shuangchuang.base import namespaces as ns
from shuangchuang.services.case import Case, Check
from shuangchuang.services.contribution import Spot
from shuangchuang.services.findings import Finding
from shuangchuang.services.gates import is_well_typed, strange_prefixes
from shuangchuang.services.known import own_subjects
from shuangchuang.services.nodes import write_iri
from shuangchuang.services.places import read_places
from shuangchuang.services.sources import normalise_text, text_digest
from shuangchuang.services.statements import misnamed_statements, name_advice

LICENCE = "CC-BY-SA-4.0"
LICENCES = (LICENCE, "CC-BY-4.0", "CC0-1.0")
LANGUAGES = ("en", "zh-Hans", "zh-Latn-pinyin")
WITH_PREFIXES = ("ttl", "trig")
RECORDS = (ns.THING, ns.SOURCE, ns.STATEMENT)
TERMS = (ns.SHC, ns.SHAPES, ns.SCHEME)

_LICENCE = re.compile(r"SPDX-License-Identifier:\s*([A-Za-z0-9.+-]+)")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SENTENCE = re.compile(r"[^.!?。！？]*[.!?。！？]+[\"'”’）)]*|[^.!?。！？]+$")
_MEANT = {
    "zh": "zh-Hans",
    "zh-CN": "zh-Hans",
    "zh-Hans-CN": "zh-Hans",
    "cn": "zh-Hans",
    "zh-SG": "zh-Hans",
    "pinyin": "zh-Latn-pinyin",
    "zh-Latn": "zh-Latn-pinyin",
    "en-US": "en",
    "en-GB": "en",
}


def licence(case: Case) -> Iterator[Finding]:
    """Look for the line that says under which licence a file is given."""
    line = f"# SPDX-License-Identifier: {LICENCE}"
    for part in case.contribution.parts:
        found = _LICENCE.search(part.text)
        spot = Spot(part.name, 1, 1)
        if found is None:
            texts = (
                f"Say under which licence you give this: write {line[2:]} in a comment.",
                f"请说明许可协议：在注释中写 {line[2:]}。",
            )
            yield case.finding("licence", texts, spot=spot, example=line)
        elif found[1] not in LICENCES:
            number = part.text.count("\n", 0, found.start()) + 1
            start = found.start() - part.text.rfind("\n", 0, found.start())
            allowed = ", ".join(LICENCES)
            texts = (
                f"{found[1]} does not allow what the graph allows; give it under one of {allowed},"
                " or leave it out.",
                f"{found[1]} 与本图谱的许可不相容；请改用 {allowed} 之一，否则请勿提交。",
            )
            place = Spot(part.name, number, start)
            yield case.finding("licence", texts, spot=place, example=line, severity="Violation")


def namespace(case: Case) -> Iterator[Finding]:
    """Hold every subject to our namespaces and to the form of their names."""
    for subject in own_subjects(case.contribution.graph):
        if str(subject).startswith(TERMS) or subject == URIRef(ns.ONTOLOGY):
            continue  # what is there is `redefined`; what is new, below
        home = next((one for one in RECORDS if subject.startswith(one)), None)
        if home is None:
            texts = (
                "This name is not of this graph. Describe a thing under id:, a source under src:.",
                "此名称不属于本图谱。事物请用 id: 命名，来源请用 src: 命名。",
            )
            yield case.finding("namespace", texts, subject, example=_offer(case, subject))
            continue
        if home != ns.STATEMENT and not _SLUG.fullmatch(subject.removeprefix(home)):
            texts = (
                "Write the name in lower-case letters a to z, digits and single hyphens.",
                "名称只能使用小写字母 a–z、数字和单个连字符。",
            )
            yield case.finding("namespace", texts, subject, example=_offer(case, subject))


def statements(case: Case) -> Iterator[Finding]:
    """Tell the right name of each statement: it is made of its triple."""
    for statement, expected in misnamed_statements(case.contribution.graph):
        name, english, chinese = name_advice(expected)
        yield case.finding("statement", (english, chinese), statement, example=name)


def prefixes(case: Case) -> Iterator[Finding]:
    """Tell each prefix that is not in the one list, or stands for something else there."""
    for part in case.contribution.parts:
        if part.format in WITH_PREFIXES:
            places = read_places(part.name, part.text, {})
            for one in strange_prefixes([places], case.prefixes):
                prefix = next(it.prefix for it in places.declarations if it.line == one.line)
                name = case.prefixes.get(prefix, "")
                example = f"@prefix {prefix}: <{name}> ." if name else ""
                spot = Spot(part.name, one.line, 1)
                yield case.contribution.put(replace(one, example=example), spot)


def blank_nodes(case: Case) -> Iterator[Finding]:
    """Tell each blank node once, where it is used or described."""
    graph = case.contribution.graph
    for node in sorted({one for one in graph.all_nodes() if isinstance(one, BNode)}):
        key = next(iter(graph.triples((None, None, node))), None) or (node,)
        texts = (
            "A blank node cannot be cited; give it a name of its own, such as id:…, and describe"
            " it there.",
            "空白节点无法引用；请为其命名（如 id:…）并在该名称下描述。",
        )
        yield case.finding("blank-node", texts, *key)


def languages(case: Case) -> Iterator[Finding]:
    """Tell each text whose tag is none of ours."""
    allowed = {*LANGUAGES, *case.survey.languages}
    for triple in case.contribution.triples:
        value = triple[2]
        if not isinstance(value, Literal) or not value.language or value.language in allowed:
            continue
        meant = _MEANT.get(value.language, "")
        tags = ", ".join(f"@{one}" for one in LANGUAGES)
        texts = (
            f"The tag @{value.language} is not used here; the tags are {tags}.",
            f"此处不使用标签 @{value.language}；可用的标签为 {tags}。",
        )
        example = f"{case.short(triple[1])} {case.short(Literal(str(value), lang=meant))}"
        yield case.finding("language", texts, *triple, example=example if meant else "")


def literals(case: Case) -> Iterator[Finding]:
    """Tell each value that is none of its datatype."""
    for triple in case.contribution.triples:
        value = triple[2]
        if (
            isinstance(value, Literal)
            and value.datatype
            and not is_well_typed(str(value), str(value.datatype))
        ):
            kind = write_iri(str(value.datatype), case.prefixes)
            texts = (
                f'"{value}" is not a value of {kind}; mend the value or its datatype.',
                f"“{value}”不是 {kind} 的值；请修改该值或其数据类型。",
            )
            yield case.finding("literal", texts, *triple)


def copied(case: Case) -> Iterator[Finding]:
    """Compare every sentence with the digests of the passages that are cited."""
    digests = dict(case.survey.digests)
    for passage, value in case.contribution.graph.subject_objects(URIRef(ns.SHC + "sha256")):
        digests.setdefault(str(value), str(passage))
    for triple in case.contribution.triples:
        value = triple[2]
        if not isinstance(value, Literal) or len(value) < 20:
            continue
        whole = normalise_text(str(value)).strip()
        sentences = (whole, *(one.strip() for one in _SENTENCE.findall(whole)))
        found = next((digests[d] for d in map(text_digest, sentences) if d in digests), None)
        if found:
            name = write_iri(found, case.prefixes)
            texts = (
                f"These are the words of {name}. Say it in your own words, or cite the passage.",
                f"这是 {name} 的原文。请用自己的话表述，或引用该片段。",
            )
            yield case.finding("copied", texts, *triple)


def _offer(case: Case, subject: URIRef) -> str:
    """Make a name of the rules from the one that was given."""
    home = next((one for one in RECORDS if subject.startswith(one)), ns.THING)
    if home == ns.STATEMENT:
        return ""
    local = (
        subject.removeprefix(home) if subject.startswith(home) else re.split("[/#]", subject)[-1]
    )
    bare = unicodedata.normalize("NFD", re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local))
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign)).lower()
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    return write_iri(home + slug, case.prefixes) if slug else ""


CHECKS: tuple[Check, ...] = (
    licence,
    prefixes,
    namespace,
    statements,
    blank_nodes,
    languages,
    literals,
    copied,
)
