"""Fixtures that every test may use: the content of this checkout."""

import pytest

from shuangchuang.base.content import Content, find_content


@pytest.fixture(scope="session")
def content() -> Content:
    """Give the release as it stands in the checkout."""
    return find_content()
