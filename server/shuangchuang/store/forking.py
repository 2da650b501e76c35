"""Forks a process for each connection: what the zygote and its branch have in common.

Whoever runs this has one thread, so that forking is safe. A worker serves the one connection it
was forked for, and ends with it or with its parent. Nobody waits for the end of one before
another is forked: a process of the lowest priority may take its time to die on a busy machine.
"""

import os
import select
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NoReturn

from shuangchuang.base import fences
from shuangchuang.store.frames import send_frame

BACKLOG = 256


def listen_at(path: str) -> socket.socket:
    """Make a socket of this machine at which a `Forker` may listen."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(path)
    listener.listen(BACKLOG)
    return listener


def begin_child(parent: int) -> None:
    """Begin the life of a process that `parent` has just forked: it ends with it."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    fences.die_with_parent()
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(1)


@dataclass
class Forker:
    """Forks workers for the connections at `listener`, each inside its fences."""

    listener: socket.socket
    memory_mib: int
    has_left_network: bool
    children: set[int] = field(default_factory=set)

    def run(
        self, serve: Callable[[socket.socket], None], bury: Callable[[int], None] | None = None
    ) -> NoReturn:
        """Have each connection served; `bury` is told the children that have ended."""
        ended, note = os.pipe()
        os.set_blocking(note, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # with none, nothing would be noted
        signal.set_wakeup_fd(note, warn_on_full_buffer=False)
        while True:
            self._bury(bury)
            ready, _, _ = select.select([self.listener.fileno(), ended], [], [])
            if ended in ready:
                os.read(ended, 4096)
            if self.listener.fileno() in ready:
                connection, _ = self.listener.accept()
                with connection:
                    self.fork(connection, serve)

    def fork(self, connection: socket.socket, serve: Callable[[socket.socket], None]) -> None:
        """Fork a worker for one connection; in the child this call does not return."""
        parent = os.getpid()
        child = os.fork()
        if child:
            self.children.add(child)
            return
        try:
            begin_child(parent)
            self.listener.close()
            # A worker that runs out of memory prints a backtrace of the engine: the client gets
            # an answer, and the log of the server is not for strangers to fill.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
            fences.limit_memory(self.memory_mib)
            if not self.has_left_network:
                fences.close_descriptors()
            with suppress(EOFError, ConnectionError):
                send_frame(connection, {"pid": os.getpid()})
                serve(connection)
        finally:
            os._exit(0)

    def _bury(self, bury: Callable[[int], None] | None) -> None:
        with suppress(ChildProcessError):
            while ended := os.waitpid(-1, os.WNOHANG)[0]:
                self.children.discard(ended)
                if bury:
                    bury(ended)
