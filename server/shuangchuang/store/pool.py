"""The front of the query workers: a fast and a slow lane.

Every query starts in the fast lane. One that has used `slow_after_s` of processor time moves to
the slow lane, of a few places, where it may use idle time of half of the cores only. Its worker
goes with it, and the fast lane gets another. When the slow lane is full, the worker is ended and
the query starts anew once a place is free: queries only read, so nothing is lost. When several
run away at once, the fast lane grows for the moment, so that a short one shares the processor
with them instead of waiting for their end.
"""

import threading
import time
from dataclasses import dataclass, field
from typing import Any

from shuangchuang.base import fences
from shuangchuang.base.errors import EngineBusy, QueryTimeout, QueryTooLarge
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.patience import is_answered, is_answered_promptly
from shuangchuang.store.workers import Lease, Places, Worker, bring

GRACE_S = 0.5
CROWD = 2  # times as many workers more, when the usual ones are busy for long


@dataclass(frozen=True)
class Lanes:
    """The numbers that shape the pool; see the settings of the same names."""

    workers: int
    slow_after_s: float
    slow_places: int
    wait_s: float
    memory_mib: int


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
    started: float = 0.0

    def send(self, worker: Worker) -> None:
        """Hand it to a worker; its time begins."""
        self.started = time.monotonic()
        send_frame(worker.connection, self.head, self.body)

    def is_over(self) -> bool:
        """Tell whether its time is up, as near as the clocks of two processes are."""
        return time.monotonic() - self.started >= self.limit_s * 0.98


@dataclass
class Pool:
    """Connections to the workers that listen on `socket_path`."""

    socket_path: str
    lanes: Lanes
    state: PoolState = field(default_factory=PoolState)

    def __post_init__(self) -> None:
        """Make the places."""
        lanes = self.lanes
        more = CROWD * lanes.workers
        self.fast = Places(self.socket_path, lanes.workers, lanes.wait_s, more)
        self._slow = threading.Semaphore(lanes.slow_places)
        self._lock = threading.Lock()

    def ask(
        self, head: dict[str, Any], body: bytes, limit_s: float
    ) -> tuple[dict[str, Any], bytes]:
        """Send one request frame to a worker and read its answer.

        Raises EngineBusy, EngineUnavailable, QueryTimeout or QueryTooLarge.
        """
        request = _Request(head, body, limit_s)
        try:
            return self._ask(request)
        except EngineBusy:
            self._count("refused")
            raise

    def _ask(self, request: _Request) -> tuple[dict[str, Any], bytes]:
        with self.fast.borrow() as lease:
            self._send(lease, request)
            if self._is_prompt(lease.worker, request):
                return self._read(lease.worker, request)
            if request.is_over():
                raise QueryTimeout(request.limit_s)
            worker = lease.take_away()
        return self._ask_slowly(worker, request)

    def _ask_slowly(self, worker: Worker, request: _Request) -> tuple[dict[str, Any], bytes]:
        """Go on in the slow lane, or wait for a place there without a worker and start anew."""
        is_place_free = self._slow.acquire(blocking=False)
        if not is_place_free:
            worker.end()
            if not self._slow.acquire(timeout=self.lanes.wait_s):
                raise EngineBusy(max(1, round(self.lanes.wait_s)))
        try:
            return self._finish_slowly(worker if is_place_free else self._restart(request), request)
        finally:
            self._slow.release()

    def _restart(self, request: _Request) -> Worker:
        self._count("restarted")
        worker = bring(self.socket_path, self.lanes.wait_s)
        request.send(worker)
        return worker

    def _finish_slowly(self, worker: Worker, request: _Request) -> tuple[dict[str, Any], bytes]:
        self._count("demoted")
        fences.step_aside(worker.pid)
        try:
            is_answered(worker.connection, request.limit_s + GRACE_S)
            return self._read(worker, request)
        finally:
            worker.end()  # an unprivileged process cannot be promoted back

    def _send(self, lease: Lease, request: _Request) -> None:
        try:
            request.send(lease.worker)
        except ConnectionError:
            # The worker died while it was idle: that is nobody's fault, so take another.
            lease.end()
            request.send(lease.worker)

    def _is_prompt(self, worker: Worker, request: _Request) -> bool:
        limit_s = request.limit_s + GRACE_S  # the kernel ends it at its own
        return is_answered_promptly(worker.connection, worker.pid, self.lanes.slow_after_s, limit_s)

    def _read(self, worker: Worker, request: _Request) -> tuple[dict[str, Any], bytes]:
        try:
            return read_frame(worker.connection)
        except (EOFError, OSError) as error:
            self._count("killed")
            if request.is_over():
                raise QueryTimeout(request.limit_s) from error
            raise QueryTooLarge(self.lanes.memory_mib) from error

    def _count(self, what: str) -> None:
        with self._lock:
            setattr(self.state, what, getattr(self.state, what) + 1)

    def close(self) -> None:
        """End every worker that is not in use."""
        self.fast.close()
