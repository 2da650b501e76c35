"""Each fence holds, and what it stops goes through when it is not there."""

import os
import resource
import socket
import subprocess
import sys
import time

from shuangchuang.base import fences

CONNECT = "import socket; socket.create_connection(('127.0.0.1', {port}), 1); print('reached')"
FENCES = "from shuangchuang.base import fences; "


def _run(program: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", program]
    return subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)  # noqa: S603 - our own programs


def _listen_and_run(program: str) -> subprocess.CompletedProcess[str]:

    with socket.create_server(("127.0.0.1", 0)) as listener:
        return _run(program.format(port=listener.getsockname()[1]))


def test_without_a_fence_the_network_is_reached() -> None:
    """The control: the same program connects when nothing stops it."""
    assert "reached" in _listen_and_run(CONNECT).stdout


def test_network_namespace_stops_a_connection() -> None:
    """In an empty network namespace there is no way out."""
    done = _listen_and_run(FENCES + "assert fences.leave_network(); " + CONNECT)

    assert "unreachable" in done.stderr


def test_cap_of_descriptors_stops_a_connection() -> None:
    """Where there are no namespaces, no further socket can be opened."""
    done = _listen_and_run(
        f"{FENCES}import socket, encodings.idna; fences.close_descriptors(); {CONNECT}"
    )

    assert "Too many open files" in done.stderr


def test_memory_limit_stops_an_allocation() -> None:
    """With 64 MiB to spare, 256 MiB cannot be had; without the fence they can."""
    take = "print(len(bytearray(256 << 20)))"

    assert "MemoryError" in _run(FENCES + "fences.limit_memory(64); " + take).stderr
    assert str(256 << 20) in _run(FENCES + take).stdout


def test_alarm_ends_a_loop() -> None:
    """The kernel ends the process, with SIGALRM."""
    assert _run(FENCES + "fences.arm_alarm(0.2)\nwhile True: pass").returncode == -14


def test_processor_limit_stands_behind_the_alarm() -> None:
    """Arming the alarm also sets a limit of processor time, a little above."""
    told = _run(FENCES + "import resource; fences.arm_alarm(3); print(resource.getrlimit(0)[0])")

    assert resource.RLIMIT_CPU == 0
    assert int(told.stdout) in (5, 6)


def test_child_dies_with_its_parent() -> None:
    """A process with this fence does not outlive the one that started it."""
    inner = (
        FENCES + "import time; fences.die_with_parent(); print('up', flush=True); time.sleep(30)"
    )
    outer = (
        "import subprocess, sys, os, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {inner!r}], stdout=subprocess.PIPE)\n"
        "child.stdout.readline()\n"
        "print(child.pid, flush=True)\n"
        "os._exit(0)"
    )

    child = int(_run(outer).stdout)

    assert _is_gone_within(child, 5.0)


def _is_gone_within(process_id: int, limit_s: float) -> bool:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False


def test_process_that_steps_aside_has_half_of_the_cores_and_idle_time() -> None:
    """It keeps the last half of the cores of the caller, at the lowest priority."""
    own = sorted(os.sched_getaffinity(0))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        fences.step_aside(child.pid)

        assert sorted(os.sched_getaffinity(child.pid)) == own[len(own) // 2 :]
        assert os.sched_getscheduler(child.pid) == os.SCHED_IDLE
        child.kill()


def test_process_that_is_gone_cannot_step_aside_and_that_is_no_error() -> None:
    """A worker may die while it is being demoted."""
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()

    fences.step_aside(child.pid)
