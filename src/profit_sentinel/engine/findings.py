"""Findings: the catalogue applied to a frame of facts, each dollar counted once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from profit_sentinel.declaration.expression import holds, logistic
from profit_sentinel.declaration.leak import STATED_FACT
from profit_sentinel.declaration.row import Row, column

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from profit_sentinel.declaration.leak import Calibration, Leak
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.settings import Settings

IDENTITY = ("store_id", "sku", "description", "department", "vendor")
LIKELY = 0.5
"""From this probability on, another story of the same fact drops out."""
KEEP = {"sku": nw.col("sku")}
"""A stage may have nothing to add, but must name a column."""
HALF_CENT = 0.5 + 1e-6
"""Rounds halves up alike on every engine, whatever the last binary digit."""


def find(
    frame: nw.LazyFrame,
    leaks: Sequence[Leak],
    calibrations: Mapping[str, Calibration],
    settings: Settings,
    engine: Engine,
) -> pl.DataFrame:
    """Every finding of some leaks, before the list is cut.

    Args:
        frame: Facts of every row, computed.
        leaks: Those to judge, each after what it follows or gives way to.
        calibrations: Logistic of each leak that has a score.
        settings: The constants in force.
        engine: Where the frame lives.

    Returns:
        `IDENTITY`, `leak`, `dollars`, `recoverable`, `probability`, and the columns the
        sentences quote (null where a leak does not quote them).
    """
    row = Row(settings)
    for batch in batches(leaks):
        frame = frame.with_columns(**unjudged(batch, leaks))
        frame = frame.with_columns(**judged(batch, row, calibrations), **weighed(batch, row))
    for leak in leaks:
        frame = frame.with_columns(**{column(leak.id, "stands"): stands(leak, leaks)})
    frame = frame.with_columns(**netted(leaks))
    some = nw.any_horizontal(*(nw.col(column(leak.id, "stands")) for leak in leaks),
                             ignore_nulls=True)  # fmt: skip
    frame = engine.materialise(frame.filter(some))
    found = pl.concat(engine.collect([listed(frame, leak) for leak in leaks]), how="diagonal")
    return found.with_columns(pl.col("dollars", "recoverable").round(2))


def batches(leaks: Sequence[Leak]) -> list[list[Leak]]:
    """Leaks that can be judged at once: first those that follow none, then those that do."""
    first = [leak for leak in leaks if not leak.follows]
    return [first, [leak for leak in leaks if leak.follows]]


def unjudged(batch: Sequence[Leak], leaks: Sequence[Leak]) -> dict[str, nw.Expr]:
    """Empty probabilities of followed leaks that are switched off."""
    held = {leak.id for leak in leaks}
    followed = {name for leak in batch for name in leak.follows} - held
    nothing = nw.lit(None).cast(nw.Float64)
    return {column(name, "probability"): nothing for name in sorted(followed)} | KEEP


def judged(
    batch: Sequence[Leak], row: Row, calibrations: Mapping[str, Calibration]
) -> dict[str, nw.Expr]:
    """Probability of each leak where it fires and its dollars are known, else null."""
    return {
        column(leak.id, "probability"): nw.when(
            holds(leak.fires(row)) & holds(leak.dollars(row) > 0)
        ).then(probability(leak, row, calibrations))
        for leak in batch
    }


def probability(leak: Leak, row: Row, calibrations: Mapping[str, Calibration]) -> nw.Expr:
    """Probability by the leak's own posterior, by its calibrated score, or as a stated fact."""
    if leak.probability:
        return leak.probability(row).clip(0.0, 1.0)
    if leak.score:
        fit = calibrations[leak.id]
        return logistic(fit.intercept + fit.slope * leak.score(row))
    return nw.lit(STATED_FACT)


def weighed(batch: Sequence[Leak], row: Row) -> dict[str, nw.Expr]:
    """Dollars and recoverable dollars in whole cents; recoverable lies within dollars."""
    amounts: dict[str, nw.Expr] = {}
    for leak in batch:
        dollars = leak.dollars(row)
        recoverable = nw.min_horizontal(leak.recoverable(row).clip(0.0), dollars)
        amounts[column(leak.id, "dollars")] = cents(dollars)
        amounts[column(leak.id, "recoverable")] = cents(recoverable)
    return amounts


def cents(amount: nw.Expr) -> nw.Expr:
    """An amount in dollars rounded to cents, halves up."""
    return (amount * 100.0 + HALF_CENT).floor() / 100.0


def stands(leak: Leak, leaks: Sequence[Leak]) -> nw.Expr:
    """Whether a leak fires and no better story of the same fact stands with it."""
    here = ~nw.col(column(leak.id, "probability")).is_null()
    held = {other.id for other in leaks}
    for better in (other for other in leak.gives_way_to if other in held):
        taken = nw.col(column(better, "stands")) & holds(
            nw.col(column(better, "probability")) >= LIKELY
        )
        here = here & ~taken
    return here


def netted(leaks: Sequence[Leak]) -> dict[str, nw.Expr]:
    """Dollars and recoverable of the leaks of which another already counts a part."""
    held = {other.id for other in leaks}
    return KEEP | {
        column(leak.id, name): cents(without(leak.id, parts, name))
        for leak in leaks
        if (parts := [part for part in leak.minus if part in held])
        for name in ("dollars", "recoverable")
    }


def without(leak: str, parts: Sequence[str], name: str) -> nw.Expr:
    """One amount of a leak less the same amount of its parts where they stand, never below 0."""
    amount = nw.col(column(leak, name))
    for part in parts:
        taken = nw.when(nw.col(column(part, "stands"))).then(nw.col(column(part, name)))
        amount = amount - taken.fill_null(0.0)
    return amount.clip(0.0)


def listed(frame: nw.LazyFrame, leak: Leak) -> nw.LazyFrame:
    """The findings of one leak: a row each, with the numbers its sentence quotes."""
    counts = nw.col(column(leak.id, "dollars")) > 0
    numbers = [name for name in leak.quoted if name not in IDENTITY]
    return frame.filter(nw.col(column(leak.id, "stands")) & counts).select(
        *IDENTITY,
        nw.lit(leak.id).alias("leak"),
        *(nw.col(column(leak.id, name)).alias(name)
          for name in ("dollars", "recoverable", "probability")),
        *numbers,
    )  # fmt: skip
