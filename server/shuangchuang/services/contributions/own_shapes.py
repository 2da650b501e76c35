"""Reads shapes of a user's own. Nothing is loaded by them: neither imports nor other graphs."""

from collections.abc import Iterator, Mapping

from rdflib import OWL, RDFS, Graph, Literal, Namespace

from shuangchuang.services.contributions.contribution import Contribution, Part, read_contribution
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.shacl.targets import Targets
from shuangchuang.services.shacl.validation import node_name
from shuangchuang.services.syntax.nodes import write_iri
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
_CLASSES = Graph().add((OWL.Class, RDFS.subClassOf, RDFS.Class))
# Of SHACL Advanced Features and SHACL-JS: constraints and targets, and what changes the data.
_NOT_JUDGED = (SH.js, SH.expression, SH.target)
_NOT_HEEDED = (SH.rule, OWL.imports)


def read_shapes(part: Part, prefixes: Mapping[str, str]) -> tuple[Graph, list[Finding]]:
    """Read a shapes graph, and tell what is not done of it.

    With a violation among the findings the shapes must not be used: they would judge less than
    they say.
    """
    read = read_contribution([part], prefixes, MAX_TRIPLES)
    if read.faults:
        return read.graph, read.faults
    return read.graph, [*_loading(read), *_undone(read), *_without_target(read)]


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


def _undone(read: Contribution) -> Iterator[Finding]:
    """Tell what pySHACL passes over without a word."""
    for predicate in (*_NOT_JUDGED, *_NOT_HEEDED):
        severity = VIOLATION if predicate in _NOT_JUDGED else "Warning"
        name = write_iri(str(predicate), {"sh": str(SH), "owl": str(OWL)})
        for triple in sorted(read.graph.triples((None, predicate, None)), key=str):
            messages = {
                ENGLISH: f"{name} is not done here; validate without it, or write it otherwise.",
                CHINESE: f"此处不执行 {name}；请删去，或改用其他写法。",
            }
            focus = node_name(triple[0])
            finding = Finding(severity, "shapes", "", focus, f"<{predicate}>", messages=messages)
            yield read.put(finding, read.spot(*triple))


def _without_target(read: Contribution) -> Iterator[Finding]:
    # To pySHACL an owl:Class is an rdfs:Class, and so a target of itself.
    if not Targets(read.graph + _CLASSES).all:
        messages = dict(zip((ENGLISH, CHINESE), _NO_SHAPE, strict=True))
        yield Finding(VIOLATION, "shapes", "", "", messages=messages, file=read.parts[0].name)
