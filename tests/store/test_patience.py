"""Who is waited for is judged by the processor time that was had, not by the time that passed."""

import fcntl
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from shuangchuang.store.patience import is_answered, is_answered_promptly

WORKER = """
import socket, sys, time
answer = socket.socket(fileno=int(sys.argv[1]))
{do}
answer.sendall(b"done")
time.sleep(60)
"""
LONG_S = 30.0


@pytest.fixture
def ends() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give the two ends of a connection."""
    near, far = socket.socketpair()
    with near, far:
        yield near, far


def _start(far: socket.socket, do: str) -> "subprocess.Popen[bytes]":
    program = [sys.executable, "-c", WORKER.format(do=do), str(far.fileno())]
    return subprocess.Popen(program, pass_fds=[far.fileno()])  # noqa: S603 - our own program


def test_worker_that_gets_no_processor_is_waited_for(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """It takes three times as long as it may work, and has not worked."""
    near, far = ends
    with _start(far, "time.sleep(1.5)") as worker:
        is_prompt = is_answered_promptly(near, worker.pid, 0.5, LONG_S)
        worker.kill()

    assert is_prompt


def test_worker_that_works_on_is_not_waited_for(ends: tuple[socket.socket, socket.socket]) -> None:
    """It never answers, and the end of the wall time is far."""
    near, far = ends
    started = time.monotonic()
    with _start(far, "while True: pass") as worker:
        is_prompt = is_answered_promptly(near, worker.pid, 0.2, LONG_S)
        worker.kill()

    assert not is_prompt
    assert time.monotonic() - started < LONG_S


def test_nobody_is_waited_for_longer_than_the_wall_time(
    ends: tuple[socket.socket, socket.socket],
) -> None:
    """A worker that neither works nor answers has an end, too."""
    near, far = ends
    with _start(far, f"time.sleep({LONG_S})") as worker:
        is_prompt = is_answered_promptly(near, worker.pid, LONG_S, 0.2)
        worker.kill()

    assert not is_prompt


def test_end_of_a_worker_is_an_answer(ends: tuple[socket.socket, socket.socket]) -> None:
    """Its clock is gone with it, and its connection tells."""
    near, far = ends
    with _start(far, "sys.exit()") as worker:
        far.close()
        worker.wait()

        assert is_answered_promptly(near, worker.pid, 0.1, LONG_S)


def test_connection_may_have_a_high_number(ends: tuple[socket.socket, socket.socket]) -> None:
    """A server with more than a thousand clients still hears its workers."""
    near, far = ends
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4096), hard))
    try:
        high = socket.socket(fileno=fcntl.fcntl(near, fcntl.F_DUPFD, 1500))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    with high:
        far.sendall(b"done")

        assert is_answered(high, 0)
