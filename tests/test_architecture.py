"""The shape of the package: layers in one direction, one home for each library, small parts.

The rules are checked on the source text, so that an import inside a function counts too, and the
checks themselves are tried on a small package that breaks every rule.
"""

import ast
import graphlib
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVER = ROOT / "server"
PACKAGE = "shuangchuang"
LAYERS = ("base", "store", "services", "web", "cli")

# Each outside library and the place that may import it, or the places.
HOMES: dict[str, str | tuple[str, ...]] = {
    "pyoxigraph": "store/",
    "SPARQLWrapper": "store/remote.py",
    "rdflib": "services/",
    "pyshacl": "services/shacl/processor.py",
    "rapidfuzz": "services/contributions/likeness.py",
    "yaml": ("services/", "store/mappings.py"),  # the heads of questions, and of mapping tables
    "flask": "web/",
    "granian": "web/",
    "jinja2": "web/",
    "markupsafe": "web/",
    "prometheus_client": "web/metrics.py",
    "werkzeug": "web/",
    "click": "cli.py",
    "_typeshed": "web/",  # the types of WSGI, known to type checkers only
}
PRINTING = "cli.py"

MODULE_LINES = 250
LONG_MODULES = {
    "cli.py": "one short command after the other, in the one place that prints",
    "base/errors.py": "the tree of errors is read as one page",
}
FUNCTION_LINES = 60


@dataclass(frozen=True)
class Import:
    """One imported module, where, and whether that is inside a function."""

    module: str
    line: int
    is_inside_function: bool


@dataclass(frozen=True)
class Module:
    """A module of the package, read but not run."""

    path: Path
    server: Path

    @property
    def place(self) -> str:
        """The path below the package."""
        return self.path.relative_to(self.server / PACKAGE).as_posix()

    @property
    def name(self) -> str:
        """The dotted name."""
        parts = self.path.relative_to(self.server).with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def layer(self) -> str:
        """The first name below the package; empty for the package itself."""
        return [*self.name.split("."), ""][1]

    @cached_property
    def lines(self) -> list[str]:
        """The source text."""
        return self.path.read_text(encoding="utf-8").splitlines()

    @cached_property
    def tree(self) -> ast.Module:
        """The parsed source."""
        return ast.parse("\n".join(self.lines))

    @cached_property
    def functions(self) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method."""
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        return [node for node in ast.walk(self.tree) if isinstance(node, kinds)]

    @cached_property
    def imports(self) -> list[Import]:
        """Every import; `from package import module` counts as an import of the module."""
        inside = {id(node) for one in self.functions for node in ast.walk(one)}
        found = []
        for node in ast.walk(self.tree):
            for name in self._imported(node):
                found.append(Import(name, getattr(node, "lineno", 0), id(node) in inside))
        return found

    def _imported(self, node: ast.AST) -> Iterator[str]:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "." * node.level + (node.module or "")
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                place = self.server / inner.replace(".", "/")
                is_module = place.with_suffix(".py").is_file() or place.is_dir()
                yield inner if is_module else node.module


def read_modules(server: Path) -> list[Module]:
    """Read every module of the package below `server`."""
    return [Module(path, server) for path in sorted((server / PACKAGE).rglob("*.py"))]


def find_faults(module: Module) -> list[str]:
    """List what one module does against the rules, with place and rule."""
    checks = (_wrong_layers, _wrong_homes, _wrong_places, _wrong_sizes, _wrong_docstring)
    return [f"{module.place}:{fault}" for check in checks for fault in check(module)]


def _wrong_layers(module: Module) -> Iterator[str]:
    if module.path.name == "__init__.py" and module.imports:
        yield f"{module.imports[0].line}: an __init__ imports nothing"
    if module.layer and module.layer not in LAYERS:
        yield f"1: {module.layer} is none of the layers {' → '.join(LAYERS)}"
        return
    for one in module.imports:
        top, _, below = one.module.partition(".")
        layer = below.partition(".")[0]
        if top == PACKAGE and layer in LAYERS and module.layer:
            if LAYERS.index(layer) > LAYERS.index(module.layer):
                yield f"{one.line}: {module.layer} may not import {layer}"
        elif not top:
            yield f"{one.line}: imports are absolute"


def _wrong_homes(module: Module) -> Iterator[str]:
    for one in module.imports:
        top = one.module.partition(".")[0]
        if not top or top == PACKAGE or top in sys.stdlib_module_names:
            continue
        home = HOMES.get(top)
        if home is None:
            yield f"{one.line}: {top} has no home; give it one in HOMES of this test"
        elif not _is_at_home(module.place, home):
            yield f"{one.line}: {top} is imported in {home} only"


def _is_at_home(place: str, home: str | tuple[str, ...]) -> bool:
    homes = (home,) if isinstance(home, str) else home
    return any(place == one or (one.endswith("/") and place.startswith(one)) for one in homes)


def _wrong_places(module: Module) -> Iterator[str]:
    for one in module.imports:
        around = module.lines[max(0, one.line - 2) : one.line]
        if one.is_inside_function and not any("#" in line for line in around):
            yield f"{one.line}: an import inside a function needs a comment with the reason"
    if module.place == PRINTING:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name) and node.id == "print":
            yield f"{node.lineno}: only {PRINTING} prints"


def _wrong_sizes(module: Module) -> Iterator[str]:
    if len(module.lines) > MODULE_LINES and module.place not in LONG_MODULES:
        yield f"1: {len(module.lines)} lines, {MODULE_LINES} is the limit; split it by subject"
    for function in module.functions:
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{function.lineno}: {function.name} has {length} lines, over {FUNCTION_LINES}"


def _wrong_docstring(module: Module) -> Iterator[str]:
    if not ast.get_docstring(module.tree):
        yield "1: a module says what it is for"


def order_modules(modules: list[Module]) -> tuple[str, ...]:
    """Put the modules in an order in which each comes after its imports.

    Raises graphlib.CycleError, which names the modules of a cycle.
    """
    names = {module.name for module in modules}
    needs = {
        module.name: {one.module for one in module.imports if one.module in names}
        for module in modules
    }
    return tuple(graphlib.TopologicalSorter(needs).static_order())


def order_groups(modules: list[Module]) -> tuple[str, ...]:
    """Put the folders below the layers, and the modules beside them, in an order of imports.

    A folder counts as one: two folders that import each other raise graphlib.CycleError, even
    where none of their modules do.
    """
    needs: dict[str, set[str]] = {}
    for module in modules:
        group = _group_of(module.name)
        imported = {_group_of(one.module) for one in module.imports if _is_ours(one.module)}
        needs.setdefault(group, set()).update(imported - {group})
    return tuple(graphlib.TopologicalSorter(needs).static_order())


def _group_of(name: str) -> str:
    return ".".join(name.split(".")[:3])


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] == PACKAGE


def _write_package(tmp_path: Path, texts: dict[str, str]) -> list[Module]:
    for place, text in texts.items():
        path = tmp_path / PACKAGE / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return read_modules(tmp_path)


MODULES = read_modules(SERVER)


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.place)
def test_a_module_keeps_the_rules(module: Module) -> None:
    """A module imports downwards and from its own libraries only, prints not, and is small."""
    faults = find_faults(module)

    assert faults == []


def test_no_modules_import_each_other() -> None:
    """The imports of the package have no cycle."""
    ordered = order_modules(MODULES)

    assert set(ordered) == {module.name for module in MODULES}


def test_no_folders_import_each_other() -> None:
    """Each folder of a layer can be read after those that it imports."""
    ordered = order_groups(MODULES)

    assert {"shuangchuang.services.syntax", "shuangchuang.services.contributions"} <= {*ordered}


def test_every_layer_is_there() -> None:
    """The walk has found the package, so that the tests above have something to judge."""
    assert {module.layer for module in MODULES} == {"", *LAYERS}


def test_a_long_module_is_still_long() -> None:
    """An exception for a long module goes when the module has become short."""
    short = [
        module.place
        for module in MODULES
        if module.place in LONG_MODULES and len(module.lines) <= MODULE_LINES
    ]

    assert short == []


def test_every_dependency_has_a_home() -> None:
    """What pyproject.toml installs at run time is named in HOMES."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    modules = {"Flask": "flask", "PyYAML": "yaml"}

    names = [one.partition(">=")[0] for one in project["dependencies"]]
    homeless = [name for name in names if modules.get(name, name.replace("-", "_")) not in HOMES]

    assert homeless == []


@pytest.mark.parametrize(
    ("place", "text", "fault"),
    [
        ("base/a.py", '"""A."""\nfrom shuangchuang.store import b\n', "base may not import store"),
        ("web/a.py", '"""A."""\nimport rdflib\n', "rdflib is imported in services/ only"),
        ("services/a.py", '"""A."""\nimport pyshacl\n', "pyshacl is imported in"),
        ("store/a.py", '"""A."""\nimport requests\n', "requests has no home"),
        ("store/a.py", '"""A."""\ndef f():\n    import os\n', "needs a comment with the reason"),
        ("store/a.py", '"""A."""\nprint(1)\n', "only cli.py prints"),
        ("store/a.py", '"""A."""\nfrom . import b\n', "imports are absolute"),
        ("store/a.py", '"""A."""\n' + "\n" * 250, "251 lines"),
        ("store/a.py", '"""A."""\ndef f():\n' + "    1\n" * 60, "f has 61 lines"),
        ("store/__init__.py", '"""A."""\nimport os\n', "an __init__ imports nothing"),
        ("store/a.py", "import os\n", "says what it is for"),
        ("engine/a.py", '"""A."""\n', "none of the layers"),
    ],
)
def test_a_broken_rule_is_found(tmp_path: Path, place: str, text: str, fault: str) -> None:
    """Each rule is broken in turn by a small package, and exactly that fault is told."""
    modules = _write_package(tmp_path, {"store/b.py": '"""B."""\n', place: text})

    faults = [one for module in modules for one in find_faults(module)]

    assert len(faults) == 1
    assert fault in faults[0]


def test_a_cycle_is_found(tmp_path: Path) -> None:
    """Two modules that import each other are told by name."""
    one = '"""One."""\nfrom shuangchuang.store.two import x\n'
    two = '"""Two."""\nfrom shuangchuang.store import one\n'
    modules = _write_package(tmp_path, {"store/one.py": one, "store/two.py": two})

    with pytest.raises(graphlib.CycleError, match="nodes are in a cycle") as caught:
        order_modules(modules)

    assert set(caught.value.args[1]) == {"shuangchuang.store.one", "shuangchuang.store.two"}


def test_a_cycle_of_folders_is_found(tmp_path: Path) -> None:
    """Two folders that import each other are told, though no two modules do."""
    texts = {
        "services/a/one.py": '"""One."""\nfrom shuangchuang.services.b.two import x\n',
        "services/b/two.py": '"""Two."""\n',
        "services/b/three.py": '"""Three."""\nfrom shuangchuang.services.a.four import x\n',
        "services/a/four.py": '"""Four."""\n',
    }
    modules = _write_package(tmp_path, texts)

    assert len(order_modules(modules)) == len(texts)
    with pytest.raises(graphlib.CycleError):
        order_groups(modules)
