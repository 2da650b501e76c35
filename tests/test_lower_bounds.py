"""The tool that turns the lower bounds of the dependencies into constraints for pip."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / "tests" / "tools" / "lower_bounds.py"


def _run(pyproject: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own interpreter and tool
        [sys.executable, TOOL, pyproject], capture_output=True, text=True, check=False
    )


def test_every_dependency_becomes_a_constraint() -> None:
    """Each run-time dependency of the project is pinned to the version of its lower bound."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    constraints = _run(ROOT / "pyproject.toml").stdout.split()

    bounds = [dependency.partition(",")[0] for dependency in project["dependencies"]]
    assert constraints == [bound.replace(">=", "==") for bound in bounds]


def test_a_dependency_without_a_lower_bound_is_told(tmp_path: Path) -> None:
    """A dependency that any version fulfils stops the tool, which names it."""
    pyproject = tmp_path / "pyproject.toml"
    pyproject.write_text('[project]\ndependencies = ["rdflib<8"]\n', encoding="utf-8")

    done = _run(pyproject)

    assert done.returncode != 0
    assert "rdflib<8 has no lower bound" in done.stderr
