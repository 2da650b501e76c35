"""The one table of media types finds a format by any of its names."""

import pytest

from shuangchuang.base.media import FORMATS, Format, format_named


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_format_is_found_by_all_its_names(one: Format) -> None:
    """Suffix, media type and synonyms lead to the same format of its kind."""
    for name in (one.name, one.media_type.upper(), *one.synonyms):
        assert format_named(name, one.kind) == one


def test_format_of_the_other_kind_is_not_found() -> None:
    """Turtle is no format for solutions."""
    assert format_named("ttl", "solutions") is None


def test_text_types_name_their_charset() -> None:
    """RFC 7111 and RFC 9110: a text type without charset would be read as something else."""
    assert {f.content_type for f in FORMATS if f.name in ("csv", "ttl")} == {
        "text/csv; charset=utf-8",
        "text/turtle; charset=utf-8",
    }
