"""The killable child answers in JSON, ends at its limits, and reaches no network."""

import socket
import time

import pytest

from shuangchuang.base.worker import ChildFailed, ChildTimeout, call


def test_child_answers_in_json() -> None:
    """The function of the child gets the payload and its answer comes back."""
    assert call("json:dumps", {"a": [1, "双"]}, timeout_s=10) == '{"a": [1, "\\u53cc"]}'


def test_child_that_runs_on_is_killed() -> None:
    """The limit is kept, whatever the child does."""
    started = time.monotonic()

    with pytest.raises(ChildTimeout):
        call("time:sleep", 30, timeout_s=0.5)

    assert time.monotonic() - started < 5


def test_failure_of_the_child_is_told() -> None:
    """The end of the child's error stream is in the error, for the log."""
    with pytest.raises(ChildFailed, match="ValueError"):
        call("builtins:int", "x", timeout_s=10)


def test_memory_of_the_child_is_limited() -> None:
    """A child that wants a gigabyte with a limit of 64 MiB fails, and only it."""
    with pytest.raises(ChildFailed, match="MemoryError"):
        call("builtins:bytearray", 1 << 30, timeout_s=10, memory_mib=64)


def test_child_has_no_network() -> None:
    """A listening socket of ours cannot be reached from the child."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        pytest.raises(ChildFailed, match="unreachable"),
    ):
        call("socket:create_connection", listener.getsockname()[:2], timeout_s=10)
