"""The crosswalk from addresses to sources: each leads to a described source, no unsafe link."""

import csv
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, SDO

from shuangchuang.base.content import Content
from shuangchuang.base.namespaces import SHC, SOURCE

CROSSWALK = Path(__file__).with_name("coverage") / "sources.csv"
KIND = URIRef(SHC + "hasSourceKind")

# Hosts that were taken over or carry spam: their pages are described and never linked to.
UNSAFE = {
    *("axyjyo.cn", "cdsnjd.com", "cisocial.net", "claraelroy.com", "ericfola.com"),
    *("ghqlgyb.cn", "handmsg.com", "hegsqy.com", "jizihe.com", "jlsrkfljjh.com"),
    *("lbsh.com.cn", "lidatool.cn", "lotussunrise.com", "magnetkurs.com", "mkcnfr.com"),
    *("nakedoat.com", "orobotics.cn", "plnmw.com", "sdophx.com", "shizheng.xilu.com"),
    *("ttav89.com", "victorzhang.cn", "wodeyuanxiao.com", "www965pp.com", "xpj0985.com"),
    *("yahdsy.com", "ygpos.cn", "ytdfqd.cn", "zgkjsz.com"),
}


@pytest.fixture(scope="module")
def sources(content: Content) -> Graph:
    """Give everything that is said about sources and their publishers."""
    graph = Graph()
    for path in content.files("data"):
        graph.parse(path, format="turtle")
    return graph


def _crosswalk() -> list[tuple[str, URIRef]]:
    with CROSSWALK.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["address"], URIRef(SOURCE + row["source"].removeprefix("src:"))) for row in rows]


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").rstrip(".").removeprefix("www.")


def _is_unsafe(address: str) -> bool:
    host = _host(address)
    return any(host == one or host.endswith("." + one) for one in UNSAFE)


def test_every_address_leads_to_a_source_with_publisher_and_kind(sources: Graph) -> None:
    """No row of the crosswalk names a source that is not described."""
    bare = [
        (address, source)
        for address, source in _crosswalk()
        if (source, KIND, None) not in sources or (source, DCTERMS.publisher, None) not in sources
    ]

    assert bare == []


def test_a_source_links_to_the_address_that_leads_to_it(sources: Graph) -> None:
    """The address of a source is one of those that the crosswalk gives for it."""
    known: dict[URIRef, set[str]] = {}
    for address, source in _crosswalk():
        known.setdefault(source, set()).add(address.replace(".org./", ".org/"))
    linked = {source: str(url) for source in known for url in sources.objects(source, SDO.url)}

    assert {source: url for source, url in linked.items() if url not in known[source]} == {}


def test_no_address_is_listed_twice() -> None:
    """Each address has one source."""
    addresses = [address for address, _ in _crosswalk()]

    assert len(addresses) == len(set(addresses))


def test_unsafe_hosts_are_not_linked_to(sources: Graph) -> None:
    """No address anywhere in the data lies on a host that was taken over."""
    assert [str(url) for url in sources.objects(None, SDO.url) if _is_unsafe(str(url))] == []


@pytest.mark.parametrize("address", ["http://m.cdsnjd.com/a", "https://www.claraelroy.com"])
def test_unsafe_host_is_noticed(address: str) -> None:
    """Subdomains of an unsafe host are unsafe too."""
    assert _is_unsafe(address)
