"""A process that was large for a moment becomes small again."""

import subprocess
import sys

PROGRAM = """
import sys, threading
from pathlib import Path
from shuangchuang.base import memory

def resident_mib():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1048576

def work(size):
    large = []
    for _ in range(128_000_000 // size // 8):
        large.append(bytearray(size))
        kept.append(bytearray(600))  # lies behind it, and would hold its place

kept = []
memory.start_frugally()
before = resident_mib()
for size in {sizes}:
    threads = [threading.Thread(target=work, args=[size]) for _ in range(8)]
    [one.start() for one in threads]
    [one.join() for one in threads]
{end}
print(resident_mib() - before)
"""


def _growth_mib(end: str, *sizes: int) -> float:
    program = PROGRAM.format(end=end, sizes=sizes)
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603 - our own program
    return float(done.stdout)


def test_large_pieces_go_back_at_once() -> None:
    """Whatever small pieces lie behind them; usually thirty of these mebibytes are kept."""
    assert _growth_mib("pass", 300_000, 900_000) < 10


def test_small_pieces_go_back_when_told() -> None:
    """The pages between those that are in use are free, too; usually thirty mebibytes are kept."""
    assert _growth_mib("memory.give_back()", 20_000) < 15
