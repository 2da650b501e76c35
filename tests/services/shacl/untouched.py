"""pySHACL without what `services.shacl.processor` does for its speed, to compare with."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any
from unittest.mock import patch

import pyshacl.helper
import pyshacl.shape
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result


@contextmanager
def untouched_pyshacl() -> Iterator[None]:
    """Take out what is put into its modules; it makes its own again."""
    with (
        patch.object(pyshacl.shape, "CONSTRAINT_PARAMS", (None, None)),
        patch.object(pyshacl.helper, "SPARQLQueryHelperCls", None),
    ):
        yield


class ParsedOnce(Graph):
    """A graph that parses each query once, since that takes minutes, and leaves it as it is."""

    def query(self, query_object: str | Query, *args: Any, **options: Any) -> Result:  # noqa: ANN401 - as rdflib has it
        """Answer as rdflib does."""
        query = _parsed(query_object) if isinstance(query_object, str) else query_object
        return super().query(query, *args, **options)


@lru_cache(maxsize=256)
def _parsed(text: str) -> Query:
    return prepareQuery(text)
