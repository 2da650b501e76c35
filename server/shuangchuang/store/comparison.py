"""Tells whether a text is Turtle, and whether two texts say the same."""

from pathlib import Path

import pyoxigraph as ox

from shuangchuang.base.errors import ContentError


def is_same_graph(text: str, other: str, path: Path) -> bool:
    """Compare what two texts say, whatever the names of their blank nodes.

    Raises ContentError with line and column for the first that is not Turtle; `path` names it.
    """
    first, second = _read(text, path), _read(other, path)
    for graph in (first, second):
        graph.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return first == second


def check_turtle(text: str, path: Path) -> None:
    """Raise ContentError, with line and column, when a text is not Turtle."""
    _read(text, path)


def _read(text: str, path: Path) -> ox.Dataset:
    try:
        return ox.Dataset(ox.parse(text.encode(), format=ox.RdfFormat.TURTLE))
    except SyntaxError as error:
        raise ContentError(path, error.lineno or 0, error.offset or 0, error.msg) from error
