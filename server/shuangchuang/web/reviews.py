"""Has what was sent or filled in reviewed, in the task workers where there are any."""

from collections.abc import Sequence
from pathlib import Path

from shuangchuang.base.content import find_content
from shuangchuang.base.errors import BadRequest, TooCostly
from shuangchuang.base.texts import Bilingual
from shuangchuang.base.worker import ChildFailed, ChildTimeout
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.contributions.reviewer import make_payload
from shuangchuang.services.contributions.reviewing import call_reviewer
from shuangchuang.services.reports.review import Report
from shuangchuang.web.site import current_site

OUT_OF_MEMORY = "its process ended"
SHAPES_TOO = Bilingual(
    "this server serves other data: send the shapes to judge by, too",
    "本服务器提供其他数据：请一并发送据以校验的形状",
)


def review_parts(parts: Sequence[Part], own: Part | None = None) -> Report:
    """Review parts by the release, or by `own` shapes alone.

    Raises TooCostly for what cannot be finished within the limits of the site.
    """
    site = current_site()
    settings = site.settings
    if settings.own_files and own is None:
        raise BadRequest(SHAPES_TOO)
    content = find_content(Path(settings.content) if settings.content else None)
    payload = make_payload(parts, own, content, settings.max_upload_triples)
    try:
        if site.tasks is None:
            return call_reviewer(payload, settings.timeout_s, settings.memory_mib)
        told, _ = site.tasks.ask(payload, limit_s=settings.timeout_s)
    except ChildTimeout as error:
        raise TooCostly(
            Bilingual(f"more than {error.limit_s:g} seconds", f"{error.limit_s:g} 秒")
        ) from error
    except ChildFailed as error:
        if error.detail.startswith(OUT_OF_MEMORY):
            mib = settings.memory_mib
            needed = Bilingual(f"more than {mib} MiB of memory", f"{mib} MiB 内存")
            raise TooCostly(needed) from error
        raise
    return Report.restore(told)
