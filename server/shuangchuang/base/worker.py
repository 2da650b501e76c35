"""Runs one function in a child process that can be killed: JSON in, JSON out.

For what can run away or changes global state: SHACL, the parsing of an upload. The child is a
fresh interpreter, so nothing of the parent leaks into it and nothing of it comes back but JSON.
"""

import importlib
import json
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from shuangchuang.base import fences
from shuangchuang.base.errors import ShuangchuangError


@dataclass(eq=False)
class ChildFailed(ShuangchuangError):
    """The child gave no answer; `detail` is the end of what it wrote to its error stream."""

    target: str
    detail: str

    code = "child-failed"

    def __str__(self) -> str:
        return f"{self.target} failed in its child process: {self.detail}"


@dataclass(eq=False)
class ChildTimeout(ShuangchuangError):
    """The child was killed at its time limit."""

    target: str
    limit_s: float

    code = "child-timeout"
    status = 504

    def __str__(self) -> str:
        return f"{self.target} was ended after its limit of {self.limit_s:g} seconds"


def call(target: str, payload: object, *, timeout_s: float, memory_mib: int = 0) -> Any:  # noqa: ANN401 - JSON
    """Call `module:function` with `payload` in a child and return its answer, both JSON.

    The child has no network and at most `memory_mib` of memory beyond its start (0: no limit).
    Raises ChildTimeout when it is not done after `timeout_s`, ChildFailed when it fails.
    """
    command = [sys.executable, "-I", "-m", __name__, target, str(memory_mib)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=json.dumps(payload).encode(),
            capture_output=True,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise ChildTimeout(target, timeout_s) from error
    if done.returncode != 0:
        raise ChildFailed(target, done.stderr.decode(errors="replace").strip()[-800:])
    return json.loads(done.stdout)


def main(arguments: list[str]) -> None:
    """Serve one call: the side of the child."""
    target, memory_mib = arguments
    fences.die_with_parent()
    fences.leave_network()
    module, _, name = target.partition(":")
    function = getattr(importlib.import_module(module), name)
    fences.limit_memory(int(memory_mib))
    answer = function(json.load(sys.stdin.buffer))
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main(sys.argv[1:])
