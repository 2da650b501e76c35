"""Runs the stages of a check one after the other. Must not know what they check."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.services.findings import Finding


@dataclass(frozen=True)
class Outcome:
    """What a stage has found in `count` things of a `unit`; `failure` says why it could not run.

    After a stage that `is_last` the others have nothing to stand on.
    """

    unit: str
    count: int = 0
    findings: tuple[Finding, ...] = ()
    failure: str = ""
    seconds: float = 0.0
    is_last: bool = False


@dataclass(frozen=True)
class Stage:
    """One part of the check; `name` and the unit of its outcome are worded by the reports."""

    name: str
    run: Callable[[], Outcome]


def run_stages(
    stages: Iterable[Stage],
    begun: Callable[[Stage], None],
    ended: Callable[[Outcome], None],
) -> list[Outcome]:
    """Run the stages in order; `begun` and `ended` are called around each.

    An error of ours ends its stage, not the check: the outcome says what went wrong.
    """
    outcomes: list[Outcome] = []
    for stage in stages:
        begun(stage)
        start = time.perf_counter()
        try:
            outcome = stage.run()
        except ShuangchuangError as error:
            outcome = Outcome("", failure=str(error))
        outcomes.append(replace(outcome, seconds=time.perf_counter() - start))
        ended(outcomes[-1])
        if outcome.is_last:
            break
    return outcomes
