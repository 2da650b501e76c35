"""Keeps what exists as it is: a contribution adds, it changes and deletes nothing."""

from collections import defaultdict
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import WARNING, Case, Check
from shuangchuang.services.contributions.contribution import Spot
from shuangchuang.services.contributions.known import own_subjects
from shuangchuang.services.contributions.policy import RECORDS, TERMS
from shuangchuang.services.findings import Finding
from shuangchuang.services.syntax.nodes import to_node, write_iri


def new_terms(case: Case) -> Iterator[Finding]:
    """Refuse terms of the ontology, concepts and shapes: they are proposed on their own."""
    for subject in own_subjects(case.contribution.graph):
        if not str(subject).startswith(TERMS):
            continue
        triples = list(case.contribution.graph.triples((subject, None, None)))
        if all(case.known.holds(*triple) for triple in triples):
            continue
        is_there = case.known.is_published(subject)
        texts = (
            "This term exists; a contribution of data does not change what it means."
            if is_there
            else "A new term is proposed on its own: see CONTRIBUTING.md, changing the ontology.",
            "此术语已存在；数据贡献不得改变其含义。"
            if is_there
            else "新术语须单独提出：见 CONTRIBUTING.md 中关于修改本体的部分。",
        )
        yield case.finding("redefined" if is_there else "namespace", texts, subject)


def redefined(case: Case) -> Iterator[Finding]:
    """Tell each class that an existing thing would get and that does not fit what it is."""
    for subject, _, given in sorted(
        case.contribution.graph.triples((None, RDF.type, None)), key=str
    ):
        types = case.survey.types.get(str(subject), set())
        if not types or str(given) in types or not str(subject).startswith(RECORDS):
            continue
        before = case.survey.above(types)
        after = case.survey.above({str(given)})
        if str(given) in before or before <= after:
            continue  # it is that already, or becomes more exactly what it is
        told = ", ".join(sorted(write_iri(one, case.prefixes) for one in types))
        texts = (
            f"{case.short(subject)} is there already, as {told}. Leave the class as it is, or give"
            " the new thing a name of its own.",
            f"{case.short(subject)} 已存在，其类为 {told}。请保留原类，或为新事物另取名称。",
        )
        yield case.finding("redefined", texts, subject, RDF.type, given)


def names(case: Case) -> Iterator[Finding]:
    """Tell each label of an existing thing that has another one in that language."""
    for triple in sorted(case.contribution.graph.triples((None, RDFS.label, None)), key=str):
        subject, _, value = triple
        if not str(subject).startswith(RECORDS):
            continue
        before = sorted(
            str(one)
            for one in case.known.published(subject, RDFS.label)
            if isinstance(one, Literal) and isinstance(value, Literal) and value.language
            if one.language == value.language and one != value
        )
        if before:
            name, file = case.short(subject), min(case.known.files(subject), default="data/")
            texts = (
                f"{name} has the name {before[0]} in this language. Write another name of it as"
                f" skos:altLabel; to correct it, change it in {file}.",
                f"{name} 在该语言中已有名称“{before[0]}”。其他名称请写作 skos:altLabel；"
                f"如须更正，请在 {file} 中修改。",
            )
            example = f"skos:altLabel {case.short(value)}"
            yield case.finding("redefined", texts, *triple, example=example)


def deleted(case: Case) -> Iterator[Finding]:
    """Tell what an edited file of the release has no more: things are kept, facts corrected."""
    graph = case.contribution.graph
    for name, edited in case.edited.items():
        gone: defaultdict[Node, list[tuple[Node, Node]]] = defaultdict(list)
        for _, triple in case.known.release.placed(graph=edited):
            subject, predicate, value = (to_node(one) for one in triple)
            if (subject, predicate, value) not in graph:
                gone[subject].append((predicate, value))
        for subject, facts in sorted(gone.items(), key=str):
            if (subject, None, None) in graph:
                yield from (_taken_away(case, subject, *one) for one in sorted(facts, key=str))
            else:
                yield _gone(case, subject, name)


def _gone(case: Case, subject: Node, file: str) -> Finding:
    name = case.short(subject)
    texts = (
        f"{name} is no more in this file. Nothing is deleted: bring it back, or keep its class and"
        " its name with owl:deprecated true and with dcterms:isReplacedBy.",
        f"此文件中不再有 {name}。任何内容都不删除：请恢复；或保留其类与名称，"
        "并写 owl:deprecated true 与 dcterms:isReplacedBy。",
    )
    return case.finding("deleted", texts, subject, spot=Spot(file, 0, 0))


def _taken_away(case: Case, subject: Node, predicate: Node, value: Node) -> Finding:
    fact = f"{'a' if predicate == RDF.type else case.short(predicate)} {case.short(value)}"
    texts = (
        f"The release has {fact}. Where that is wrong, the commit says so; else bring it back.",
        f"发布版有 {fact}。若其有误，请在提交说明中写明；否则请恢复。",
    )
    spot = case.contribution.spot(subject, predicate)
    return case.finding("deleted", texts, subject, predicate, spot=spot, severity=WARNING)


def deprecated(case: Case) -> Iterator[Finding]:
    """Ask what replaces a thing that is withdrawn."""
    for subject in sorted(case.contribution.graph.subjects(OWL.deprecated, None), key=str):
        if not case.known.values(subject, DCTERMS.isReplacedBy):
            texts = (
                "Name what replaces it, with dcterms:isReplacedBy; nothing is deleted.",
                "请用 dcterms:isReplacedBy 指明替代者；任何内容都不会被删除。",
            )
            yield case.finding(
                "deprecated",
                texts,
                subject,
                OWL.deprecated,
                example="dcterms:isReplacedBy id:the-other",
            )


def same_things(case: Case) -> Iterator[Finding]:
    """Tell each owl:sameAs to a thing of another kind, or to what is another thing already."""
    for triple in sorted(case.contribution.graph.triples((None, OWL.sameAs, None)), key=str):
        subject, _, other = triple
        apart = _kinds_apart(case, subject, other)
        name = case.short(other)
        if apart:
            texts = (
                f"These are things of two kinds: {apart[0]}, and {apart[1]}. Link them by what"
                " connects them, or leave this out.",
                f"二者并非同类：{apart[0]}；{apart[1]}。请用表示其关系的属性，或删去此链接。",
            )
            yield case.finding("same-as", texts, *triple)
        elif str(other).startswith(ns.THING) and other != subject:
            texts = (
                f"A thing has one name in the graph. Describe it as {name}, or leave this out.",
                f"图谱中一物一名。请以 {name} 描述，或删去此链接。",
            )
            yield case.finding("same-as", texts, *triple, example=name)
        taken = case.survey.identified_by(str(OWL.sameAs), str(other)) - {str(subject)}
        for one in sorted(taken):
            yield _taken(case, triple, URIRef(one))


def _taken(case: Case, triple: tuple[Node, Node, Node], owner: URIRef) -> Finding:
    """Tell a link that another thing has; that it is the same thing is offered where it can be."""
    name, apart = case.short(owner), _kinds_apart(case, triple[0], owner)
    if apart:
        texts = (
            f"This link is that of {name}, {apart[1]}; what you describe is {apart[0]}. Leave the"
            " link out, or correct it.",
            f"此链接属于 {name}（{apart[1]}），而您描述的是 {apart[0]}。请删去或更正此链接。",
        )
        return case.finding("same-as", texts, *triple)
    texts = (
        f"{name} is the same as this already. Describe it as {name}, or leave the link out.",
        f"{name} 已与之等同。请以 {name} 描述，或删去此链接。",
    )
    return case.finding("same-as", texts, *triple, example=name)


def _kinds_apart(case: Case, one: Node, other: Node) -> tuple[str, str] | None:
    """Name the classes of two things of which neither is what the other is; None for others."""
    direct = [
        {kind for kind in case.known.values(each, RDF.type) if str(kind).startswith(ns.SHC)}
        for each in (one, other)
    ]
    wider = case.known.classes(one), case.known.classes(other)
    if not all(direct) or direct[0] & wider[1] or direct[1] & wider[0]:
        return None
    first, second = (", ".join(sorted(case.short(kind) for kind in kinds)) for kinds in direct)
    return first, second


CHECKS: tuple[Check, ...] = (new_terms, redefined, names, deleted, deprecated, same_things)
