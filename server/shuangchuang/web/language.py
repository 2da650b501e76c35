"""Chooses the language of a page: `?lang=`, then Accept-Language, then English."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import has_request_context, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from shuangchuang.web.remembering import remember
from shuangchuang.web.words import WORDS


@dataclass(frozen=True)
class Language:
    """A language of the pages: its name in `?lang=`, its tag in data and HTML, its own name."""

    name: str
    tag: str
    own_name: str


ENGLISH = Language("en", "en", "English")
CHINESE = Language("zh", "zh-Hans", "中文")
LANGUAGES = {"en": ENGLISH, "zh": CHINESE}


def asked_language() -> Language | None:
    """Give the language of `?lang=`; None when there is none or it is not one of ours."""
    return LANGUAGES.get(request.args.get("lang", ""))


def choose_language() -> Language:
    """Choose the language of the page for this request."""
    return asked_language() or LANGUAGES[preferred(request.headers.get("Accept-Language", ""))]


@remember
def preferred(header: str) -> str:
    """Give the name of the language that an Accept-Language prefers. RFC 9110 section 12.5.4."""
    return parse_accept_header(header, LanguageAccept).best_match(LANGUAGES, "en")


def other_language(language: Language) -> Language:
    """Give the language that the toggle leads to."""
    return ENGLISH if language is CHINESE else CHINESE


def words_in(language: Language) -> Mapping[str, str]:
    """Give the words of the pages in one language."""
    place = list(LANGUAGES).index(language.name)
    return {name: both[place] for name, both in WORDS.items()}


def keep_language(endpoint: str, values: dict[str, object]) -> None:
    """Carry a `?lang=` of this request over to the links of its page (Flask's url_defaults)."""
    asked = asked_language() if has_request_context() else None
    if asked and endpoint != "static" and "format" not in values:
        values.setdefault("lang", asked.name)
