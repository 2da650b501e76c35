"""The front of the task workers: hands each task to a fresh worker of the branch.

A task that works much longer than a contribution of some records takes gives way to the queries.
"""

import threading
import time
from typing import Any

from shuangchuang.base import fences
from shuangchuang.base.errors import EngineBusy, EngineUnavailable
from shuangchuang.base.settings import Settings
from shuangchuang.base.worker import ChildFailed, ChildTimeout
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.patience import is_answered, is_answered_promptly
from shuangchuang.store.workers import Places, Worker, bring

GRACE_S = 0.5
PROMPT_S = 0.5


def are_there(path: str, wait_s: float) -> bool:
    """Tell whether task workers come up at `path` in time."""
    try:
        bring(path, wait_s).end()
    except EngineUnavailable:
        return False
    return True


class Tasks:
    """Sends tasks to the workers that listen on a path; threads may share it."""

    def __init__(self, path: str, name: str, settings: Settings) -> None:
        """Make the places; `name` is what errors call the tasks."""
        self._name = name
        self._places = Places(path, settings.task_workers, settings.wait_s)
        # Who waits holds a thread, and most of the threads are for queries.
        waiting = max(1, settings.threads // 4)
        self._room = threading.Semaphore(settings.task_workers + waiting)
        self._retry_after_s = max(1, round(settings.wait_s))
        self._were_ready = False

    def are_ready(self, wait_s: float) -> bool:
        """Tell whether workers have come up, after waiting for the first one if need be.

        Once they have, it costs nothing; that all are busy later is no matter of readiness.
        """
        if not self._were_ready:
            try:
                with self._places.borrow() as lease:
                    lease.wait_s = wait_s
                    self._were_ready = bool(lease.worker)
            except (EngineBusy, EngineUnavailable):
                return False
        return self._were_ready

    def ask(
        self, task: dict[str, Any], body: bytes = b"", *, limit_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """Have one task done.

        Raises EngineBusy when no worker is free in time or too many wait already, ChildTimeout
        for one that is not done after `limit_s`, ChildFailed when its worker ends or fails.
        """
        if not self._room.acquire(blocking=False):
            raise EngineBusy(self._retry_after_s)
        try:
            with self._places.borrow() as lease:
                try:
                    return self._do(lease.worker, {"task": task, "limit_s": limit_s}, body)
                finally:
                    lease.end()  # a worker does one task
        except EngineUnavailable as error:
            raise EngineBusy(self._retry_after_s) from error
        finally:
            self._room.release()

    def close(self) -> None:
        """End the workers that wait."""
        self._places.close()

    def _do(
        self, worker: Worker, head: dict[str, Any], body: bytes
    ) -> tuple[dict[str, Any], bytes]:
        limit_s: float = head["limit_s"]
        started = time.monotonic()
        connection = worker.connection
        try:
            send_frame(connection, head, body)
            if not is_answered_promptly(connection, worker.pid, PROMPT_S, limit_s + GRACE_S):
                fences.step_aside(worker.pid)
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
