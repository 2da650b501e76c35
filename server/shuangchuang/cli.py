"""The command line: the only place that prints and that sets exit codes.

0: done and fine. 1: done, with findings. 2: could not be done.
"""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import ContentError, ShuangchuangError
from shuangchuang.base.media import Format, formats_of
from shuangchuang.base.settings import Settings, read_settings, settings_table
from shuangchuang.services.examples import (
    Question,
    bind,
    find_question,
    list_questions,
    load_questions,
)
from shuangchuang.services.findings import VIOLATION
from shuangchuang.services.reports.outcome import (
    LANGUAGES,
    begin_line,
    choose_findings,
    end_line,
    report_findings,
)
from shuangchuang.services.reports.stages import Outcome, Stage, run_stages
from shuangchuang.services.reports.tables import render_table
from shuangchuang.services.syntax.formatting import format_file
from shuangchuang.store.client import Credentials
from shuangchuang.store.engine import Answer, Limits, Query
from shuangchuang.store.factory import open_engine
from shuangchuang.store.publishing import open_target, publish
from shuangchuang.store.release import load_release, read_prefixes

P = ParamSpec("P")
R = TypeVar("R")

FOUND = 1
COULD_NOT = 2
PASSWORD = "SHUANGCHUANG_PASSWORD"  # noqa: S105 - the name of the variable

FORMS = ("text", "json", "html", "sarif", "shacl")
SOLUTIONS = {one.name: one for one in formats_of("solutions")}


def _tell_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Print an error of ours as one line and exit with 2."""

    @wraps(command)
    def told(*arguments: P.args, **options: P.kwargs) -> R:
        try:
            return command(*arguments, **options)
        except (ShuangchuangError, ValueError) as error:
            click.echo(f"error: {error}", err=True)
            sys.exit(COULD_NOT)

    return told


@click.group()
@click.version_option(package_name="shuangchuang")
def main() -> None:
    """Publish, query and check the Shuangchuang knowledge graph."""


@main.command()
@click.option("--host", help="Address to listen on.")
@click.option("--port", type=int, help="Port to listen on.")
@click.option("--data", multiple=True, metavar="FILE", help="Serve this RDF file, not the release.")
@_tell_errors
def serve(host: str | None, port: int | None, data: tuple[str, ...]) -> None:
    """Serve the release over HTTP until interrupted; SIGHUP takes a new one."""
    # Imported here: granian and Flask cost other commands a third of a second.
    from shuangchuang.web.server import run_server

    if apart := next((name for name in data if os.pathsep in name), ""):
        raise ValueError(f"{apart}: a name with {os.pathsep} cannot be served; rename the file")
    files = os.pathsep.join(data) or None
    chosen = read_settings(os.environ, host=host, port=port, data=files)
    run_server(chosen, _content(chosen), click.echo)


@main.command()
@click.option("--markdown", is_flag=True, help="Write the table of docs/settings.md.")
def settings(markdown: bool) -> None:
    """List the settings, their environment variables and defaults."""
    if markdown:
        click.echo("| setting | variable | default | what it does |\n|---|---|---|---|")
    for row in settings_table():
        if markdown:
            click.echo(f"| `{row.name}` | `{row.variable}` | {row.default or '—'} | {row.help} |")
        else:
            click.echo(f"{row.variable:34} {row.default:12} {row.help}")


@main.command()
@click.option("--content", metavar="FOLDER", help="Folder of the release to check.")
@click.option(
    "--source",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Check nothing but the passages of the sources, against the text in FILE.",
)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings and hints count as findings, too.")
@_tell_errors
def check(content: str | None, source: Path | None, lang: str, strict: bool) -> None:
    """Validate the whole content: files, names, shapes and questions.

    Ends with 0 when all is fine, 1 when there are findings, 2 when a part could not be checked.
    """
    # rdflib takes 0.1 s to import, which the other commands do not need to spend.
    from shuangchuang.services.checks import content_stages, known_prefixes, source_stages

    release = _content(read_settings(os.environ, content=content))
    stages = source_stages(release, source) if source else content_stages(release)
    outcomes = _run_stages(stages, LANGUAGES[lang])
    findings = [one for outcome in outcomes for one in outcome.findings]
    shown, left_out = choose_findings(findings, LANGUAGES[lang], is_strict=strict)
    for line in report_findings(shown, known_prefixes(release), LANGUAGES[lang]):
        click.echo(line)
    if left_out:
        click.echo(left_out, err=True)
    if any(outcome.failure for outcome in outcomes):
        sys.exit(COULD_NOT)
    sys.exit(FOUND if any(strict or one.severity == VIOLATION for one in findings) else 0)


def _run_stages(stages: Iterable[Stage], language: str) -> list[Outcome]:
    """Show each stage on stderr when it begins and the rest of its line when it ends."""
    return run_stages(
        stages,
        lambda stage: click.echo(begin_line(stage, language), err=True, nl=False),
        lambda outcome: click.echo(end_line(outcome, language), err=True),
    )


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@click.option("--strict", is_flag=True, help="Let warnings and hints count as findings, too.")
@click.option(
    "--shapes",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Judge by these SHACL shapes alone, not by the rules of the graph.",
)
@_tell_errors
def validate(
    files: Sequence[Path], form: str, lang: str, strict: bool, shapes: Path | None
) -> None:
    """Judge a contribution, and tell line by line what to mend.

    Turtle, TriG, N-Triples, N-Quads, RDF/XML and JSON-LD, told by their suffix. Ends with 0 when
    it conforms, 1 when there are findings, 2 when it could not be judged.
    """
    # rdflib takes 0.1 s to import, which the other commands do not need to spend.
    from shuangchuang.services.contributions.reviewing import review_files, write_report

    report = review_files(files, shapes, _content(read_settings(os.environ)))
    text = write_report(report, form, LANGUAGES[lang], colours=sys.stdout.isatty())
    click.echo(text, nl=False)
    sys.exit(0 if report.conforms and not (strict and report.findings) else FOUND)


@main.command()
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path)
)
@click.option("--check", "is_check", is_flag=True, help="Change nothing; end with 1 if it would.")
@_tell_errors
def fmt(files: Sequence[Path], is_check: bool) -> None:
    """Put Turtle files into house style; what they say does not change.

    A file that cannot be read or kept whole is told and left as it is; the others are done.
    """
    prefixes = read_prefixes(_content(read_settings(os.environ)))
    changed, failed = 0, 0
    for path in files:
        try:
            if format_file(path, prefixes, is_check=is_check):
                changed += 1
                click.echo(f"{'would change' if is_check else 'changed'} {path}")
        except ContentError as error:
            failed += 1
            click.echo(f"error: {error}", err=True)
    if failed:
        sys.exit(COULD_NOT)
    sys.exit(FOUND if is_check and changed else 0)


@main.command()
@click.argument("question", required=False)
@click.option("--param", "given", multiple=True, metavar="NAME=VALUE", help="May be repeated.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", *SOLUTIONS]),
    help="A table in a terminal and csv in a pipe, unless given.",
)
@click.option("--lang", type=click.Choice(list(LANGUAGES)), default="en", show_default=True)
@_tell_errors
def query(question: str | None, given: Sequence[str], form: str | None, lang: str) -> None:
    """Answer a QUESTION, by number or name; without one, list the questions.

    A table leaves out the labels of the other language; the other formats have both.
    """
    chosen = read_settings(os.environ)
    questions = load_questions(_content(chosen))
    if question is None:
        click.echo(list_questions(questions, LANGUAGES[lang]), nl=False)
        return
    found = find_question(questions, question)
    written = SOLUTIONS.get(form or ("table" if sys.stdout.isatty() else "csv"))
    answer = _ask(chosen, found, _read_given(given), written or SOLUTIONS["json"])
    body = answer.body if written else _table(found, answer.body, LANGUAGES[lang])
    click.echo(body, nl=False)
    if answer.truncated:
        click.echo("The answer was cut: it is longer than the limit.", err=True)


@main.command()
@click.option("--engine", metavar="URL", help="Endpoint to publish into; else the setting.")
@click.option("--update", metavar="URL", default="", help="Its SPARQL Update, if elsewhere.")
@click.option("--graph-store", metavar="URL", default="", help="Its Graph Store Protocol.")
@click.option("--user", metavar="NAME", help=f"Who writes there; the password is in {PASSWORD}.")
@_tell_errors
def load(engine: str | None, update: str, graph_store: str, user: str | None) -> None:
    """Publish the release into another SPARQL server, and check what it holds then.

    What was served there before is served until all is there; run it again after a failure.
    """
    chosen = read_settings(os.environ, engine=engine)
    credentials = Credentials(user, os.environ.get(PASSWORD, "")) if user else None
    target = open_target(chosen.engine, update, graph_store, credentials)
    for step in publish(load_release(_content(chosen)), target):
        click.echo(f"{step.action:8} {step.triples:9,} {step.graph}")


def _read_given(pairs: Sequence[str]) -> dict[str, str]:
    for pair in pairs:
        if "=" not in pair:
            raise click.BadParameter(f"write {pair}=VALUE", param_hint="--param")
    return dict(pair.split("=", 1) for pair in pairs)


def _ask(chosen: Settings, question: Question, given: Mapping[str, str], form: Format) -> Answer:
    asked = Query(question.text, bindings=bind(question, given))
    limits = Limits(chosen.timeout_s, chosen.max_rows, chosen.max_result_bytes)
    graph = formats_of("graph")[0]
    with closing(open_engine(replace(chosen, workers=1), _content(chosen))) as engine:
        return engine.query(asked, form, graph, limits)


def _table(question: Question, answer_json: bytes, language: str) -> str:
    width = shutil.get_terminal_size().columns
    title = question.summary.pick(language)
    return f"{title}\n\n{render_table(answer_json, width, question.prefixes, language)}"


def _content(chosen: Settings) -> Content:
    return find_content(Path(chosen.content) if chosen.content else None)


if __name__ == "__main__":
    main()
