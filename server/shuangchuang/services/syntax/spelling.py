"""Writes an example in the format of the file that it is for.

Examples are made as Turtle, `property value` or a name; who writes JSON-LD, RDF/XML or N-Triples
cannot use that.
"""

import json
import re
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape, quoteattr

from rdflib import RDF, Literal
from rdflib.term import Node

from shuangchuang.services.syntax.nodes import to_node, write_node
from shuangchuang.store.parsing import RdfSyntax, parse_rdf

_SUBJECT = "urn:x-example"
# The property, the value, the prefixes that the text declares, and all that are known.
Write = Callable[[Node, Node, Mapping[str, str], Mapping[str, str]], str]
_ENTITY = re.compile(r"""<!ENTITY\s+(\w+)\s+["']([^"']*)["']""")
_DECLARED = {
    "rdf": re.compile(r"""\bxmlns:([\w-]+)\s*=\s*["']([^"']*)["']"""),
    "jsonld": re.compile(r'"([\w-]+)"\s*:\s*"([a-z]+:[^"]*[#/])"'),
}


def own_prefixes(text: str, name: str) -> dict[str, str]:
    """Read the prefixes that an RDF/XML or JSON-LD text declares, as far as an example needs it."""
    pattern = _DECLARED.get(name)
    entities = dict(_ENTITY.findall(text))
    return {
        prefix: re.sub(r"&(\w+);", lambda found: entities.get(found[1], found[0]), namespace)
        for prefix, namespace in (pattern.findall(text) if pattern else ())
    }


def respell(example: str, prefixes: Mapping[str, str], name: str, own: Mapping[str, str]) -> str:
    """Write an example in a format by its name; what is no triple and no name stays as it is.

    `prefixes` are those of the example, `own` those that the text has in which it is to stand.
    """
    if name not in WRITERS or not example or example.startswith(("@", "#", "<!--", '"')):
        return example
    names = _read(f"<{_SUBJECT}> a {example} .", prefixes)
    if len(names) == 1 and " " not in example:
        return _write_name(str(names[0][1]), name)
    whole = _read(f"<{_SUBJECT}> {example} .", prefixes) or _read(f"{example} .", prefixes)
    usable = {one: prefixes[one] for one in prefixes if own.get(one) == prefixes[one]}
    written = [WRITERS[name](predicate, value, usable, prefixes) for predicate, value in whole]
    return " ".join(written) or example


def _read(turtle: str, prefixes: Mapping[str, str]) -> list[tuple[Node, Node]]:
    head = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in prefixes.items())
    try:
        triples = list(parse_rdf(head + turtle, "ttl"))
    except RdfSyntax:
        return []
    return [(to_node(predicate), to_node(value)) for _, predicate, value in triples]


def _write_name(iri: str, name: str) -> str:
    return f"<{iri}>" if name in ("nt", "nq") else iri


def _write_line(predicate: Node, value: Node, _: Mapping[str, str], __: Mapping[str, str]) -> str:
    return f"{predicate.n3()} {value.n3()}" if hasattr(value, "n3") else ""


def _write_element(
    predicate: Node, value: Node, usable: Mapping[str, str], known: Mapping[str, str]
) -> str:
    name = "rdf:type" if predicate == RDF.type else write_node(predicate, {**known, **usable})
    prefix = name.partition(":")[0]
    is_declared = predicate == RDF.type or prefix in usable or prefix not in known
    about = "" if is_declared else f" xmlns:{prefix}={quoteattr(known[prefix])}"
    if not isinstance(value, Literal):
        return f"<{name}{about} rdf:resource={quoteattr(str(value))}/>"
    if value.language:
        about += f' xml:lang="{value.language}"'
    elif value.datatype:
        about += f" rdf:datatype={quoteattr(str(value.datatype))}"
    return f"<{name}{about}>{escape(str(value))}</{name}>"


def _write_member(
    predicate: Node, value: Node, usable: Mapping[str, str], _: Mapping[str, str]
) -> str:
    if predicate == RDF.type:
        return f'"@type": {json.dumps(str(value))}'
    told = {"@value": str(value)} if isinstance(value, Literal) else {"@id": str(value)}
    if isinstance(value, Literal) and value.language:
        told["@language"] = value.language
    elif isinstance(value, Literal) and value.datatype:
        told["@type"] = str(value.datatype)
    name = write_node(predicate, usable).strip("<>")
    return f"{json.dumps(name)}: {json.dumps(told, ensure_ascii=False)}"


WRITERS: Mapping[str, Write] = {
    "jsonld": _write_member,
    "nq": _write_line,
    "nt": _write_line,
    "rdf": _write_element,
}
