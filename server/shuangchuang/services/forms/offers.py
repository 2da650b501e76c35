"""Lists the things of a release that a form offers, by class. Asked once: a release is fixed."""

import json
import threading
from collections.abc import Mapping, Sequence

from shuangchuang.base import namespaces as ns
from shuangchuang.base.errors import EngineError
from shuangchuang.base.media import formats_of
from shuangchuang.store.engine import Engine, Limits, Query

QUERY = """
SELECT ?thing ?label (LANG(?label) AS ?language)
WHERE {
  ?thing a <%s> ;
    <http://www.w3.org/2000/01/rdf-schema#label> ?label .
  FILTER(STRSTARTS(STR(?thing), "https://w3id.org/shuangchuang/"))
}
ORDER BY ?thing ?language
"""
LIMITS = Limits(timeout_s=5.0, max_rows=20_000, max_bytes=8_388_608)
SOURCES = (f"{ns.SHC}WebPage", f"{ns.SHC}PressItem", f"{ns.SHC}Passage")


class Offers:
    """The things of one release. Safe for threads."""

    def __init__(self, engine: Engine) -> None:
        """Take whom to ask; nothing is asked yet."""
        self._engine = engine
        self._lock = threading.Lock()
        self._found: dict[str, Mapping[str, str]] = {}

    def of(self, classes: Sequence[str]) -> dict[str, str]:
        """Give label by IRI of the things of the classes; none when the engine cannot answer."""
        found: dict[str, str] = {}
        for one in classes:
            with self._lock:
                if one not in self._found:
                    self._found[one] = self._ask(one)
                found |= self._found[one]
        return found

    def _ask(self, name: str) -> dict[str, str]:
        json_format, graph = formats_of("solutions")[0], formats_of("graph")[0]
        try:
            answer = self._engine.query(Query(QUERY % name), json_format, graph, LIMITS)
        except EngineError:
            return {}
        labels: dict[str, list[str]] = {}
        for row in json.loads(answer.body)["results"]["bindings"]:
            labels.setdefault(row["thing"]["value"], []).append(row["label"]["value"])
        return {iri: " · ".join(dict.fromkeys(texts[:2])) for iri, texts in labels.items()}
