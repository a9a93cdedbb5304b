"""Facts: every figure the declarations may read, worked out for every row.

The steps take turns in passes, so that the figures of a group are worked out together: what a row
says alone (`own`), the groups it stands among (`among`) and which of them tells (`chosen`), where
it stands in them (`placed`), how much they vary (`spread`), and what follows from all that (`add`).
The figures of groups stand in passes of their own, bare of any other expression (`groups`): an
engine then finds the rows of a group once for all of its figures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from profit_sentinel.engine.groups import beside, together

if TYPE_CHECKING:
    from collections.abc import Iterable

    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan


def add_facts(
    frame: Frame, plan: Plan, chain: Chain, terms: Iterable[str], engine: Engine
) -> Frame:
    """Work out the facts of every row.

    Args:
        frame: Rows of some or all stores with their own figures, from `chain.alone`.
        plan: What is known of all stores.
        chain: The figures of all stores together.
        terms: Columns and facts to keep; all others are dropped on the way.
        engine: Where the frame is computed; the result is computed once.
    """
    items, departments = (
        None if table is None else engine.load(table) for table in (chain.items, chain.departments)
    )
    frame = peers.joined(frame, items)
    frame = beside(frame, together(demand.among(plan), margins.among(plan)), engine)
    frame = frame.with_columns(**demand.chosen(plan, chain), **margins.chosen(plan))
    for step in (demand, peers, margins, packs):
        frame = step.placed(frame, plan)
    frame = beside(frame, together(demand.spread(), margins.spread(), packs.spread()), engine)
    frame = engine.materialise(peers.spread(frame, departments))
    for step in (twins, labels, demand, margins, silence, cover, season, packs):
        frame = step.add(frame, plan)
    return engine.materialise(frame.select(*dict.fromkeys(terms)))
