"""The reader of questions: headers, lookup, and errors that name file and line."""

from pathlib import Path

import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError, NotFound
from shuangchuang.services.examples import (
    Question,
    bind,
    find_question,
    load_questions,
    read_question,
)
from shuangchuang.store.release import read_prefixes

GOOD = """\
#+ summary: Targets
#+ description: >-
#+   What is to be reached,
#+   and by when.
#+ zh-Hans:
#+   summary: 目标
#+   description: 要达到什么，何时达到。
#+ tags: [targets, numbers]
#+ parameters:
#+   - name: area
#+     type: iri
#+     label: {en: area, zh-Hans: 地区}
#+     default: id:tianjin
#+ rows: 2
SELECT ?area WHERE { ?target ?p ?area }
"""


def write(folder: Path, text: str, name: str = "08-targets.rq") -> Path:
    """Put one question into a file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_header_is_read_whole(tmp_path: Path) -> None:
    """Texts of both languages, tags, parameters and rows come out of the header."""
    question = read_question(write(tmp_path, GOOD), {"id": "https://w3id.org/shuangchuang/id/"})

    assert (question.number, question.slug, question.name) == (8, "targets", "08-targets")
    assert question.summary.pick("en") == "Targets"
    assert question.description.pick("en") == "What is to be reached, and by when."
    assert question.description.pick("zh-Hans") == "要达到什么，何时达到。"
    assert question.tags == ("targets", "numbers")
    assert question.parameters[0].label.pick("zh") == "地区"
    assert question.rows == 2
    assert question.text == GOOD


def test_a_default_is_bound_as_a_term(tmp_path: Path) -> None:
    """A default may be written with a prefix and is bound unless another value is given."""
    question = read_question(write(tmp_path, GOOD), {"id": "https://w3id.org/shuangchuang/id/"})

    assert bind(question, {}) == {"area": "<https://w3id.org/shuangchuang/id/tianjin>"}
    assert bind(question, {"area": "id:suzhou"})["area"].endswith("suzhou>")


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("#+ summary: Targets\n", "", 1, "lacks summary"),
        ("#+ zh-Hans:\n#+   summary: 目标", "#+ zh-Hans:", 5, "Chinese half of the header lacks"),
        ("#+ tags: [targets, numbers]", "#+ tags: []", 8, "tags must be a list"),
        ("#+ rows: 2", "#+ rows: two", 14, "rows must be a int"),
        ("#+ rows: 2", "#+ rows: true", 14, "rows must be a int"),
        ("#+ rows: 2", "#+ limit: 2", 14, "unknown key 'limit'"),
        ("#+     type: iri", "#+     type: thing", 10, "the type is one of iri, string"),
        ("name: area", "name: the area", 9, "not the name of a variable"),
        (", zh-Hans: 地区", "", 10, "give a label in en and zh-Hans"),
        ("[targets, numbers]", "[targets, numbers", 9, "not YAML"),
        ("#+ summary: Targets", "# summary: Targets", 1, "begin the file with"),
    ],
)
def test_a_wrong_header_is_reported_with_its_line(
    tmp_path: Path, old: str, new: str, line: int, reason: str
) -> None:
    """Each mistake names the file, the line and what to write."""
    path = write(tmp_path, GOOD.replace(old, new))

    with pytest.raises(ContentError) as caught:
        read_question(path, {})

    assert (caught.value.path, caught.value.line) == (path, line)
    assert reason in caught.value.reason


@pytest.mark.parametrize("name", ["targets.rq", "8-targets.rq", "08-Targets.rq", "08_targets.rq"])
def test_a_file_name_has_a_number_and_a_slug(tmp_path: Path, name: str) -> None:
    """A file that is not called NN-slug.rq is an error, not left out."""
    with pytest.raises(ContentError, match=r"NN-slug\.rq"):
        read_question(write(tmp_path, GOOD, name), {})


def test_a_file_that_is_not_utf_8_is_reported(tmp_path: Path) -> None:
    """Bytes of another encoding are a content error."""
    path = tmp_path / "08-targets.rq"
    path.write_bytes(GOOD.encode("gb18030"))

    with pytest.raises(ContentError):
        read_question(path, {})


def test_a_number_is_used_once(tmp_path: Path, content: Content) -> None:
    """Two questions of one number are an error that names the other one."""
    (tmp_path / "queries").mkdir()
    (tmp_path / "ontology").symlink_to(content.root / "ontology")
    write(tmp_path / "queries", GOOD)
    write(tmp_path / "queries", GOOD, "08-goals.rq")

    with pytest.raises(ContentError, match="that of 08-goals"):
        load_questions(Content(tmp_path))


@pytest.fixture(scope="module")
def questions(content: Content) -> tuple[Question, ...]:
    """Read the questions of the release."""
    return load_questions(content)


def test_questions_are_sorted_and_know_the_prefixes(
    questions: tuple[Question, ...], content: Content
) -> None:
    """Numbers ascend, and every question carries the one list of prefixes."""
    numbers = [question.number for question in questions]

    assert numbers == sorted(numbers)
    assert questions[0].prefixes == read_prefixes(content)


@pytest.mark.parametrize("wanted", [8, "8", "08", "targets", "08-targets", " 08-TARGETS "])
def test_a_question_is_found_by_number_slug_and_name(
    questions: tuple[Question, ...], wanted: str | int
) -> None:
    """The ways in which people name a question lead to the same one."""
    assert find_question(questions, wanted).name == "08-targets"


@pytest.mark.parametrize(
    ("wanted", "near"), [("tragets", "08-targets"), ("99-target", "08-targets")]
)
def test_an_unknown_question_names_near_ones(
    questions: tuple[Question, ...], wanted: str, near: str
) -> None:
    """A misspelt question is an error that says what may be meant."""
    with pytest.raises(NotFound) as caught:
        find_question(questions, wanted)

    assert near in caught.value.near


@pytest.mark.parametrize("wanted", ["", "0", "99", "-", "8.0"])
def test_what_names_no_question_is_not_found(questions: tuple[Question, ...], wanted: str) -> None:
    """An empty or unknown number finds nothing."""
    with pytest.raises(NotFound):
        find_question(questions, wanted)
