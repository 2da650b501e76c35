"""The rules of a contribution that no shape can express. Each is one function.

A rule gets the whole case and yields findings with their places; `services.rules` has their texts
for the pages, the messages here say what to write.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from urllib.parse import urlsplit

from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDFS

from shuangchuang.base import namespaces as ns
from shuangchuang.services.contributions.case import Case, Check
from shuangchuang.services.contributions.contribution import Spot
from shuangchuang.services.contributions.known import own_subjects
from shuangchuang.services.contributions.licence import licence
from shuangchuang.services.contributions.text_rules import copied, languages, literals
from shuangchuang.services.findings import Finding
from shuangchuang.services.gates import strange_prefixes
from shuangchuang.services.syntax.nodes import write_iri
from shuangchuang.services.syntax.places import Declaration, read_places
from shuangchuang.services.syntax.statements import misnamed_statements, name_advice

WITH_PREFIXES = ("ttl", "trig")
RECORDS = (ns.THING, ns.SOURCE, ns.STATEMENT)
TERMS = (ns.SHC, ns.SHAPES, ns.SCHEME)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


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
            for declared in places.declarations:
                single = replace(places, declarations=(declared,))
                for one in strange_prefixes([single], case.prefixes):
                    spot = Spot(part.name, one.line, 1)
                    example = _declaration(declared, case.prefixes)
                    yield case.contribution.put(replace(one, example=example), spot)


def _declaration(declared: Declaration, prefixes: Mapping[str, str]) -> str:
    """Declare a prefix as listed, or the one that is listed for its namespace."""
    names = {namespace: prefix for prefix, namespace in prefixes.items()}
    name = declared.prefix if declared.prefix in prefixes else names.get(declared.namespace)
    return f"@prefix {name}: <{prefixes[name]}> ." if name else ""


def blank_nodes(case: Case) -> Iterator[Finding]:
    """Tell each blank node once, where it is used or described."""
    graph = case.contribution.graph
    for node in sorted({one for one in graph.all_nodes() if isinstance(one, BNode)}):
        key = next(iter(sorted(graph.triples((None, None, node)))), None) or (node,)
        texts = (
            "A blank node cannot be cited; give it a name of its own, such as id:…, and describe"
            " it there; or use the name that it has in the graph.",
            "空白节点无法引用；请为其命名（如 id:…）并在该名称下描述；"
            "若图谱已有该事物，请用其名称。",
        )
        name = _name_for(case, node)
        example = f"{case.short(key[1])} {name}" if name and len(key) > 1 else name
        yield case.finding("blank-node", texts, *key, example=example)


def _name_for(case: Case, node: BNode) -> str:
    """Make a name of the address of a page, or of the label of a thing; empty without them."""
    facts = sorted(case.contribution.graph.predicate_objects(node), key=str)
    for predicate, value in facts:
        host = urlsplit(str(value)).hostname if str(predicate).endswith("/url") else None
        if host:
            digest = sha256(str(value).encode()).hexdigest()[:8]
            name = f"{host.removeprefix('www.')}.{digest}".replace(".", "-")
            return write_iri(ns.SOURCE + name, case.prefixes)
    labels = (o for p, o in facts if p == RDFS.label and isinstance(o, Literal))
    slugs = (_slug(str(one)) for one in labels)
    return next((write_iri(ns.THING + one, case.prefixes) for one in slugs if one), "")


def _offer(case: Case, subject: URIRef) -> str:
    """Make a name of the rules from the one that was given."""
    home = next((one for one in RECORDS if subject.startswith(one)), ns.THING)
    if home == ns.STATEMENT:
        return ""
    local = (
        subject.removeprefix(home) if subject.startswith(home) else re.split("[/#]", subject)[-1]
    )
    slug = _slug(re.sub(r"(?<=[a-z])(?=[A-Z])", "-", local))
    return write_iri(home + slug, case.prefixes) if slug else ""


def _slug(text: str) -> str:
    """Make lower-case words with hyphens; empty where there is no Latin letter."""
    bare = unicodedata.normalize("NFD", text)
    plain = "".join(sign for sign in bare if not unicodedata.combining(sign)).lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


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
