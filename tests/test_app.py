"""What the service does before it serves."""

from __future__ import annotations

import gc

from profit_sentinel.app import settle


def test_what_lives_for_ever_is_not_searched_for_garbage() -> None:
    thresholds, frozen = gc.get_threshold(), gc.get_freeze_count()
    try:
        settle()
        assert gc.get_freeze_count() > frozen + 10_000
        assert gc.get_threshold()[0] < 10_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
