"""The embedded engine: a zygote with its workers, and the pool in front of them.

`Zygote process` and `engine` are two objects, because the server starts the process once and the
WSGI worker, another process, only connects to it.
"""

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError, EngineUnavailable, NotAcceptable
from shuangchuang.base.media import Format
from shuangchuang.base.settings import Settings
from shuangchuang.base.texts import Bilingual
from shuangchuang.store.engine import Answer, Limits, Query, ReleaseInfo
from shuangchuang.store.pool import Lanes, Pool
from shuangchuang.store.syntax import explain_failure, explain_syntax_error
from shuangchuang.store.zygote import STOP, Configuration

FAILED = Bilingual("the engine failed to answer this query", "引擎未能回答此查询")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Attachment:
    """All that a process needs to ask the workers: where they listen and what they hold.

    `tasks_path` is where the workers for tasks listen; empty when there are none.
    """

    socket_path: str
    release: ReleaseInfo
    missing_fences: tuple[str, ...]
    tasks_path: str = ""

    def to_json(self) -> str:
        """Write it for another process."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` has written."""
        told = json.loads(text)
        release = ReleaseInfo(**told["release"])
        fences = tuple(told["missing_fences"])
        return cls(told["socket_path"], release, fences, told["tasks_path"])


class ZygoteProcess:
    """The process that holds the release and forks the workers."""

    def __init__(self, settings: Settings, content: Content, prepare: str = "") -> None:
        """Start it and wait until it has loaded the release.

        `prepare` is what `store.branch` is to prepare for tasks; they are not waited for.
        Raises ContentError for a file that cannot be read, EngineUnavailable when the process
        does not come up.
        """
        self._folder = tempfile.mkdtemp(prefix="shuangchuang-")
        self._socket_path = str(Path(self._folder) / "workers")
        configuration = Configuration(
            self._socket_path,
            str(content.root),
            settings.own_files,
            settings.memory_mib,
            prepare,
            str(Path(self._folder) / "tasks") if prepare else "",
        )
        self._tasks_path = configuration.tasks_path
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "shuangchuang.store.zygote", json.dumps(asdict(configuration))],
            stdout=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
        )
        try:
            self.attachment = self._wait_until_ready()
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the workers and the process, and remove the socket."""
        self._process.send_signal(STOP)
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _wait_until_ready(self) -> Attachment:
        line = self._process.stdout.readline() if self._process.stdout else b""
        if not line:
            raise EngineUnavailable("the query workers did not start; see the log")
        told = json.loads(line)
        if "content_error" in told:
            wrong = told["content_error"]
            raise ContentError(Path(wrong["path"]), wrong["line"], wrong["column"], wrong["reason"])
        fences = tuple(told["missing_fences"])
        info = ReleaseInfo(**told["ready"])
        return Attachment(self._socket_path, info, fences, self._tasks_path)


class EmbeddedEngine:
    """Answers queries in worker processes that hold the release in memory."""

    def __init__(self, attachment: Attachment, settings: Settings) -> None:
        """Ask the workers of a running zygote, lazily."""
        self._release = attachment.release
        self._zygote: ZygoteProcess | None = None
        lanes = Lanes(
            settings.worker_count,
            settings.slow_after_s,
            settings.slow_places,
            settings.wait_s,
            settings.memory_mib,
        )
        self.pool = Pool(attachment.socket_path, lanes)

    @classmethod
    def start(cls, settings: Settings, content: Content) -> Self:
        """Start a zygote of its own, which `close` ends. Raises as `ZygoteProcess` does."""
        zygote = ZygoteProcess(settings, content)
        engine = cls(zygote.attachment, settings)
        engine._zygote = zygote
        return engine

    @property
    def release(self) -> ReleaseInfo:
        """Tell what is served."""
        return self._release

    def query(self, query: Query, solutions: Format, graph: Format, limits: Limits) -> Answer:
        """Answer one query in a worker.

        Raises QuerySyntax, NotAcceptable for an answer that its format cannot hold, or an
        EngineError.
        """
        asked: dict[str, Any] = {
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "bindings": dict(query.bindings),
            "base_iri": query.base_iri,
        }
        writing = {"solutions": solutions.name, "graph": graph.name}
        head = {"limits": vars(limits), "query": asked, "writing": writing}
        told, body = self.pool.ask(head, query.text.encode(), limits.timeout_s)
        if told["status"] == "syntax":
            raise explain_syntax_error(query.text, told["reason"])
        if told["status"] == "unwritable":
            wrong = told["error"]
            raise NotAcceptable(wrong["accept"], wrong["offered"], Bilingual(**wrong["reason"]))
        if told["status"] == "refused":
            raise EngineUnavailable(told["reason"])
        if told["status"] == "failed":  # in the words of the engine, which are for the log
            log.warning("the engine failed: %s", told["reason"])
            raise explain_failure(query.text, told["reason"]) or EngineUnavailable(FAILED)
        written = graph if told["kind"] == "graph" else solutions
        return Answer(body, written, told["kind"], told["truncated"], told["seconds"])

    def close(self) -> None:
        """Close the connections, and end the zygote if this engine has started it."""
        self.pool.close()
        if self._zygote:
            self._zygote.close()
