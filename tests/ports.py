"""Ports nobody listens on."""

from __future__ import annotations

import socket
from contextlib import suppress
from random import sample


def free_port() -> int:
    """A free port of those no system hands out, so that it stays free while nobody holds it."""
    for port in sample(range(12_000, 30_000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    message = "no port is free"
    raise OSError(message)
