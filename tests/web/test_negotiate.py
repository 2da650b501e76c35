"""Negotiation: RFC 9110 section 12.5.1, and what real clients send."""

import pytest

from shuangchuang.base.errors import NotAcceptable
from shuangchuang.base.media import PAGE, formats_of
from shuangchuang.web.negotiate import asks_for_rdf12, choose_format, find_format

SOLUTIONS = (*formats_of("solutions"), PAGE)
GRAPHS = (*formats_of("graph"), PAGE)

BROWSER = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,"
    "image/apng,*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "json"),
        ("   ", "json"),
        (", ,", "json"),
        ("*/*", "json"),
        ("application/sparql-results+json", "json"),
        ("application/sparql-results+xml", "xml"),
        ("APPLICATION/SPARQL-RESULTS+XML", "xml"),
        ("application/json", "json"),
        ("text/json", "json"),
        ("application/xml", "xml"),
        ("text/xml", "xml"),
        ("text/csv", "csv"),
        ("text/csv; charset=utf-8", "csv"),
        ("text/csv;header=present;q=0.4, text/tab-separated-values;q=0.5", "tsv"),
        ("text/*", "csv"),
        ("application/*;q=0.1, text/*", "csv"),
        ("text/csv;q=0.2, application/sparql-results+json;q=0.3", "json"),
        ("text/csv, */*", "csv"),
        ("*/*, text/csv", "csv"),
        ("text/csv;q=0.5, */*;q=0.1", "csv"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("application/sparql-results+json;q=0, application/json", None),
        ("text/csv;q=0, text/*", "tsv"),
        ("text/html", "html"),
        (BROWSER, "html"),
        ("image/png", None),
        ("text/turtle", None),
        ("*/*;q=0", None),
        ("nonsense", None),
        (";;;,,,", None),
        ("text/csv;q=high, application/sparql-results+xml;q=0.1", "xml"),
    ],
)
def test_choose_format_weighs_as_the_standard_says(accept: str, expected: str | None) -> None:
    """The highest q wins, then the most specific range, then our order; q=0 excludes."""
    if expected is None:
        with pytest.raises(NotAcceptable):
            choose_format(accept, SOLUTIONS)
        return

    assert choose_format(accept, SOLUTIONS).name == expected


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "ttl"),
        ("application/turtle,text/turtle", "ttl"),
        ("text/plain", "ttl"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "rdf"),
        ("application/xml", "rdf"),
        ("application/ld+json,application/x-json+ld", "jsonld"),
        ("application/json", "jsonld"),
        ("application/sparql-results+xml, application/rdf+xml", "rdf"),
        ("application/sparql-results+json", None),
    ],
)
def test_choose_format_reads_synonyms_by_kind(accept: str, expected: str | None) -> None:
    """One synonym means RDF/XML or JSON-LD for graphs where it means XML or JSON for rows."""
    if expected is None:
        with pytest.raises(NotAcceptable):
            choose_format(accept, GRAPHS)
        return

    assert choose_format(accept, GRAPHS).name == expected


def test_not_acceptable_lists_every_type_on_offer() -> None:
    """The 406 tells what there is."""
    with pytest.raises(NotAcceptable) as caught:
        choose_format("image/png", SOLUTIONS)

    assert list(caught.value.offered) == [one.media_type for one in SOLUTIONS]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("csv", "csv"),
        ("JSON", "json"),
        ("html", "html"),
        ("srx", "xml"),
        ("application/sparql-results+json", "json"),
        ("application/sparql-results json", "json"),
        ("text/csv; charset=utf-8", "csv"),
    ],
)
def test_find_format_takes_names_and_media_types(name: str, expected: str) -> None:
    """`?format=` is a suffix or a media type, also with its plus sign sent bare."""
    assert find_format(name, SOLUTIONS).name == expected


@pytest.mark.parametrize("name", ["turtle", "n3", "ttl", "text/turtle"])
def test_find_format_takes_the_names_that_sparqlwrapper_sends(name: str) -> None:
    """SPARQLWrapper repeats its own names of formats as parameters."""
    assert find_format(name, GRAPHS).name == "ttl"


@pytest.mark.parametrize("name", ["ttl", "pdf", "", "csv/../../etc"])
def test_find_format_refuses_what_the_form_does_not_have(name: str) -> None:
    """A name of another kind of answer, or of none, is not acceptable; the names are listed."""
    with pytest.raises(NotAcceptable) as caught:
        find_format(name, SOLUTIONS)

    assert list(caught.value.offered) == ["json", "xml", "csv", "tsv", "html"]


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("application/sparql-results+json;version=1.2", True),
        ('text/turtle; version="1.2"; q=0.5, */*;q=0.1', True),
        ("text/turtle;version=1.1", False),
        ("text/turtle;version=1.2;q=0", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_asks_for_rdf12_reads_the_version_parameter(accept: str, expected: bool) -> None:
    """RDF 1.2 terms are for those who accept a media type with version=1.2."""
    assert asks_for_rdf12(accept) is expected
