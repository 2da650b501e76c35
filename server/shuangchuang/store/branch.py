"""The branch of the zygote: prepares something slow once, and forks a worker for each task.

It starts as a copy of the zygote, so it holds the release already, copy-on-write. What it
prepares and does is named by the caller as `module:function`: the store knows no services. A
worker serves one task, so nothing of a task outlives it.
"""

import gc
import importlib
import os
import socket
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NoReturn

from shuangchuang.base import fences
from shuangchuang.base.content import Content
from shuangchuang.store.forking import Forker, begin_child
from shuangchuang.store.frames import read_frame, send_frame
from shuangchuang.store.reader import Reader

Handle = Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]
# What the name stands for. It is to try out all that it imports, before the fences are up.
Prepare = Callable[[Reader, Content], Handle]

RETRY_S = 2.0


@dataclass(frozen=True)
class Branch:
    """What the branch needs to know; `forker` listens where the tasks come in."""

    prepare: str
    published: Reader
    content: Content
    forker: Forker

    def run(self, parent: int) -> NoReturn:
        """Prepare, and fork the workers; for a child of `parent` right after the fork."""
        try:
            begin_child(parent)
            handle = self._prepare()
            gc.collect()
            gc.freeze()  # as in the zygote
            self.forker.run(partial(_work, handle))
        except BaseException:  # noqa: BLE001 - it is told, and the zygote forks another
            traceback.print_exc()
            time.sleep(RETRY_S)  # what fails at once would fail again at once
        finally:
            os._exit(1)

    def _prepare(self) -> Handle:
        module, _, name = self.prepare.partition(":")
        prepare: Prepare = getattr(importlib.import_module(module), name)
        return prepare(self.published, self.content)


def _work(handle: Handle, connection: socket.socket) -> None:
    head, body = read_frame(connection)
    fences.arm_alarm(head["limit_s"])
    send_frame(connection, *_answer(handle, head["task"], body))


def _answer(handle: Handle, task: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        told, answer = handle(task, body)
    except MemoryError:  # as if the kernel had ended the process
        raise
    except Exception as error:  # noqa: BLE001 - the process ends; whoever asked tells it
        return {"failed": f"{type(error).__name__}: {error}"[:800]}, b""
    return {"told": told}, answer
