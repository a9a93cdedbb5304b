"""Logs: one line an event, as text or JSON, without the values a program held at the time."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from structlog.typing import Processor


def set_up(form: str) -> None:
    """Write events to standard error.

    Tracebacks come without local variables, which may hold keys or lines of somebody's files.

    Args:
        form: `json` or `text`.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if form == "json":
        ends: list[Processor] = [
            structlog.processors.format_exc_info, structlog.processors.JSONRenderer(),
        ]  # fmt: skip
    else:
        plain = structlog.dev.plain_traceback
        ends = [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=plain)]
    structlog.configure(
        processors=[*shared, *ends],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
