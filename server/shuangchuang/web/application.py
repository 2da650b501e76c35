"""The whole application of one site, and its change from one release to the next."""

import logging
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask, Response, g

from shuangchuang.base.content import Content
from shuangchuang.base.memory import start_frugally
from shuangchuang.base.settings import Settings
from shuangchuang.services.examples import load_questions
from shuangchuang.services.forms.library import FormLibrary
from shuangchuang.services.forms.offers import Offers
from shuangchuang.services.shapes.library import ShapeLibrary
from shuangchuang.services.suggestions import KnownIris
from shuangchuang.store.embedded import Attachment, EmbeddedEngine
from shuangchuang.store.engine import Engine
from shuangchuang.store.factory import connect
from shuangchuang.store.files import offer_prefixes
from shuangchuang.store.tasks import Tasks
from shuangchuang.web.access import LOG as ACCESS
from shuangchuang.web.access import AccessLog
from shuangchuang.web.app import create_app
from shuangchuang.web.bodies import BodyIntake
from shuangchuang.web.cache import ResponseCache
from shuangchuang.web.metrics import MeteredEngine, Metrics
from shuangchuang.web.operations import make_blueprint
from shuangchuang.web.reviews import review_parts
from shuangchuang.web.site import EXTENSION, Contributing, Site
from shuangchuang.web.warming import warm

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

CACHE = "shuangchuang.cache"
WATCH_S = 0.2
RETRY_S = 5.0
LOG = logging.getLogger(__name__)


@dataclass
class SwitchingApplication:
    """Builds the application in the WSGI process, and builds it anew for each new release.

    That is done in a thread, so that no request waits for it; `is_taken` tells when it is done.
    """

    settings: Settings
    content: Content
    note: Path

    def __post_init__(self) -> None:
        """Build the first application, and watch for the next release."""
        start_frugally()
        self._build()
        threading.Thread(target=self._watch, daemon=True).start()

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer with the present release."""
        return self._application(environ, start_response)

    def _watch(self) -> None:
        while True:
            time.sleep(WATCH_S)
            if not is_taken(self.note):
                try:
                    self._build()
                except Exception:  # whatever it is, the present release goes on
                    LOG.exception("the new release cannot be served")
                    time.sleep(RETRY_S)

    def _build(self) -> None:
        told = self.note.read_text(encoding="utf-8")
        attachment = Attachment.from_json(told)
        self._application = build_application(self.settings, self.content, attachment)
        _taken(self.note).write_text(told, encoding="utf-8")
        if self.settings.cache_mib:
            site = self._application.extensions[EXTENSION]
            inner = self._application.extensions[CACHE]
            asked = (inner, self.settings, site.questions)
            threading.Thread(target=warm, args=asked, daemon=True).start()


def is_taken(note: Path) -> bool:
    """Tell whether the WSGI process serves the release that the note tells of."""
    taken = _taken(note)
    return taken.exists() and taken.read_bytes() == note.read_bytes()


def _taken(note: Path) -> Path:
    return note.with_suffix(".taken")


def build_application(settings: Settings, content: Content, attachment: Attachment) -> Flask:
    """Build the application with all that stands around it: metrics, cache, access log."""
    metrics = Metrics()
    engine = connect(attachment, settings, content)
    metered = MeteredEngine(engine, metrics)
    # The questions are asked in the terms of our model; other data has none of them.
    questions = () if settings.own_files else load_questions(content)
    shapes = None if settings.own_files else ShapeLibrary(content)
    path = attachment.tasks_path
    tasks = Tasks(path, "the validation", settings) if path else None
    forms = _contributing(content, shapes, metered) if shapes else None
    prefixes = offer_prefixes(settings.own_files, content)
    known = KnownIris(engine)
    site = Site(settings, metered, prefixes, questions, known, shapes, tasks, forms)
    app = create_app(site)
    _count_problems(app, metrics)
    app.register_blueprint(make_blueprint(metrics))
    cache = ResponseCache(app.wsgi_app, settings.cache_mib * 1_048_576)
    app.extensions[CACHE] = cache
    intake = BodyIntake(cache, settings)
    app.wsgi_app = intake  # type: ignore[method-assign]  # Flask's way to add a middleware
    _watch(metrics, engine, cache)
    if settings.access_log:
        _log_to_standard_output()
        app.wsgi_app = AccessLog(intake)  # type: ignore[method-assign]  # as above
    return app


def _contributing(content: Content, shapes: ShapeLibrary, engine: Engine) -> Contributing:
    return Contributing(FormLibrary(content, shapes), Offers(engine), review_parts)


def _count_problems(app: Flask, metrics: Metrics) -> None:
    @app.after_request
    def count(response: Response) -> Response:
        if code := g.get("problem_code"):
            metrics.problems.labels(code).inc()
        return response


def _watch(metrics: Metrics, engine: Engine, cache: ResponseCache) -> None:
    metrics.watch(
        {
            "cache_hits": lambda: cache.hits,
            "cache_misses": lambda: cache.misses,
            "cache_bytes": lambda: cache.size_bytes,
            "cache_asked_beforehand": lambda: cache.asked_beforehand,
            "release_triples": lambda: engine.release.triples,
        }
    )
    if isinstance(engine, EmbeddedEngine):  # another server's places are not ours to count
        state = engine.pool.state
        metrics.watch(
            {
                "pool_demoted": lambda: state.demoted,
                "pool_restarted": lambda: state.restarted,
                "pool_killed": lambda: state.killed,
                "pool_refused": lambda: state.refused,
            }
        )


def _log_to_standard_output() -> None:
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    ACCESS.handlers[:] = [handler]
    ACCESS.setLevel(logging.INFO)
    ACCESS.propagate = False
