"""The files of the release are found, sorted, named as graphs, and hashed."""

from pathlib import Path

import pytest

from shuangchuang.base.content import Content, find_content
from shuangchuang.base.errors import ContentError


def test_graph_of_a_file_is_its_path_without_suffix(content: Content) -> None:
    """The name of a graph says which file it is."""
    path = content.root / "data" / "sources" / "enwiki.ttl"

    assert content.graph_of(path) == "https://w3id.org/shuangchuang/graph/data/sources/enwiki"


def test_examples_of_the_shapes_are_no_content(tmp_path: Path) -> None:
    """A failing example must not get into the release."""
    examples = tmp_path / "shapes" / "examples" / "Event"
    examples.mkdir(parents=True)
    (examples / "fail-no-label.ttl").touch()
    (tmp_path / "shapes" / "core.ttl").touch()

    assert [path.name for path in Content(tmp_path).files("shapes")] == ["core.ttl"]


def test_missing_folder_is_named(tmp_path: Path) -> None:
    """The error says which folder is not there."""
    with pytest.raises(ContentError, match="ontology: this folder of the release is missing"):
        find_content(tmp_path)
