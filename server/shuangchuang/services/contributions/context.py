"""Holds what a contribution points to against what is there. Each rule is one function."""

import re
from collections import Counter
from collections.abc import Iterator

from rdflib import Literal, URIRef
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case, Check
from shuangchuang.services.contributions.known import own_subjects
from shuangchuang.services.contributions.likeness import Subject
from shuangchuang.services.contributions.survey import DATES, IDENTIFYING, NAMES
from shuangchuang.services.findings import Finding
from shuangchuang.services.syntax.nodes import to_term, write_iri

MOST_MEANT, MOST_NAMED = 3, 12
OURS = (ns.SHC, ns.THING, ns.SCHEME, ns.SOURCE, ns.STATEMENT)


def references(case: Case) -> Iterator[Finding]:
    """Tell each name of ours that is described nowhere, with those that come near."""
    for triple in case.contribution.triples:
        value = triple[2]
        if (
            triple[1] == RDF.type
            or not isinstance(value, URIRef)
            or not str(value).startswith(OURS)
        ):
            continue
        if not case.known.is_described(value):
            near = _near(case, str(value))
            example = _instead(case, triple, near)
            if not near and value.startswith(ns.SOURCE):
                example = f"{case.short(value)} a {_usual_class(case, triple[1])}"
            yield case.finding("reference", _missing(near), *triple, example=example)


def terms(case: Case) -> Iterator[Finding]:
    """Tell each class and property that neither the ontology nor the release knows."""
    told: set[Node] = set()
    for triple in case.contribution.triples:
        subject, predicate, value = triple
        is_type = predicate == RDF.type
        if is_type and str(value) not in case.survey.classes and not case.known.is_described(value):
            near = _near_classes(case, str(value))
            example = _instead(case, triple, near)
            yield case.finding("term", _unknown("class", "类", near), *triple, example=example)
        elif not _is_property(case, predicate) and predicate not in told:
            told.add(predicate)
            near = near_properties(case, str(predicate))
            severity = "" if str(predicate).startswith(ns.BASE) else "Warning"
            texts = _unknown("property", "属性", near)
            example = _with_value(near[0], case.short(value)) if near else ""
            yield case.finding(
                "term", texts, subject, predicate, severity=severity, example=example
            )


def types(case: Case) -> Iterator[Finding]:
    """Tell each record that has no class, so that no shape would judge it."""
    for subject in own_subjects(case.contribution.graph):
        if str(subject).startswith((ns.THING, ns.SOURCE)) and not case.known.values(
            subject, RDF.type
        ):
            texts = (
                "Say what it is: a class of the ontology, as the first thing after the name.",
                "请说明它属于哪一类：在名称之后首先写出本体中的类。",
            )
            yield case.finding("type", texts, subject, example=_typed(case, subject))


def likenesses(case: Case) -> Iterator[Finding]:
    """Tell each new thing that resembles one that is there."""
    for subject in own_subjects(case.contribution.graph):
        if not subject.startswith(ns.THING) or case.known.is_published(subject):
            continue
        for one in case.names.like(read_subject(case, subject)):
            name = write_iri(one.iri, case.prefixes)
            texts = (
                f"You may mean {name}: {one.why[0]}. If so, use that name; if not, leave it.",
                f"您可能是指 {name}：{one.why[1]}。若是，请使用该名称；若不是，请保持不变。",
            )
            yield case.finding("look-alike", texts, subject, example=name)


def read_subject(case: Case, subject: URIRef) -> Subject:
    """Gather what is compared of a new thing."""
    graph = case.contribution.graph
    facts = [(str(p), o) for p, o in graph.predicate_objects(subject)]
    inward = {str(one) for one in graph.subjects(None, subject)}
    return Subject(
        tuple(to_term(o) for p, o in facts if p in NAMES and isinstance(o, Literal)),
        frozenset(str(one) for one in case.known.classes(subject)),
        # A same-as link that is another thing's is told where it stands, by the rule `same-as`.
        tuple((p, str(o)) for p, o in facts if p in IDENTIFYING and p != str(OWL.sameAs)),
        frozenset(str(o) for p, o in facts if p in DATES),
        frozenset({*inward, *(str(o) for p, o in facts if isinstance(o, URIRef))}),
    )


def _is_property(case: Case, predicate: Node) -> bool:
    return str(predicate) in case.survey.examples or case.known.is_described(predicate)


def _near(case: Case, iri: str) -> list[str]:
    """Find what comes near; of a concept that nothing comes near to, those of its scheme."""
    found = case.names.near_iris(iri) or case.survey.concepts.get(iri.rpartition("/")[0], [])
    return [write_iri(one, case.prefixes) for one in found[:MOST_NAMED]]


def _usual_class(case: Case, predicate: Node) -> str:
    """Give the class that most values of a property have; a page where a source is asked for."""
    values = [value.value for _, value in case.survey.examples.get(str(predicate), ())]
    kinds = Counter(kind for one in values for kind in sorted(case.survey.types.get(one, ())))
    if not kinds or any(kind.startswith(ns.SHC + "WebPage") for kind in kinds):
        return "shc:WebPage"
    return write_iri(kinds.most_common(1)[0][0], case.prefixes)


def _near_classes(case: Case, iri: str) -> list[str]:
    """Find classes of a near name, or of the same name where it has no namespace of ours."""
    same = sorted(one for one in case.survey.classes if _local(one) == _local(iri))
    ours = [one for one in same if one.startswith(ns.SHC)]
    found = case.names.near_iris(iri) or ours or same
    return [write_iri(one, case.prefixes) for one in found[:MOST_MEANT]]


def near_properties(case: Case, iri: str) -> list[str]:
    """Find properties of the same name but for is, has or was, or of a near name in this one."""
    bare = _bare(iri)
    same = [one for one in case.survey.examples if _bare(one) == bare]
    space = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    same.sort(key=lambda one: (not one.startswith(space), _local(one) != _local(iri), one))
    near = [one for one in case.names.near_iris(iri) if one in case.survey.properties]
    return list(dict.fromkeys(write_iri(one, case.prefixes) for one in (*same, *near)))[:3]


def _with_value(name: str, value: str) -> str:
    """Write a property with its value, unless that is an address, which may be wrong, too."""
    return name if value.startswith("<") else f"{name} {value}"


def _local(iri: str) -> str:
    return iri.replace("#", "/").rpartition("/")[2].casefold()


def _bare(iri: str) -> str:
    """Take off the verb that a name of ours begins with: `hasType` and `type` are one."""
    local = iri.replace("#", "/").rpartition("/")[2]
    return re.sub(r"^(?:is|has|was)(?=[A-Z])", "", local).casefold()


def _missing(near: list[str]) -> tuple[str, str]:
    if len(near) > MOST_MEANT:
        return (
            f"There is no such concept. Use one of its scheme: {', '.join(near)}.",
            f"没有此概念。请使用同一体系中的概念：{'、'.join(near)}。",
        )
    if near:
        return (
            f"There is no such thing. You may mean {' or '.join(near)}.",
            f"没有此事物。您可能是指 {' 或 '.join(near)}。",
        )
    return (
        "There is no such thing. Correct the name, or describe the thing in this contribution.",
        "没有此事物。请更正名称，或在本次贡献中描述它。",
    )


def _unknown(what: str, chinese: str, near: list[str]) -> tuple[str, str]:
    if near:
        return (
            f"This {what} is not known. You may mean {' or '.join(near)}.",
            f"此{chinese}不存在。您可能是指 {' 或 '.join(near)}。",
        )
    return (
        f"This {what} is not known: no query looks for it. Use one of the ontology.",
        f"此{chinese}不存在，任何查询都不会用到它。请使用本体中的{chinese}。",
    )


def _instead(case: Case, triple: tuple[Node, Node, Node], near: list[str]) -> str:
    predicate = "a" if triple[1] == RDF.type else case.short(triple[1])
    return f"{predicate} {near[0]}" if 0 < len(near) <= MOST_MEANT else ""


def _typed(case: Case, subject: URIRef) -> str:
    if subject.startswith(ns.SOURCE):
        return f"{case.short(subject)} a shc:WebPage"
    return f"{case.short(subject)} a shc:Organisation"


CHECKS: tuple[Check, ...] = (types, terms, references, likenesses)
