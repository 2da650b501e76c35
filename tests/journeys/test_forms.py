"""A contributor fills in each form on the running site, and gets a record that conforms."""

import re
import time
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from click.testing import CliRunner

from shuangchuang.cli import main

from .conftest import RunningServer

SCHEMES = "https://w3id.org/shuangchuang/scheme/"
NAMES = {"rdfs.label@en": "Quince Lantern", "rdfs.label@zh-Hans": "榅桲灯"}
SOURCE = {
    "source.schema.url": "https://quince-lantern.example/page",
    "source.rdfs.label@en": "page of the Quince Lantern",
    "source.rdfs.label@zh-Hans": "榅桲灯网页",
    "source.dcterms.language": "en",
    "source.dcterms.publisher": "id:state-council",
    "source.shc.hasSourceKind": f"{SCHEMES}source-kind/official",
}
FILLED = {
    "event": {"shc.startDate": "2016-02", "shc.hasType": f"{SCHEMES}event-type/conference"},
    "document": {
        "dcterms.title@en": "Notice of the Quince",
        "dcterms.title@zh-Hans": "榅桲通知",
        "shc.isIssuedBy": "id:state-council",
        "shc.publishedOn": "2016-02-29",
        "shc.documentNumber": "榅桲〔2016〕1号",
    },
    "platform": {
        "shc.hasType": f"{SCHEMES}facility-type/maker-space",
        "shc.isLocatedIn": "id:tianjin",
        "shc.isOperatedBy": "id:state-council",
    },
    "person": {},
    "organisation": {},
    "claim": {
        "shc.gloss@en": "Quinces give light.",
        "shc.gloss@zh-Hans": "榅桲发光。",
        "attribution.shc.hasVoice": f"{SCHEMES}voice/source-itself",
        "attribution.shc.hasReportingAct": f"{SCHEMES}reporting-act/stated",
    },
}


def _ask(request: Request) -> str:
    """Send a form, and again as long as the workers of a server that has just begun prepare."""
    for _ in range(30):
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310 - as above
                return str(answer.read().decode())
        except HTTPError as error:
            if error.code != 503:
                raise
            time.sleep(1)
    raise AssertionError("no worker was ever ready")


@pytest.mark.parametrize("kind", FILLED)
def test_a_filled_in_form_gives_a_record_that_conforms(
    server: RunningServer, tmp_path: Path, kind: str
) -> None:
    """The site says so, and so does the command on the Turtle that the page shows."""
    fields = {**NAMES, **SOURCE, **FILLED[kind], "check": "1"}
    request = Request(  # noqa: S310 - our own server
        f"{server.url}/contribute/{kind}?lang=en", data=urlencode(fields).encode()
    )

    page = _ask(request)
    shown = re.search(r'<pre class="code" lang="zxx" tabindex="0">(.*?)</pre>', page, re.DOTALL)
    assert shown
    path = tmp_path / "record.ttl"
    path.write_text(unescape(shown[1]), encoding="utf-8")
    validated = CliRunner().invoke(main, ["validate", str(path)])
    formatted = CliRunner().invoke(main, ["fmt", "--check", str(path)])

    assert "The record conforms" in page
    assert validated.exit_code == 0, validated.output
    assert formatted.exit_code == 0
