"""Load from wrk, a program of Debian's: a client in Python is slower than the servers."""

import json
import math
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
MEDIAN = re.compile(r"50%\s+([\d.]+)(us|ms|s)")
IN_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}
REFUSED = re.compile(r"Non-2xx or 3xx responses: (\d+)")
SCRIPT = """
local paths = {%s}
local at = 0
request = function()
  at = at %% #paths + 1
  return wrk.format("GET", paths[at])
end
"""


class Told(NamedTuple):
    """What wrk told of one window: answers a second, and the middle latency."""

    per_second: float
    median_ms: float


def load_with(
    port: int, paths: Sequence[str], seconds: float, clients: int, accept: str, folder: Path
) -> Told:
    """Let `clients` connections ask the paths in turn for `seconds`.

    A window without an answer has no median: NaN. Raises RuntimeError when wrk is not installed
    or when a server answered with an error.
    """
    program = shutil.which("wrk")
    if program is None:
        raise RuntimeError("this benchmark needs wrk: apt-get install wrk")
    script = folder / "paths.lua"
    # A JSON string is a Lua string here: the paths are percent-encoded ASCII.
    script.write_text(SCRIPT % ", ".join(map(json.dumps, paths)), encoding="utf-8")
    command = [program, "-t1", f"-c{clients}", f"-d{seconds:g}s", "--timeout", "60s", "--latency"]
    command += ["-H", f"Accept: {accept}", "-s", str(script), f"http://127.0.0.1:{port}"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603 - an installed program
    refused = REFUSED.search(told)
    if refused:
        raise RuntimeError(f"{refused[1]} answers with an error on port {port}")
    rate, median = RATE.search(told), MEDIAN.search(told)
    return Told(
        float(rate[1]) if rate else 0.0,
        float(median[1]) * IN_MS[median[2]] if median else math.nan,
    )
