"""What the messages of shapes name can be copied: it is in the release."""

import re

from tests.services.contributions.reviewed import reviewer

from shuangchuang.store.terms import Term

NAME = re.compile(r"\b([a-z]+):([a-zA-Z0-9][\w-]*)")
TOLD = "http://www.w3.org/ns/shacl#message"


def test_names_in_messages_are_in_the_release() -> None:
    """A contributor who copies an example gets no new finding for it."""
    ours = reviewer()
    texts = {str(text) for _, name, text in ours.shapes if str(name) == TOLD}
    named = {found for text in texts for found in NAME.findall(text)} - {("id", "x")}

    unknown = {
        f"{prefix}:{local}"
        for prefix, local in named
        if prefix in ours.prefixes
        and ours.prefixes[prefix].startswith("https://w3id.org/shuangchuang/")
        and not ours.release.match(Term("iri", ours.prefixes[prefix] + local))
    }

    assert unknown == set()
