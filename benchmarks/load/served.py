"""The service in a process of its own, which also notes how long its event loop is blocked.

Run as `served.py PORT FILE`; FILE gets a line `MOMENT MILLISECONDS` for every block.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import uvicorn

from profit_sentinel.app import service, settle
from profit_sentinel.config import Config
from profit_sentinel.logs import set_up
from profit_sentinel.services.reader_process import ReaderProcess

if TYPE_CHECKING:
    from typing import TextIO

EVERY = 0.005
NOTED = 0.002


async def watch(file: TextIO) -> None:
    """Sleep for a moment again and again, and note by how much the loop oversleeps."""
    while True:
        asleep = monotonic()
        await asyncio.sleep(EVERY)
        late = monotonic() - asleep - EVERY
        if late > NOTED:
            file.write(f"{monotonic()} {late * 1000:.1f}\n")


async def serve(port: int, path: Path) -> None:
    """Serve until the process is told to end."""
    config = Config(port=port)
    set_up(config.log_format)
    app = service(config, ReaderProcess())
    settle()
    server = uvicorn.Server(uvicorn.Config(app, port=port, access_log=False, log_level="warning"))
    with path.open("w", encoding="ascii", buffering=1) as file:
        watching = asyncio.create_task(watch(file))
        await server.serve()
        watching.cancel()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), Path(sys.argv[2])))
