from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from profit_sentinel.domain.intake import Intake, Upload

MODIFIED = date(2026, 11, 23)


@pytest.fixture
def upload() -> Callable[..., Upload]:
    """Make an upload of text or bytes."""

    def make(content: str | bytes, name: str = "stock.csv") -> Upload:
        data = content.encode() if isinstance(content, str) else content
        return Upload(name, data, MODIFIED)

    return make


@pytest.fixture
def take(upload: Callable[..., Upload]) -> Callable[..., Intake]:
    """Take in one file given as text or bytes."""
    from profit_sentinel.ingest.take_in import take_in  # noqa: PLC0415 - not needed by all tests

    def run(content: str | bytes, name: str = "stock.csv", **options: Any) -> Intake:
        return take_in([upload(content, name)], **options)

    return run
