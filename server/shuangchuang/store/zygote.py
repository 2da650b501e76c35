"""The zygote: loads the release once and forks the query workers, copy-on-write.

It has one thread, so that forking is safe, and it never answers a query itself. It forks a worker
for each connection on a Unix socket, which serves one query at a time on it. Whatever kills a
worker (its alarm, its memory limit, the front), the front connects anew.

Run as a program: `python -m shuangchuang.store.zygote CONFIGURATION`, a JSON object with the
fields of `Configuration`. It prints one JSON line when it is ready, or when it cannot start.
"""

import gc
import json
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

from shuangchuang.base import fences
from shuangchuang.base.content import find_content
from shuangchuang.base.errors import ContentError, NotAcceptable
from shuangchuang.store.branch import Branch
from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.evaluate import Writing, evaluate
from shuangchuang.store.files import load_files, offer_prefixes
from shuangchuang.store.forking import Forker, listen_at
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.reader import Reader
from shuangchuang.store.release import Release, load_release

STOP = signal.SIGUSR1
NO_NETWORK_FENCE = "an empty network namespace (open files are capped instead)"


@dataclass(frozen=True)
class Configuration:
    """What the zygote is told: where to listen, what to load, and how big a worker may grow.

    `prepare`, a `module:function`, is what a branch of it prepares for tasks; empty: no branch.
    """

    socket_path: str
    content: str
    files: tuple[str, ...]
    memory_mib: int
    prepare: str = ""
    tasks_path: str = ""


class Zygote:
    """The parent of the workers."""

    def __init__(self, configuration: Configuration) -> None:
        """Load the release. Raises ContentError."""
        content = find_content(Path(configuration.content) if configuration.content else None)
        self.configuration = configuration
        files = [Path(name) for name in configuration.files]
        self.release: Release = load_files(files) if files else load_release(content)
        self.prefixes = dict(offer_prefixes(configuration.files, content))
        self.content = content
        self.branch = 0

    def run(self, missing_fences: list[str]) -> NoReturn:
        """Listen, say so, and fork."""
        self.workers = self._forker(self.configuration.socket_path, missing_fences)
        if self.configuration.prepare:
            self.tasks = self._forker(self.configuration.tasks_path, missing_fences)
        gc.collect()
        gc.freeze()  # keeps the collector from touching, and so copying, the shared pages
        signal.signal(STOP, self.stop)
        # A signal to the whole group is for the front, which lets running queries finish.
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if self.configuration.prepare:
            self.fork_branch()
        _say({"ready": asdict(self.release.info), "missing_fences": missing_fences})
        self.workers.run(self.serve, self.replace_branch)

    def _forker(self, path: str, missing_fences: list[str]) -> Forker:
        has_left_network = NO_NETWORK_FENCE not in missing_fences
        return Forker(listen_at(path), self.configuration.memory_mib, has_left_network)

    def replace_branch(self, ended: int) -> None:
        """Fork another branch when it was that which has ended."""
        if ended == self.branch:
            self.fork_branch()

    def fork_branch(self) -> None:
        """Fork the branch, which forks the task workers; in the child this call does not return."""
        reader = Reader(self.release.store)
        branch = Branch(self.configuration.prepare, reader, self.content, self.tasks)
        zygote = os.getpid()
        self.branch = os.fork()
        if not self.branch:
            branch.run(zygote)

    def serve(self, connection: socket.socket) -> None:
        """Answer one request after another, until the front closes: the loop of a worker."""
        while True:
            head, body = read_frame(connection)
            send_frame(connection, *self.answer(head, body.decode()))

    def answer(self, head: dict[str, Any], text: str) -> tuple[dict[str, Any], bytes]:
        """Answer one request frame; the kernel ends this process at the limit."""
        limits = Limits(**head["limits"])
        query = Query(text, **head["query"])
        writing = Writing(**head["writing"], prefixes=self.prefixes)
        started = time.perf_counter()
        fences.arm_alarm(limits.timeout_s)
        try:
            done = evaluate(self.release.store, query, writing, limits)
        except SyntaxError as error:
            return {"status": "syntax", "reason": str(error)}, b""
        except NotAcceptable as error:
            return {"status": "unwritable", "error": asdict(error)}, b""
        except ValueError as error:
            return {"status": "refused", "reason": str(error)}, b""
        except (OSError, RuntimeError) as error:
            return {"status": "failed", "reason": str(error)}, b""
        finally:
            fences.disarm_alarm()
        told = {"kind": done.kind, "truncated": done.truncated}
        return {"status": "ok", "seconds": time.perf_counter() - started, **told}, done.body

    def stop(self, *_: object) -> NoReturn:
        """End every worker and this process."""
        for child in (*self.workers.children, *([self.branch] if self.branch else [])):
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for path in filter(None, (self.configuration.socket_path, self.configuration.tasks_path)):
            Path(path).unlink(missing_ok=True)
        os._exit(0)


def raise_fences() -> list[str]:
    """Set up the fences that every worker inherits; list what this system lacks."""
    missing = []
    if not fences.leave_network():
        missing.append(NO_NETWORK_FENCE)
    if not fences.die_with_parent(STOP):
        missing.append("ending the workers when the server dies")
    return missing


def main() -> None:
    """Start from the command line."""
    configuration = Configuration(**json.loads(sys.argv[1]))
    missing = raise_fences()
    try:
        zygote = Zygote(configuration)
    except ContentError as error:
        where = {"path": str(error.path), "line": error.line, "column": error.column}
        _say({"content_error": {**where, "reason": error.reason}})
        return
    zygote.run(missing)


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
