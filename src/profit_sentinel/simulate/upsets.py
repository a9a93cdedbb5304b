"""What will go wrong with the stock of each row, and what is as it is by choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER, Daily, by_day
from .causes import Cause, Picker
from .streams import stream
from .words import departments

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .demand import Rates
    from .parameters import ChainParameters
    from .seasons import Seasons

NEW_ITEMS, DISCONTINUED_ITEMS, CLEARANCE_ROWS = 0.03, 0.02, 0.008
"""Shares of the SKUs and rows that come, go, and are sold off, as in any year."""
BY_CHOICE, DISPLAY = 0.015, 0.10
"""Rows kept at zero on purpose; share of the dear rows with pieces on display."""
DEAR = 30.0
"""Unit cost in dollars above which pieces stand on display."""
LIVELY = 14.0
"""Units a year above which an empty shelf or a missing order is noticed by customers."""
BUSY = 100.0
"""Units a year above which a row is no more likely to miss a receipt."""
OFF_SEASON = 0.45
"""A season is over where the next 60 days bring less than this share of an average day."""


@dataclass
class Upsets:
    """Days and flags per row; `NEVER` where a thing does not happen."""

    introduced: Ints
    """First day with customers; negative for old items."""
    ended: Ints
    """First day without customers."""
    vanishes: Ints
    """Day from which the shelf empties as soon as the books still show a safe stock."""
    stopped: Ints
    """First day without orders."""
    unbooked: Ints
    """First day on which receipts are not booked."""
    switched: Ints
    """Day from which receipts are booked on the successor while the till sells this row."""
    clearance: Ints
    """First day of the clearance."""
    discontinued: Ints
    """First day on which the row is discontinued."""
    by_choice: Flags
    """Kept at zero on purpose: ordered for a customer only."""
    display: Ints
    """Units that stand on display."""
    uncounted: Flags
    """Not counted, because counting would undo what happens to the row."""
    deals: Daily
    """Units that arrive on top of what the order point asks for."""
    late_orders: Daily
    """Units ordered in the last weeks that arrive after the last day."""


def _blank(rows: int, value: int = NEVER) -> Ints:
    return np.full(rows, value, dtype=np.int64)


def plan(setting: Setting, picker: Picker) -> Upsets:
    """Decide what happens to the stock of which row on which day."""
    rows = len(assortment)
    empty = by_day(_blank(0), _blank(0), np.empty(0), parameters.days)
    upsets = Upsets(
        introduced=_blank(rows, -NEVER),
        ended=_blank(rows),
        vanishes=_blank(rows),
        stopped=_blank(rows),
        unbooked=_blank(rows),
        switched=_blank(rows),
        clearance=_blank(rows),
        discontinued=_blank(rows),
        by_choice=np.zeros(rows, dtype=np.bool_),
        display=_blank(rows, 0),
        uncounted=np.zeros(rows, dtype=np.bool_),
        deals=empty,
        late_orders=empty,
    )
    _replace(setting, upsets, picker)
    _turn_over(setting, upsets, picker)
    _keep_by_choice(setting, upsets, picker)
    _leave_unbooked(setting, upsets, picker)
    _end_demand(setting, upsets, picker)
    _empty_shelves(setting, upsets, picker)
    _buy_deep(setting, upsets, picker)
    return upsets


def _replace(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Successors take over: cleanly in some stores, only on paper in others."""
    rng = stream(parameters.seed, "replacements")
    day = parameters.last_day - rng.integers(90, 320, len(catalogue))
    old = np.flatnonzero(assortment.successor >= 0)
    new, when = assortment.successor[old], day[assortment.sku[old]]
    badly = rng.random(len(old)) < parameters.leaks.replaced_badly
    picker.taken[old] = picker.taken[new] = True
    upsets.uncounted[old] = upsets.uncounted[new] = True
    upsets.introduced[new] = np.where(badly, NEVER, when)
    upsets.switched[old[badly]] = when[badly]
    picker.begin(Cause.REPLACED_BADLY, old[badly], when[badly])
    clean = old[~badly]
    picker.begin(Cause.REPLACED, clean, when[~badly])
    upsets.stopped[clean] = when[~badly] - 45
    upsets.discontinued[clean] = when[~badly]
    upsets.ended[clean] = when[~badly] + 60


def _turn_over(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """New items come, old ones are discontinued, some rows are cleared: no leak in itself."""
    rng = stream(parameters.seed, "turnover")
    kind = rng.random(parameters.skus)[assortment.sku]
    when = parameters.last_day - rng.integers(15, 330, parameters.skus)[assortment.sku]
    new = (kind < NEW_ITEMS) & ~picker.taken
    going = (kind > 1 - DISCONTINUED_ITEMS) & ~picker.taken
    upsets.introduced[new] = when[new]
    upsets.stopped[going] = when[going]
    upsets.discontinued[going] = when[going]
    cleared = (rng.random(len(assortment)) < CLEARANCE_ROWS) & ~picker.taken & ~new
    cleared |= going & (rng.random(len(assortment)) < 0.5)  # noqa: PLR2004 - every other one
    upsets.clearance[cleared] = when[cleared]
    upsets.stopped[cleared] = np.minimum(upsets.stopped[cleared], when[cleared])
    picker.taken |= new | going | cleared


def _keep_by_choice(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Some rows are ordered for customers only; some pieces stand on display."""
    rng = stream(parameters.seed, "choices")
    chosen = (rng.random(len(assortment)) < BY_CHOICE) & ~picker.taken
    upsets.by_choice |= chosen
    upsets.stopped[chosen] = -NEVER
    picker.taken |= chosen
    shown = (catalogue.cost[assortment.sku] > DEAR) & (rng.random(len(assortment)) < DISPLAY)
    upsets.display[shown] = rng.integers(1, 3, np.count_nonzero(shown))


def _leave_unbooked(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Goods reach the shelf without a receipt; negative books follow once they sell."""
    leaks = parameters.leaks
    handled = np.minimum(rates.annual, BUSY)
    cut, loads = catalogue.cut[assortment.sku], catalogue.loads[assortment.sku]
    for cause, share, pool, farthest in (
        (Cause.CUT_NEVER_RECEIVED, leaks.cut_never_received * cut.mean(), cut * 1.0, 480),
        (Cause.LOADS_UNBOOKED, leaks.loads_unbooked * loads.mean(), loads * handled, 330),
        (Cause.RECEIPT_UNBOOKED, leaks.receipts_unbooked, (~cut & ~loads) * handled, 200),
    ):
        rows = picker.pick(cause, share, pool)
        upsets.unbooked[rows] = picker.ago(cause, rows, 20, min(farthest, parameters.last_day))
        upsets.uncounted[rows] = True


def _end_demand(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Customers stop coming: in one store, or everywhere."""
    leaks = parameters.leaks
    here, everywhere = Cause.DEMAND_ENDED, Cause.DEMAND_ENDED_EVERYWHERE
    rows = picker.pick(here, leaks.demand_ended, ~picker.taken)
    upsets.ended[rows] = picker.ago(here, rows, 60, 900)
    rng = picker.rng(everywhere)
    gone = rng.random(parameters.skus) < leaks.demand_ended_everywhere
    days = parameters.last_day - rng.integers(60, 900, parameters.skus)
    rows = np.flatnonzero(gone[assortment.sku] & ~picker.taken)
    upsets.ended[rows] = days[assortment.sku[rows]]
    picker.taken[rows] = True
    picker.begin(everywhere, rows, upsets.ended[rows])


def _empty_shelves(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Shelves empty behind the books' back, and orders stop, on rows that sell."""
    lively = rates.annual > LIVELY
    rows = picker.pick(Cause.SHELF_EMPTY, parameters.leaks.shelf_empty, lively)
    upsets.vanishes[rows] = picker.ago(Cause.SHELF_EMPTY, rows, 3, 300)
    worth = lively * np.sqrt(rates.annual * cost)
    rows = picker.pick(Cause.ORDERING_STOPPED, parameters.leaks.ordering_stopped, worth)
    upsets.stopped[rows] = picker.ago(Cause.ORDERING_STOPPED, rows, 45, 130)


def _buy_deep(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Deals and seasonal buys that are far too deep, and orders on top of a full shelf."""
    leaks, last = parameters.leaks, parameters.last_day
    department = catalogue.department[assortment.sku]
    seasonal = np.array([hall.seasonal for hall in departments()])
    over = seasonal & (seasons.ahead(last, 60) < OFF_SEASON)
    deal, season, again = Cause.OVER_BOUGHT, Cause.SEASON_BOUGHT_DEEP, Cause.REORDERED

    deep = picker.pick(deal, leaks.over_bought, rates.annual * ~over[department] > 2)  # noqa: PLR2004
    deep_day = picker.ago(deal, deep, 40, 420)
    deep_units = _years(rates, deep, picker.rng(deal), 1.2, 4.0)

    share = leaks.season_bought_deep * over[department].mean()
    late = picker.pick(season, share, over[department] & (rates.annual > 3))  # noqa: PLR2004
    peak = last - 300 + np.argmax(seasons.smooth[:, last - 300 : last], axis=1)
    late_day = peak[department[late]] - 25
    picker.begin(season, late, late_day)
    late_units = _years(rates, late, picker.rng(season), 1.2, 2.6)
    rows = np.concatenate([deep, late])
    upsets.deals = by_day(
        np.concatenate([deep_day, late_day]),
        rows,
        np.concatenate([deep_units, late_units]),
        parameters.days,
    )
    rng = picker.rng(again)
    full = np.concatenate([deep, late, np.flatnonzero(upsets.ended < last)])
    rows = full[rng.random(len(full)) < leaks.surplus_order]
    days = last - rng.integers(1, 15, len(rows))
    picker.begin(again, rows, days)
    units = np.maximum(np.round(_years(rates, rows, rng, 0.2, 0.8)), 2)
    upsets.late_orders = by_day(days, rows, units, parameters.days)


def _years(rates: Rates, rows: Ints, rng: np.random.Generator, least: float, most: float) -> Floats:
    """Units of between `least` and `most` years of demand, at least 4."""
    units: Floats = np.maximum(np.ceil(rates.annual[rows] * rng.uniform(least, most, len(rows))), 4)
    return units
