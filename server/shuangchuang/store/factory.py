"""Chooses the engine: the embedded one, or the server that the setting `engine` names."""

from dataclasses import dataclass, replace
from typing import Protocol

from shuangchuang.base.content import Content
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import Attachment, EmbeddedEngine, ZygoteProcess
from shuangchuang.store.engine import Engine
from shuangchuang.store.release import read_prefixes
from shuangchuang.store.remote import RemoteEngine


class Backend(Protocol):
    """What answers behind an engine, and what another process needs to know of it."""

    @property
    def attachment(self) -> Attachment:
        """Tell where it is and what it holds."""

    def close(self) -> None:
        """End it, if it is ours."""


@dataclass(frozen=True)
class _OtherServer:
    """A server that others run: there is nothing to start and nothing to end."""

    attachment: Attachment

    def close(self) -> None:
        return


def open_engine(settings: Settings, content: Content) -> Engine:
    """Open the engine of the settings, with a backend of its own.

    Raises ContentError for a file that cannot be read, ValueError for an address that is none,
    EngineUnavailable when the embedded engine does not start. A remote one is asked only later.
    """
    if settings.engine:
        return _open_remote(settings, content)
    return EmbeddedEngine.start(settings, content)


def start_backend(settings: Settings, content: Content, prepare: str = "") -> Backend:
    """Start the query workers, or find out what the other server holds; raises as the above.

    Where `prepare` is given there are workers for tasks too, which hold the release in any case.
    """
    if not settings.engine:
        return ZygoteProcess(settings, content, prepare)
    told = Attachment("", _open_remote(settings, content).release, ())
    if not prepare:
        return _OtherServer(told)
    zygote = ZygoteProcess(settings, content, prepare)
    zygote.attachment = replace(told, tasks_path=zygote.attachment.tasks_path)
    return zygote


def connect(attachment: Attachment, settings: Settings, content: Content) -> Engine:
    """Open an engine over a backend that another process has started."""
    if settings.engine:
        return _open_remote(settings, content)
    return EmbeddedEngine(attachment, settings)


def _open_remote(settings: Settings, content: Content) -> RemoteEngine:
    if settings.own_files:
        raise ValueError("choose one of the settings data and engine")
    return RemoteEngine(settings.engine, read_prefixes(content))
