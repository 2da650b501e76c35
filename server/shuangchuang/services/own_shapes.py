"""Reads shapes of a user's own. Nothing is loaded by them: neither imports nor other graphs."""

from collections.abc import Iterator, Mapping

from rdflib import Graph, Literal, Namespace

from shuangchuang.services.contribution import Contribution, Part, read_contribution
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.store.scanner import scan

SH = Namespace("http://www.w3.org/ns/shacl#")
MAX_TRIPLES = 100_000
QUERIES = (SH.select, SH.ask, SH.construct, SH.update)
# What makes an engine read something else than the data that is judged.
_LOADING = frozenset(("FROM", "SERVICE", "LOAD"))
_NO_SHAPE = (
    "There is no shape in this file: nothing would be judged. Shapes have sh:targetClass, "
    "sh:targetNode, sh:targetSubjectsOf or sh:targetObjectsOf.",
    "此文件中没有形状，不会校验任何内容。形状须有 sh:targetClass、sh:targetNode、"
    "sh:targetSubjectsOf 或 sh:targetObjectsOf。",
)
_TARGETS = (
    SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target,
)  # fmt: skip


def read_shapes(part: Part, prefixes: Mapping[str, str]) -> tuple[Graph, list[Finding]]:
    """Read a shapes graph, and tell what keeps it from being used."""
    read = read_contribution([part], prefixes, MAX_TRIPLES)
    if read.faults:
        return read.graph, read.faults
    return read.graph, [*_loading(read), *_without_target(read)]


def unusable(part: Part, reason: str) -> Finding:
    """Tell that nothing could be judged by these shapes."""
    told = reason.strip().splitlines()[0][:300] if reason.strip() else "?"
    messages = {
        ENGLISH: f"These shapes cannot be used, and nothing was judged: {told}",
        CHINESE: f"这些形状无法使用，未作任何校验：{told}",
    }
    return Finding(VIOLATION, "shapes", "", "", messages=messages, file=part.name)


def _loading(read: Contribution) -> Iterator[Finding]:
    for predicate in QUERIES:
        for triple in read.graph.triples((None, predicate, None)):
            text = triple[2]
            words = {one.keyword for one in scan(str(text))} if isinstance(text, Literal) else set()
            for word in sorted(words & _LOADING):
                messages = {
                    ENGLISH: f"{word} is not done here: only the data that is given is judged.",
                    CHINESE: f"此处不执行 {word}：只校验所给的数据。",
                }
                finding = Finding(VIOLATION, "shapes", "", str(triple[0]), messages=messages)
                yield read.put(finding, read.spot(*triple))


def _without_target(read: Contribution) -> Iterator[Finding]:
    has_target = any((None, one, None) in read.graph for one in _TARGETS)
    has_class = (None, SH.property, None) in read.graph  # a class that is a shape itself
    if not has_target and not has_class:
        messages = dict(zip((ENGLISH, CHINESE), _NO_SHAPE, strict=True))
        yield Finding(VIOLATION, "shapes", "", "", messages=messages, file=read.parts[0].name)
