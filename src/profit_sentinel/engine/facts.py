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
    from collections.abc import Callable, Iterable, Mapping

    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan


def every(rows: Frame) -> Frame:
    """All rows."""
    return rows


def given(rows: pl.DataFrame, chain: Chain) -> dict[str, pl.DataFrame]:
    """The tables that facts are made from, as an engine takes them in.

    Args:
        rows: Those of some or all stores with their own figures, from `chain.alone`.
        chain: The figures of all stores together.

    Returns:
        The rows, numbered, and `items` and `departments` of the chain where there are several
        stores.
    """
    tables = {"items": chain.items, "departments": chain.departments}
    known = {name: table for name, table in tables.items() if table is not None}
    return {"rows": rows.with_columns(pl.int_range(pl.len()).alias(ROW)), **known}


def add_facts(  # noqa: PLR0913, PLR0917 - all that facts are made from
    tables: Mapping[str, Frame],
    plan: Plan,
    chain: Chain,
    terms: Iterable[str],
    engine: Engine,
    some: Callable[[Frame], Frame] = every,
) -> Frame:
    """Work out the facts of every row, or of some.

    Args:
        tables: Those of `given`, taken in.
        plan: What is known of all stores.
        chain: The figures of all stores together.
        terms: Columns and facts to keep; all others are dropped on the way.
        engine: Where the frame is computed; the result is computed once.
        some: Picks rows by their facts. Those it reads are worked out for every row, the others
            only for rows that were picked.
    """
    frame = packs.add(engine.materialise(compared(tables, plan, chain, engine)), plan)
    picked = some(followed(frame, plan)).select(*frame.collect_schema().names())
    picked = engine.materialise(picked)
    return engine.materialise(followed(picked, plan).select(*dict.fromkeys(terms)))


def compared(tables: Mapping[str, Frame], plan: Plan, chain: Chain, engine: Engine) -> Frame:
    """Add what other rows say of a row: its labels and twin, its item and the groups it is in.

    Args:
        tables: Those of `given`, taken in.
        plan: What is known of all stores.
        chain: The figures of all stores together.
        engine: Where the rows live.
    """
    rows = tables["rows"]
    frame = labels.add(twins.add(rows, plan), rows, plan)
    frame = peers.joined(frame, tables.get("items"))
    frame = beside(frame, together(demand.among(plan), margins.among(plan)), engine)
    frame = frame.with_columns(**demand.chosen(plan, chain), **margins.chosen(plan))
    for step in (demand, peers, margins, packs):
        frame = step.placed(frame, plan)
    frame = beside(frame, together(demand.spread(), margins.spread(), packs.spread()), engine)
    return peers.spread(frame, tables.get("departments"))


def followed(frame: Frame, plan: Plan) -> Frame:
    """Add what follows from all that, row by row."""
    for step in (demand, margins, silence, cover, season):
        frame = step.add(frame, plan)
    return frame
