"""The front's side of the workers: places, each with a worker that is there before it is needed.

A connection is a worker: the other side forks one for each (`store.forking`). Whoever ends one
calls another at once, so that nobody waits for the fork but who comes at the same moment.
"""

import os
import signal
import socket
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from shuangchuang.base.errors import EngineBusy, EngineUnavailable
from shuangchuang.base.texts import Bilingual
from shuangchuang.store.frames import read_frame

UNREACHABLE = Bilingual("the query workers cannot be reached", "无法连接查询进程")
CALL_S = 0.5
RETRY_S = 0.02
HURRY_S = 0.05  # of short queries, dozens are answered in this time


@dataclass
class Worker:
    """A connection to a worker process; `pid` is 0 until it has said so itself."""

    connection: socket.socket
    pid: int = 0

    @classmethod
    def call(cls, path: str) -> "Worker":
        """Ask for a new one without waiting for it. Raises OSError when nobody listens."""
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(CALL_S)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
            raise
        return cls(connection)

    def greet(self, wait_s: float) -> None:
        """Wait until it is there. Raises OSError or EOFError when it does not come."""
        if not self.pid:
            self.connection.settimeout(wait_s)
            self.pid = read_frame(self.connection)[0]["pid"]
            self.connection.settimeout(None)

    def end(self) -> None:
        """Kill it; one that is still to come finds nobody there, and ends."""
        if self.pid:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        self.connection.close()


def bring(path: str, wait_s: float, called: Worker | None = None) -> Worker:
    """Get a worker that is there: the one that was called, or another when that has died.

    Raises EngineUnavailable when nobody listens, or none comes in time.
    """
    until = time.monotonic() + wait_s
    worker = called
    try:
        while (left_s := until - time.monotonic()) > 0:
            worker = worker or Worker.call(path)
            try:
                worker.greet(left_s)
            except (EOFError, OSError):
                worker.end()
                worker = None
                time.sleep(min(RETRY_S, left_s))
            else:
                return worker
    except OSError as error:
        raise EngineUnavailable(UNREACHABLE) from error
    raise EngineUnavailable(UNREACHABLE)


@dataclass
class Lease:
    """A place in use. Its worker goes back with it, unless it was ended or taken away."""

    path: str
    wait_s: float
    held: Worker | None

    @property
    def worker(self) -> Worker:
        """The worker, waited for if need be. Raises EngineUnavailable."""
        self.held = bring(self.path, self.wait_s, self.held)
        return self.held

    def take_away(self) -> Worker:
        """Give the worker to the caller, who is to end it; the place gets another."""
        worker, self.held = self.worker, None
        return worker

    def end(self) -> None:
        """Kill the worker; the place gets another."""
        if self.held:
            self.held.end()
            self.held = None


class Places:
    """Workers that are kept ready; each serves one at a time.

    Where one has waited `HURRY_S` for a free worker, others work long: so further ones are called,
    up to `more`, which end when they are no longer wanted.
    """

    def __init__(self, path: str, number: int, wait_s: float, more: int = 0) -> None:
        """Make places for workers that listen at `path`; all are called at the first use."""
        self._path = path
        self._number = number
        self._most = number + more
        self._wait_s = wait_s
        self._free: deque[Worker | None] = deque()
        self._change = threading.Condition()
        self._present = 0

    @contextmanager
    def borrow(self) -> Iterator[Lease]:
        """Wait for a place and use it; after an error its worker is ended.

        Raises EngineBusy when none is free in time.
        """
        lease = Lease(self._path, self._wait_s, self._take())
        try:
            yield lease
        except BaseException:
            lease.end()
            raise
        finally:
            self._give_back(lease.held)

    def close(self) -> None:
        """End the workers that are not in use."""
        with self._change:
            self._present -= len(self._free)
            for worker in filter(None, self._free):
                worker.end()
            self._free.clear()

    def _take(self) -> Worker | None:
        with self._change:
            if not self._present:
                self._free.extend(self._call() for _ in range(self._number))
                self._present = self._number
            if self._change.wait_for(lambda: self._free, HURRY_S):
                return self._free.pop()
            if self._present < self._most:
                self._present += 1
                return None
            if self._change.wait_for(lambda: self._free, self._wait_s - HURRY_S):
                return self._free.pop()
        raise EngineBusy(max(1, round(self._wait_s)))

    def _give_back(self, worker: Worker | None) -> None:
        """Put the one that was used last on top: its memory is warm. A new one goes below."""
        with self._change:
            if self._present > self._number and self._free:
                self._present -= 1
                if worker:
                    worker.end()
                return
            if worker:
                self._free.append(worker)
            else:
                self._free.appendleft(self._call())
            self._change.notify()

    def _call(self) -> Worker | None:
        try:
            return Worker.call(self._path)
        except OSError:  # told to whoever comes for it, if it is still so
            return None
