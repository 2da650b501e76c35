"""A file of the release that comes changed stands for what is there: facts can be corrected."""

import pytest
from tests.services.contributions.reviewed import reviewer

from shuangchuang.base.content import Content
from shuangchuang.services.contributions.contribution import Part
from shuangchuang.services.findings import CHINESE, VIOLATION, Finding
from shuangchuang.services.reports.review import Report

PLACES = "data/places/central-south.ttl"
PEOPLE = "data/actors/people.ttl"
EVENTS = "data/events/weeks.ttl"


def _review(content: Content, name: str, *changes: tuple[str, str], folder: str = "") -> Report:
    """Review a file of the release with some texts replaced, as if it lay in a folder."""
    text = (content.root / name).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return reviewer().review([Part(folder + name, "ttl", text.encode())])


def _told(report: Report, rule: str) -> list[Finding]:
    return [one for one in report.findings if one.shape == rule]


@pytest.mark.parametrize("name", [PLACES, "data/statements/places-east.ttl", PEOPLE, EVENTS])
def test_a_file_that_is_as_it_was_has_no_finding(content: Content, name: str) -> None:
    """It takes nothing away, adds nothing, and needs no line about its licence."""
    report = _review(content, name)

    assert report.findings == ()
    assert report.additions == ()


def test_a_label_and_a_code_are_corrected_in_their_file(content: Content) -> None:
    """The old value is no second one; it is shown to the reviewer, who looks for the reason."""
    report = _review(
        content,
        PLACES,
        ('rdfs:label "Shenzhen"@en', 'rdfs:label "Shen Zhen"@en'),
        ('shc:divisionCode "440300"', 'shc:divisionCode "440305"'),
        folder="/home/me/data/checkout/",
    )

    taken = _told(report, "deleted")
    assert [one.severity for one in taken] == ["Warning", "Warning"]
    assert 'The release has rdfs:label "Shenzhen"@en.' in taken[0].messages["en"]
    assert taken[0].messages[CHINESE].startswith('发布版有 rdfs:label "Shenzhen"@en。')
    assert taken[0].excerpt.startswith('    rdfs:label "Shen Zhen"@en')
    [left] = [one for one in report.findings if one not in taken]
    assert left.constraint.endswith("#asserted-is-in-the-data")
    assert (left.file.rpartition("/")[0], left.line) == ("data/statements", 0)


def test_without_its_folder_a_file_is_a_contribution_of_its_own(content: Content) -> None:
    """What a browser sends has no folder: the values stand beside those of the release."""
    report = _review(content, PLACES, ('"440300"', '"440305"'))
    [part] = [Part("central-south.ttl", "ttl", b'id:shenzhen shc:divisionCode "440305" .')]
    head = "".join(f"@prefix {one}: <{iri}> .\n" for one, iri in reviewer().prefixes.items())
    alone = reviewer().review([Part(part.name, "ttl", head.encode() + part.body)])

    assert not [one for one in report.findings if one.shape.endswith("division-code")]
    assert [one for one in alone.findings if one.shape.endswith("division-code")]


@pytest.mark.parametrize(
    "name", ["data/a b.ttl", "data/<a>.ttl", "data/", "data/data/.ttl", "data"]
)
def test_a_name_that_is_none_of_the_release_replaces_nothing(name: str) -> None:
    """Whatever a file is called, it is judged."""
    report = reviewer().review([Part(name, "ttl", b"<http://e/a> a <http://e/b> .")])

    assert "licence" in {one.shape for one in report.findings}


def test_a_thing_that_is_gone_is_told(content: Content) -> None:
    """Nothing is deleted; the file has no line of it any more."""
    text = (content.root / PEOPLE).read_text("utf-8")
    record = text[text.index("id:zhang-gaoli a ") :].partition("\n\n")[0]

    report = _review(content, PEOPLE, (record, ""))

    [gone] = _told(report, "deleted")
    assert (gone.severity, gone.file, gone.line) == (VIOLATION, PEOPLE, 0)
    assert gone.messages["en"].startswith("id:zhang-gaoli is no more in this file.")
    assert not report.conforms


def test_a_thing_may_go_to_another_file(content: Content) -> None:
    """What one file has no more, another of the same contribution may have."""
    text = (content.root / PEOPLE).read_text("utf-8")
    record = text[text.index("id:zhang-gaoli a ") :].partition("\n\n")[0]
    head = text[: text.index("\n\n") + 2]
    parts = [
        Part(PEOPLE, "ttl", text.replace(record, "").encode()),
        Part("data/actors/leaders.ttl", "ttl", f"{head}{record}\n".encode()),
    ]

    assert _told(reviewer().review(parts), "deleted") == []


def test_what_is_edited_is_not_taken_for_its_own_look_alike(content: Content) -> None:
    """A thing of the edited file is in the release, and no new one."""
    report = _review(
        content,
        PEOPLE,
        ("id:zhang-gaoli a shc:Person ;", "id:zhang-gaoli a shc:Person ; skos:note 'x'@en ;"),
    )

    assert _told(report, "look-alike") == []
    assert _told(report, "deleted") == []
