"""The one table of settings: each has a default, an environment variable and a help text."""

import math
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

PREFIX = "SHUANGCHUANG_"
# What a number is at least, where it is not one: a limit of zero would be none.
LEAST = {"timeout_s": 0.001, "slow_after_s": 0.001, "wait_s": 0, "workers": 0, "cache_mib": 0}
MOST = {"port": 65_535}
KINDS: Mapping[type[Any], str] = {int: "a whole number", float: "a number", bool: "true or false"}


def _setting(default: Any, explanation: str) -> Any:  # noqa: ANN401 - the type of the field
    return field(default=default, metadata={"help": explanation})


@dataclass(frozen=True)
class Settings:
    """What can be configured; units are in the names."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.")
    public_url: str = _setting("", "Address of the site as clients see it; empty: the request's.")
    content: str = _setting("", "Folder of the release; empty: the one in the package.")
    data: str = _setting("", f"RDF files to serve instead of the release, joined by {os.pathsep} .")
    engine: str = _setting("", "Address of a SPARQL endpoint to ask; empty: the embedded engine.")
    timeout_s: float = _setting(10.0, "Longest time that one query may run.")
    workers: int = _setting(0, "Query worker processes; 0: processor cores plus two.")
    threads: int = _setting(32, "Requests that are handled at the same time.")
    slow_after_s: float = _setting(0.1, "Processor time after which a query goes to the slow lane.")
    slow_places: int = _setting(2, "Queries that may run in the slow lane at the same time.")
    wait_s: float = _setting(5.0, "Longest wait for a free worker before the answer is 503.")
    task_workers: int = _setting(2, "Processes that judge contributions, beside the query workers.")
    memory_mib: int = _setting(512, "Memory that one query may use beyond the loaded release.")
    max_query_bytes: int = _setting(65_536, "Longest query text.")
    max_upload_bytes: int = _setting(1_048_576, "Longest contribution to be validated.")
    max_upload_triples: int = _setting(10_000, "Most triples of a contribution.")
    max_rows: int = _setting(100_000, "Most rows or triples in one answer; more are cut and told.")
    max_result_bytes: int = _setting(
        33_554_432, "Longest answer; what goes beyond is cut and told."
    )
    cache_mib: int = _setting(64, "Memory for finished responses; 0 keeps none.")
    access_log: bool = _setting(True, "Write one JSON line per request, without query contents.")

    @property
    def address(self) -> str:
        """The address of the site as seen from its machine."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def own_files(self) -> tuple[str, ...]:
        """The files to serve instead of the release, if any."""
        return tuple(name for name in self.data.split(os.pathsep) if name)

    @property
    def worker_count(self) -> int:
        """The number of query workers, with 0 resolved."""
        return self.workers or (os.cpu_count() or 1) + 2


@dataclass(frozen=True)
class SettingRow:
    """One line of the table: the setting's name, variable, default and help."""

    name: str
    variable: str
    default: str
    help: str


def settings_table() -> Iterator[SettingRow]:
    """List every setting, for the command line, the documentation and its test."""
    for one in fields(Settings):
        yield SettingRow(
            one.name, PREFIX + one.name.upper(), str(one.default), one.metadata["help"]
        )


def read_settings(environment: Mapping[str, str], **given: object) -> Settings:
    """Build the settings from `given` values, then the environment, then the defaults.

    A given value of None counts as not given. Raises ValueError with the variable's name when
    its text is not of the setting's type, or its number is out of range.
    """
    values = {name: value for name, value in given.items() if value is not None}
    for one in fields(Settings):
        text = environment.get(PREFIX + one.name.upper())
        if text is None or one.name in values:
            continue
        kind: type[Any] = type(one.default)
        try:
            values[one.name] = _read_bool(text) if kind is bool else kind(text)
        except ValueError as error:
            raise ValueError(
                f"{PREFIX}{one.name.upper()}: {text!r} is not {KINDS[kind]}"
            ) from error
    for name, value in values.items():
        _check_range(name, value)
    _check_public_url(str(values.get("public_url", "")))
    return Settings(**values)  # type: ignore[arg-type]  # checked by name and type above


def _check_public_url(text: str) -> None:
    """Raise ValueError for a text that no link can begin with."""
    parts = urlsplit(text)
    is_address = parts.scheme in ("http", "https") and parts.netloc and not parts.query
    if text and not is_address:
        raise ValueError(
            f"{PREFIX}PUBLIC_URL: {text!r} is not an address such as https://a.example"
        )


def _check_range(name: str, value: object) -> None:
    """Raise ValueError for a number that would turn a limit off, or that no system takes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    least, most = LEAST.get(name, 1), MOST.get(name, math.inf)
    if not least <= value <= most or value == math.inf:
        end = f"to {most}" if name in MOST else "up"
        raise ValueError(f"{PREFIX}{name.upper()}: {value:g} is not a number from {least:g} {end}")


def _read_bool(text: str) -> bool:
    words = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
    if text.lower() not in words:
        raise ValueError(text)
    return words[text.lower()]
