"""Plain pandas, second half: the fourteen leaks on the rows of a report with their facts."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from speed.plain_facts import SETTINGS, YEAR

if TYPE_CHECKING:
    from collections.abc import Callable

CALIBRATION = tomllib.loads(
    files("profit_sentinel.leaks").joinpath("calibration.toml").read_text(encoding="utf-8")
)
SURE = 0.99
NORMAL = 1.702
REMOTE = 0.05
FARTHEST = 8.0


def logistic(score: pd.Series) -> pd.Series:
    """Probability of a logit."""
    return 1 / (1 + np.exp(-score.clip(-30, 30)))


def calibrated(leak: str, score: pd.Series, **hints: pd.Series) -> pd.Series:
    """Probability of a leak's score, which counts up to a point, and its hints."""
    fit = CALIBRATION[leak]
    logit = fit["intercept"] + fit["slope"] * score.clip(-FARTHEST, FARTHEST)
    for name, figure in hints.items():
        logit = logit + fit["weights"][name] * figure.astype(float).fillna(0)
    return logistic(logit)


def weighed(leak: str, reasoned: pd.Series, **hints: pd.Series) -> pd.Series:
    """Probability of a leak whose reasoned probability is its score."""
    doubt = 1 / (1 + math.exp(FARTHEST))
    within = reasoned.clip(doubt, 1 - doubt)
    return calibrated(leak, np.log(within / (1 - within)), **hints)


def against(days: pd.Series, usual: float) -> pd.Series:
    """Log of days over usual ones."""
    return np.log(days.clip(1, 1000) / usual)


def closeout(goods: pd.DataFrame) -> dict[str, pd.Series]:
    """Hints that an item is being sold off."""
    return {
        "left_to_run_out": goods["left_to_run_out"],
        "long_unreceived": against(goods["days_since_receipt"], 90),
    }


def found(
    fires: pd.Series,
    dollars: pd.Series,
    share: pd.Series | float,
    probability: pd.Series | float,
) -> pd.DataFrame:
    """The amounts of one leak on every row; probability NaN where it does not fire."""
    dollars = dollars.fillna(0)
    amounts = pd.DataFrame(
        {"dollars": dollars, "recoverable": dollars * share, "probability": probability}
    )
    fires = fires & (amounts["probability"] >= REMOTE)
    amounts["probability"] = amounts["probability"].clip(0, 1).where(fires)
    return amounts


def negative_inventory(goods: pd.DataFrame) -> pd.DataFrame:
    """Less than nothing on the books."""
    return found(goods["on_hand"] < 0, -goods["on_hand"] * goods["stock_cost"], 0.0, SURE)


def zero_cost(goods: pd.DataFrame) -> pd.DataFrame:
    """A price without a cost, in a file that has costs."""
    fires = goods["cost"].isna() & goods["stock_cost"].isna() & (goods["price"] > 0)
    cost = goods["price"] * (1 - goods["department_margin"].clip(0, 1))
    return found(fires, goods["on_hand"].clip(lower=0) * cost, 0.0, SURE)


def sku_twin(goods: pd.DataFrame) -> pd.DataFrame:
    """Negative on one number, in stock on another."""
    fires = (goods["on_hand"] < 0) & (goods["twin_on_hand"] > 0)
    units = np.minimum(-goods["on_hand"], goods["twin_on_hand"])
    return found(
        fires, units * goods["stock_cost"], 0.0, weighed("sku_twin", goods["twin_probability"])
    )


def unit_mismatch(goods: pd.DataFrame) -> pd.DataFrame:
    """Cost and price in different units."""
    packs = SETTINGS.packs
    off = (goods["cost"] - goods["cost"] / goods["pack_factor"]).abs()
    dear = np.fmax(goods["cost"], goods["price"])
    dollars = goods["on_hand"].clip(lower=0) * np.fmin(off, dear)
    probability = pd.Series(np.where(goods["pack_sure"], packs.sure, packs.likely))
    return found(goods["pack_factor"].notna(), dollars, 0.0, weighed("unit_mismatch", probability))


def phantom_inventory(goods: pd.DataFrame) -> pd.DataFrame:
    """Stock on the books, probably none on the shelf."""
    running = goods["season_running_days"]
    fires = (
        (running.isna() | (goods["days_silent"] <= running))
        & (goods["on_hand"] > 0)
        & (goods["days_silent"] >= SETTINGS.silence.shortest_days)
        & (goods["missed_purchases"] >= SETTINGS.silence.missed_purchases)
        & (goods["window_units"] > 0)
        & (goods["price"] > goods["cost"])
    )
    dollars = goods["silence_velocity"] * (goods["price"] - goods["cost"]) * YEAR
    likely = weighed(
        "phantom_inventory",
        goods["empty_probability"],
        at_order_point=goods["on_hand"] <= goods["reorder_point"],
        received_since=goods["days_since_receipt"] < goods["days_silent"],
    )
    return found(fires, dollars, 1.0, likely)


def dead_stock(goods: pd.DataFrame) -> pd.DataFrame:
    """Stock that stopped selling."""
    limits, days = SETTINGS.dead_stock, goods["days_silent"]
    seasonal = goods["season_running_days"].notna()
    limit = goods["dead_limit"].mask(seasonal, goods["dead_limit"].clip(lower=limits.action_days))
    receipt = goods["days_since_receipt"]
    old = receipt.isna() | (receipt >= goods["dead_limit"])
    surely = logistic(NORMAL * (goods["unsold_score"] - SETTINGS.cover.service_z))
    likely = goods["ended_probability"] + goods["slow_probability"] * surely
    kept = (goods["reorder_point"] + 1).fillna(0).clip(lower=SETTINGS.cover.display_units)
    certain = (days >= limits.action_days) & (goods["on_hand"] > kept)
    fires = (goods["on_hand"] > 0) & (days >= limit) & old
    dollars = goods["on_hand"] * goods["stock_cost"]
    reasoned = likely.mask(certain, 1.0)
    return found(fires, dollars, goods["salvage"], weighed("dead_stock", reasoned))


def seasonal_leftover(goods: pd.DataFrame) -> pd.DataFrame:
    """Too much left after the season."""
    limits = SETTINGS.seasons
    by_till = (goods["season_over_days"] >= 0) & (goods["season_now"] <= limits.over_pace)
    by_calendar = (goods["season_over_days"] >= limits.over_days) & (goods["season_factor"] <= 1)
    over = by_till.where(goods["season_now"].notna(), by_calendar)
    units = np.minimum(goods["season_excess_units"], goods["on_hand"])
    return found(
        over & (goods["season_excess_units"] > 0),
        units * goods["stock_cost"],
        SETTINGS.seasons.salvage,
        calibrated("seasonal_leftover", goods["season_excess_ratio"]),
    )


def overstock(goods: pd.DataFrame) -> pd.DataFrame:
    """Sells, but far more of it than it needs."""
    cover, receipt = SETTINGS.cover, goods["days_since_receipt"]
    settled = receipt.isna() | (receipt > cover.settle_days)
    excess = goods["excess_units"]
    units = np.fmin(excess, goods["on_hand"].clip(lower=0) + goods["ordered"])
    cancelled = np.fmin(excess, goods["ordered"]) / units
    position, own = goods["on_hand"] + goods["ordered"], goods["max_stock"] >= 1
    likely = calibrated(
        "overstock",
        np.log(position / goods["stock_level"].where(position > 0)),
        over_maximum=np.log((position / goods["max_stock"]).where(own & (position > 0))),
        no_maximum=~own,
    )
    sells = (goods["days_silent"] <= cover.sold_within_days) & (goods["window_units"] > 0)
    return found(
        sells & settled & (excess > 0),
        units * goods["stock_cost"],
        cancelled + (1 - cancelled) * cover.holding,
        likely,
    )


def stockout(goods: pd.DataFrame) -> pd.DataFrame:
    """None on hand and none ordered of what sells."""
    limits, cover = SETTINGS.stockout, SETTINGS.cover
    quiet = (goods["days_silent"] >= limits.still_sells_days) & (
        goods["missed_purchases"] >= SETTINGS.silence.missed_purchases
    )
    demand = goods["current_velocity"]
    fires = (
        ((goods["on_hand"] == 0) | ((goods["on_hand"] < 0) & quiet))
        & (goods["on_order"] <= 0)
        & (goods["days_silent"] <= limits.sold_within_days)
        & (demand >= limits.velocity)
        & (goods["price"] > goods["cost"])
        & ~goods["discontinued"]
        & ~goods["clearance"]
    )
    wait = (cover.lead_days + cover.review_days) * limits.lost_share
    dollars = demand * (goods["price"] - goods["cost"]) * wait
    likely = calibrated(
        "stockout",
        np.log(demand / limits.velocity),
        quiet=against(goods["days_silent"], 15),
        no_order_point=goods["reorder_point"] <= 0,
    )
    return found(fires, dollars, 1.0, likely)


def purchasing_leakage(goods: pd.DataFrame) -> pd.DataFrame:
    """Dearer here than in the other stores."""
    fires = (
        goods["shared"]
        & (goods["cost"] > SETTINGS.peers.cost_ratio * goods["peer_cost"])
        & (goods["velocity"] > 0)
        & ~goods["discontinued"]
    )
    dollars = (goods["cost"] - goods["peer_cost"]) * goods["velocity"] * YEAR
    score = goods["cost_off"] / goods["cost_spread"]
    probability = calibrated("purchasing_leakage", score)
    return found(fires, dollars, SETTINGS.peers.purchasing_recovered, probability)


def price_discrepancy(goods: pd.DataFrame, over: pd.DataFrame) -> pd.DataFrame:
    """Priced below cost without a reason; what does not sell is wrong on the books only."""
    limits = SETTINGS.margin
    usual = goods["department_margin"].fillna(0).clip(0, 0.9)
    selling = (goods["cost"] / (1 - usual) - goods["price"]) * goods["velocity"] * YEAR
    idle = (goods["cost"] - goods["price"]) * goods["on_hand"].clip(lower=0)
    sells = goods["velocity"] * YEAR >= 1
    paid = sells & (goods["cost"] <= limits.record_ratio * goods["price"])
    in_stock = goods["on_hand"] > 0
    too_much = in_stock & (over["probability"].fillna(0) >= 0.5)
    at_stake = paid | ((sells | in_stock) & ~too_much)
    regular = ~goods["clearance"] & ~goods["discontinued"]
    fires = (goods["price"] < goods["cost"]) & regular & at_stake
    habit = (goods["below_cost_share"].fillna(0) - limits.below_cost_usual).clip(lower=0)
    probability = limits.below_cost_probability * (1 - habit / (1 - limits.below_cost_usual))
    times = goods["cost"] / goods["price"]
    likely = weighed(
        "price_discrepancy",
        probability,
        depth=np.log(times).clip(0, 3),
        on_order=goods["ordered"] > 0,
        **closeout(goods),
    )
    loss = found(fires, selling.where(paid, idle), paid.astype(float), likely)
    return loss.assign(money=np.where(paid, "margin", "record"))


def price_gap(goods: pd.DataFrame) -> pd.DataFrame:
    """Cheaper here than in the other stores."""
    fires = (
        goods["shared"]
        & (goods["price"] < SETTINGS.peers.price_ratio * goods["peer_price"])
        & (goods["velocity"] > 0)
        & ~goods["discontinued"]
        & ~goods["clearance"]
    )
    dollars = (goods["peer_price"] - goods["price"]) * goods["velocity"] * YEAR
    gap = np.log(goods["peer_price"] / goods["price"])
    likely = calibrated(
        "price_gap",
        gap / goods["price_spread"],
        deep_cut=gap > SETTINGS.peers.deep_cut,
        **closeout(goods),
    )
    return found(fires, dollars, 1.0, likely)


def margin_erosion(goods: pd.DataFrame) -> pd.DataFrame:
    """A margin that has slipped under what the item should earn, on anything but empty shelves."""
    limits, gap, spread = SETTINGS.margin, goods["gap"], goods["reference_spread"]
    fires = (
        (goods["window_units"] > 0)
        & (goods["on_hand"].abs() > 0)
        & ~goods["discontinued"]
        & ~goods["clearance"]
        & (gap > np.fmax(limits.drop, limits.drop_sd * spread))
    )
    z = (gap / spread).clip(0, 8)
    prior = math.log(0.02 / 0.98) - math.log(5) / 2
    probability = logistic(prior - (z - 4) ** 2 / 10 + z**2 / 2)
    dollars = gap * goods["price"] * goods["velocity"] * YEAR
    right = goods["cost"] / (1 - goods["reference_margin"])
    shared, list_price = goods["peer_stores"] >= SETTINGS.peers.stores, goods["list_price"]
    under_list = np.log(list_price.where(list_price > 0) / goods["price"])
    likely = weighed(
        "margin_erosion",
        probability,
        deep_cut=(1 - goods["price"] / right - limits.deep_cut).clip(lower=0),
        deep_under_list=(under_list - limits.deep_under_list).clip(0, 1),
        under_other_stores=(-goods["price_off"]).clip(-0.5, 1).where(shared),
        no_other_stores=~shared,
        no_target=goods["desired_margin"].isna(),
        **closeout(goods),
    )
    return found(fires, dollars, limits.recovered, likely)


def surplus_order(goods: pd.DataFrame, dead: pd.DataFrame, over: pd.DataFrame) -> pd.DataFrame:
    """More on order of what is dead, overstocked or dropped."""
    dropped = goods["discontinued"] | goods["clearance"]
    dead_sure, over_sure = dead["probability"].fillna(0), over["probability"].fillna(0)
    reason = np.maximum(np.maximum(dead_sure, over_sure), np.where(dropped, SURE, 0.0))
    part = np.minimum(goods["excess_units"].fillna(0), goods["ordered"])
    units = goods["ordered"].where(dropped | (dead_sure > over_sure), part)
    fires = (goods["on_order"] > 0) & (reason > 0)
    likely = weighed("surplus_order", reason)
    return found(fires, units * goods["stock_cost"], 1.0, likely)


@dataclass(frozen=True)
class Rule:
    """How one leak is judged, and which leaks tell its fact better."""

    judge: Callable[..., pd.DataFrame]
    money: str
    gives_way_to: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()


LEAKS = {
    "zero_cost": Rule(zero_cost, "record"),
    "sku_twin": Rule(sku_twin, "record"),
    "negative_inventory": Rule(negative_inventory, "record", ("sku_twin",)),
    "unit_mismatch": Rule(unit_mismatch, "record"),
    "phantom_inventory": Rule(phantom_inventory, "margin"),
    "dead_stock": Rule(dead_stock, "capital", ("phantom_inventory", "unit_mismatch")),
    "seasonal_leftover": Rule(
        seasonal_leftover, "capital", ("phantom_inventory", "dead_stock", "unit_mismatch")
    ),
    "overstock": Rule(
        overstock,
        "capital",
        ("phantom_inventory", "dead_stock", "seasonal_leftover", "unit_mismatch"),
    ),
    "stockout": Rule(stockout, "cash", ("phantom_inventory",)),
    "surplus_order": Rule(
        surplus_order,
        "cash",
        ("phantom_inventory", "unit_mismatch"),
        follows=("dead_stock", "overstock"),
    ),
    "purchasing_leakage": Rule(purchasing_leakage, "margin", ("unit_mismatch",)),
    "price_discrepancy": Rule(
        price_discrepancy,
        "margin",
        ("unit_mismatch", "dead_stock", "seasonal_leftover"),
        follows=("overstock",),
    ),
    "price_gap": Rule(price_gap, "margin", ("price_discrepancy", "unit_mismatch")),
    "margin_erosion": Rule(
        margin_erosion,
        "margin",
        ("price_discrepancy", "price_gap", "purchasing_leakage", "unit_mismatch"),
    ),
}
"""Every leak after those it follows or gives way to."""
MONEY = {leak: rule.money for leak, rule in LEAKS.items()}
STATED = ("negative_inventory", "zero_cost")
MINUS = {"overstock": "surplus_order", "price_discrepancy": "purchasing_leakage"}
"""Leaks that hold the dollars of another one."""


def judge(goods: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The amounts of every leak on every row, each leak by itself."""
    judged: dict[str, pd.DataFrame] = {}
    for leak, rule in LEAKS.items():
        judged[leak] = rule.judge(goods, *(judged[other] for other in rule.follows))
    return judged
