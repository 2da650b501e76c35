"""A real server over the real content, in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import pytest

from shuangchuang.base.settings import Settings

START_WITHIN_S = 40.0
# Processes when nothing is asked: watcher, web, zygote, branch, and those that settings count.
RESTING = 4 + Settings().worker_count + Settings().task_workers
GROWTH_MIB = 40  # of all processes: a worker that has done large queries keeps some
WORK = """
import time
started, used = time.monotonic(), time.process_time()
while time.process_time() - used < 0.2:
    pass
print((time.monotonic() - started) / (time.process_time() - used))
"""


@dataclass(frozen=True)
class RunningServer:
    """A server process: where it listens, and its process group."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.port}"

    def processes(self) -> set[int]:
        """List the processes of the server, the workers included."""
        return processes_of(self.process.pid)

    def descriptors(self) -> int:
        """Count the open files of the process that watches and of the one that serves HTTP."""
        fronts = [one for one in self.processes() if b"shuangchuang.cli" in _command_line(one)]
        return sum(len(os.listdir(f"/proc/{one}/fd")) for one in fronts)  # noqa: PTH208 - counted only

    def memory_mib(self) -> float:
        """Sum the proportional memory of every process."""
        return tree_memory_mib(self.process.pid)

    def comes_to(self, processes: int, within_s: float = 15.0) -> bool:
        """Wait until it has so many processes."""
        deadline = time.monotonic() + within_s
        while len(self.processes()) != processes and time.monotonic() < deadline:
            time.sleep(0.05)
        return len(self.processes()) == processes

    def shrinks_to(self, memory_mib: float, within_s: float = 15.0) -> bool:
        """Wait until it takes less memory than that: idle threads end after a while."""
        deadline = time.monotonic() + within_s
        while self.memory_mib() >= memory_mib and time.monotonic() < deadline:
            time.sleep(0.5)
        return self.memory_mib() < memory_mib

    def is_in_time(self, took_s: float, limit_s: float) -> bool:
        """Compare a time with a limit; nothing but the work of others on this machine excuses."""
        return took_s < limit_s or took_s < limit_s * self.pressure()

    def pressure(self) -> float:
        """Tell how much longer other work makes anything take now, while this server stands still.

        As many processes as there are cores work a little: what passes for each second of
        processor time is 1.0 when nobody else works.
        """
        os.killpg(self.process.pid, signal.SIGSTOP)
        try:
            command = [sys.executable, "-c", WORK]
            working = [
                subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own text
                for _ in range(os.cpu_count() or 1)
            ]
            told = [float(one.communicate()[0]) for one in working]
        finally:
            os.killpg(self.process.pid, signal.SIGCONT)
        return max(1.0, sum(told) / len(told))


def processes_of(group: int) -> set[int]:
    """List the processes of a process group."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getpgid(int(entry.name)) == group:
                    found.add(int(entry.name))
            except ProcessLookupError:
                continue
    return found


def tree_memory_mib(group: int) -> float:
    """Sum the proportional memory of every process of a group."""
    return sum(map(_pss_kib, processes_of(group))) / 1024


def tree_processor_s(group: int) -> float:
    """Sum the processor time that the present processes of a group have used."""
    ticks = sum(map(_ticks, processes_of(group)))
    return ticks / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _command_line(process_id: int) -> bytes:
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def _pss_kib(process_id: int) -> int:
    try:
        text = Path(f"/proc/{process_id}/smaps_rollup").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)


def _ticks(process_id: int) -> int:
    try:
        text = Path(f"/proc/{process_id}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    user, system = text.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


@contextmanager
def run_server(*options: str, **environment: str) -> Iterator[RunningServer]:
    """Start `shuangchuang serve` on a free port, wait until it answers, and end it."""
    port = free_port()
    program = [sys.executable, "-m", "shuangchuang.cli", "serve", "--port", str(port), *options]
    process = subprocess.Popen(  # noqa: S603 - our own program
        program,
        env={**os.environ, "SHUANGCHUANG_ACCESS_LOG": "0", **environment},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_until_ready(process, port)
        yield RunningServer(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int) -> None:
    deadline = time.monotonic() + START_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/health")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.05)
        finally:
            connection.close()
    raise RuntimeError("the server did not come up")


@pytest.fixture(scope="session")
def server() -> Iterator[RunningServer]:
    """Run one server for the journeys, with limits short enough to wait for.

    It has no cache, so it does not fill one meanwhile, and every request does its work.
    """
    limits = {
        "SHUANGCHUANG_TIMEOUT_S": "2",
        "SHUANGCHUANG_WAIT_S": "2",
        "SHUANGCHUANG_CACHE_MIB": "0",
    }
    with run_server(**limits) as running:
        yield running
