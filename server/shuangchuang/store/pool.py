"""The front of the query workers: one connection per worker, a fast and a slow lane.

Every query starts in the fast lane. One that has used `slow_after_s` of processor time moves to
the slow lane, of a few places, where it may use idle time of half of the cores only. When those
are taken, its worker is ended and it starts anew once a place is free: queries only read, so
nothing is lost, and the fast lane always keeps its workers.
"""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, LifoQueue
from typing import Any

from shuangchuang.base import fences
from shuangchuang.base.errors import EngineBusy, EngineUnavailable, QueryTimeout, QueryTooLarge
from shuangchuang.base.texts import Bilingual
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.patience import is_answered, is_answered_promptly

GRACE_S = 0.5
UNREACHABLE = Bilingual("the query workers cannot be reached", "无法连接查询进程")


@dataclass(frozen=True)
class Lanes:
    """The numbers that shape the pool; see the settings of the same names."""

    workers: int
    slow_after_s: float
    slow_places: int
    wait_s: float
    memory_mib: int


@dataclass
class Worker:
    """A connection to one worker process."""

    connection: socket.socket
    pid: int
    digest: str

    def end(self) -> None:
        """Kill the process; the zygote forks another."""
        self.connection.close()
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


@dataclass
class PoolState:
    """What the pool has done so far, for those who watch it."""

    demoted: int = 0
    restarted: int = 0
    killed: int = 0
    refused: int = 0


@dataclass
class _Request:
    head: dict[str, Any]
    body: bytes
    limit_s: float


@dataclass
class Pool:
    """Connections to the workers that listen on `socket_path`."""

    socket_path: str
    lanes: Lanes
    state: PoolState = field(default_factory=PoolState)

    def __post_init__(self) -> None:
        """Make the places; connections are opened when they are needed."""
        self._places: LifoQueue[Worker | None] = LifoQueue()
        for _ in range(self.lanes.workers):
            self._places.put(None)
        self._slow = threading.Semaphore(self.lanes.slow_places)
        self._lock = threading.Lock()

    def ask(
        self, head: dict[str, Any], body: bytes, limit_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """Send one request frame to a worker and read its answer.

        Raises EngineBusy, EngineUnavailable, QueryTimeout or QueryTooLarge.
        """
        request = _Request(head, body, limit_s)
        with self._borrow() as lease:
            self._send(lease, request)
            if self._is_prompt(lease, limit_s):
                return self._read(lease, request)
            if self._slow.acquire(blocking=False):
                try:
                    return self._finish_slowly(lease, request)
                finally:
                    self._slow.release()
            lease.end()
        return self._ask_slowly(request)

    def _ask_slowly(self, request: _Request) -> tuple[dict[str, Any], bytes]:
        """Wait for a place in the slow lane without holding a worker, then start anew."""
        if not self._slow.acquire(timeout=self.lanes.wait_s):
            raise self._refuse()
        try:
            with self._borrow() as lease:
                self._count("restarted")
                self._send(lease, request)
                return self._finish_slowly(lease, request)
        finally:
            self._slow.release()

    def _finish_slowly(self, lease: "_Lease", request: _Request) -> tuple[dict[str, Any], bytes]:
        worker = lease.worker
        self._count("demoted")
        fences.step_aside(worker.pid)
        is_answered(worker.connection, request.limit_s + GRACE_S)
        try:
            return self._read(lease, request)
        finally:
            lease.end()  # an unprivileged process cannot be promoted back

    def _send(self, lease: "_Lease", request: _Request) -> None:
        lease.started = time.monotonic()
        try:
            send_frame(lease.worker.connection, request.head, request.body)
        except ConnectionError:
            # The worker died while it was idle: that is nobody's fault, so take another.
            lease.renew()
            send_frame(lease.worker.connection, request.head, request.body)

    def _is_prompt(self, lease: "_Lease", limit_s: float) -> bool:
        worker = lease.worker
        return is_answered_promptly(
            worker.connection, worker.pid, self.lanes.slow_after_s, limit_s + GRACE_S
        )

    def _read(self, lease: "_Lease", request: _Request) -> tuple[dict[str, Any], bytes]:
        try:
            return read_frame(lease.worker.connection)
        except (EOFError, OSError) as error:
            lease.end()
            self._count("killed")
            if time.monotonic() - lease.started >= request.limit_s * 0.98:
                raise QueryTimeout(request.limit_s) from error
            raise QueryTooLarge(self.lanes.memory_mib) from error

    @contextmanager
    def _borrow(self) -> Iterator["_Lease"]:
        try:
            worker = self._places.get(timeout=self.lanes.wait_s)
        except Empty:
            raise self._refuse() from None
        lease = _Lease(self, worker)
        try:
            yield lease
        except BaseException:
            lease.end()
            raise
        finally:
            self._places.put(lease.given_back())

    def _refuse(self) -> EngineBusy:
        self._count("refused")
        return EngineBusy(max(1, round(self.lanes.wait_s)))

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self.state, what, getattr(self.state, what) + 1)

    def connect(self) -> Worker:
        """Open a connection to a free worker; a worker that is being forked is waited for.

        Raises EngineUnavailable when none takes the connection.
        """
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(self.lanes.wait_s + GRACE_S)
        try:
            connection.connect(self.socket_path)
            hello, _ = read_frame(connection)
        except (EOFError, OSError) as error:
            connection.close()
            raise EngineUnavailable(UNREACHABLE) from error
        connection.settimeout(None)
        return Worker(connection, hello["pid"], hello["digest"])

    def close(self) -> None:
        """Close every connection that is not in use."""
        with suppress(Empty):
            while True:
                worker = self._places.get_nowait()
                if worker:
                    worker.connection.close()


class _Lease:
    """A worker in use: connected when first needed, given back only when it is still good."""

    def __init__(self, pool: Pool, worker: Worker | None) -> None:
        self._pool = pool
        self._worker = worker
        self.started = 0.0

    @property
    def worker(self) -> Worker:
        """The connected worker."""
        if self._worker is None:
            self._worker = self._pool.connect()
        return self._worker

    def renew(self) -> None:
        """Drop a dead worker and connect to another."""
        self.end()
        self._worker = self._pool.connect()

    def end(self) -> None:
        """Kill the worker; nothing is given back."""
        if self._worker is not None:
            self._worker.end()
            self._worker = None

    def given_back(self) -> Worker | None:
        """Give the worker for the next query, or None when it was ended."""
        return self._worker
