"""Asks for the questions once, so that the first visitor finds their answers in the cache."""

import time
from collections.abc import Iterable, Iterator
from itertools import product
from urllib.parse import urlsplit

from werkzeug.test import EnvironBuilder, run_wsgi_app

from shuangchuang.base.settings import Settings
from shuangchuang.services.examples import Question
from shuangchuang.web.cache import ResponseCache
from shuangchuang.web.language import LANGUAGES

# What browsers send when they open a page: Firefox and Safari, then Chromium and its kin. The
# cache compares the header as it is, because its q-values decide between formats.
BROWSERS = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*"
    ";q=0.8,application/signed-exchange;v=b3;q=0.7",
)
# What is asked of a question: its page by browsers, its rows by anybody.
FORMS = (*(("", accept) for accept in BROWSERS), (".json", "*/*"), (".csv", "*/*"))
REST = 2  # times as long as it works, it rests: whoever comes meanwhile goes first


def warm(cache: ResponseCache, settings: Settings, questions: Iterable[Question]) -> None:
    """Ask for the page of every question, in each language, and for its rows.

    An answer that is an error is not kept, so nothing is lost when one fails.
    """
    base = settings.public_url or settings.address
    host = urlsplit(base).netloc
    for path, accept, language in _requests(questions):
        headers = [("Host", host), ("Accept", accept), ("Accept-Language", language)]
        environ = EnvironBuilder(path, headers=headers).get_environ()
        started = time.perf_counter()
        run_wsgi_app(cache, environ, buffered=True)
        cache.asked_beforehand += 1
        time.sleep(REST * (time.perf_counter() - started))


def _requests(questions: Iterable[Question]) -> Iterator[tuple[str, str, str]]:
    for question, (suffix, accept), language in product(questions, FORMS, LANGUAGES):
        yield f"/questions/{question.name}{suffix}", accept, language
