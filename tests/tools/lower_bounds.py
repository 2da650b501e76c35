"""Writes the lowest version of every run-time dependency as pip constraints.

Run as a program: `python tests/tools/lower_bounds.py PYPROJECT >FILE`.
"""

import re
import sys
import tomllib
from pathlib import Path

BOUND = re.compile(r"(?P<name>[\w.-]+)>=(?P<version>[\w.]+)(?:,.*)?")


def read_lower_bounds(path: Path) -> list[str]:
    """List `name==version` for each run-time dependency in a pyproject.toml.

    Raises ValueError for a dependency without a lower bound.
    """
    project = tomllib.loads(path.read_text(encoding="utf-8"))["project"]
    constraints = []
    for dependency in project["dependencies"]:
        found = BOUND.fullmatch(dependency)
        if not found:
            raise ValueError(f"{path}: {dependency} has no lower bound; write name>=version")
        constraints.append(f"{found['name']}=={found['version']}")
    return constraints


if __name__ == "__main__":
    sys.stdout.write("\n".join(read_lower_bounds(Path(sys.argv[1]))) + "\n")
