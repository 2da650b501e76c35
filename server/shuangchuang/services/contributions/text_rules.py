"""The rules of a contribution about its texts and values: tags, datatypes, copied words."""

import re
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import RDF, XSD

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.mending import TEXTS, guess_tag, mend_literal
from shuangchuang.services.findings import Finding
from shuangchuang.services.gates import is_well_typed
from shuangchuang.services.sources import normalise_text, text_digest
from shuangchuang.services.syntax.nodes import write_iri

LANGUAGES = ("en", "zh-Hans", "zh-Latn-pinyin")

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


def languages(case: Case) -> Iterator[Finding]:
    """Tell each text whose tag is none of ours, or that has none and needs one."""
    allowed = {*LANGUAGES, *case.survey.languages}
    for triple in case.contribution.triples:
        value = triple[2]
        if not isinstance(value, Literal) or value.language in allowed:
            continue
        tag = value.language or ""
        if not tag and (str(triple[1]) not in TEXTS or value.datatype not in (None, XSD.string)):
            continue
        meant = _MEANT.get(tag, "") if tag else guess_tag(str(value))
        example = f"{case.short(triple[1])} {case.short(Literal(str(value), lang=meant))}"
        yield case.finding("language", _tag(tag), *triple, example=example if meant else "")


def _tag(tag: str) -> tuple[str, str]:
    tags = [f"@{one}" for one in LANGUAGES]
    if not tag:
        return (
            f"Say in which language this text is; the tags are {', '.join(tags)}.",
            f"请注明此文本的语言；可用的标签为 {'、'.join(tags)}。",
        )
    return (
        f"The tag @{tag} is not used here; the tags are {', '.join(tags)}.",
        f"此处不使用标签 @{tag}；可用的标签为 {'、'.join(tags)}。",
    )


def literals(case: Case) -> Iterator[Finding]:
    """Tell each value that is none of its datatype."""
    for triple in case.contribution.triples:
        value = triple[2]
        if not isinstance(value, Literal) or value.datatype in (None, RDF.langString):
            continue
        if not is_well_typed(str(value), str(value.datatype)):
            kind = write_iri(str(value.datatype), case.prefixes)
            texts = (
                f'"{value}" is not a value of {kind}; mend the value or its datatype.',
                f"“{value}”不是 {kind} 的值；请修改该值或其数据类型。",
            )
            meant = mend_literal(value, str(triple[1]))
            example = f"{case.short(triple[1])} {case.short(meant)}" if meant else ""
            yield case.finding("literal", texts, *triple, example=example)


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
