"""Each example of the shapes finds what it says and nothing else, in both languages."""

import re

import pytest
from rdflib import Graph
from rdflib.namespace import SH
from tests.content.shape_examples import EXAMPLES, Example, results


def _name(example: Example) -> str:
    return f"{example.shape}/{example.path.stem}"


def test_the_context_of_the_examples_conforms() -> None:
    """What every example may rely on breaks no shape itself."""
    context = Graph().parse(EXAMPLES.context)

    assert EXAMPLES.validator.validate(context) == []


@pytest.mark.parametrize("example", EXAMPLES.files, ids=_name)
def test_an_example_finds_what_it_names(example: Example) -> None:
    """A failing example has exactly the findings that it names, a passing one has none."""
    assert results(EXAMPLES.findings(example)) == example.expected


@pytest.mark.parametrize("example", EXAMPLES.files, ids=_name)
def test_an_example_says_what_it_is(example: Example) -> None:
    """The name tells the outcome, the first two lines the reason in both languages."""
    assert example.path.name.startswith(("pass-", "fail-"))
    assert example.passes == (not example.expected)
    assert re.fullmatch(r"#\+ summary: [A-Z].*[.]", example.lines[0])
    assert re.fullmatch(r"#\+ zh-Hans: .*[\u4e00-\u9fff].*。", example.lines[1])


@pytest.mark.parametrize("example", [e for e in EXAMPLES.files if not e.passes], ids=_name)
def test_the_first_finding_is_of_the_shape_of_the_folder(example: Example) -> None:
    """The finding that the file is about is reached through the shape that the folder names."""
    first = example.first
    shape = next(s for s in EXAMPLES.shapes.subjects(SH.severity) if str(s) == first.shape)
    roots = {str(root).rpartition("#")[2] for root in EXAMPLES.roots(shape)}

    assert example.shape in roots


@pytest.mark.parametrize("example", [e for e in EXAMPLES.files if not e.passes], ids=_name)
def test_a_finding_speaks_both_languages(example: Example) -> None:
    """The message of a shape reaches the finding in English and in Chinese, tags included."""
    for finding in EXAMPLES.findings(example):
        assert set(finding.messages) == {"en", "zh-Hans"}
        assert all(finding.messages.values())
