"""Starts other people's SPARQL servers in a folder of their own, and ends them.

`.ci/run` installs them: Oxigraph's with pip, Virtuoso with apt-get, Fuseki with Maven.
"""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from shuangchuang.store.client import Credentials
from shuangchuang.store.publishing import Target, open_target

FUSEKI = Path(__file__).parents[2] / "build" / "fuseki"
VIRTUOSO_INI = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = temporary.db
TransactionFile = temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{internal}
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
[SPARQL]
ResultSetMaxRows = 200000
"""


@dataclass(frozen=True)
class Server:
    """A running server: its addresses, and who may write."""

    query_url: str
    update_url: str
    graph_store_url: str
    credentials: Credentials | None = None

    def target(self, *, by_graph_store: bool = True) -> Target:
        """Describe it as a place to publish to."""
        graph_store_url = self.graph_store_url if by_graph_store else ""
        return open_target(self.query_url, self.update_url, graph_store_url, self.credentials)


@contextmanager
def run_oxigraph(folder: Path) -> Iterator[Server]:
    """Run `oxigraph serve` of the Python package oxigraph."""
    port = _free_port()
    program = _find("oxigraph")
    command = [program, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _run(command, folder, port):
        base = f"http://127.0.0.1:{port}"
        yield Server(f"{base}/query", f"{base}/update", f"{base}/store")


@contextmanager
def run_virtuoso(folder: Path) -> Iterator[Server]:
    """Run Virtuoso's open-source edition with a database of its own."""
    port = _free_port()
    text = VIRTUOSO_INI.format(internal=_free_port(), port=port)
    (folder / "virtuoso.ini").write_text(text)
    command = [_find("virtuoso-t"), "+foreground", "+configfile", "virtuoso.ini"]
    with _run(command, folder, port):
        base = f"http://127.0.0.1:{port}/sparql"
        dba = Credentials("dba", "dba")  # as every new database of Virtuoso has it
        yield Server(base, f"{base}-auth", f"{base}-graph-crud-auth", dba)


@contextmanager
def run_fuseki(folder: Path) -> Iterator[Server]:
    """Run Apache Jena Fuseki in memory."""
    port = _free_port()
    assert any(FUSEKI.glob("jena-fuseki-main-*.jar")), f"no Fuseki in {FUSEKI}: see .ci/run"
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    options = ["--localhost", "--port", str(port), "--timeout", "3000", "--mem", "--update", "/ds"]
    with _run([_find("java"), "-cp", f"{FUSEKI}/*", main, *options], folder, port):
        base = f"http://127.0.0.1:{port}/ds"
        yield Server(base, base, base)


RUNNERS: dict[str, Callable[[Path], AbstractContextManager[Server]]] = {
    "oxigraph": run_oxigraph,
    "virtuoso": run_virtuoso,
    "fuseki": run_fuseki,
}


def _find(name: str) -> str:
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    assert found, f"{name} is not installed: see .ci/run"
    return found


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _run(command: list[str], folder: Path, port: int) -> Iterator[None]:
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)  # noqa: S603 - named above
    try:
        _wait(process, f"http://127.0.0.1:{port}/", log)
        yield
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310 - 127.0.0.1
        except urllib.error.HTTPError as error:
            error.close()
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the server did not start: {log.read_text(errors='replace')[-800:]}")
