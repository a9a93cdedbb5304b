"""Judge: one chain, analysed by the program and by its rivals, beside its truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from accuracy import order, rivals, rows
from accuracy.chains import analysed, case
from accuracy.compare import compare
from accuracy.score import ratio
from profit_sentinel.leaks.catalogue import calibrations, catalogue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accuracy.chains import Case, Plan
    from accuracy.score import Estimate

Orders = dict[str, list[float]]
"""Money in the first issues, for each number of them, by order."""
ACTED_ON = "cash and margin"
SHOWN = "cash and margin, of what one report can show"
BEST, RAW = "best", "the same findings by raw dollars"
BOTH = "its count sheets between its issues"


@dataclass(frozen=True)
class Judged:
    """What became of one chain."""

    kind: str
    seed: int
    rows: int
    compared: pl.DataFrame
    """As `compare.compare`, with `kind` and `seed`."""
    by_hand: pl.DataFrame
    """The same before the fit."""
    order: dict[str, Orders]
    """For each list of issues and each order, money in the first 10, 20, 50."""
    contenders: dict[str, dict[str, float]]
    """As `rows.rows`."""
    rules: dict[str, dict[str, float]]
    """As `rows.by_rule`."""
    by_rules: dict[str, float]
    """As `rows.recalled`."""
    flagged: int
    """Rows with a kept finding that is not a stated fact."""


@dataclass(frozen=True)
class Run:
    """All chains."""

    chains: Sequence[Judged]

    @property
    def seeds(self) -> list[int]:
        """Every seed once."""
        return sorted({each.seed for each in self.chains})

    @property
    def kinds(self) -> list[str]:
        """Every kind of chain once, in order."""
        return list(dict.fromkeys(each.kind for each in self.chains))

    @property
    def compared(self) -> pl.DataFrame:
        """Findings and wanted leaks of all chains."""
        return pl.concat([each.compared for each in self.chains])

    @property
    def by_hand(self) -> pl.DataFrame:
        """The same before the fit."""
        return pl.concat([each.by_hand for each in self.chains])

    def share(self, parts: Sequence[float], wholes: Sequence[float]) -> Estimate:
        """Sum over sum, of one value per chain."""
        return ratio(self.by_seed(parts), self.by_seed(wholes))

    def by_seed(self, values: Sequence[float]) -> np.ndarray:
        """Sums per seed of one value per chain."""
        pairs = list(zip(self.chains, values, strict=True))
        return np.array(
            [sum(value for chain, value in pairs if chain.seed == seed) for seed in self.seeds],
            dtype=np.float64,
        )


def judge(plan: Plan) -> Judged:
    """Simulate, analyse and compare one chain."""
    one = case(plan)
    found = analysed(one)
    by_hand = {name: fit.by_hand for name, fit in calibrations().items()}
    wanted = order.wanted(one.truth, one.report, found)
    unstated = found.filter(pl.col("kept") & ~pl.col("stated"))
    return Judged(
        kind=plan.kind,
        seed=plan.seed,
        rows=one.report.height,
        compared=marked(one, found),
        by_hand=marked(one, analysed(one, by_hand)),
        order=lists(one, found, wanted),
        contenders=rows.rows(one.report, found, one.truth, wanted),
        rules=dict(rows.by_rule(one.report, one.truth)),
        by_rules=rows.recalled(one.report, one.truth),
        flagged=unstated.select("store_id", "sku").unique().height,
    )


def marked(one: Case, found: pl.DataFrame) -> pl.DataFrame:
    """Findings compared, with kind and seed of the chain."""
    return compare(found, one.truth, one.begun).with_columns(
        kind=pl.lit(one.plan.kind), seed=pl.lit(one.plan.seed, dtype=pl.Int64)
    )


def lists(one: Case, found: pl.DataFrame, wanted: pl.DataFrame) -> dict[str, Orders]:
    """Every list's orders; once more that people act on, without what only a look settles."""
    looked = [name for name, leak in catalogue().items() if leak.look is not None]
    told, said = (each.filter(~pl.col("leak").is_in(looked)) for each in (wanted, found))
    made = {
        name: orders(one, found, wanted, money, sheets="margin" in money)
        for name, money in order.LISTS.items()
    }
    return made | {SHOWN: orders(one, said, told, order.LISTS[ACTED_ON], sheets=False)}


def orders(
    one: Case, found: pl.DataFrame, wanted: pl.DataFrame, money: Sequence[str], *, sheets: bool
) -> Orders:
    """Money in the first issues of every order; the count sheets ask for nothing but margin."""
    both = {BOTH: order.programs(found, wanted, money, sheets=True)} if sheets else {}
    return {
        BEST: order.best(wanted, money),
        rows.PROGRAM: order.programs(found, wanted, money),
        **both,
        RAW: order.programs(found, wanted, money, raw=True),
        rows.RULES: order.ruled(rivals.flags(one.report), wanted, money),
    }
