"""What the tests have the task workers do; `store.branch` calls `prepare`, in its process."""

import os
import socket
import time
from typing import Any

from shuangchuang.base.content import Content
from shuangchuang.store.branch import Handle
from shuangchuang.store.reader import Reader
from shuangchuang.store.terms import Term


def prepare(published: Reader, content: Content) -> Handle:
    """Prepare what each task finds ready."""
    done: list[str] = []

    def handle(task: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        done.append(task["do"])
        pids = {"pid": os.getpid(), "branch": os.getppid()}
        return {"done": done, **pids, **_do(task, published, content)}, body

    return handle


def _do(task: dict[str, Any], published: Reader, content: Content) -> dict[str, Any]:
    match task["do"]:
        case "read":
            triples = published.match(Term("iri", task["subject"]))
            return {"values": sorted(value.value for _, _, value in triples)}
        case "sleep":
            time.sleep(task["seconds"])
        case "eat":
            return {"eaten": len(bytes(4 << 30))}
        case "die":
            os._exit(7)
        case "fail":
            raise ValueError("as told")
        case "call":
            with socket.socket() as caller:
                caller.settimeout(2)
                caller.connect(("127.0.0.1", task["port"]))
        case "root":
            return {"root": str(content.root)}
    return {}


def prepare_badly(published: Reader, content: Content) -> Handle:
    """Fail before there is anything to do."""
    raise RuntimeError("not prepared")
