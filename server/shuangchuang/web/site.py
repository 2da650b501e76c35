"""What one running site consists of. An application gets it once and never changes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import current_app, request

from shuangchuang.base.settings import Settings
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.examples import Question
from shuangchuang.services.forms.library import FormLibrary
from shuangchuang.services.forms.offers import Offers
from shuangchuang.services.reports.review import Report
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.suggestions import KnownIris
from shuangchuang.store.engine import Engine
from shuangchuang.store.tasks import Tasks

EXTENSION = "shuangchuang"


@dataclass(frozen=True)
class Contributing:
    """What the forms need. Without `review` a record is checked field by field only."""

    forms: FormLibrary
    offers: Offers
    review: Callable[[Sequence[Part]], Report] | None = None


@dataclass(frozen=True)
class Site:
    """The parts of a site.

    `prefixes` maps each prefix that people may use to its namespace. A site that serves other
    data than the release has no `questions` and no `shapes`, and without `known` it gives no hints.
    Without `tasks`, each contribution is judged in a fresh process, which takes seconds.
    """

    settings: Settings
    engine: Engine
    prefixes: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    known: KnownIris | None = None
    shapes: ShapeLibrary | None = None
    tasks: Tasks | None = None
    contributing: Contributing | None = None


def current_site() -> Site:
    """Give the site that the present request is for."""
    site = current_app.extensions[EXTENSION]
    assert isinstance(site, Site)  # noqa: S101 - create_app put it there
    return site


def public_url() -> str:
    """Give the address of the site as clients see it, without a slash at its end."""
    settings = current_site().settings
    if settings.public_url:
        return settings.public_url.rstrip("/")
    if not request.host:  # HTTP/1.0 needs none, and one that is no host counts as none
        return settings.address
    return request.url_root.rstrip("/")
