"""Builds the forms of contributions from the shapes: which fields, in which order, of which kind.

Must not know pages. What people write into the fields is read by `form_values`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from shuangchuang.base import namespaces as ns
from shuangchuang.base.content import Content
from shuangchuang.base.errors import NotFound
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.forms.model import Choice, Field, Form, FormGroup, Need
from shuangchuang.services.forms.vocabulary import Vocabulary
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.shapes.model import Limit, Shape

XSD = "http://www.w3.org/2001/XMLSchema#"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
DATATYPES = {
    **{XSD + one: one for one in ("integer", "decimal", "boolean", "string")},
    XSD + "anyURI": "address",
}
LONG_TEXT = 150  # characters from which a text gets several lines
PINYIN = "zh-Latn-pinyin"
# What the form works out or asks for in its own way.
# Shapes that look at one side of a property only, so that their names do not name it.
ASIDE = ("-given", "-wanted", "-en", "-zh")
OWN = ("earliest", "latest", "isStatedIn", "qualifiedAttribution")

KINDS: Mapping[str, tuple[str, Bilingual]] = {
    "event": ("Event", Bilingual("Event", "事件")),
    "document": ("Document", Bilingual("Document", "文件")),
    "platform": ("Platform", Bilingual("Platform or maker space", "平台或众创空间")),
    "person": ("Person", Bilingual("Person", "人物")),
    "organisation": ("Organisation", Bilingual("Organisation", "组织")),
    "claim": ("Claim", Bilingual("Claim", "主张")),
}
OTHERS = (
    (
        "attribution",
        Bilingual("Who says it", "由谁提出"),
        [ns.SHC + "ClaimAttribution"],
        ns.SHC + "ClaimAttribution",
    ),
    (
        "source",
        Bilingual("A source that is not in the graph yet", "图谱中尚无的出处"),
        [ns.SHC + "WebPage", ns.SHC + "PressItem"],
        ns.SHC + "WebPage",
    ),
)
OF_A_SOURCE = (
    *("schema.url", "rdfs.label", "dcterms.title", "dcterms.language", "dcterms.publisher"),
    *("shc.hasSourceKind", "shc.publishedOn"),
)
PREFERRED = {"event": "Gathering", "document": "PolicyDocument", "platform": "Facility"}


class FormLibrary:
    """The forms of a release, each built when somebody first asks for it."""

    def __init__(self, content: Content, shapes: ShapeLibrary) -> None:
        """Take where to read from; nothing is read yet."""
        self._content = content
        self._shapes = shapes
        self._built: dict[tuple[str, str], tuple[Form, ...]] = {}

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The ontology, read at the first question."""
        return Vocabulary(self._content)

    def forms(self, kind: str, chosen: str = "") -> tuple[Form, ...]:
        """Give the forms of a kind: the record itself, for a claim who says it, and the source.

        `chosen` is the local name of a class of the kind; one that is none counts for nothing.
        Raises NotFound for a kind that there is not.
        """
        if kind not in KINDS:
            raise NotFound(Bilingual("form", "表单"), kind, tuple(KINDS))
        top, title = KINDS[kind]
        below = self.vocabulary.below(ns.SHC + top)
        usual = ns.SHC + PREFERRED.get(kind, top)
        main = ns.SHC + chosen if ns.SHC + chosen in below else usual
        if (kind, main) not in self._built:
            self._built[kind, main] = (
                self._form("", title, below, main),
                *(self._form(*one) for one in OTHERS if one[0] == "source" or kind == "claim"),
            )
        return self._built[kind, main]

    def _form(self, role: str, title: Bilingual, below: Sequence[str], main: str) -> Form:
        fields = sorted(self._fields([main]), key=lambda one: (one.order, one.name))
        if role == "source":
            fields = [one for one in fields if one.name in OF_A_SOURCE]
        groups = [
            FormGroup(group.title, tuple(one for one in fields if one.group == name))
            for name, group in self._shapes.groups.items()
        ]
        classes = tuple(Choice(one, self.vocabulary.label(one)) for one in below)
        return Form(role, title, classes, main, tuple(one for one in groups if one.fields))

    def _fields(self, classes: Sequence[str]) -> Iterator[Field]:
        """Make one field of all that the shapes say of a property."""
        found: dict[str, list[Shape]] = {}
        for shape in self._property_shapes(classes):
            if len(shape.path_terms) == 1 and shape.path == shape.path_terms[0].text:
                found.setdefault(shape.path_terms[0].iri, []).append(shape)
        for iri, shapes in found.items():
            field = self._field(iri, shapes)
            if field and not iri.endswith(OWN):
                yield field

    def _property_shapes(self, classes: Sequence[str]) -> Iterator[Shape]:
        """Give the parts of the shapes that look at the class, or at what has a property of it."""
        known = self._shapes.shapes
        above = self.vocabulary.above(classes)
        for shape in known.values():
            parts = [known[name] for name in shape.parts if name in known]
            for target in shape.targets:
                named = {value.iri for value in target.values}
                if target.parameter == "targetClass" and named & above:
                    yield from parts
                elif target.parameter == "targetSubjectsOf":
                    for part in parts:
                        path = part.path_terms[0].iri if part.path_terms else ""
                        if path in named and self.vocabulary.domain(path) & above:
                            yield part

    def _field(self, iri: str, shapes: Sequence[Shape]) -> Field | None:
        first = min(shapes, key=lambda one: (one.name.endswith(ASIDE), -len(one.limits)))
        demands = {limit.parameter: (shape, limit) for shape in shapes for limit in shape.limits}
        asking = [shape for shape in shapes if _asks(shape)]
        required = [shape for shape in asking if shape.severity == "Violation"]
        most = demands.get("maxCount")
        told = (required or [first])[0]
        field = Field(
            shapes[0].path.replace(":", "."),
            iri,
            "",
            self._title(iri, first),
            first.description,
            told.message,
            told.name,
            first.group,
            min(shape.order for shape in shapes),
            is_required=bool(required),
            is_wanted=bool(asking) and not required,
            is_single=bool(most and most[1].values[0].text == "1"),
            needs=tuple(need for shape in required for need in self._needs(shape)),
        )
        return self._kinded(field, [limit for _, limit in demands.values()])

    def _title(self, iri: str, shape: Shape) -> Bilingual:
        """Take the name of the shape; that of the property where the shape names a side of it.

        A type is called otherwise in each class, so there the name of the shape says more.
        """
        is_aside = shape.name.endswith((*ASIDE, "-value")) and iri != ns.SHC + "hasType"
        return self.vocabulary.label(iri) if is_aside and iri.startswith(ns.SHC) else shape.title

    def _kinded(self, field: Field, limits: Sequence[Limit]) -> Field | None:
        """Find the kind of a field; None where no form can ask for its values."""
        values = {limit.parameter: limit.values for limit in limits}
        datatype = values["datatype"][0].iri if "datatype" in values else ""
        if datatype == LANG_STRING or {"uniqueLang", "qualifiedValueShape"} & set(values):
            longest = int(values["maxLength"][0].text) if "maxLength" in values else 0
            languages = ("en", "zh-Hans", *((PINYIN,) if field.iri == ns.RDFS_LABEL else ()))
            return replace(field, kind="text", languages=languages, is_long=longest > LONG_TEXT)
        schemes = [scheme for limit in limits for scheme in self._schemes(limit)]
        concepts = [one for scheme in schemes for one in self.vocabulary.concepts(scheme)]
        concepts += [one.iri for one in values.get("in", ())]
        if concepts:
            choices = tuple(Choice(one, self.vocabulary.label(one)) for one in concepts)
            return replace(field, kind="choice", choices=choices)
        if any(one.shape == "partial-date" for one in values.get("node", ())):
            return replace(field, kind="date")
        if "class" in values:
            return replace(field, kind="thing", classes=tuple(v.iri for v in values["class"]))
        if field.name == "schema.url":
            return replace(field, kind="address")
        return replace(field, kind=DATATYPES[datatype]) if datatype in DATATYPES else None

    def _needs(self, shape: Shape) -> Iterator[Need]:
        """Give the languages that a shape asks for by counting the texts in them."""
        for limit in shape.limits:
            counted = limit.parameter == "qualifiedValueShape"
            inner = self._shapes.shapes.get(limit.values[0].shape) if counted else None
            for one in inner.limits if inner else ():
                if one.parameter == "languageIn" and len(one.values) == 1:
                    yield Need(one.values[0].text, shape.message, shape.name)

    def _schemes(self, limit: Limit) -> Iterator[str]:
        """Give the concept schemes that the values of a limit name through their shapes."""
        if limit.parameter in ("node", "or"):
            for value in limit.values:
                shape = self._shapes.shapes.get(value.shape)
                for name in shape.parts if shape else ():
                    for inner in self._shapes.shapes[name].limits:
                        if inner.parameter == "hasValue":
                            yield from (one.iri for one in inner.values)


def _asks(shape: Shape) -> bool:
    """Tell whether a shape is not content with nothing."""
    counts = ("minCount", "qualifiedMinCount")
    return any(one.parameter in counts and one.values[0].text != "0" for one in shape.limits)
