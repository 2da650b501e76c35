"""The frames between the web process and a query worker: a JSON head and bytes behind it.

A frame is the length of its head and of its body, both as unsigned 32-bit little-endian
integers, then the head (a JSON object in UTF-8), then the body.
"""

import json
import socket
import struct
from typing import Any

LENGTHS = struct.Struct("<II")
CHUNK_BYTES = 1 << 20


def send_frame(connection: socket.socket, head: dict[str, Any], body: bytes = b"") -> None:
    """Send one frame whole."""
    text = json.dumps(head).encode()
    head_bytes = LENGTHS.pack(len(text), len(body)) + text
    if len(body) <= CHUNK_BYTES:
        connection.sendall(head_bytes + body)  # one call, one wake-up of the reader
    else:
        connection.sendall(head_bytes)
        connection.sendall(body)


def read_frame(connection: socket.socket) -> tuple[dict[str, Any], bytes]:
    """Read one frame whole; raises EOFError when the other side ends before or within it."""
    head_length, body_length = LENGTHS.unpack(_read(connection, LENGTHS.size))
    head: dict[str, Any] = json.loads(_read(connection, head_length))
    return head, _read(connection, body_length) if body_length else b""


def _read(connection: socket.socket, length: int) -> bytes:
    data = bytearray()
    while len(data) < length:
        part = connection.recv(min(length - len(data), CHUNK_BYTES))
        if not part:
            raise EOFError
        data += part
    return bytes(data)
