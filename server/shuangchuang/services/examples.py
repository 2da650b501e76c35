"""Reads the questions of the release: `queries/NN-slug.rq`, each with a header of its own.

A header is the block of `#+ ` lines at the top, which are YAML; docs/decisions/0041 has its keys.
Nothing here evaluates a query.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError, NotFound
from shuangchuang.base.texts import Bilingual
from shuangchuang.services.parameters import PARAMETER_TYPES, Parameter, bind_parameters
from shuangchuang.store.release import read_prefixes

CHINESE = "zh-Hans"
HEADER_SIGN = "#+"

_FILE_NAME = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_KEYS: dict[str, type] = {
    "summary": str,
    "description": str,
    CHINESE: dict,
    "tags": list,
    "parameters": list,
    "rows": int,
}
_REQUIRED = ("summary", "description", CHINESE, "tags")


@dataclass(frozen=True)
class Question:
    """A question of the release and the query that answers it.

    `text` is the whole file, so that lines count as in the file. `rows` is how many rows the
    answer has with the defaults, where the header tells. `prefixes` is the one list of
    prefixes, in which values of parameters may be written.
    """

    number: int
    slug: str
    summary: Bilingual
    description: Bilingual
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    rows: int | None
    text: str
    prefixes: Mapping[str, str] = field(repr=False)

    @property
    def name(self) -> str:
        """The file name without suffix, such as `08-targets`."""
        return f"{self.number:02d}-{self.slug}"


def load_questions(content: Content) -> tuple[Question, ...]:
    """Read every question, sorted by number.

    Raises ContentError, with file and line, for a header that is missing, not YAML or incomplete,
    and for a number or a slug that is used twice.
    """
    prefixes = read_prefixes(content)
    questions: list[Question] = []
    for path in content.files("queries", ".rq"):
        question = read_question(path, prefixes)
        for other in questions:
            if question.number == other.number or question.slug == other.slug:
                raise ContentError(path, 0, 0, f"its number or slug is that of {other.name}")
        questions.append(question)
    return tuple(sorted(questions, key=lambda question: question.number))


def read_question(path: Path, prefixes: Mapping[str, str]) -> Question:
    """Read one file. Raises ContentError with file and line."""
    named = _FILE_NAME.fullmatch(path.stem)
    if named is None:
        raise ContentError(path, 0, 0, "name it NN-slug.rq, the slug in lower-case words")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(path, 0, 0, str(error)) from error
    header = _Header(path, text)
    return Question(
        number=int(named[1]),
        slug=named[2],
        summary=header.bilingual("summary"),
        description=header.bilingual("description"),
        tags=header.tags(),
        parameters=header.parameters(),
        rows=header.values.get("rows"),
        text=text,
        prefixes=prefixes,
    )


def find_question(questions: Sequence[Question], wanted: str | int) -> Question:
    """Find a question by number (8, "8", "08"), slug or name.

    Raises NotFound with the names that come near.
    """
    key = str(wanted).strip().lower()
    for question in questions:
        if key in (question.slug, question.name) or key.lstrip("0") == str(question.number):
            return question
    slugs = {question.slug: question.name for question in questions}
    slug = re.sub(r"^\d+-?", "", key)
    near = [slugs[one] for one in difflib.get_close_matches(slug, slugs)] or [
        name for one, name in slugs.items() if slug and slug in one
    ]
    raise NotFound(Bilingual("question", "问题"), str(wanted), tuple(near))


def bind(question: Question, given: Mapping[str, str]) -> dict[str, str]:
    """Turn the texts given for parameters, and the defaults of the rest, into terms by name.

    The terms are in N-Triples syntax, ready for `Query.bindings`. An empty text leaves a
    variable free. Raises NotFound for an unknown parameter, BadParameter for a wrong value.
    """
    return bind_parameters(question.name, question.parameters, given, question.prefixes)


def list_questions(questions: Sequence[Question], language: str) -> str:
    """Write one line per question, its name and summary, and one per parameter below it."""
    lines = []
    for question in questions:
        lines.append(f"{question.number:02d}  {question.summary.pick(language)}")
        for one in question.parameters:
            lines.append(f"    {one.name}={one.default or ''}  ({one.label.pick(language)})")
    return "".join(f"{line}\n" for line in lines)


class _Header:
    """The `#+ ` lines of one file, read and checked; every complaint names file and line."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._lines: list[str] = []
        for line in text.splitlines():
            if not line.startswith(HEADER_SIGN):
                break
            self._lines.append(line.removeprefix(HEADER_SIGN).removeprefix(" "))
        self.values = self._read()
        self._check()

    def bilingual(self, key: str) -> Bilingual:
        return Bilingual(self.values[key].strip(), self.values[CHINESE][key].strip())

    def tags(self) -> tuple[str, ...]:
        return tuple(str(tag) for tag in self.values["tags"])

    def parameters(self) -> tuple[Parameter, ...]:
        return tuple(self._parameter(entry) for entry in self.values.get("parameters", ()))

    def _read(self) -> dict[str, Any]:
        try:
            values = yaml.safe_load("\n".join(self._lines))
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 0
            raise ContentError(self._path, line, 0, f"not YAML: {error.problem}") from error
        if not isinstance(values, dict):
            raise ContentError(self._path, 1, 1, "begin the file with '#+ key: …' lines")
        return values

    def _check(self) -> None:
        for key, value in self.values.items():
            if key not in _KEYS:
                raise self._error(f"unknown key {key!r}; known are {', '.join(_KEYS)}", str(key))
            if type(value) is not _KEYS[key] or value in ("", [], {}):
                raise self._error(f"{key} must be a {_KEYS[key].__name__}, not empty", key)
        for key in _REQUIRED:
            if key not in self.values:
                raise self._error(f"the header lacks {key}")
        chinese = self.values[CHINESE]
        for key in ("summary", "description"):
            if not (isinstance(chinese.get(key), str) and chinese[key].strip()):
                raise self._error(f"the Chinese half of the header lacks {key}", CHINESE)

    def _parameter(self, entry: object) -> Parameter:
        if not isinstance(entry, dict):
            raise self._error("a parameter is a mapping with name, type and label", "parameters")
        name, kind, label = entry.get("name"), entry.get("type"), entry.get("label")
        place = f"- name: {name}"
        if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
            raise self._error(f"{name!r} is not the name of a variable", "parameters")
        if kind not in PARAMETER_TYPES:
            raise self._error(f"{name}: the type is one of {', '.join(PARAMETER_TYPES)}", place)
        if not isinstance(label, dict) or not label.get("en") or not label.get(CHINESE):
            raise self._error(f"{name}: give a label in en and {CHINESE}", place)
        default = entry.get("default")
        texts = Bilingual(str(label["en"]), str(label[CHINESE]))
        return Parameter(name, kind, texts, None if default is None else str(default))

    def _error(self, reason: str, key: str = "") -> ContentError:
        """Blame the line that holds `key`, or the first."""
        lines = enumerate(self._lines, start=1)
        line = next((n for n, text in lines if key and text.strip().startswith(key)), 1)
        return ContentError(self._path, line, 1, reason)
