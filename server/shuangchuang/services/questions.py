"""Asks the questions of the release and compares the answers with the expected ones.

Must not know which engine answers, nor how an expected answer came about.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from shuangchuang.base.content import Content
from shuangchuang.base.errors import EngineError, RequestError
from shuangchuang.base.media import Format, formats_of
from shuangchuang.services.examples import Question, bind
from shuangchuang.services.findings import CHINESE, ENGLISH, VIOLATION, Finding
from shuangchuang.store.engine import Engine, Limits, Query
from shuangchuang.store.guard import inspect_query

Row = tuple[str, ...]


def expected_file(content: Content, question: Question) -> Path:
    """Name the file of the answer that a question must have, whether or not it is there."""
    return content.root / "queries" / "expected" / f"{question.name}.csv"


def try_questions(
    engine: Engine, content: Content, questions: Iterable[Question]
) -> Iterator[Finding]:
    """Ask each question with its defaults and tell each that has not the expected answer.

    A query that is refused or fails is a finding, with the line that the engine names. The order
    of rows is not compared: rows that sort as equal may come in any order.
    """
    for question in questions:
        file = f"queries/{question.name}.rq"
        try:
            rows = _ask(engine, question)
        except (RequestError, EngineError) as error:
            place = (file, getattr(error, "line", 0) or 1)
            yield _finding(place, f"The query fails: {error}", f"查询失败：{error}")
            continue
        yield from _compare(rows, question, expected_file(content, question))


def _ask(engine: Engine, question: Question) -> list[Row]:
    """Answer with the header as the first row. Raises RequestError or EngineError."""
    inspect_query(question.text, question.prefixes)
    query = Query(question.text, bindings=bind(question, {}))
    answer = engine.query(query, _csv_format(), formats_of("graph")[0], Limits())
    return _rows(answer.body.decode())


def _compare(rows: list[Row], question: Question, path: Path) -> Iterator[Finding]:
    file = f"queries/{question.name}.rq"
    if question.rows not in (None, len(rows) - 1):
        yield _finding(
            (file, 1),
            f"The header tells {question.rows} rows, the answer has {len(rows) - 1}. If that is"
            f" right, write #+ rows: {len(rows) - 1}",
            f"文件头称有 {question.rows} 行，答案有 {len(rows) - 1} 行。若答案无误，"
            f"请写 #+ rows: {len(rows) - 1}",
        )
    if not path.is_file():
        yield _finding(
            (file, 1),
            f"There is no expected answer: queries/expected/{path.name} is missing.",
            f"没有预期答案：缺少 queries/expected/{path.name}。",
        )
        return
    yield from _compare_rows(rows, _rows(path.read_text(encoding="utf-8")), path)


def _compare_rows(rows: list[Row], expected: list[Row], path: Path) -> Iterator[Finding]:
    file = f"queries/expected/{path.name}"
    missing, surplus = Counter(expected) - Counter(rows), Counter(rows) - Counter(expected)
    for row, count in missing.items():
        yield _finding(
            (file, expected.index(row) + 1),
            "The answer lacks this row; if that is right, take it out of this file"
            f"{_times(count)}: {_write(row)}",
            f"答案中缺少此行；若答案无误，请从本文件中删去{_times(count)}：{_write(row)}",
        )
    for row, count in surplus.items():
        yield _finding(
            (file, 0),
            "The answer has a row that is not expected; if that is right, add it to this file"
            f"{_times(count)}: {_write(row)}",
            f"答案中有预期之外的行；若答案无误，请加入本文件{_times(count)}：{_write(row)}",
        )


def _times(count: int) -> str:
    return f" (×{count})" if count > 1 else ""


def _write(row: Row) -> str:
    """Write a row as it would stand in the file."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(row)
    return line.getvalue()


def _rows(text: str) -> list[Row]:
    return [tuple(row) for row in csv.reader(io.StringIO(text, newline=""))]


def _csv_format() -> Format:
    return next(one for one in formats_of("solutions") if one.name == "csv")


def _finding(place: tuple[str, int], english: str, chinese: str) -> Finding:
    messages = {ENGLISH: english, CHINESE: chinese}
    file, line = place
    return Finding(VIOLATION, "question", "", "", messages=messages, file=file, line=line)
