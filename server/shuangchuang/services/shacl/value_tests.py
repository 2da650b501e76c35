"""Writes the SHACL constraints on a single value as SPARQL conditions that are true when it fails.

pySHACL and the engine differ in the forms of values that they understand. So a condition comes in
two strengths: the value may fail (true in doubt), and the value surely fails (false in doubt).
"""

from collections.abc import Callable

from rdflib import RDF, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from shuangchuang.services.shacl.targets import SH


class Unwritten(Exception):
    """A constraint cannot be screened; the text says which."""


# The forms of a value that both understand alike, by datatype; of other types any text will do.
FORMS = {
    XSD.boolean: "true|false",
    XSD.date: r"[1-9]\\d{3}-\\d\\d-\\d\\d",
    XSD.dateTime: r"[1-9]\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(Z|[+-]\\d\\d:\\d\\d)?",
    XSD.decimal: r"-?\\d+(\\.\\d+)?",
    XSD.gYear: r"[1-9]\\d{3}",
    XSD.gYearMonth: r"[1-9]\\d{3}-(0[1-9]|1[0-2])",
    XSD.integer: r"-?\\d+",
    XSD.time: r"\\d\\d:\\d\\d:\\d\\d",
}
FREE = {XSD.string, XSD.anyURI, RDF.langString}
CAST = {XSD.date, XSD.dateTime, XSD.time}
KINDS = {
    SH.BlankNode: "isBlank({0})",
    SH.BlankNodeOrIRI: "(isBlank({0}) || isIRI({0}))",
    SH.BlankNodeOrLiteral: "(isBlank({0}) || isLiteral({0}))",
    SH.IRI: "isIRI({0})",
    SH.IRIOrLiteral: "(isIRI({0}) || isLiteral({0}))",
    SH.Literal: "isLiteral({0})",
}
SIGNS = {
    SH.minInclusive: ">=",
    SH.minExclusive: ">",
    SH.maxInclusive: "<=",
    SH.maxExclusive: "<",
}


def write_term(term: Node | None) -> str:
    """Write a term as SPARQL does; a blank node has no name there."""
    if isinstance(term, Literal):
        quoted = str(term).replace("\\", "\\\\").replace('"', '\\"')
        quoted = quoted.replace("\n", "\\n").replace("\r", "\\r")
        tail = f"@{term.language}" if term.language else ""
        return f'"{quoted}"{tail}' + (f"^^<{term.datatype}>" if term.datatype else "")
    if isinstance(term, URIRef):
        return f"<{term}>"
    raise Unwritten(f"{term} has no name")


def value_test(
    shapes: Graph, shape: Node, parameter: Node, value: Node, name: str, is_sure: bool
) -> str | None:
    """Write the condition for one parameter of a shape; None when it is not about one value.

    `name` is the variable of the value. Raises Unwritten.
    """
    if parameter in SIGNS:
        holds = f"{name} {SIGNS[URIRef(str(parameter))]} {write_term(value)}"
        return _not(holds, is_sure)
    if parameter == SH["in"]:
        items = [f"sameTerm({name}, {write_term(one)})" for one in shapes.items(value)]
        return f"!({' || '.join(items) or 'false'})"
    if parameter == SH.languageIn:
        ranges = [f"LANGMATCHES(LANG({name}), {write_term(one)})" for one in shapes.items(value)]
        return f"!isLiteral({name}) || !({' || '.join(ranges) or 'false'})"
    if parameter == SH.pattern:
        flags = shapes.value(shape, SH.flags)
        more = f", {write_term(flags)}" if flags else ""
        match = f"REGEX(STR({name}), {write_term(value)}{more})"
        return f"isBlank({name}) || {_not(match, is_sure)}"
    written = _WRITERS.get(parameter)
    return written(value, name, is_sure) if written else None


def _not(holds: str, is_sure: bool) -> str:
    """Deny a condition; when it cannot be told, it counts as told against us."""
    return f"!COALESCE({holds}, {'true' if is_sure else 'false'})"


def _datatype(value: Node, name: str, is_sure: bool) -> str:
    datatype = URIRef(str(value))
    other = f"!isLiteral({name}) || DATATYPE({name}) != {write_term(datatype)}"
    if is_sure:
        return other
    if datatype in FORMS:
        form = f'REGEX(STR({name}), "^({FORMS[datatype]})$")'
        cast = f" || !COALESCE(isLiteral({write_term(datatype)}(STR({name}))), false)"
        return f"{other} || !{form}{cast if datatype in CAST else ''}"
    if datatype not in FREE and datatype.startswith(str(XSD)):
        raise Unwritten(f"sh:datatype {datatype}")
    return other


def _node_kind(value: Node, name: str, _: bool) -> str:
    return "!" + KINDS[URIRef(str(value))].format(name)


def _min_length(value: Node, name: str, _: bool) -> str:
    return f"isBlank({name}) || STRLEN(STR({name})) < {int(str(value))}"


def _max_length(value: Node, name: str, _: bool) -> str:
    return f"isBlank({name}) || STRLEN(STR({name})) > {int(str(value))}"


_WRITERS: dict[Node, Callable[[Node, str, bool], str]] = {
    SH.datatype: _datatype,
    SH.maxLength: _max_length,
    SH.minLength: _min_length,
    SH.nodeKind: _node_kind,
}
