"""Builds what surrounds every page, and turns a view object into a response."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from urllib.parse import parse_qsl, urlencode

from flask import Response, render_template, request, url_for

from shuangchuang.base.media import PAGE
from shuangchuang.base.namespaces import ONTOLOGY
from shuangchuang.web.headers import is_fresh, keep, make_tag, not_modified
from shuangchuang.web.language import (
    asked_language,
    choose_language,
    other_language,
    words_in,
)
from shuangchuang.web.site import current_site
from shuangchuang.web.views import Frame, Link

VARY = ("Accept", "Accept-Language")


def make_frame(fields: Mapping[str, Sequence[str]] | None = None) -> Frame:
    """Build the frame of this request's page.

    `fields` are those that make up the page, for the link to its other language; by default
    those of the query string.
    """
    language = choose_language()
    other = other_language(language)
    asked = asked_language()
    kept = request.args.to_dict(flat=False) if fields is None else fields
    return Frame(
        language=language,
        words=words_in(language),
        switch=Link(_address(kept, other.name), other.own_name),
        switch_tag=other.tag,
        kept_lang=asked.name if asked else "",
        digest=current_site().engine.release.digest,
        version=version("shuangchuang"),
        ontology=Link(url_for("sparql.sparql", query=f"DESCRIBE <{ONTOLOGY}>"), ONTOLOGY),
        is_release=not current_site().settings.own_files,
    )


def render_page(template: str, view: object, status: int = 200) -> Response:
    """Render a page. A good one is kept under the tag of its bytes; one of a problem is not."""
    body = render_template(template, view=view)
    response = Response(body, status, content_type=PAGE.content_type)
    if status == 200:
        tag = make_tag(body)
        response = not_modified(tag) if is_fresh(tag) else keep(response, tag)
    response.vary.update(VARY)
    response.headers["Content-Language"] = choose_language().tag
    return response


def _address(fields: Mapping[str, Sequence[str]], language: str) -> str:
    """Give the address of the present page with other fields and language."""
    if request.endpoint is None:
        return url_for("pages.home", lang=language)
    values = {name: list(texts) for name, texts in fields.items()} | {"lang": [language]}
    return add_fields(url_for(request.endpoint, **(request.view_args or {})), values)


def add_fields(address: str, fields: Mapping[str, str | Sequence[str]]) -> str:
    """Add what a visitor gave to an address of ours, in place of the fields of the same names.

    To be used instead of `url_for`, which takes some names, such as `_scheme`, for its own.
    """
    path, _, query = address.partition("?")
    kept = [pair for pair in parse_qsl(query) if pair[0] not in fields]
    written = urlencode([*kept, *fields.items()], doseq=True, safe=":/")
    return f"{path}?{written}" if written else path
