"""The front of the task workers: hands each task to a fresh worker of the branch.

A task that works much longer than a contribution of some records takes gives way to the queries.
"""

import socket
import threading
import time
from typing import Any

from shuangchuang.base import fences
from shuangchuang.base.errors import EngineBusy
from shuangchuang.base.settings import Settings
from shuangchuang.base.worker import ChildFailed, ChildTimeout
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.patience import is_answered, is_answered_promptly

GRACE_S = 0.5
PROMPT_S = 0.5
RETRY_S = 0.02


class Tasks:
    """Sends tasks to the workers that listen on a path; threads may share it."""

    def __init__(self, path: str, name: str, settings: Settings) -> None:
        """Connect lazily; `name` is what errors call the tasks."""
        self._path = path
        self._name = name
        self._settings = settings
        self._places = threading.Semaphore(settings.task_workers)
        # Who waits holds a thread, and most of the threads are for queries.
        waiting = max(1, settings.threads // 4)
        self._room = threading.Semaphore(settings.task_workers + waiting)
        self._were_ready = False

    def are_ready(self, wait_s: float) -> bool:
        """Tell whether workers have come up, after waiting for the first one if need be.

        Once they have, it costs nothing; that all are busy later is no matter of readiness.
        """
        if not self._were_ready:
            try:
                self._connect(wait_s)[0].close()
            except EngineBusy:
                return False
            self._were_ready = True
        return True

    def ask(
        self, task: dict[str, Any], body: bytes = b"", *, limit_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """Have one task done.

        Raises EngineBusy when no worker is free in time or too many wait already, ChildTimeout
        for one that is not done after `limit_s`, ChildFailed when its worker ends or fails.
        """
        if not self._room.acquire(blocking=False):
            raise self._busy()
        try:
            return self._ask(task, body, limit_s)
        finally:
            self._room.release()

    def _ask(
        self, task: dict[str, Any], body: bytes, limit_s: float
    ) -> tuple[dict[str, Any], bytes]:
        if not self._places.acquire(timeout=self._settings.wait_s):
            raise self._busy()
        try:
            connection, pid = self._connect(self._settings.wait_s)
            with connection:
                return self._do(connection, pid, {"task": task, "limit_s": limit_s}, body)
        finally:
            self._places.release()

    def _connect(self, limit_s: float) -> tuple[socket.socket, int]:
        """Connect to a free worker; one that is still being prepared or forked is waited for."""
        until = time.monotonic() + limit_s
        while (wait_s := until - time.monotonic()) > 0:
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(wait_s)
            try:
                connection.connect(self._path)
                hello, _ = read_frame(connection)
            except (EOFError, OSError):  # a worker that died while it was idle, or none in time
                connection.close()
                time.sleep(min(RETRY_S, wait_s))
                continue
            connection.settimeout(None)
            return connection, int(hello["pid"])
        raise self._busy()

    def _do(
        self, connection: socket.socket, pid: int, head: dict[str, Any], body: bytes
    ) -> tuple[dict[str, Any], bytes]:
        limit_s: float = head["limit_s"]
        started = time.monotonic()
        try:
            send_frame(connection, head, body)
            if not is_answered_promptly(connection, pid, PROMPT_S, limit_s + GRACE_S):
                fences.step_aside(pid)
                is_answered(connection, limit_s)
                connection.settimeout(GRACE_S)  # the kernel ends the worker at the limit
            told, answer = read_frame(connection)
        except (EOFError, OSError) as error:
            if time.monotonic() - started >= limit_s * 0.98:
                raise ChildTimeout(self._name, limit_s) from error
            raise ChildFailed(self._name, "its process ended, for memory perhaps") from error
        if "failed" in told:
            raise ChildFailed(self._name, told["failed"])
        return told["told"], answer

    def _busy(self) -> EngineBusy:
        return EngineBusy(max(1, round(self._settings.wait_s)))
