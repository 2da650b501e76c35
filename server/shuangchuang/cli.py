"""The command line: the only place that prints and that sets exit codes.

0: done and fine. 1: done, with findings. 2: could not be done.
"""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.base.settings import Settings, read_settings, settings_table
from shuangchuang.services.findings import VIOLATION
from shuangchuang.services.reports import LANGUAGES, begin_line, end_line, report_findings
from shuangchuang.services.stages import run_stages

P = ParamSpec("P")
R = TypeVar("R")

FOUND = 1
COULD_NOT = 2


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
    language = LANGUAGES[lang]
    outcomes = run_stages(
        source_stages(release, source) if source else content_stages(release),
        lambda stage: click.echo(begin_line(stage, language), err=True, nl=False),
        lambda outcome: click.echo(end_line(outcome, language), err=True),
    )
    findings = [one for outcome in outcomes for one in outcome.findings]
    for line in report_findings(findings, known_prefixes(release), language):
        click.echo(line)
    if any(outcome.failure for outcome in outcomes):
        sys.exit(COULD_NOT)
    is_wrong = any(strict or one.severity == VIOLATION for one in findings)
    sys.exit(FOUND if is_wrong else 0)


def _content(chosen: Settings) -> Content:
    return find_content(Path(chosen.content) if chosen.content else None)
