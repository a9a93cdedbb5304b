from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from builders import DAY, facts, known, neighbours, stock
from profit_sentinel.declaration.fact import FACT_BY_NAME, FACTS
from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.engine.rows import complete

if TYPE_CHECKING:
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.settings import Settings

NEUTRAL = {"season_factor", "clump", "reference_spread"}
"""Said of goods where a file tells nothing: nothing special."""
UNREAD = {"pack_source"}
"""Read only where another fact is known."""
UNKNOWN = {fact.name for fact in FACTS if fact.needs} - NEUTRAL - UNREAD


def plain() -> pl.DataFrame:
    return stock(*neighbours())


def bare() -> pl.DataFrame:
    """The least a file may hold."""
    return pl.DataFrame({"store_id": ["1"], "sku": ["item"], "on_hand": [3.0], "as_of": [DAY]})


def test_every_fact_is_worked_out(engine: Engine) -> None:
    table = known(plain, engine.name)
    assert set(table.columns) == {"store_id", "sku", *FACT_BY_NAME}
    assert table.height == plain().height


def test_no_more_is_kept_than_was_asked_for(engine: Engine, settings: Settings) -> None:
    table = facts(plain(), settings, engine, "velocity", "bin")
    assert table.columns == ["store_id", "sku", "velocity", "bin"]


@pytest.mark.parametrize("name", sorted(UNKNOWN))
def test_what_is_not_known_stays_unknown(engine: Engine, name: str) -> None:
    assert known(bare, engine.name)[name].item() is None


def test_what_needs_nothing_is_always_known(engine: Engine) -> None:
    names = ("ordered", "clearance", "discontinued", "in_promotion", "dead_limit", "salvage")
    one = known(bare, engine.name).select(names).row(0)
    assert one == (0.0, False, False, False, 180.0, 0.5)


def test_a_complete_frame_has_every_column(engine: Engine) -> None:
    names = complete(engine.load(bare())).collect_schema().names()
    assert set(names) == set(BY_NAME)
