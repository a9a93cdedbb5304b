"""Scored: the score and the hints behind every probability, which the findings do not carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from accuracy.compare import KEY, ROW
from profit_sentinel.declaration.row import Row, column
from profit_sentinel.declaration.words import col, lit, spoken
from profit_sentinel.engine.analysis import why_not
from profit_sentinel.engine.chain import alone, chain
from profit_sentinel.engine.engine import engine_named, loaded
from profit_sentinel.engine.facts import add_facts, given
from profit_sentinel.engine.findings import batches, figures, judged, reasoned, score, unjudged
from profit_sentinel.engine.plan import plan
from profit_sentinel.leaks.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.declaration.leak import Calibration
    from profit_sentinel.settings import Settings


def scored(
    stock: pl.DataFrame, settings: Settings, fits: Mapping[str, Calibration]
) -> pl.DataFrame:
    """What each finding's probability was worked out from.

    Args:
        stock: Canonical frame.
        settings: The constants in force.
        fits: Calibrations, for leaks that read the probability of others.

    Returns:
        `store_id`, `sku`, `leak`, `score`, and a column per hint (`hint_column`), for every leak
        that is no stated fact, where it fires.
    """
    row, engine, ground = Row(settings), engine_named("polars"), plan(stock.lazy(), settings)
    leaks = [leak for leak in catalogue().values() if not why_not(leak, ground)]
    with spoken(engine.language):
        rows = alone(stock.lazy(), ground).collect()
        terms = sorted(frozenset(ROW).union(*(leak.reads(settings) for leak in leaks)))
        of_chain = chain(rows.lazy(), ground, engine.chain_rows)
        tables = loaded(engine, given(rows, of_chain))
        frame = add_facts(tables, ground, of_chain, terms, engine)
        frame = frame.with_columns(**unjudged(leaks))
        for batch in batches(leaks):
            frame = judged(frame, batch, row, fits)
        parts = []
        for leak in (leak for leak in leaks if not leak.stated):
            hints = {hint_column(name): figure for name, figure in figures(leak, row).items()}
            fires = frame.filter(~col(column(leak.id, "probability")).is_null())
            parts.append(
                fires.select(
                    *ROW, leak=lit(leak.id), score=score(leak, reasoned(leak, row)), **hints
                )
            )
        return pl.concat(engine.collect(parts), how="diagonal").select(*KEY, pl.exclude(KEY))


def hint_column(name: str) -> str:
    """Name of the column of a hint."""
    return f"hint:{name}"
