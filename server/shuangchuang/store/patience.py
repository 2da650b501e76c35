"""Waits for a worker until it has had so much of the processor, however busy the machine is.

Wall time cannot tell a query that runs away from a short one that waits for its turn.
"""

import math
import select
import socket
import sys
import time

PAUSE_S = 0.01  # at least, between two looks at the clock of a worker
WHOLE_PROCESS = 2  # CPUCLOCK_SCHED of the kernel: every thread, user and system time


def is_answered(connection: socket.socket, wait_s: float) -> bool:
    """Wait for an answer, or for the end of the worker."""
    poll = select.poll()  # select.select knows no descriptor above 1023
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(max(0.0, wait_s) * 1000))


def is_answered_promptly(
    connection: socket.socket, process_id: int, processor_s: float, wall_s: float
) -> bool:
    """Wait until the worker has used `processor_s` of the processor, or for `wall_s`.

    Where the system does not tell the one, both are wall time.
    """
    wall_end = time.monotonic() + wall_s
    processor_end = _processor_time(process_id) + processor_s
    left = processor_s
    while left > 0 and (wall_left := wall_end - time.monotonic()) > 0:
        if is_answered(connection, min(max(left, PAUSE_S), wall_left)):
            return True
        left = processor_end - _processor_time(process_id)
    return is_answered(connection, 0)


def _processor_time(process_id: int) -> float:
    if sys.platform != "linux":
        return time.monotonic()
    try:
        return time.clock_gettime((~process_id << 3) | WHOLE_PROCESS)  # clock_getcpuclockid(3)
    except OSError:  # it has ended
        return math.inf
