"""The command line: the only place that prints and that sets exit codes.

0: done and fine. 1: done, with findings. 2: could not be done.
"""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import ShuangchuangError
from shuangchuang.base.settings import Settings, settings_table

P = ParamSpec("P")
R = TypeVar("R")

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


def _content(chosen: Settings) -> Content:
    return find_content(Path(chosen.content) if chosen.content else None)
