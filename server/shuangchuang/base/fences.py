"""What a child process may not do. Linux calls; each says whether it took hold.

Every function is to be called in the child itself, while it has one thread.
"""

import ctypes
import os
import resource
import signal
import sys
from itertools import count, islice
from pathlib import Path

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1


def die_with_parent(signal_number: int = signal.SIGKILL) -> bool:
    """Ask the kernel to end this process when its parent ends.

    To be exact, when the thread of the parent ends that has started this process.
    """
    if sys.platform != "linux":
        return False
    return bool(_libc().prctl(PR_SET_PDEATHSIG, int(signal_number)) == 0)


def leave_network() -> bool:
    """Move into an empty network namespace: no address can be reached any more.

    Unix sockets named by a path go on working. Where the system allows no namespace the answer
    is False, and `close_descriptors` is the fence that remains.
    """
    if sys.platform != "linux":
        return False
    return any(
        _libc().unshare(flags) == 0 for flags in (CLONE_NEWUSER | CLONE_NEWNET, CLONE_NEWNET)
    )


def close_descriptors(spare: int = 0) -> None:
    """Cap the number of open files so that only `spare` more can be opened, then no socket."""
    free = (number for number in count() if not _is_open(number))
    limit = next(islice(free, spare, None))
    resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))


def limit_memory(extra_mib: int) -> None:
    """Let this process map at most `extra_mib` more than it has now; 0 sets no limit."""
    if extra_mib <= 0:
        return
    limit = _mapped_bytes() + extra_mib * 1_048_576
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def arm_alarm(limit_s: float) -> None:
    """Have the kernel end this process after `limit_s` of wall time, whatever it is doing then.

    SIGALRM keeps its default action, death. A processor limit of a second more stands behind it.
    """
    signal.setitimer(signal.ITIMER_REAL, limit_s)
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu_s = int(used.ru_utime + used.ru_stime + limit_s) + 2
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, hard))


def disarm_alarm() -> None:
    """Take the alarm back."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def step_aside(process_id: int) -> None:
    """Let another process of ours run on half of the cores only, and only while they are idle.

    A process that is gone is no error. Which half it is follows from this process's own cores.
    """
    try:
        if hasattr(os, "SCHED_IDLE"):
            os.sched_setscheduler(process_id, os.SCHED_IDLE, os.sched_param(0))
        else:
            os.setpriority(os.PRIO_PROCESS, process_id, 19)
        if hasattr(os, "sched_setaffinity"):
            # Even an idle-priority neighbour costs whoever it makes way for a switch and a cache.
            cores = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(process_id, cores[len(cores) // 2 :])
    except (PermissionError, ProcessLookupError):
        return


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _mapped_bytes() -> int:
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return 0
    return int(statm.read_text().split()[0]) * resource.getpagesize()
