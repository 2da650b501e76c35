"""A task is done by a fresh copy of a prepared process, inside its fences, or is told as failed."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.errors import EngineBusy
from shuangchuang.base.settings import Settings
from shuangchuang.base.worker import ChildFailed, ChildTimeout
from shuangchuang.store.embedded import Attachment, ZygoteProcess
from shuangchuang.store.tasks import Tasks

PREPARE = "tests.store.chores:prepare"
ADA = "https://w3id.org/shuangchuang/id/ada"
SETTINGS = Settings(workers=1, task_workers=1, memory_mib=256)


@pytest.fixture(scope="module")
def zygote(small_content: Content) -> Iterator[ZygoteProcess]:
    """Start a zygote with one task worker at a time."""
    with closing(ZygoteProcess(SETTINGS, small_content, PREPARE)) as started:
        yield started


@pytest.fixture
def tasks(zygote: ZygoteProcess) -> Iterator[Tasks]:
    """Open the front of its task workers."""
    with closing(Tasks(zygote.attachment.tasks_path, "chores", SETTINGS)) as front:
        yield front


def _ask(tasks: Tasks, do: str, limit_s: float = 5.0, **more: object) -> dict[str, Any]:
    told, _ = tasks.ask({"do": do, **more}, limit_s=limit_s)
    return told


def test_task_reads_the_release_of_the_zygote(tasks: Tasks) -> None:
    """What a file asserts is there, with the usual spelling; what is inferred is not."""
    told = _ask(tasks, "read", subject=ADA)

    assert told["values"] == ["Ada", "https://w3id.org/shuangchuang/ontology#Person", "艾达"]


def test_body_goes_there_and_back(tasks: Tasks) -> None:
    """Bytes travel beside the JSON."""
    body = bytes(range(256)) * 10_000

    _, answer = tasks.ask({"do": "nothing"}, body, limit_s=5.0)

    assert answer == body


def test_nothing_of_a_task_outlives_it(tasks: Tasks) -> None:
    """Each task finds what was prepared, untouched, in a process of its own."""
    first, second = _ask(tasks, "nothing"), _ask(tasks, "nothing")

    assert first["done"] == second["done"] == ["nothing"]
    assert first["pid"] != second["pid"]


def test_task_that_takes_too_long_is_ended(tasks: Tasks) -> None:
    """The limit ends it, and the next task is done."""
    started = time.monotonic()

    with pytest.raises(ChildTimeout):
        _ask(tasks, "sleep", limit_s=0.3, seconds=30)

    assert time.monotonic() - started < 3.0
    assert _ask(tasks, "nothing")["done"] == ["nothing"]


@pytest.mark.parametrize("do", ["eat", "die", "fail"])
def test_task_that_fails_is_told_as_failed(tasks: Tasks, do: str) -> None:
    """Too much memory, a dead process and an exception end in one error, and only that."""
    with pytest.raises(ChildFailed):
        _ask(tasks, do)

    assert _ask(tasks, "nothing")["done"] == ["nothing"]


def test_want_of_memory_is_told_as_the_end_of_the_process(tasks: Tasks) -> None:
    """Whether Python notices it or the kernel, the answer is one."""
    with pytest.raises(ChildFailed, match="its process ended, for memory"):
        _ask(tasks, "eat")


def test_task_reaches_no_network(tasks: Tasks) -> None:
    """A server on this machine is not called."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(1)

        with pytest.raises(ChildFailed):
            _ask(tasks, "call", port=server.getsockname()[1])

        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()


def test_task_waits_for_a_place_and_no_longer(zygote: ZygoteProcess) -> None:
    """While the one place is taken, another task is refused after its wait."""
    settings = Settings(task_workers=1, wait_s=0.2)
    with closing(Tasks(zygote.attachment.tasks_path, "chores", settings)) as tasks:
        busy = threading.Thread(target=_ask, args=(tasks, "sleep"), kwargs={"seconds": 1.5})
        busy.start()
        time.sleep(0.5)

        with pytest.raises(EngineBusy):
            _ask(tasks, "nothing")

        busy.join()


def test_killed_branch_grows_again(tasks: Tasks) -> None:
    """Whatever ends the branch, the zygote forks another."""
    branch = _ask(tasks, "nothing")["branch"]

    os.kill(branch, 9)

    assert _ask(tasks, "nothing")["branch"] != branch


def test_zygote_leaves_no_task_worker_behind(small_content: Content) -> None:
    """Its end is the end of the branch and of the workers, idle ones too."""
    with (
        closing(ZygoteProcess(SETTINGS, small_content, PREPARE)) as zygote,
        closing(Tasks(zygote.attachment.tasks_path, "chores", SETTINGS)) as tasks,
    ):
        branch = _ask(tasks, "nothing")["branch"]

        zygote.close()

    limit = time.monotonic() + 5.0
    while (is_there := Path(f"/proc/{branch}").exists()) and time.monotonic() < limit:
        time.sleep(0.02)
    assert not is_there


def test_what_cannot_be_prepared_refuses_and_spares_the_queries(
    small_content: Content, capfd: pytest.CaptureFixture[str]
) -> None:
    """A branch that fails is told in the log; the server answers queries, and no task."""
    settings = Settings(workers=1, wait_s=0.3)
    prepare = "tests.store.chores:prepare_badly"
    with (
        closing(ZygoteProcess(settings, small_content, prepare)) as zygote,
        closing(Tasks(zygote.attachment.tasks_path, "chores", settings)) as tasks,
        pytest.raises(EngineBusy),
    ):
        _ask(tasks, "nothing")

    assert "not prepared" in capfd.readouterr().err


def test_attachment_tells_another_process_of_the_tasks(zygote: ZygoteProcess) -> None:
    """Written as JSON and read again, it is the same."""
    attachment = zygote.attachment

    assert Attachment.from_json(attachment.to_json()) == attachment
    assert attachment.tasks_path


def test_tasks_are_ready_when_a_worker_has_come_up(tasks: Tasks, tmp_path: Path) -> None:
    """It is waited for; without any worker the answer is no."""
    assert tasks.are_ready(10.0)
    assert tasks.are_ready(0.0)
    assert not Tasks(str(tmp_path / "nowhere"), "chores", SETTINGS).are_ready(0.1)
