"""Has files or bodies reviewed in a child process, and writes the report in any of its forms."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shuangchuang.base import worker
from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError
from shuangchuang.base.media import SUFFIXES, readable_name
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.reviewer import make_payload
from shuangchuang.services.reports.data import write_json, write_sarif, write_shacl
from shuangchuang.services.reports.html import write_html
from shuangchuang.services.reports.review import Report
from shuangchuang.services.reports.text import write_text

TARGET = "shuangchuang.services.contributions.reviewer:review_payload"
TIMEOUT_S = 300.0
MEMORY_MIB = 4096


def read_part(path: Path) -> Part:
    """Read a file; its suffix tells the format.

    Raises ContentError for a suffix that is none of ours and for what cannot be read: neither is
    ever passed over.
    """
    found = readable_name(path.name)
    if found is None:
        reason = f"unknown kind of file; name it {', '.join(SUFFIXES)}"
        raise ContentError(path, 0, 0, reason)
    try:
        return Part(path.as_posix(), found.name, path.read_bytes())
    except OSError as error:
        raise ContentError(path, 0, 0, error.strerror or str(error)) from error


def review_files(paths: Sequence[Path], shapes: Path | None, content: Content) -> Report:
    """Review files in a child of their own; raises what `read_part` and the child raise."""
    own = read_part(shapes) if shapes else None
    payload = make_payload([read_part(path) for path in paths], own, content)
    return call_reviewer(payload, TIMEOUT_S, MEMORY_MIB)


def call_reviewer(payload: Mapping[str, Any], timeout_s: float, memory_mib: int) -> Report:
    """Review in a fresh interpreter: a second slower than the server's, and needs nothing."""
    told = worker.call(TARGET, payload, timeout_s=timeout_s, memory_mib=memory_mib)
    return Report.restore(told)


def write_report(report: Report, form: str, language: str, *, colours: bool = False) -> str:
    """Write a report as `text`, `json`, `html`, `sarif` or `shacl`."""
    writers: Mapping[str, Callable[[], str]] = {
        "text": lambda: write_text(report, language, colours=colours),
        "json": lambda: write_json(report, language),
        "html": lambda: write_html(report, language),
        "sarif": lambda: write_sarif(report, language),
        "shacl": lambda: write_shacl(report),
    }
    return writers[form]()
