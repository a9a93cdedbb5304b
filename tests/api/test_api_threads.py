"""How many requests are answered at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from anyio.to_thread import current_default_thread_limiter
from starlette.testclient import TestClient

from profit_sentinel.api.application import application

if TYPE_CHECKING:
    from collections.abc import Callable

    from profit_sentinel.services.home import Home
    from serving import Served


@pytest.mark.parametrize(("said", "answered"), [({}, 8), ({"threads": 3}, 3)])
def test_so_many_are_answered_at_a_time_as_is_said(
    serve: Callable[..., Served], said: dict[str, Any], answered: int
) -> None:
    portal = serve(**said).client.portal
    assert portal is not None
    assert portal.call(lambda: current_default_thread_limiter().total_tokens) == answered


def test_more_are_answered_where_answers_wait_for_a_server(home: Home) -> None:
    with TestClient(application(home)) as client:
        assert client.portal is not None
        told = client.portal.call(lambda: current_default_thread_limiter().total_tokens)
    assert told == (40 if home.database.kind == "postgresql" else 8)
