"""An analysis: the whole catalogue on one canonical frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine.chain import alone, chain
from profit_sentinel.engine.counts import worth_a_count
from profit_sentinel.engine.cut import cut
from profit_sentinel.engine.facts import add_facts
from profit_sentinel.engine.findings import IDENTITY, find
from profit_sentinel.engine.plan import plan
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.leaks.catalogue import calibrations, catalogue, switched_off

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from profit_sentinel.declaration.leak import Calibration, Leak
    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.ingest.shelf import Shelf
    from profit_sentinel.settings import Settings


@dataclass(frozen=True)
class Analysis:
    """What the catalogue found in one frame.

    Attributes:
        found: One frame per part of the chain, one row per finding, kept or cut; see
            `findings.find`, `cut.cut` and `counts.worth_a_count`. In order within each part.
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
    of_chain = chain(rows, ground)
    fits = fits or calibrations()
    spent = {"facts": perf_counter() - started, "leaks": 0.0}
    for number, stores in enumerate(parts, start=1):
        on_part(number, len(parts))
        part = rows if len(parts) == 1 else rows.filter(pl.col("store_id").is_in(stores))
        asked = part.collect(), ground, of_chain, leaks, fits
        findings = judged(*asked, engine, spent)
        found.add(findings if only is None else findings.filter(pl.col("leak") == only))
        engine.release()
    return Analysis(
        found=found,
        leaks=leaks,
        switched_off=off,
        milliseconds={stage: seconds * 1000 for stage, seconds in spent.items()},
    )


def judged(  # noqa: PLR0913, PLR0917 - all that a part of the chain needs
    part: pl.DataFrame,
    ground: Plan,
    of_chain: Chain,
    leaks: Mapping[str, Leak],
    fits: Mapping[str, Calibration],
    engine: Engine,
    spent: dict[str, float],
) -> pl.DataFrame:
    """The findings of some stores, kept or cut; adds to the seconds spent."""
    began, settings = perf_counter(), ground.settings
    if of_chain.items is not None and part.height < ground.rows:
        carried = of_chain.items.join(part, on="item", how="semi")
        of_chain = replace(of_chain, items=carried)
    with spoken(engine.language):
        reads = sorted(frozenset().union(*(leak.reads(settings) for leak in leaks.values())))
        facts = add_facts(engine.load(part), ground, of_chain, (*IDENTITY, *reads), engine)
        measured = perf_counter()
        found = find(facts, list(leaks.values()), fits, settings, engine)
    found = worth_a_count(cut(found, leaks, settings), leaks, settings)
    spent["facts"] += measured - began
    spent["leaks"] += perf_counter() - measured
    return found


def why_not(leak: Leak, ground: Plan) -> str | None:
    """Why a leak is switched off on this ground, or None."""
    return switched_off(
        leak, ground.columns, ground.mostly, ground.stores, ground.settings.peers.stores
    )
