"""The zygote leaves no worker behind, however unlucky the moment of its end."""

import os
import subprocess
import sys
import time
from pathlib import Path

from shuangchuang.base.content import Content

# A zygote that ends right after a fork, before its worker has asked to end with it.
UNLUCKY = """
import os, sys, time
from shuangchuang.base import fences
from shuangchuang.store.forking import Forker, listen_at
from shuangchuang.store.workers import Worker
from shuangchuang.store.zygote import Configuration, Zygote

ask = fences.die_with_parent

def ask_late():
    time.sleep(0.3)
    return ask()

fences.die_with_parent = ask_late
path, content = sys.argv[1:]
zygote = Zygote(Configuration(path, content, [], memory_mib=0))
forker = Forker(listen_at(path), 0, True)
front = Worker.call(path)
forker.fork(forker.listener.accept()[0], zygote.serve)
print(*forker.children, flush=True)
os._exit(0)
"""


def _is_running(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"  # one that has ended may wait for whoever inherits it


def test_worker_whose_zygote_has_just_ended_ends_too(content: Content, tmp_path: Path) -> None:
    """The end of the zygote between fork and fence leaves no process that waits for ever."""
    command = [sys.executable, "-c", UNLUCKY, str(tmp_path / "workers"), str(content.root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as zygote:  # noqa: S603 - our own
        assert zygote.stdout
        worker = int(zygote.stdout.readline())
        zygote.wait(timeout=20)
        limit = time.monotonic() + 5.0
        while (is_running := _is_running(worker)) and time.monotonic() < limit:
            time.sleep(0.02)
        if is_running:
            os.kill(worker, 9)

    assert not is_running
