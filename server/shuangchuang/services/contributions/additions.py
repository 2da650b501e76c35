"""Tells what a contribution adds, subject by subject, and what to do next with it."""

import re
from collections.abc import Iterator, Mapping, Sequence

from rdflib import URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.homes import SUFFIX, Home, find_home
from shuangchuang.services.contributions.known import own_subjects
from shuangchuang.services.contributions.policy import WITH_PREFIXES
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.services.reports.review import Addition
from shuangchuang.services.syntax.nodes import write_iri
from shuangchuang.services.syntax.places import read_places

# Names that a message tells to write; `of scheme:unit` only says where to look.
_PREFIXED = re.compile(r"(?<![\w:/<-])(?<!of )([a-z][\w-]*):(?=[\w…])")


def list_additions(case: Case) -> Iterator[Addition]:
    """List each subject with the triples that the release does not have."""
    graph = case.contribution.graph
    for subject in own_subjects(graph):
        facts = sorted(graph.predicate_objects(subject), key=_order)
        new = [one for one in facts if not case.known.holds(subject, *one)]
        if new:
            lines = tuple(f"{_predicate(case, one)} {case.short(value)}" for one, value in new)
            yield Addition(
                str(subject),
                not case.known.is_published(subject),
                lines,
                case.known.labels(subject),
            )


def list_steps(
    case: Case, findings: Sequence[Finding], additions: Sequence[Addition]
) -> Iterator[Mapping[str, str]]:
    """Say what to do next: mend it, or where it goes and how it is proposed."""
    count = sum(one.severity == VIOLATION for one in findings)
    if count:
        yield from _mend(case, findings, count)
        return
    if any(part.format not in ("ttl", "nt") for part in case.contribution.parts):
        yield _step(
            "Write the records as Turtle, in which the data is kept: each subject with its lines"
            " under What this adds, a semicolon after each line and a dot after the last.",
            "将记录改写为数据所用的 Turtle：各主语及其在“新增内容”中的各行，"
            "行末用分号，最后一行用句点。",
        )
    homes: dict[Home, list[str]] = {}
    for one in additions:
        homes.setdefault(find_home(case, URIRef(one.subject)), []).append(one.subject)
    files: set[str] = set()
    for home, subjects in sorted(homes.items()):
        there = [one.name for one in case.contribution.parts if _is_in(one.name, home.folder)]
        files.update(there or [home.path] * home.path.endswith(SUFFIX))
        if not there:
            yield _put(home, ", ".join(write_iri(one, case.prefixes) for one in subjects))
    changed = " ".join(sorted(files))
    yield _step(
        f"Put what you changed into house style: shuangchuang fmt {changed or 'FILE'}",
        f"统一所改文件的格式：shuangchuang fmt {changed or '文件'}",
    )
    yield _step(
        "Run make check, commit, and open a pull request; CONTRIBUTING.md has the details.",
        "运行 make check，提交并发起拉取请求；详见 CONTRIBUTING.md。",
    )


def _is_in(name: str, folder: str) -> bool:
    """Tell whether a file lies in a folder of the release, wherever that is."""
    return f"/{name}".rpartition("/")[0].endswith(f"/{folder.rstrip('/')}")


def _mend(case: Case, findings: Sequence[Finding], count: int) -> Iterator[Mapping[str, str]]:
    for part in case.contribution.parts:
        lacking = " ".join(_undeclared(case, part, findings))
        if lacking:
            yield _step(
                f"Declare what you write of this at the top of {part.name}: {lacking}",
                f"在 {part.name} 开头声明所用到的前缀：{lacking}",
            )
    files = " ".join(one.name for one in case.contribution.parts)
    yield _step(
        f"Mend the violations ({count}), then validate again: shuangchuang validate {files}",
        f"修正 {count} 处违规，然后再次校验：shuangchuang validate {files}",
    )


def _undeclared(case: Case, part: Part, findings: Sequence[Finding]) -> Iterator[str]:
    """Write the declarations that the advice for a file needs and that it does not have."""
    if part.format not in WITH_PREFIXES:
        return
    declared = {one.prefix for one in read_places("", part.text, {}).declarations}
    told = [f"{one.example} {one.message(ENGLISH)}" for one in findings if one.file == part.name]
    named = {found for text in told for found in _PREFIXED.findall(text)}
    for one in sorted(named - declared):
        if one in case.prefixes:
            yield f"@prefix {one}: <{case.prefixes[one]}> ."


def _put(home: Home, names: str) -> Mapping[str, str]:
    if home.is_there:
        return _step(
            f"Add to the record in {home.path}: {names}", f"补入 {home.path} 中的记录：{names}"
        )
    if home.path.endswith(SUFFIX):
        return _step(
            f"Put into {home.path}, or another file of {home.folder}: {names}",
            f"放入 {home.path}，或 {home.folder} 中的其他文件：{names}",
        )
    return _step(f"Put into a file of {home.path}: {names}", f"放入 {home.path} 中的文件：{names}")


def _order(fact: tuple[Node, Node]) -> tuple[bool, bool, str, str]:
    """Put the class first and the sources last, as in house style."""
    predicate, value = fact
    is_source = str(predicate) == ns.SHC + "isStatedIn"
    return predicate != RDF.type, is_source, str(predicate), value.n3()


def _predicate(case: Case, predicate: Node) -> str:
    return "a" if predicate == RDF.type else case.short(predicate)


def _step(english: str, chinese: str) -> Mapping[str, str]:
    return {ENGLISH: english, CHINESE: chinese}
