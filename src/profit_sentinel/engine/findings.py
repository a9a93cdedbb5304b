"""Findings: the catalogue applied to a frame of facts, each dollar counted once."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import polars as pl

from profit_sentinel.declaration.expression import (
    FARTHEST,
    holds,
    logistic,
    logit,
    never,
    unknown_number,
)
from profit_sentinel.declaration.leak import STATED_FACT
from profit_sentinel.declaration.row import Row, column
from profit_sentinel.declaration.words import Expr, col, lit, when
from profit_sentinel.domain.money import Money

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from profit_sentinel.declaration.leak import Calibration, Leak
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


def weighed(
    frame: Frame,
    leaks: Sequence[Leak],
    calibrations: Mapping[str, Calibration],
    settings: Settings,
) -> Frame:
    """Probability and amounts of some leaks on every row where one is worth speaking of.

    Args:
        frame: Facts of rows from `firing`.
        leaks: Those to judge, one at least, each after what it follows or gives way to.
        calibrations: Logistic of each leak that is not a stated fact.
        settings: The constants in force.
    """
    row = Row(settings)
    frame = frame.with_columns(**unjudged(leaks))
    for batch in batches(leaks):
        frame = judged(frame, batch, row, calibrations)
    some = reduce(or_, (~col(column(leak.id, "probability")).is_null() for leak in leaks))
    frame = frame.filter(some).with_columns(**dollars(leaks, row))
    return frame.with_columns(**recoverable(leaks, row), **money(leaks, row))


def told(wide: pl.DataFrame, leaks: Sequence[Leak]) -> pl.DataFrame:
    """Every finding of some leaks, each dollar once, before the list is cut.

    Args:
        wide: Rows from `weighed`, computed.
        leaks: Those that were judged.

    Returns:
        `IDENTITY`, `leak`, `AMOUNTS` (dollars in whole cents, kind of money), and the columns
        the sentences quote, null where a leak does not quote them. One row per leak, store and SKU.
    """
    once = netted(standing(wide.lazy(), leaks), leaks).collect(engine="in-memory")
    return listed(once, leaks)


def firing(frame: Frame, leaks: Sequence[Leak], settings: Settings) -> Frame:
    """Rows where some leak may fire, which are few.

    A leak that follows others sees that none of them is likely. Where nothing fires as long as
    that is so, nothing will.

    Args:
        frame: Facts of every row.
        leaks: Those to judge.
        settings: The constants in force.
    """
    row = Row(settings)
    some = [fires(leak, row) for leak in leaks]
    return frame.with_columns(**unjudged(leaks)).filter(reduce(or_, some, never()))


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


def unjudged(leaks: Sequence[Leak]) -> dict[str, Expr]:
    """Unknown probabilities of all leaks, those that are followed but switched off too."""
    names = {name: None for leak in leaks for name in (leak.id, *leak.follows)}
    return {column(name, "probability"): unknown_number() for name in names}


def fires(leak: Leak, row: Row) -> Expr:
    """Whether a leak fires, by what is known of the leaks it follows; unknown is no."""
    return holds(expression(leak.fires(row)))


def judged(
    frame: Frame, batch: Sequence[Leak], row: Row, calibrations: Mapping[str, Calibration]
) -> Frame:
    """Write the probability of each leak where it fires and is not remote, else null.

    A leak that costs nothing here still counts: it may be what explains another one. The passes
    keep what a later one repeats in a column, which would else be worked out again and again.
    """
    names = {leak.id: column(leak.id, "probability") for leak in batch}
    frame = frame.with_columns(**{names[leak.id]: reasoned(leak, row) for leak in batch})
    frame = frame.with_columns(
        **{
            names[leak.id]: calibrated(leak, row, col(names[leak.id]), calibrations)
            for leak in batch
        }
    )
    return frame.with_columns(
        **{names[leak.id]: likely(leak, row, col(names[leak.id])) for leak in batch}
    )


def reasoned(leak: Leak, row: Row) -> Expr:
    """A leak's score or its reasoned probability, as it is declared."""
    rule = leak.score or leak.probability
    return expression(rule(row) if rule else STATED_FACT)


def calibrated(leak: Leak, row: Row, said: Expr, calibrations: Mapping[str, Calibration]) -> Expr:
    """Probability by the logistic of a leak's score and hints, or of its reasoned probability.

    That of a stated fact stands as it is.
    """
    if leak.stated:
        return said
    fit = calibrations[leak.id]
    likelihood = fit.intercept + fit.slope * score(leak, said)
    for name, figure in figures(leak, row).items():
        likelihood = likelihood + fit.weights.get(name, 0.0) * figure
    return logistic(likelihood)


def score(leak: Leak, said: Expr) -> Expr:
    """A leak's score as it is used, or the logit of its reasoned probability."""
    return said.clip(-FARTHEST, FARTHEST) if leak.score else logit(said)


def figures(leak: Leak, row: Row) -> dict[str, Expr]:
    """The hints of a leak by name; what is unknown moves nothing."""
    return {hint.name: expression(hint.figure(row)).fill_null(0.0) for hint in leak.hints}


def likely(leak: Leak, row: Row, probability: Expr) -> Expr:
    """The probability of a leak where it fires and there is something to speak of."""
    here = fires(leak, row)
    if not leak.stated:
        here = here & holds(probability >= REMOTE)
    return when(here).then(probability)


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
        numbers = [number for number in leak.carried if number not in IDENTITY]
        amounts = (pl.col(column(leak.id, amount)).alias(amount) for amount in AMOUNTS)
        found = rows.filter(pl.col(name).is_not_null())
        parts.append(found.select(*IDENTITY, pl.lit(leak.id).alias("leak"), *amounts, *numbers))
    cents = pl.col("dollars", "recoverable").round(2, mode="half_away_from_zero")
    likely = pl.col("probability").round(PLACES)
    listed = pl.concat(parts, how="diagonal").with_columns(cents, likely)
    counts = (pl.col("dollars") > 0) | (pl.col("money") == Money.RECORD.value)
    return listed.filter(counts).collect(engine="in-memory")
