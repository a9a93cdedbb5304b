"""An analysis: the whole catalogue on one canonical frame."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.engine.chain import alone, chain
from profit_sentinel.engine.judging import Judge
from profit_sentinel.engine.plan import plan
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.ingest.turns import in_turn
from profit_sentinel.leaks.catalogue import calibrations, catalogue, switched_off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from profit_sentinel.declaration.leak import Calibration, Leak
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.ingest.shelf import Shelf
    from profit_sentinel.settings import Settings


@dataclass(frozen=True)
class Analysis:
    """What the catalogue found in one frame.

    Attributes:
        found: One frame per part of the chain, one row per finding, kept or cut; see
            `findings.told`, `cut.cut` and `counts.worth_a_count`. In order within each part.
        leaks: Leaks that were judged, by id.
        switched_off: Why each of the others was not, by id.
        milliseconds: Time per stage.
    """

    found: Shelf
    leaks: Mapping[str, Leak]
    switched_off: Mapping[str, str]
    milliseconds: Mapping[str, float]

    @property
    def findings(self) -> pl.DataFrame:
        """The findings of all parts in memory."""
        return self.found.stock().collect()

    @property
    def calibrated(self) -> bool:
        """Whether every probability that was used has been fitted."""
        fits = calibrations()
        return all(fits[name].fitted for name, leak in self.leaks.items() if not leak.stated)


def analyse(  # noqa: PLR0913 - what is judged, how, and where what is found goes
    stock: pl.DataFrame | pl.LazyFrame,
    settings: Settings,
    engine: Engine,
    on_part: Callable[[int, int], None] = lambda _part, _parts: None,
    *,
    fits: Mapping[str, Calibration] | None = None,
    only: str | None = None,
    found: Shelf | None = None,
) -> Analysis:
    """Judge every leak of the catalogue that the columns allow.

    Args:
        stock: Canonical frame of an intake: one row per store and SKU.
        settings: The constants in force.
        engine: Where the rules run.
        on_part: Called before each part of a large chain with its number and how many there are.
        fits: Calibration of each leak that is not a stated fact; without them the catalogue's.
        only: Keep the findings of this leak alone; all are judged all the same.
        found: Where findings are kept; in memory without it.
    """
    started = perf_counter()
    rows = stock.lazy()
    ground = plan(rows, settings)
    off = {name: reason for name, leak in catalogue().items() if (reason := why_not(leak, ground))}
    leaks = {name: leak for name, leak in catalogue().items() if name not in off}
    found = Memory() if found is None else found
    parts = ground.parts(engine.part_rows)
    rows = alone(rows, ground)
    if len(parts) == 1:
        rows = rows.collect(engine="in-memory").lazy()
    of_chain = chain(rows, ground, engine.chain_rows)
    judge = Judge(ground, of_chain, leaks, fits or calibrations(), engine)
    before, seconds = perf_counter() - started, [0.0, 0.0]
    some = [rows] if len(parts) == 1 else [_of(rows, stores) for stores in parts]
    for judged in in_turn(judge.judged, _announced(some, on_part), engine.parts_at_once):
        found.add(judged.found if only is None else judged.found.filter(pl.col("leak") == only))
        seconds = [seconds[0] + judged.facts, seconds[1] + judged.leaks]
    took = perf_counter() - started
    on_leaks = (took - before) * seconds[1] / (sum(seconds) or 1.0)
    spent = {"facts": 1000 * (took - on_leaks), "leaks": 1000 * on_leaks}
    return Analysis(found=found, leaks=leaks, switched_off=off, milliseconds=spent)


def _of(rows: pl.LazyFrame, stores: Sequence[str]) -> pl.LazyFrame:
    """The rows of some stores."""
    return rows.filter(pl.col("store_id").is_in(stores))


def _announced(
    parts: Sequence[pl.LazyFrame], on_part: Callable[[int, int], None]
) -> Iterator[pl.LazyFrame]:
    """The parts, each announced with its number and how many there are."""
    for number, part in enumerate(parts, start=1):
        on_part(number, len(parts))
        yield part


def why_not(leak: Leak, ground: Plan) -> str | None:
    """Why a leak is switched off on this ground, or None."""
    return switched_off(
        leak, ground.columns, ground.mostly, ground.stores, ground.settings.peers.stores
    )
