"""Runs the site: starts the query workers, then the WSGI server in front of them.

Three kinds of process: this one, which only watches; one WSGI process with threads, which
never evaluates a query; and the zygote with its query workers. SIGTERM ends them after the
requests under way; SIGHUP loads the content anew, and no request is lost on the way.
"""

import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from tempfile import TemporaryDirectory

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

from shuangchuang.base.content import Content
from shuangchuang.base.errors import ContentError, EngineUnavailable
from shuangchuang.base.settings import Settings
from shuangchuang.services.examples import load_questions
from shuangchuang.store.embedded import Attachment
from shuangchuang.store.factory import Backend, start_backend
from shuangchuang.store.tasks import are_there
from shuangchuang.web.application import SwitchingApplication, is_taken
from shuangchuang.web.bodies import PLACES as BODIES

READY_QUERY = "SELECT ?kind (COUNT(*) AS ?things) WHERE { ?thing a ?kind } GROUP BY ?kind"
OVERLAP_S = 2.0
SWITCH_S = 120.0  # for the web process to take a release; a second is usual
POLL_S = 0.1
IDLE_S = 10  # after which a thread ends
HEADER_S = 10  # for the header of a request to arrive, from the opening of the connection
CONNECTIONS = 4096  # open at the same time, as far as there are descriptors
TASKS_READY_S = 30.0  # on a busy machine; three seconds are usual
PREPARE = "shuangchuang.services.contributions.reviewer:prepare"  # what the task workers do

Say = Callable[[str], object]


@dataclass
class Releases:
    """The backend of the present release, and the file that tells the WSGI process of it."""

    settings: Settings
    content: Content
    say: Say
    folder: Path
    current: Backend = field(init=False)

    def __post_init__(self) -> None:
        """Start the first backend. Raises ContentError and EngineUnavailable."""
        self._asked: SimpleQueue[None] = SimpleQueue()
        self._before: list[Backend] = []
        self.current = self._load()
        # One thread for all releases: the kernel ends a backend with the thread that started it.
        threading.Thread(target=self._keep, daemon=True).start()

    @property
    def note(self) -> Path:
        """The file that names the workers of the present release."""
        return self.folder / "attachment.json"

    def reload(self, *_: object) -> None:
        """Have the content loaded anew; may be called by a signal."""
        self._asked.put(None)

    def close(self) -> None:
        """End the workers of every release."""
        for backend in (self.current, *self._before):
            backend.close()

    def _keep(self) -> None:
        while True:
            self._asked.get()
            while not self._asked.empty():  # several signals ask for one new release
                self._asked.get()
            try:
                fresh = self._load()
            except (ContentError, EngineUnavailable) as error:
                self.say(f"the new release is not taken: {error}")
                continue
            self._before.append(self.current)
            self.current = fresh
            self._switch()

    def _switch(self) -> None:
        """End the workers of former releases when nobody asks them any more."""
        deadline = time.monotonic() + SWITCH_S
        while not is_taken(self.note) and time.monotonic() < deadline:
            time.sleep(POLL_S)
        if not is_taken(self.note):
            self.say("the new release is loaded, and the web process still serves the old one")
            return
        self.say(f"release {self.current.attachment.release.digest[:16]} is taken")
        time.sleep(self.settings.timeout_s + OVERLAP_S)  # requests under way finish on the old
        while self._before:
            self._before.pop().close()

    def _load(self) -> Backend:
        load_questions(self.content)  # a question that cannot be read stops it here
        backend = start_backend(self.settings, self.content, PREPARE)
        self._wait_for_tasks(backend.attachment.tasks_path)
        fresh = self.note.with_suffix(".new")
        fresh.write_text(backend.attachment.to_json(), encoding="utf-8")
        fresh.replace(self.note)
        return backend

    def _wait_for_tasks(self, path: str) -> None:
        """Let the task workers get ready first: who contributes at once is not to be sent away."""
        if path and not are_there(path, TASKS_READY_S):
            self.say("contributions cannot be judged yet: their workers are not ready")


class Server(Granian):  # type: ignore[misc, valid-type]  # a class that granian chooses at run time
    """Granian, with SIGHUP for a new release instead of a new process.

    A new process would have a listening socket of its own, and the connections that wait at the
    old one would be lost.
    """

    releases: Releases

    def signal_handler_reload(self, *_: object, **__: object) -> None:
        """Answer SIGHUP."""
        self.releases.reload()


def run_server(settings: Settings, content: Content, say: Say) -> None:
    """Serve until SIGTERM or SIGINT; `say` is told the address and one query to try.

    Raises ContentError for content that cannot be read, and EngineUnavailable when the address
    is taken.
    """
    _check_address(settings)
    with TemporaryDirectory(prefix="shuangchuang-") as folder:
        releases = Releases(settings, content, say, Path(folder))
        server = Server(
            target="shuangchuang.web.application:SwitchingApplication",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=settings.threads + BODIES,
            blocking_threads_idle_timeout=IDLE_S,
            backpressure=CONNECTIONS,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_S * 1000),
            workers_kill_timeout=int(settings.timeout_s) + 5,
            respawn_failed_workers=True,
            log_level=LogLevels.error,
        )
        server.releases = releases
        build = partial(SwitchingApplication, settings, content, releases.note)
        try:
            for line in _greeting(settings, releases.current.attachment):
                say(line)
            server.serve(target_loader=build, wrap_loader=False)
        finally:
            releases.close()


def _check_address(settings: Settings) -> None:
    """Find out before anything is started whether the address can be had."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise EngineUnavailable(
                f"cannot listen on {settings.host}:{settings.port}: {error.strerror}; "
                "choose another with PORT= or --port"
            ) from error


def _greeting(settings: Settings, attachment: Attachment) -> list[str]:
    release = attachment.release
    url = settings.public_url.rstrip("/") or settings.address
    return [
        f"Shuangchuang: {release.triples} triples, release {release.digest[:16]}",
        *([f"queries are answered by {settings.engine}"] if settings.engine else []),
        *(f"this system lacks a fence: {one}" for one in attachment.missing_fences),
        f"listening on {url}/ (SPARQL at {url}/sparql)",
        f"try: curl -G {url}/sparql -H 'Accept: text/csv' --data-urlencode 'query={READY_QUERY}'",
    ]
