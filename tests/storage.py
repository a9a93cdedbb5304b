"""A storage of a cloud on this machine, for tests that read from one."""

from __future__ import annotations

import logging
from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from moto.server import ThreadedMotoServer

BUCKET = "exports"


def endpoint(place: str) -> str:
    """The address of a server that speaks without encryption."""
    scheme = "http"
    return f"{scheme}://{place}"


class Storage:
    """An S3 server with one bucket; what is put there can be read at `s3://exports/KEY`."""

    def __init__(self, server: ThreadedMotoServer) -> None:
        host, port = server.get_host_and_port()
        self.server, self.place = server, f"{host}:{port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a reader's environment must say; the credentials are those of nobody."""
        return {
            "AWS_ENDPOINT_URL": endpoint(self.place),
            "AWS_ACCESS_KEY_ID": "nobody",
            "AWS_SECRET_ACCESS_KEY": "nothing",
            "AWS_REGION": "us-east-1",
        }

    def empty(self) -> None:
        """Make it as new, with one empty bucket and nobody refused."""
        self._call("POST", "/moto-api/reset")
        self._call("POST", "/moto-api/reset-auth", b"inf")
        self._call("PUT", f"/{BUCKET}")

    def put(self, key: str, data: str | bytes) -> str:
        """Keep a file, under any key; returns its address."""
        content = data.encode() if isinstance(data, str) else data
        self._call("PUT", f"/{BUCKET}/{quote(key)}", content)
        return f"s3://{BUCKET}/{key}"

    def refuse(self) -> None:
        """Refuse every reader from now on."""
        self._call("POST", "/moto-api/reset-auth", b"0")

    def _call(self, method: str, path: str, body: bytes = b"") -> None:
        connection = HTTPConnection(self.place, timeout=10)
        connection.request(method, path, body)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        assert answer.status == 200, said


def started() -> Storage:
    """Start a server on a free port."""
    from moto.server import ThreadedMotoServer  # noqa: PLC0415 - slow, and few tests need it

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    return Storage(server)
