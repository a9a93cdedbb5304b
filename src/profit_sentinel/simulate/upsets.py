"""What will go wrong with the stock of each row, and what is as it is by choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import turnover
from .arrays import NEVER, Daily, by_day
from .causes import Cause, Picker
from .words import departments

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .demand import Rates
    from .setting import Setting

LIVELY = 14.0
"""Units a year above which an empty shelf or a missing order is noticed by customers."""
BUSY = 100.0
"""Units a year above which a row is no more likely to miss a receipt."""
DEAL, SEASON_BUY, REORDER = (1.2, 4.0), (1.2, 2.6), (0.2, 0.8)
"""Least and most years of demand that are bought at a deal, for a season, and once more."""
SELLS = 3.0
"""Units a year below which nobody makes a deal or a seasonal buy."""
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
    unmarked: Flags
    """Sold off, if at all, without a status that says so."""
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


def plan(setting: Setting, picker: Picker) -> Upsets:
    """Decide what happens to the stock of which row on which day."""
    upsets = _nothing(len(setting), setting.parameters.days)
    turnover.plan(setting, upsets, picker)
    _leave_unbooked(setting, upsets, picker)
    _end_demand(setting, upsets, picker)
    _empty_shelves(setting, upsets, picker)
    _buy_deep(setting, upsets, picker)
    _order_more(setting, upsets, picker)
    return upsets


def _blank(rows: int, value: int = NEVER) -> Ints:
    return np.full(rows, value, dtype=np.int64)


def _nothing(rows: int, days: int) -> Upsets:
    none = by_day(_blank(0), _blank(0), np.empty(0), days)
    return Upsets(
        introduced=_blank(rows, -NEVER),
        ended=_blank(rows),
        vanishes=_blank(rows),
        stopped=_blank(rows),
        unbooked=_blank(rows),
        switched=_blank(rows),
        clearance=_blank(rows),
        unmarked=np.zeros(rows, dtype=np.bool_),
        discontinued=_blank(rows),
        by_choice=np.zeros(rows, dtype=np.bool_),
        display=_blank(rows, 0),
        uncounted=np.zeros(rows, dtype=np.bool_),
        deals=none,
        late_orders=none,
    )


def _leave_unbooked(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Goods reach the shelf without a receipt; negative books follow once they sell."""
    leaks, last, sku = setting.parameters.leaks, setting.parameters.last_day, setting.assortment.sku
    handled = np.minimum(setting.rates.annual, BUSY)
    cut, loads = setting.catalogue.cut[sku], setting.catalogue.loads[sku]
    for cause, share, pool, farthest in (
        (Cause.CUT_NEVER_RECEIVED, leaks.cut_never_received * cut.mean(), cut, 480),
        (Cause.LOADS_UNBOOKED, leaks.loads_unbooked * loads.mean(), loads, 330),
        (Cause.RECEIPT_UNBOOKED, leaks.receipts_unbooked, ~cut & ~loads, 200),
    ):
        weights = picker.uneven(cause, setting.delivery, np.where(pool, handled, 0.0))
        rows = picker.pick(cause, share, weights)
        upsets.unbooked[rows] = picker.ago(cause, rows, 20, min(farthest, last))
        upsets.uncounted[rows] = True


def _end_demand(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Customers stop coming: in one store, or everywhere."""
    leaks, sku = setting.parameters.leaks, setting.assortment.sku
    here, everywhere = Cause.DEMAND_ENDED, Cause.DEMAND_ENDED_EVERYWHERE
    rows = picker.pick(here, leaks.demand_ended, ~picker.taken)
    upsets.ended[rows] = picker.ago(here, rows, 60, 900)
    rng = picker.rng(everywhere)
    gone = rng.random(setting.parameters.skus) < leaks.demand_ended_everywhere
    days = setting.parameters.last_day - rng.integers(60, 900, setting.parameters.skus)
    rows = np.flatnonzero(gone[sku] & ~picker.taken)
    upsets.ended[rows] = days[sku[rows]]
    picker.taken[rows] = True
    picker.begin(everywhere, rows, upsets.ended[rows])


def _empty_shelves(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Shelves empty behind the books' back, and orders stop, on rows that sell."""
    leaks, annual = setting.parameters.leaks, setting.rates.annual
    empty, stopped = Cause.SHELF_EMPTY, Cause.ORDERING_STOPPED
    weights = picker.uneven(empty, setting.aisle, annual > LIVELY)
    rows = picker.pick(empty, leaks.shelf_empty, weights)
    upsets.vanishes[rows] = picker.ago(empty, rows, 3, 300)
    worth = (annual > LIVELY) * np.sqrt(annual * setting.cost)
    weights = picker.uneven(stopped, setting.delivery, worth)
    rows = picker.pick(stopped, leaks.ordering_stopped, weights)
    upsets.stopped[rows] = picker.ago(stopped, rows, 45, 130)


def _buy_deep(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Deals and seasonal buys that are far too deep."""
    leaks, last = setting.parameters.leaks, setting.parameters.last_day
    over = np.array([hall.seasonal for hall in departments()])
    over &= setting.seasons.ahead(last, 60) < OFF_SEASON
    late, sells = over[setting.department], setting.rates.annual > SELLS

    weights = picker.uneven(Cause.OVER_BOUGHT, setting.delivery, sells & ~late)
    deal = picker.pick(Cause.OVER_BOUGHT, leaks.over_bought, weights)
    deal_day = picker.ago(Cause.OVER_BOUGHT, deal, 40, min(420, last))
    deal_units = _years(setting.rates, deal, DEAL, picker.rng(Cause.OVER_BOUGHT))

    cause = Cause.SEASON_BOUGHT_DEEP
    buy = picker.pick(cause, leaks.season_bought_deep * float(late.mean()), sells & late)
    peak = last - 300 + np.argmax(setting.seasons.smooth[:, last - 300 : last], axis=1)
    buy_day = peak[setting.department[buy]] - 25
    picker.begin(cause, buy, buy_day)
    buy_units = _years(setting.rates, buy, SEASON_BUY, picker.rng(cause))
    upsets.deals = by_day(
        np.concatenate([deal_day, buy_day]),
        np.concatenate([deal, buy]),
        np.concatenate([deal_units, buy_units]),
        setting.parameters.days,
    )


def _order_more(setting: Setting, upsets: Upsets, picker: Picker) -> None:
    """Orders of the last two weeks on top of shelves that are full or dead."""
    rng, last = picker.rng(Cause.REORDERED), setting.parameters.last_day
    full = np.union1d(upsets.deals.rows, np.flatnonzero(upsets.ended < last))
    rows = full[rng.random(len(full)) < setting.parameters.leaks.surplus_order]
    days = last - rng.integers(1, 15, len(rows))
    picker.begin(Cause.REORDERED, rows, days)
    units = np.ceil(_years(setting.rates, rows, REORDER, rng) / 2)
    upsets.late_orders = by_day(days, rows, units, setting.parameters.days)


def _years(rates: Rates, rows: Ints, span: tuple[float, float], rng: np.random.Generator) -> Floats:
    """Units of between the least and the most years of demand, at least 4."""
    units: Floats = np.maximum(np.ceil(rates.annual[rows] * rng.uniform(*span, len(rows))), 4)
    return units
