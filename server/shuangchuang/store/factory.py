"""Chooses the engine: the embedded one, or the server that the setting `engine` names."""

from shuangchuang.base.content import Content
from shuangchuang.base.settings import Settings
from shuangchuang.store.embedded import EmbeddedEngine
from shuangchuang.store.engine import Engine
from shuangchuang.store.release import read_prefixes
from shuangchuang.store.remote import RemoteEngine


def open_engine(settings: Settings, content: Content) -> Engine:
    """Open the engine of the settings.

    Raises ContentError for a file that cannot be read, ValueError for an address that is none,
    EngineUnavailable when the embedded engine does not start. A remote one is asked only later.
    """
    if settings.engine:
        return RemoteEngine(settings.engine, read_prefixes(content))
    return EmbeddedEngine.start(settings, content)
