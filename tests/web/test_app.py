"""The application as a whole: nothing is shared, and it works below a path."""

from dataclasses import replace

import pytest

from shuangchuang.base.content import Content
from shuangchuang.base.settings import Settings
from shuangchuang.services.examples import load_questions
from shuangchuang.store.engine import ReleaseInfo
from shuangchuang.web.app import create_app
from shuangchuang.web.site import Site

HTML = {"Accept": "text/html"}


class Idle:
    """An engine that serves a release of its own and answers nothing."""

    def __init__(self, release: ReleaseInfo) -> None:
        """Take the release to tell of."""
        self.release = release

    def query(self, *_: object) -> None:
        """Never be called."""
        raise AssertionError

    def close(self) -> None:
        """Have nothing to close."""


def test_two_sites_in_one_process_share_nothing(site: Site, web_content: Content) -> None:
    """Engine, settings, prefixes and questions are those of each site."""
    other = Site(
        Settings(public_url="https://other.example"),
        Idle(ReleaseInfo("f" * 64, 7, {"http://g/": 7})),  # type: ignore[arg-type]  # never asked
        {"o": "http://o/"},
    )

    first, second = create_app(site).test_client(), create_app(other).test_client()

    assert b"void:triples 7 " not in first.get("/sparql").data
    assert b"void:triples 7 " in second.get("/sparql").data
    assert "PREFIX o:" in second.get("/sparql", headers=HTML).text
    assert "PREFIX o:" not in first.get("/sparql", headers=HTML).text
    assert first.get("/questions/01-people").status_code == 200
    assert second.get("/questions/01-people").status_code == 404
    assert load_questions(web_content) == site.questions


@pytest.mark.parametrize("path", ["/graph/", "/"])
def test_site_works_below_a_path(site: Site, path: str) -> None:
    """Links begin with the path of the public address, whether a proxy cuts it off or not."""
    settings = replace(site.settings, public_url="https://example.org/graph")
    client = create_app(replace(site, settings=settings)).test_client()

    home = client.get(path, headers=HTML)
    description = client.get(f"{path}sparql").text

    assert home.status_code == 200
    assert 'href="/graph/static/site.css"' in home.text
    assert 'href="/graph/questions/01-people"' in home.text
    assert "sd:endpoint <https://example.org/graph/sparql>" in description


def test_path_is_cut_as_a_whole_only(site: Site) -> None:
    """An address that merely begins with the same letters is another one."""
    settings = replace(site.settings, public_url="https://example.org/graph")
    client = create_app(replace(site, settings=settings)).test_client()

    assert client.get("/graphs").status_code == 404
    assert client.get("/graph/").status_code == 200


@pytest.mark.parametrize("host", ["", "a b<>", "x/../y", "a\tb"])
def test_endpoint_is_absolute_whatever_the_host(site: Site, host: str) -> None:
    """A request that names no host, or nothing that is one, is told the address of the settings."""
    client = create_app(site).test_client()

    description = client.get("/sparql", headers={"Host": host}).text

    assert "sd:endpoint <http://127.0.0.1:8000/sparql>" in description
