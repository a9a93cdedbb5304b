"""Whether the service can work."""

import shutil
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from fastapi import APIRouter
from prometheus_client import generate_latest
from starlette.responses import Response

from profit_sentinel import __version__
from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import REFUSALS, AtHome, Who

router = APIRouter(tags=["health"], responses={429: REFUSALS[429]})
COMMAND = "profit-sentinel"
PATIENCE = 0.8
"""Seconds a part has to answer."""
_probes = ThreadPoolExecutor(4, "probe")


def command() -> str | None:
    """Where the analysis command is installed."""
    beside = Path(sys.executable).with_name(COMMAND)
    return str(beside) if beside.is_file() else shutil.which(COMMAND)


@router.get("/health")
def health(home: AtHome) -> schemas.Health:
    """Whether every part answers; a part that does not makes the service degraded, not dead."""
    path = command()
    database, storage = all_answer(home.database.answers, home.blobs.answers)
    return schemas.Health(
        status="ok" if database and storage else "degraded", version=__version__,
        binary_found=path is not None, binary_path=path, dev_mode=home.config.open_door,
        engine=True, database=database, storage=storage,
    )  # fmt: skip


def all_answer(*probes: Callable[[], bool]) -> list[bool]:
    """Which parts answer soon enough."""
    asked = [_probes.submit(probe) for probe in probes]
    done, _ = wait(asked, PATIENCE)
    return [each in done and each.result() for each in asked]


@router.get("/health/live")
async def live() -> dict[str, str]:
    """Whether the process answers; touches nothing."""
    return {"status": "ok"}


@router.get("/metrics", include_in_schema=False)
def metrics(who: Who) -> Response:
    """Counts and times for Prometheus."""
    del who
    return Response(generate_latest(), media_type="text/plain; version=0.0.4")
