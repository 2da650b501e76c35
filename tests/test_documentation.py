"""The documentation says what is there: settings, versions, redirects, and nothing of a machine."""

import json
import re
import tomllib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from shuangchuang.base import namespaces
from shuangchuang.base.content import Content
from shuangchuang.base.media import format_named
from shuangchuang.base.settings import Settings, settings_table
from shuangchuang.cli import main
from shuangchuang.services.examples import load_questions
from shuangchuang.store.embedded import Attachment, EmbeddedEngine, ZygoteProcess
from shuangchuang.store.engine import Limits, Query
from shuangchuang.store.evaluate import Writing, evaluate
from shuangchuang.store.release import load_release
from shuangchuang.web.application import build_application

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), ROOT / "CITATION.cff", *(ROOT / "docs").rglob("*.md")])
README_LINES = 120
STATIC_FILES = "/static/<path:filename>"

# Absolute paths of a developer's machine, and file addresses.
MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:home|root|tmp|work|Users|mnt)/|file://")
REPOSITORY_PATH = re.compile(
    r"`((?:data|docs|ontology|queries|server|shapes|tests|\.ci)/(?!NN)[^`\s<*…]*)`"
)
README_QUERY = re.compile(
    r"```sh\ncurl [^\n]*--data-urlencode 'query=(?P<query>.*?)'\n```\n+```csv\n(?P<output>.*?)```",
    re.DOTALL,
)
REDIRECT = re.compile(r"^RewriteRule (?P<pattern>\S+) (?P<target>\S+) \[(?P<flags>\S+)\]$", re.M)


def _read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def test_readme_is_short() -> None:
    """The README has at most 120 lines: what needs more is in docs/."""
    assert len(_read("README.md").splitlines()) <= README_LINES


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_page_names_no_path_of_a_machine(page: Path) -> None:
    """A page makes sense on every machine."""
    assert MACHINE_PATH.findall(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_paths_that_a_page_names_exist(page: Path) -> None:
    """A file or folder of the repository that is named in code style is there."""
    named = REPOSITORY_PATH.findall(page.read_text(encoding="utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.fixture(scope="module")
def attachment(content: Content) -> Iterator[Attachment]:
    """Run the query workers over the release."""
    with closing(ZygoteProcess(Settings(workers=1), content)) as workers:
        yield workers.attachment


def test_query_of_the_readme_gives_the_output_of_the_readme(attachment: Attachment) -> None:
    """The engine answers the query that the README shows with the rows that it shows."""
    shown = README_QUERY.search(_read("README.md"))
    csv, turtle = format_named("csv", "solutions"), format_named("ttl", "graph")
    assert shown
    assert csv
    assert turtle

    with closing(EmbeddedEngine(attachment, Settings(workers=1))) as engine:
        answer = engine.query(Query(shown["query"]), csv, turtle, Limits())

    assert answer.body.decode().splitlines() == shown["output"].splitlines()


def test_readme_names_every_route(attachment: Attachment, content: Content) -> None:
    """Each route of the site is in the table of doors; a part that varies is shown by its start."""
    rows = [line for line in _read("README.md").splitlines() if line.startswith("| `")]
    doors = " ".join(row.split("|")[1] for row in rows)

    app = build_application(Settings(access_log=False), content, attachment)
    rules = {rule.rule for rule in app.url_map.iter_rules()} - {STATIC_FILES}

    assert {"/", "/sparql", "/health"} <= rules
    assert [rule for rule in rules if f"`{rule.partition('<')[0]}" not in doors] == []


def test_readme_tells_the_limits_of_the_settings() -> None:
    """The limits in the README are the defaults of the settings."""
    settings, readme = Settings(), _read("README.md")

    assert f"may take {settings.timeout_s:g} seconds" in readme
    assert f"at most {settings.max_rows:,} rows or" in readme
    assert f"or {settings.max_result_bytes // 1_048_576} MiB;" in readme


def test_readme_links_every_page() -> None:
    """No page of docs/ has to be guessed: the README links it."""
    pages = [path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")]

    assert [page for page in pages if f"]({page})" not in _read("README.md")] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    """A relative link of a page leads to a file or folder that is there."""
    links = re.findall(r"\]\((?!https?://|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("name", sorted(main.commands))
def test_readme_names_every_command(name: str) -> None:
    """A command of the program has its row in the table of doors, and its help text."""
    assert f"| `shuangchuang {name}` |" in _read("README.md")
    assert main.commands[name].help


@pytest.mark.parametrize("name", sorted(main.commands))
def test_commands_are_documented_with_their_options(name: str) -> None:
    """docs/commands.md has a section for each command, which names every option of it."""
    sections = re.split(r"^## ", _read("docs/commands.md"), flags=re.M)
    section = next(one for one in sections if one.startswith(f"shuangchuang {name}\n"))

    options = [one for one in main.commands[name].params if isinstance(one, click.Option)]
    assert [one.opts[0] for one in options if f"`{one.opts[0]}" not in section] == []


def test_contributing_names_every_file_of_data(content: Content) -> None:
    """Whoever looks for the place of a fact finds every data file, or its folder, in the table."""
    page = _read("CONTRIBUTING.md")
    paths = [path.relative_to(content.root) for path in content.files("data")]

    missing = [
        path.as_posix()
        for path in paths
        if f"| `{path.as_posix()}` |" not in page and f"| `{path.parent.as_posix()}/` |" not in page
    ]
    assert missing == []


def test_record_of_contributing_is_in_the_data(content: Content) -> None:
    """The record that contributors imitate is, line by line, one of the data."""
    records = re.findall(r"```turtle\n(.*?)```", _read("CONTRIBUTING.md"), re.DOTALL)
    data = "".join(path.read_text(encoding="utf-8") for path in content.files("data"))

    assert records
    assert [record for record in records if record not in data] == []


def test_table_of_questions_is_complete(content: Content) -> None:
    """docs/questions.md lists every question with its text in both languages, in order."""
    rows = [
        f"| [{one.name}](../queries/{one.name}.rq) | {one.summary.en} | {one.summary.zh_hans} |"
        for one in load_questions(content)
    ]

    listed = re.findall(r"^\| \[.*$", _read("docs/questions.md"), re.M)
    assert listed == rows


def test_readme_names_every_target_that_it_uses() -> None:
    """Each `make` command in README and CONTRIBUTING is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", _read("Makefile"), re.M))
    used = set(re.findall(r"\bmake ([a-z]+)\b", _read("README.md") + _read("CONTRIBUTING.md")))

    assert {"serve", "test", "check"} <= used <= targets


def test_table_of_settings_is_the_generated_one() -> None:
    """docs/settings.md holds what `shuangchuang settings --markdown` writes."""
    table = CliRunner().invoke(main, ["settings", "--markdown"]).output

    assert table in _read("docs/settings.md"), "run: shuangchuang settings --markdown"
    assert len(table.splitlines()) == 2 + len(list(settings_table()))


def test_one_version_everywhere() -> None:
    """Package, ontology header and citation have the same version."""
    project = tomllib.loads(_read("pyproject.toml"))["project"]
    ontology = re.findall(r'owl:versionInfo "([^"]+)"', _read("ontology/shuangchuang.ttl"))
    citation = re.findall(r"^version: (\S+)$", _read("CITATION.cff"), re.M)

    assert ontology == citation == [project["version"]]


def _redirect(path: str) -> Iterator[str]:
    """Apply the rules of docs/w3id/.htaccess to a path below the base, as mod_rewrite does."""
    home = ""
    for rule in REDIRECT.finditer(_read("docs/w3id/.htaccess")):
        found = re.search(rule["pattern"], path)
        if found and rule["target"] == "-":
            home = rule["flags"].removeprefix("E=HOME:")
        elif found:
            target = rule["target"].replace("%{ENV:HOME}", home).replace("$0", found[0])
            yield f"{rule['flags'].split(',')[0]} {target}"
            return


@pytest.mark.parametrize(
    ("iri", "status"),
    [
        (namespaces.BASE, 302),
        (namespaces.BASE + "sparql", 302),
        (namespaces.ONTOLOGY, 303),
        (namespaces.ONTOLOGY + "/0.1.0", 303),
        (namespaces.ONTOLOGY + ".ttl", 303),
        (namespaces.SHAPES.removesuffix("#"), 303),
        (namespaces.THING + "li-keqiang", 303),
        (namespaces.SCHEME + "certainty/opinion", 303),
        (namespaces.SOURCE + "enwiki-history-3-2", 303),
        (namespaces.STATEMENT + "2a9749b55f6d8253", 303),
        (namespaces.GRAPH + "data/events", 303),
        (namespaces.BASE + "problems", 302),
        (namespaces.BASE + "shapes/Claim", 302),
        (namespaces.BASE + "rules/blank-node", 302),
    ],
)
def test_an_iri_of_each_kind_is_redirected(iri: str, status: int) -> None:
    """The rules for w3id.org lead every kind of IRI to the same path of the server."""
    path = iri.removeprefix(namespaces.BASE)

    assert list(_redirect(path)) == [f"R={status} https://shuangchuang.example/{path}"]


@pytest.mark.parametrize("path", ["id/", "etc/passwd", "ontology/latest", "identity/x"])
def test_what_is_no_iri_of_ours_is_not_redirected(path: str) -> None:
    """The rules take nothing but the namespaces of the project."""
    assert list(_redirect(path)) == []


def test_queries_about_coverage_have_answers(content: Content) -> None:
    """Every query of the page about coverage is answered by the release."""
    texts = re.findall(r"```sparql\n(.*?)```", _read("docs/coverage/README.md"), re.DOTALL)
    store = load_release(content).store

    assert len(texts) >= 3
    for text in texts:
        answer = evaluate(store, Query(text), Writing("json", "nt", {}), Limits())
        assert json.loads(answer.body)["results"]["bindings"], text
