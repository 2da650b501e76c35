"""Finds the files of the release: in a checkout, or inside the installed package."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from shuangchuang.base.errors import ContentError
from shuangchuang.base.namespaces import GRAPH

FOLDERS = ("ontology", "data", "shapes", "queries")


@dataclass(frozen=True)
class Content:
    """The folders of the release below `root`."""

    root: Path

    def files(self, folder: str, suffix: str = ".ttl") -> tuple[Path, ...]:
        """List the files of `folder` and below, sorted, without the examples of the shapes."""
        found = sorted((self.root / folder).rglob(f"*{suffix}"))
        return tuple(path for path in found if "examples" not in path.relative_to(self.root).parts)

    def digest(self) -> str:
        """Hash every file of the release, names included: 64 hexadecimal digits."""
        whole = hashlib.sha256()
        for folder in FOLDERS:
            for path in sorted((self.root / folder).rglob("*")):
                if path.is_file():
                    name = path.relative_to(self.root).as_posix()
                    part = hashlib.sha256(path.read_bytes()).hexdigest()
                    whole.update(f"{part}  {name}\n".encode())
        return whole.hexdigest()

    def graph_of(self, path: Path) -> str:
        """Name the graph of a file: `graph/` and its path without suffixes."""
        name = path.relative_to(self.root).with_name(path.name.partition(".")[0])
        return GRAPH + name.as_posix()


def find_content(root: Path | None = None) -> Content:
    """Find the release: below `root` if given, else in the package, else in the checkout.

    Raises ContentError when a folder of the release is missing.
    """
    package = Path(__file__).resolve().parents[1]
    packaged = package / "content"
    place = root or (packaged if packaged.is_dir() else package.parents[1])
    for folder in FOLDERS:
        if not (place / folder).is_dir():
            raise ContentError(place / folder, 0, 0, "this folder of the release is missing")
    return Content(place)
