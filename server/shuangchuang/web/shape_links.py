"""Says a shape in the language of the page: its title, its address, its conditions in words."""

from flask import request, url_for

from shuangchuang.base.errors import NotFound
from shuangchuang.base.namespaces import SHAPES
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.shapes.model import PARAMETERS, Limit, Shape, Value
from shuangchuang.services.shapes.rules import RULES
from shuangchuang.web.language import choose_language
from shuangchuang.web.results import link_iri
from shuangchuang.web.shape_views import Piece, Sentence
from shuangchuang.web.site import current_site
from shuangchuang.web.views import Link


def shape_library() -> ShapeLibrary:
    """Give the shapes of the site; raises NotFound where other data is served."""
    library = current_site().shapes
    if library is None:
        raise NotFound(Bilingual("page", "页面"), request.path)
    return library


def finding_link(shape: str) -> Link:
    """Link the page that explains a finding, by the IRI of its shape or the name of its rule."""
    name = shape.removeprefix(SHAPES)
    if name == shape and name in RULES:
        return Link(url_for("shapes.rule", name=name), pick(RULES[name].title))
    known = shape_library().shapes
    return shape_link(name) if name in known else Link("", shape)


def shape_link(name: str) -> Link:
    """Link the page of a shape by its local name; the text is its title."""
    return Link(url_for("shapes.shape", name=name), shape_title(name))


def pick(text: Bilingual) -> str:
    """Choose the text for the language of the page."""
    return text.pick(choose_language().tag)


def shape_title(name: str) -> str:
    """Give the title of a shape, or its name where it has none."""
    found = shape_library().shapes.get(name)
    return (found and pick(found.title)) or name


def path_sentence(one: Shape) -> Sentence:
    """Write the path, as a link when it is one property."""
    if len(one.path_terms) == 1 and one.path == one.path_terms[0].text:
        return [_piece(one.path_terms[0])]
    return [Piece(one.path, is_code=True)] if one.path else []


def limit_sentence(limit: Limit) -> Sentence:
    """Put the values of a limit into its words."""
    before, _, after = pick(PARAMETERS[limit.parameter]).partition("{}")
    if limit.parameter == "uniqueLang":
        return [Piece(before)]
    comma = "、" if choose_language().tag.startswith("zh") else ", "
    pieces = [Piece(before)]
    for place, value in enumerate(limit.values):
        pieces += [Piece(comma)] if place else []
        pieces.append(_piece(value))
    return [*pieces, Piece(after)]


def _piece(value: Value) -> Piece:
    if value.shape:
        return Piece(shape_title(value.shape), url_for("shapes.shape", name=value.shape))
    return Piece(value.text, link_iri(value.iri) if value.iri else "", is_code=True)
