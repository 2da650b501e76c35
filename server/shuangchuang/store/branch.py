"""The branch of the zygote: prepares something slow once, and forks a worker for each task.

It starts as a copy of the zygote, so it holds the release already, copy-on-write. What it
prepares and does is named by the caller as `module:function`: the store knows no services. A
worker is forked before it is needed and serves one task, so nothing of a task outlives it.
"""

import gc
import importlib
import os
import socket
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from shuangchuang.base import fences
from shuangchuang.base.content import Content
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.reader import Reader

Handle = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
# What the name stands for. It is to try out all that it imports, before the fences are up.
Prepare = Callable[[Reader, Content], Handle]

RETRY_S = 2.0


@dataclass(frozen=True)
class Branch:
    """What the branch needs to know; `listener` is where the tasks come in."""

    prepare: str
    published: Reader
    content: Content
    listener: socket.socket
    workers: int
    memory_mib: int
    has_left_network: bool

    def run(self, parent: int) -> NoReturn:
        """Prepare, and keep the number of workers; for a child of `parent` right after the fork."""
        try:
            _end_with(parent)
            handle = self._prepare()
            gc.collect()
            gc.freeze()  # as in the zygote
            self._keep_workers(handle)
        except BaseException:  # noqa: BLE001 - it is told, and the zygote forks another
            traceback.print_exc()
            time.sleep(RETRY_S)  # what fails at once would fail again at once
        finally:
            os._exit(1)

    def _prepare(self) -> Handle:
        module, _, name = self.prepare.partition(":")
        prepare: Prepare = getattr(importlib.import_module(module), name)
        return prepare(self.published, self.content)

    def _keep_workers(self, handle: Handle) -> NoReturn:
        children: set[int] = set()
        while True:
            while len(children) < self.workers:
                branch = os.getpid()
                child = os.fork()
                if not child:
                    self._work(handle, branch)
                children.add(child)
            with suppress(ChildProcessError):
                ended, _ = os.wait()
                children.discard(ended)

    def _work(self, handle: Handle, parent: int) -> NoReturn:
        try:
            _end_with(parent)
            # As for the query workers: the log is not for strangers to fill.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
            fences.limit_memory(self.memory_mib)
            if not self.has_left_network:
                fences.close_descriptors(spare=1)  # the one connection that it serves
            connection, _ = self.listener.accept()
            with connection, suppress(EOFError, ConnectionError):
                send_frame(connection, {"pid": os.getpid()})
                head, body = read_frame(connection)
                fences.arm_alarm(head["limit_s"])
                send_frame(connection, *_answer(handle, head["task"], body))
        finally:
            os._exit(0)


def _answer(handle: Handle, task: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        told, answer = handle(task, body)
    except MemoryError:  # as if the kernel had ended the process
        raise
    except Exception as error:  # noqa: BLE001 - the process ends; whoever asked tells it
        return {"failed": f"{type(error).__name__}: {error}"[:800]}, b""
    return {"told": told}, answer


def _end_with(parent: int) -> None:
    fences.die_with_parent()
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(1)
