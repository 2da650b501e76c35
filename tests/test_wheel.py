"""What is installed is what was tested: the wheel holds the whole release and answers from it.

The distributions are built once, the wheel from the source distribution, and the wheel is
installed in an environment of its own. Only its dependencies are borrowed from this one.
"""

import json
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest

from shuangchuang.base.content import FOLDERS, Content

ROOT = Path(__file__).resolve().parents[1]

# Run by the other interpreter, in a folder that is not the checkout.
ASK = """
import json
import shuangchuang
from shuangchuang.base.content import find_content
from shuangchuang.base.media import format_named
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import Limits, Query

content = find_content()
engine = EmbeddedEngine.start(Settings(workers=1), content)
query = Query('''PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?label WHERE {
  <https://w3id.org/shuangchuang/ontology#Actor> rdfs:label ?label .
} ORDER BY ?label''')
csv, turtle = format_named("csv", "solutions"), format_named("ttl", "graph")
answer = engine.query(query, csv, turtle, Limits())
engine.close()
print(json.dumps({
    "package": shuangchuang.__file__,
    "content": str(content.root),
    "digest": content.digest(),
    "answer": answer.body.decode(),
}))
"""


@dataclass(frozen=True)
class Built:
    """The two distributions of this checkout."""

    wheel: Path
    source: Path


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and programs
        [str(part) for part in command],
        cwd=cwd,
        env={"PATH": "/usr/bin:/bin", "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Build the source distribution, and the wheel from it."""
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    (wheel,) = folder.glob("*.whl")
    (source,) = folder.glob("*.tar.gz")
    return Built(wheel, source)


@pytest.fixture(scope="module")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a fresh environment and give its folder.

    The dependencies come from this environment through a path file; such a path is searched for
    modules only, so the editable installation of the checkout stays out of sight.
    """
    folder = tmp_path_factory.mktemp("elsewhere")
    _run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=folder)
    pip = (sys.executable, "-m", "pip", "--python", folder / "bin" / "python")
    _run(*pip, "install", "--no-deps", "--no-index", built.wheel, cwd=folder)
    (packages,) = folder.glob("lib/python*/site-packages")
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder


def _release_files(content: Content) -> set[str]:
    return {
        path.relative_to(content.root).as_posix()
        for folder in FOLDERS
        for path in (content.root / folder).rglob("*")
        if path.is_file()
    }


def test_wheel_holds_every_file_of_the_release(built: Built, content: Content) -> None:
    """Ontology, data, shapes and queries are in the wheel, to the file, beside the package."""
    with zipfile.ZipFile(built.wheel) as archive:
        names = set(archive.namelist())

    inside = "shuangchuang/content/"
    packed = {name.removeprefix(inside) for name in names if name.startswith(inside)}
    assert packed == _release_files(content)
    assert {"shuangchuang/cli.py", "shuangchuang/py.typed"} <= names


def test_wheel_carries_the_licences(built: Built) -> None:
    """Both licence texts travel with the wheel."""
    with zipfile.ZipFile(built.wheel) as archive:
        names = {Path(name).name for name in archive.namelist() if "/licenses/" in name}

    assert names == {"LICENSE", "LICENSE-DATA"}


def test_source_distribution_holds_release_and_tests(built: Built, content: Content) -> None:
    """The source distribution has all that is needed to check and to build it again."""
    with tarfile.open(built.source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"Makefile", "README.md", "pyproject.toml", "tests/test_wheel.py", "LICENSE-DATA"}
    assert _release_files(content) | wanted <= names


def test_installed_package_answers_from_its_own_files(installed: Path, content: Content) -> None:
    """Away from the checkout, the package finds its own release and answers a question from it."""
    told = json.loads(_run(installed / "bin" / "python", "-I", "-c", ASK, cwd=installed))

    assert Path(told["package"]).is_relative_to(installed)
    assert Path(told["content"]).is_relative_to(installed)
    assert told["digest"] == content.digest()
    assert told["answer"].splitlines() == ["label", "actor", "行动者"]


def test_installed_command_answers_a_question(installed: Path) -> None:
    """The command that the wheel installs answers as the one of the checkout does."""
    question = ("query", "21", "--format", "csv")
    here = _run(Path(sys.executable).with_name("shuangchuang"), *question, cwd=ROOT)

    elsewhere = _run(installed / "bin" / "shuangchuang", *question, cwd=installed)

    assert elsewhere == here
    assert len(elsewhere.splitlines()) > 1


def test_installed_command_tells_its_version(installed: Path) -> None:
    """The command that the wheel installs starts."""
    told = _run(installed / "bin" / "shuangchuang", "--version", cwd=installed)

    assert told == f"shuangchuang, version {version('shuangchuang')}\n"
