"""Facts: every figure the declarations may read, worked out for every row.

The steps take turns in passes, so that the figures of a group are worked out together: what a row
says alone (`own`), the groups it stands among (`among`) and which of them tells (`chosen`), where
it stands in them (`placed`), how much they vary (`spread`), and what follows from all that (`add`).
The figures of groups stand in passes of their own, bare of any other expression (`groups`): an
engine then finds the rows of a group once for all of its figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.engine import (
    cover,
    demand,
    labels,
    margins,
    packs,
    peers,
    season,
    silence,
    twins,
)
from profit_sentinel.engine.groups import ROW, beside, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan


def every(rows: Frame) -> Frame:
    """All rows."""
    return rows


def add_facts(  # noqa: PLR0913, PLR0917 - all that facts are made from
    rows: pl.DataFrame,
    plan: Plan,
    chain: Chain,
    terms: Iterable[str],
    engine: Engine,
    some: Callable[[Frame], Frame] = every,
) -> Frame:
    """Work out the facts of every row, or of some.

    Args:
        rows: Those of some or all stores with their own figures, from `chain.alone`.
        plan: What is known of all stores.
        chain: The figures of all stores together.
        terms: Columns and facts to keep; all others are dropped on the way.
        engine: Where the frame is computed; the result is computed once.
        some: Picks rows by their facts. Those it reads are worked out for every row, the others
            only for rows that were picked.
    """
    loaded = engine.load(rows.with_columns(pl.int_range(pl.len()).alias(ROW)))
    frame = packs.add(engine.materialise(compared(loaded, plan, chain, engine)), plan)
    picked = some(followed(frame, plan)).select(*frame.collect_schema().names())
    picked = engine.materialise(picked)
    return engine.materialise(followed(picked, plan).select(*dict.fromkeys(terms)))


def compared(rows: Frame, plan: Plan, chain: Chain, engine: Engine) -> Frame:
    """Add what other rows say of a row: its labels and twin, its item and the groups it is in.

    Args:
        rows: Computed already, because several tables are made from them.
        plan: What is known of all stores.
        chain: The figures of all stores together.
        engine: Where the rows live.
    """
    items, departments = (
        None if table is None else engine.load(table) for table in (chain.items, chain.departments)
    )
    frame = labels.add(twins.add(rows, plan), rows, plan)
    frame = peers.joined(frame, items)
    frame = beside(frame, together(demand.among(plan), margins.among(plan)), engine)
    frame = frame.with_columns(**demand.chosen(plan, chain), **margins.chosen(plan))
    for step in (demand, peers, margins, packs):
        frame = step.placed(frame, plan)
    frame = beside(frame, together(demand.spread(), margins.spread(), packs.spread()), engine)
    return peers.spread(frame, departments)


def followed(frame: Frame, plan: Plan) -> Frame:
    """Add what follows from all that, row by row."""
    for step in (demand, margins, silence, cover, season):
        frame = step.add(frame, plan)
    return frame
