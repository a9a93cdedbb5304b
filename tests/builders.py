"""Canonical frames for tests, what an analysis found in them, and its formulas a second time.

A case is one row whose SKU says in words what is special about it; its neighbours give the
department ordinary margins and demand. The second implementations are plain Python and scipy:
sums over rows and numerical integrals instead of the closed forms the engines run.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from statistics import fmean, variance
from typing import TYPE_CHECKING

import polars as pl
import pytest
from scipy.integrate import quad
from scipy.special import expit, logit
from scipy.stats import nbinom

from profit_sentinel.declaration.fact import FACT_BY_NAME
from profit_sentinel.declaration.words import spoken
from profit_sentinel.digest.wording import reason
from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.engine.analysis import Analysis, analyse
from profit_sentinel.engine.chain import alone, chain
from profit_sentinel.engine.engine import engine_named, loaded
from profit_sentinel.engine.facts import add_facts, given
from profit_sentinel.engine.plan import plan
from profit_sentinel.leaks.catalogue import calibrations, catalogue
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.settings import Settings

    Cases = Callable[[], pl.DataFrame]

Value = str | float | date | None
Cells = dict[str, Value]

DAY = date(2026, 6, 30)
"""The day the stock of most tests was read."""
YEAR = 365.0
UNITS_SOLD = "needs units sold: sold_365d or sold_ytd or sold_90d or sold_30d"
"""Why a leak is switched off."""
DTYPES: dict[ColumnType, type[pl.DataType]] = {
    ColumnType.ID: pl.String,
    ColumnType.TEXT: pl.String,
    ColumnType.DATE: pl.Date,
    ColumnType.QUANTITY: pl.Float64,
    ColumnType.MONEY: pl.Float64,
    ColumnType.SHARE: pl.Float64,
}


def ago(days: int, day: date = DAY) -> date:
    """The day that many days before another."""
    return day - timedelta(days=days)


def row(sku: str, **changes: Value) -> Cells:
    """An ordinary SKU that sells twice a month at a margin of 40 %, but for some changes."""
    usual: Cells = {
        "store_id": "1",
        "sku": sku,
        "description": f"the item {sku}",
        "department": "PLUMBING",
        "vendor": "ACME",
        "on_hand": 3.0,
        "on_order": 0.0,
        "unit_cost": 6.0,
        "retail_price": 10.0,
        "sold_365d": 24.0,
        "last_sale_date": ago(3),
        "last_receipt_date": ago(100),
        "as_of": DAY,
    }
    return usual | changes


def neighbours(count: int = 40, **changes: Value) -> Iterator[Cells]:
    """Ordinary SKUs that sell from none to a hundred units a year."""
    for number in range(count):
        sold = float((number * 7 % count) * 100 // count)
        yield row(f"neighbour {number}", sold_365d=sold) | changes


def stock(*rows: Cells) -> pl.DataFrame:
    """The canonical frame of some rows, with the columns any of them has."""
    columns = dict.fromkeys(name for one in rows for name in one)
    schema = {name: DTYPES[BY_NAME[name].type] for name in columns}
    table = [{name: real(one.get(name)) for name in columns} for one in rows]
    return pl.DataFrame(table, schema=schema)


def real(value: Value) -> Value:
    """Whole numbers as the floats a frame holds."""
    return float(value) if isinstance(value, int) else value


@dataclass(frozen=True)
class Found:
    """One finding."""

    dollars: float
    recoverable: float
    probability: float
    money: str
    kept: bool
    said: str


def says(told: str, *figures: str) -> bool:
    """Whether a sentence tells some figures and leaves nothing unknown."""
    return told.endswith(".") and "unknown" not in told and all(one in told for one in figures)


def pick(analysis: Analysis, leak: str, sku: str, store: str = "1") -> Found | None:
    """The finding of a leak at a SKU, or None; two would be an error."""
    key = (pl.col("leak") == leak) & (pl.col("sku") == sku) & (pl.col("store_id") == store)
    rows = analysis.findings.filter(key).to_dicts()
    assert len(rows) <= 1, f"{leak} twice at {sku}"
    return next(
        (
            Found(
                one["dollars"],
                one["recoverable"],
                one["probability"],
                one["money"],
                one["kept"],
                reason(analysis.leaks[leak].sentence, one),
            )
            for one in rows
        ),
        None,
    )


@cache
def analysed(cases: Cases, engine: str) -> Analysis:
    """The analysis of a frame with the settings of a hardware store, once per engine."""
    return analyse(cases(), load(), engine_named(engine))


@dataclass(frozen=True)
class Table:
    """The cases of one leak."""

    leak: str
    cases: Cases

    def look(self, engine: Engine, sku: str, store: str = "1") -> Found | None:
        """What the leak found at a case."""
        return pick(analysed(self.cases, engine.name), self.leak, sku, store)

    def fires(self, engine: Engine, sku: str, store: str = "1") -> bool:
        """Whether the leak found anything at a case."""
        assert sku in self.cases()["sku"].to_list()
        return self.look(engine, sku, store) is not None

    def found(self, engine: Engine, sku: str, store: str = "1") -> Found:
        """What the leak found at a case where it must have found something."""
        finding = self.look(engine, sku, store)
        assert finding, f"{self.leak} found nothing at {sku}"
        return finding

    def off(self, *lacking: str) -> str | None:
        """Why the leak is switched off when the file lacks some columns."""
        return analyse(self.cases().drop(lacking), load(), engine_named("polars")).switched_off.get(
            self.leak
        )


def facts(frame: pl.DataFrame, settings: Settings, engine: Engine, *names: str) -> pl.DataFrame:
    """Some facts of every row, beside its store and SKU."""
    terms = ("store_id", "sku", *names)
    with spoken(engine.language):
        ground = plan(frame.lazy(), settings)
        rows = alone(frame.lazy(), ground).collect()
        of_chain = chain(rows.lazy(), ground, engine.chain_rows)
        tables = loaded(engine, given(rows, of_chain))
        worked_out = add_facts(tables, ground, of_chain, terms, engine)
    return engine.collect([worked_out])[0].sort("store_id", "sku")


@cache
def known(cases: Cases, engine: str) -> pl.DataFrame:
    """Every fact of a frame with the settings of a hardware store, once per engine."""
    return facts(cases(), load(), engine_named(engine), *FACT_BY_NAME)


def fact(table: pl.DataFrame, name: str, sku: str, store: str = "1") -> float:
    """One fact of one SKU."""
    here = table.filter((pl.col("sku") == sku) & (pl.col("store_id") == store))
    value = here[name].item()
    assert isinstance(value, float | int), f"{name} of {sku} is {value}"
    return float(value)


def cents(dollars: float) -> object:
    """An amount to the cent."""
    return pytest.approx(dollars, abs=0.00501)


def share(value: float) -> object:
    """A probability, closely."""
    return pytest.approx(value, abs=1e-6)


def logistic_of(leak: str, score: float, **hints: float) -> float:
    """The calibrated probability of a score and the hints that are not 0."""
    assert catalogue()[leak].score
    return calibrated_score(leak, score, **hints)


def calibrated(leak: str, reasoned: float, **hints: float) -> float:
    """What the calibration of a leak makes of its own posterior and the hints that are not 0."""
    assert catalogue()[leak].probability
    return calibrated_score(leak, float(logit(reasoned)), **hints)


def calibrated_score(leak: str, score: float, **hints: float) -> float:
    """The logistic of a score, which counts up to 8 either way, and of hints."""
    fit = calibrations()[leak]
    hinted = sum(fit.weights[name] * figure for name, figure in hints.items())
    return float(expit(fit.intercept + fit.slope * min(max(score, -8.0), 8.0) + hinted))


RECEIVED = math.log(100 / 90)
"""The hint that an ordinary row was received 100 days ago, where 90 are usual."""


LAMPS_BACK = round(7 * 9.00 * 0.5 * calibrated("dead_stock", 1), 2)
"""Expected back of seven lamps at $9 that nobody bought for years: half, as sure as that is."""


@dataclass(frozen=True)
class Demand:
    """What a year's sales say of one SKU among its kind; no clumps and no season."""

    prior_units: float
    prior_days: float
    sold: float

    @property
    def velocity(self) -> float:
        """Expected units a day."""
        return (self.prior_units + self.sold) / (self.prior_days + YEAR)

    def expected(self, days: float) -> float:
        """Units expected over some days."""
        return self.velocity * days

    def spread(self, days: float) -> float:
        """Standard deviation of that: negative binomial, at least one unit."""
        shape, rate = self.prior_units + self.sold, self.prior_days + YEAR
        return max(float(nbinom(shape, rate / (rate + days)).std()), 1.0)

    def enough(self, days: float) -> float:
        """Stock that is enough for some days: demand, safety of 95 % and one on display."""
        safe = self.expected(days) + 1.645 * self.spread(days) + 1.0
        return max(safe, 28.0 * self.velocity, 4.0)

    def before(self, silent: float) -> float:
        """Demand before a silence."""
        return (self.prior_units + self.sold) / (self.prior_days + max(YEAR - silent, 0.0))

    def stories(self, silent: float, *, sold_elsewhere: bool = False) -> Stories:
        """What a silence says of the item."""
        return stories(
            shape=self.prior_units + self.sold,
            days=self.prior_days + max(YEAR - silent, 0.0),
            silent=silent,
            sold_elsewhere=sold_elsewhere,
        )


def demand(frame: pl.DataFrame, sku: str, store: str = "1") -> Demand:
    """Demand of a SKU by moments of its department, of its store, or of the file."""
    sold = frame.filter(pl.col("sold_365d").is_not_null())
    mine = sold.filter((pl.col("sku") == sku) & (pl.col("store_id") == store)).to_dicts()[0]
    in_store = [one for one in sold.to_dicts() if one["store_id"] == store]
    in_department = [one for one in in_store if one["department"] == mine["department"]]
    group = next((some for some in (in_department, in_store) if len(some) >= 30), sold.to_dicts())
    rates = [max(one["sold_365d"], 0.0) / YEAR for one in group]
    mean, spread = fmean(rates), variance(rates)
    days = mean / max(spread - mean / YEAR, 0.05 * spread)
    return Demand(mean * days, days, max(mine["sold_365d"], 0.0))


@dataclass(frozen=True)
class Stories:
    """How likely each story of a silence is."""

    slow: float
    empty: float
    ended: float


def stories(
    *, shape: float, days: float, silent: float, season: float = 1.0, sold_elsewhere: bool = False
) -> Stories:
    """The three stories, by the chance of no sale up to each day on which it can have happened.

    Args:
        shape: Units of prior and sales, in clumps.
        days: Of prior and window before the silence.
        silent: Days of the silence.
        season: Demand now against demand of the window.
        sold_elsewhere: Whether another store sold the item lately.
    """

    def no_sale(until: float) -> float:
        return float(nbinom.pmf(0, shape, days / (days + season * until)))

    possible = quad(no_sale, 0.0, silent, epsabs=1e-12, epsrel=1e-12)[0]
    slow = no_sale(silent)
    empty = 0.04 / YEAR * possible * math.exp(-silent / YEAR)
    ended = 0.15 / YEAR * possible * (0.1 if sold_elsewhere else 1.0)
    total = slow + empty + ended
    return Stories(slow / total, empty / total, ended / total)
