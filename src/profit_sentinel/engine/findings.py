"""Findings: the catalogue applied to a frame of facts, each dollar counted once."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.declaration.expression import FARTHEST, holds, logistic, logit, unknown_number
from profit_sentinel.declaration.leak import STATED_FACT
from profit_sentinel.declaration.row import Row, column
from profit_sentinel.declaration.words import Expr, col, lit, when
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from profit_sentinel.declaration.leak import Calibration, Leak
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.settings import Settings

IDENTITY = ("store_id", "sku", "description", "department", "vendor")
AMOUNTS = ("dollars", "recoverable", "probability", "money")
PLACES = 9
"""Decimals of a probability; further ones differ between engines and would change the order."""
NOTHING = dict.fromkeys((*IDENTITY, "leak", "money"), pl.String) | dict.fromkeys(
    ("dollars", "recoverable", "probability"), pl.Float64
)
"""Columns of findings where nothing could be judged."""
LIKELY = 0.5
"""From this probability on, another story of the same fact drops out."""
REMOTE = 0.05
"""Under one chance in twenty there is nothing to speak of."""


def find(
    frame: Frame,
    leaks: Sequence[Leak],
    calibrations: Mapping[str, Calibration],
    settings: Settings,
    engine: Engine,
) -> pl.DataFrame:
    """Every finding of some leaks, before the list is cut.

    Args:
        frame: Facts of every row, computed.
        leaks: Those to judge, each after what it follows or gives way to.
        calibrations: Logistic of each leak that is not a stated fact.
        settings: The constants in force.
        engine: Where the frame lives.

    Returns:
        `IDENTITY`, `leak`, `AMOUNTS` (dollars in whole cents, kind of money), and the columns
        the sentences quote, null where a leak does not quote them. One row per leak, store and SKU.
    """
    if not leaks:
        return pl.DataFrame(schema=NOTHING)
    row = Row(settings)
    for batch in batches(leaks):
        frame = frame.with_columns(**unjudged(batch, leaks))
        frame = frame.with_columns(**scores(batch, row))
        frame = frame.with_columns(**likely(batch, calibrations))
        frame = frame.with_columns(**judged(batch, row))
    frame = frame.drop(*(column(leak.id, "score") for leak in leaks if not leak.stated))
    some = reduce(or_, (~col(column(leak.id, "probability")).is_null() for leak in leaks))
    frame = frame.filter(some).with_columns(**dollars(leaks, row))
    frame = frame.with_columns(**recoverable(leaks, row), **money(leaks, row))
    wide = engine.collect([frame])[0].lazy()
    once = netted(standing(wide, leaks), leaks).collect(engine="in-memory")
    return listed(once, leaks)


def dollars(leaks: Iterable[Leak], row: Row) -> dict[str, Expr]:
    """Dollars of each leak on every row where some leak fires."""
    return {
        column(leak.id, "dollars"): expression(leak.dollars(row)).fill_null(0.0) for leak in leaks
    }


def recoverable(leaks: Iterable[Leak], row: Row) -> dict[str, Expr]:
    """Recoverable dollars of each leak: a share of its dollars."""
    return {
        column(leak.id, "recoverable"): col(column(leak.id, "dollars"))
        * (leak.recovered(row) if callable(leak.recovered) else leak.recovered)
        for leak in leaks
    }


def money(leaks: Iterable[Leak], row: Row) -> dict[str, Expr]:
    """Kind of money of each leak."""
    kinds = {}
    for leak in leaks:
        kind = lit(leak.money.value)
        if leak.other_money:
            other, where = leak.other_money
            kind = when(holds(expression(where(row)))).then(lit(other.value)).otherwise(kind)
        kinds[column(leak.id, "money")] = kind
    return kinds


def expression(value: Expr | float) -> Expr:
    """A rule's value as an expression."""
    return lit(value) if isinstance(value, int | float) else value


def batches(leaks: Sequence[Leak]) -> list[list[Leak]]:
    """Leaks that can be judged at once: first those that follow none, then those that do."""
    sure = [leak for leak in leaks if not leak.follows]
    following = [leak for leak in leaks if leak.follows]
    return [batch for batch in (sure, following) if batch]


def unjudged(batch: Sequence[Leak], leaks: Sequence[Leak]) -> dict[str, Expr]:
    """Unknown probabilities of leaks that are followed but switched off.

    Narwhals wants at least one column, so the SKU stands in where none is missing.
    """
    held = {leak.id for leak in leaks}
    absent = sorted({name for leak in batch for name in leak.follows} - held)
    return {"sku": col("sku")} | {column(name, "probability"): unknown_number() for name in absent}


def scores(batch: Iterable[Leak], row: Row) -> dict[str, Expr]:
    """Score of each leak that is no stated fact.

    It is a column before anything is made of it: a database writes an expression out as often as
    it is used, and within another one as often again. As in `unjudged`, the SKU stands in where
    every leak is a stated fact.
    """
    made = {column(leak.id, "score"): score(leak, row) for leak in batch if not leak.stated}
    return {"sku": col("sku")} | made


def likely(batch: Iterable[Leak], calibrations: Mapping[str, Calibration]) -> dict[str, Expr]:
    """Probability of each leak if it fires: that of a stated fact, or by its calibrated score."""
    return {column(leak.id, "probability"): probability(leak, calibrations) for leak in batch}


def probability(leak: Leak, calibrations: Mapping[str, Calibration]) -> Expr:
    """Probability of a stated fact, or by the leak's calibrated score."""
    if leak.stated:
        return lit(STATED_FACT)
    fit = calibrations[leak.id]
    return logistic(fit.intercept + fit.slope * col(column(leak.id, "score")))


def judged(batch: Iterable[Leak], row: Row) -> dict[str, Expr]:
    """Probability of each leak where it fires and is not remote, else null.

    A leak that costs nothing here still counts: it may be what explains another one.
    """
    found: dict[str, Expr] = {}
    for leak in batch:
        name = column(leak.id, "probability")
        fires = expression(leak.fires(row))
        if not leak.stated:
            fires = fires & (col(name) >= REMOTE)
        found[name] = when(holds(fires)).then(col(name))
    return found


def score(leak: Leak, row: Row) -> Expr:
    """A leak's score, or the logit of its reasoned probability."""
    if leak.score:
        return expression(leak.score(row)).clip(-FARTHEST, FARTHEST)
    return logit(expression(leak.probability(row) if leak.probability else STATED_FACT))


def standing(wide: pl.LazyFrame, leaks: Sequence[Leak]) -> pl.LazyFrame:
    """Probabilities with null where a better story of the same fact stands.

    Leaks come after those they give way to, so that a story that itself dropped out takes no
    other with it.
    """
    held = {leak.id for leak in leaks}
    for leak in leaks:
        better = [pl.col(column(name, "probability")) >= LIKELY
                  for name in leak.gives_way_to if name in held]  # fmt: skip
        if better:
            name = column(leak.id, "probability")
            taken = pl.any_horizontal(better).fill_null(value=False)
            wide = wide.with_columns(pl.when(~taken).then(name).alias(name))
    return wide


def netted(wide: pl.LazyFrame, leaks: Sequence[Leak]) -> pl.LazyFrame:
    """Dollars and recoverable without those that another leak already counts.

    Neither falls below 0, and recoverable stays within dollars.
    """
    held = {other.id for other in leaks}
    for leak in leaks:
        dollars, back = (column(leak.id, amount) for amount in ("dollars", "recoverable"))
        for part in (part for part in leak.minus if part in held):
            wide = wide.with_columns(
                (pl.col(dollars) - counted(part, "dollars")).clip(0.0).alias(dollars),
                (pl.col(back) - counted(part, "recoverable")).clip(0.0).alias(back),
            )
            wide = wide.with_columns(pl.min_horizontal(back, dollars).alias(back))
    return wide


def counted(leak: str, amount: str) -> pl.Expr:
    """An amount of a leak where it stands, else 0."""
    stands = pl.col(column(leak, "probability")).is_not_null()
    return pl.when(stands).then(pl.col(column(leak, amount))).otherwise(0.0)


def listed(wide: pl.DataFrame, leaks: Sequence[Leak]) -> pl.DataFrame:
    """One row per finding: the leaks under each other, in whole cents.

    What costs nothing is left out, but for wrong records: they cost somebody later.
    """
    parts, rows = [], wide.lazy()
    for leak in leaks:
        name = column(leak.id, "probability")
        numbers = [number for number in leak.quoted if number not in IDENTITY]
        amounts = (pl.col(column(leak.id, amount)).alias(amount) for amount in AMOUNTS)
        found = rows.filter(pl.col(name).is_not_null())
        parts.append(found.select(*IDENTITY, pl.lit(leak.id).alias("leak"), *amounts, *numbers))
    cents = pl.col("dollars", "recoverable").round(2, mode="half_away_from_zero")
    likely = pl.col("probability").round(PLACES)
    listed = pl.concat(parts, how="diagonal").with_columns(cents, likely)
    counts = (pl.col("dollars") > 0) | (pl.col("money") == Money.RECORD.value)
    return listed.filter(counts).collect(engine="in-memory")
