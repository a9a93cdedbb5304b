"""Plain pandas, first half: what every row of the inventory report says, alone and in its groups.

Each function adds columns to the frame. An unknown figure is NaN; every comparison with it fails.
"""

from __future__ import annotations

import math
import re
from calendar import monthrange
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from profit_sentinel.settings import Season, Settings

SETTINGS = Settings()
STORE = ["store_id"]
DEPARTMENT = ["store_id", "department"]
ROBUST = 1.4826
YEAR, QUARTER, MONTH = 365.0, 90.0, 30.0
SUPPOSED = 9
"""Sound prices supposed in every group, so that one error in a small one is no habit."""


def add_facts(goods: pd.DataFrame) -> pd.DataFrame:
    """Add every figure the fourteen leaks read to the rows of a report."""
    for step in (
        values, limits, window, moments, season_factor, clump, velocity, peers, margins,
        packs, silence, unsold, cover, leftovers, twins,
    ):  # fmt: skip
        step(goods)
    return goods


def grouped(goods: pd.DataFrame, keys: list[str]) -> Any:  # noqa: ANN401 - pandas is untyped here
    """Groups in which an unknown key is a group of its own."""
    return goods.groupby(keys, sort=False, dropna=False)


def mentions(texts: pd.Series, words: tuple[str, ...]) -> pd.Series:
    """Whether a word of each text begins with one of some words."""
    return texts.str.lower().str.contains(begins(words), na=False)


def begins(words: tuple[str, ...]) -> str:
    """Pattern of a word that begins with one of some words."""
    return rf"(?:^|[^a-z])(?:{'|'.join(words)})"


def values(goods: pd.DataFrame) -> None:
    """Costs, prices, ages and what the status says."""
    cost = goods["unit_cost"].where(goods["unit_cost"] > 0)
    average = goods["average_cost"].where(goods["average_cost"] > 0)
    goods["cost"] = cost.fillna(average)
    goods["stock_cost"] = average.fillna(cost)
    goods["price"] = goods["retail_price"].where(goods["retail_price"] > 0)
    goods["margin"] = 1 - goods["cost"] / goods["price"]
    goods["ordered"] = goods["on_order"].fillna(0).clip(lower=0)
    low = (goods["on_hand"] <= goods["reorder_point"]) & (goods["reorder_point"] > 0)
    goods["left_to_run_out"] = low & (goods["ordered"] <= 0)
    goods["days_since_sale"] = age(goods, "last_sale_date")
    goods["days_since_receipt"] = age(goods, "last_receipt_date")
    goods["clearance"] = mentions(goods["status"], SETTINGS.words.clearance)
    goods["discontinued"] = mentions(goods["status"], SETTINGS.words.discontinued)


def age(goods: pd.DataFrame, column: str) -> pd.Series:
    """Days from a date to the day of the report."""
    return (goods["as_of"] - goods[column]).dt.days.clip(lower=0)


def limits(goods: pd.DataFrame) -> None:
    """Constants a department may have of its own; in a hardware store none has."""
    goods["dead_limit"] = float(SETTINGS.dead_stock.limit_days)
    goods["salvage"] = SETTINGS.dead_stock.salvage
    goods["cover_days"] = float(SETTINGS.cover.cover_days)


def window(goods: pd.DataFrame) -> None:
    """The longest sales window a row has."""
    windows = {"sold_365d": YEAR, "sold_90d": QUARTER, "sold_30d": MONTH}
    known = [goods[name].notna() for name in windows]
    goods["window_days"] = np.select(known, list(windows.values()), np.nan)
    units = np.select(known, [goods[name] for name in windows], np.nan)
    goods["window_units"] = np.maximum(units, 0)
    goods["rate"] = goods["window_units"] / goods["window_days"]


def moments(goods: pd.DataFrame) -> None:
    """Mean and variance of rates in the smallest group with enough SKUs."""
    department, store = grouped(goods, DEPARTMENT)["rate"], grouped(goods, STORE)["rate"]
    many = [group.transform("count") >= SETTINGS.demand.group_skus for group in (department, store)]
    for name, statistic in (("group_mean", "mean"), ("group_variance", "var")):
        of_groups = [group.transform(statistic) for group in (department, store)]
        goods[name] = np.select(many, of_groups, goods["rate"].agg(statistic))


def season_factor(goods: pd.DataFrame) -> None:
    """The department's rate over 90 days against that over the year, swings of 15 % and more."""
    both = (goods["window_days"] >= 2 * QUARTER) & goods["sold_90d"].notna()
    goods["recent"] = goods["sold_90d"].clip(lower=0).where(both)
    goods["usual"] = goods["rate"].where(both)
    sums = grouped(goods, DEPARTMENT)
    usual = sums["usual"].transform("sum")
    ratio = sums["recent"].transform("sum") / QUARTER / usual.where(usual > 0)
    most = SETTINGS.demand.season_most
    swings = (ratio - 1).abs() > SETTINGS.demand.season_band
    goods["season_factor"] = np.where(swings, ratio.clip(1 / most, most), 1.0)
    both = (goods["window_days"] >= 2 * QUARTER) & goods["sold_30d"].notna()
    goods["recent"] = goods["sold_30d"].clip(lower=0).where(both)
    goods["usual"] = goods["rate"].where(both)
    sums = grouped(goods, DEPARTMENT)
    usual = sums["usual"].transform("sum")
    ratio = sums["recent"].transform("sum") / MONTH / usual.where(usual > 0)
    goods["season_now"] = ratio.clip(1 / most, most)


def clump(goods: pd.DataFrame) -> None:
    """How many units are bought together: mean chi-square of what is bought alike."""
    demand = SETTINGS.demand
    share = (QUARTER * goods["season_factor"] / goods["window_days"]).clip(0.01, 0.99)
    units = goods["window_units"]
    square = (goods["sold_90d"] - units * share) ** 2 / (units * share * (1 - share))
    telling = (goods["window_days"] >= 2 * QUARTER) & (units >= demand.clump_units)
    goods["chi_square"] = square.where(telling).clip(0, demand.clump_cap)
    measured = grouped(goods, [*DEPARTMENT, "stocking_unit"])["chi_square"].transform("mean")
    lots = mentions(goods["department"], demand.clumpy)
    usual = pd.Series(np.where(lots, demand.clump_default, 1.0), index=goods.index)
    goods["clump"] = measured.fillna(usual).clip(1, demand.clump_most)


def velocity(goods: pd.DataFrame) -> None:
    """Gamma-Poisson demand in units a day."""
    mean, variance = goods["group_mean"], goods["group_variance"]
    chance = goods["clump"] * mean / goods["window_days"]
    excess = np.fmax(variance - chance, 0.05 * variance)
    goods["prior_days"] = mean / excess.where(excess > 0)
    goods["prior_units"] = mean * goods["prior_days"]
    known = goods["prior_units"] + goods["window_units"]
    goods["velocity"] = known / (goods["prior_days"] + goods["window_days"])
    goods["current_velocity"] = goods["velocity"] * goods["season_factor"]


def peers(goods: pd.DataFrame) -> None:
    """The same item, by SKU and barcode or description, in the other stores."""
    goods["item"] = goods["sku"] + "|" + goods["barcode"].fillna(goods["description"])
    goods["sold_lately"] = (goods["days_since_sale"] <= SETTINGS.silence.elsewhere_days).astype(
        float
    )
    items = goods.groupby("item", sort=False)
    goods["peer_stores"] = items["sku"].transform("count")
    goods["sold_elsewhere"] = items["sold_lately"].transform("sum") > goods["sold_lately"]
    goods["shared"] = goods["peer_stores"] >= SETTINGS.peers.stores
    for name in ("price", "cost"):
        goods[f"peer_{name}"] = items[name].transform("median")
        goods[f"{name}_off"] = np.log(goods[name] / goods[f"peer_{name}"])
        goods["off"] = goods[f"{name}_off"].abs().where(goods["shared"])
        spread = ROBUST * grouped(goods, ["department"])["off"].transform("median")
        goods[f"{name}_spread"] = np.fmax(spread, SETTINGS.peers.least_spread)


def margins(goods: pd.DataFrame) -> None:
    """The margin an item should have, where that is known from, and how much margins vary."""
    limits = SETTINGS.margin
    goods["department_margin"] = grouped(goods, DEPARTMENT)["margin"].transform("median")
    brand = group_margin(goods, "vendor", limits.brand_skus)
    fineline = group_margin(goods, "fineline", limits.fineline_skus)
    references = {
        "its own target": goods["desired_margin"],
        "the other stores": (1 - goods["peer_cost"] / goods["peer_price"]).where(goods["shared"]),
        "its fineline": np.fmin(fineline, brand).where(fineline.notna()),
        "its department": np.fmin(goods["department_margin"], brand),
    }
    known = [reference.notna() for reference in references.values()]
    goods["reference_margin"] = np.select(known, list(references.values()), np.nan)
    goods["reference_source"] = np.select(known, list(references), "")
    goods["gap"] = goods["reference_margin"] - goods["margin"]
    goods["off"] = goods["gap"].abs()
    spread = ROBUST * grouped(goods, [*DEPARTMENT, "reference_source"])["off"].transform("median")
    goods["reference_spread"] = np.fmax(spread, limits.least_spread)
    below_cost(goods)


def group_margin(goods: pd.DataFrame, key: str, enough: int) -> pd.Series:
    """Median margin of a named group of the department with enough SKUs."""
    margin = grouped(goods, [*DEPARTMENT, key])["margin"]
    return margin.transform("median").where(
        goods[key].notna() & (margin.transform("count") >= enough)
    )


def below_cost(goods: pd.DataFrame) -> None:
    """Share of the other prices below cost at the vendor or in the department, the larger one."""
    goods["below"] = (goods["margin"] < 0).astype(float).where(goods["margin"].notna())
    department = grouped(goods, DEPARTMENT)["below"]
    vendor = goods.groupby(["store_id", "vendor"], sort=False)["below"]
    shares = [
        (group.transform("sum") - goods["below"]) / (group.transform("count") + SUPPOSED)
        for group in (vendor, department)
    ]
    goods["below_cost_share"] = np.fmax(*shares)


def packs(goods: pd.DataFrame) -> None:
    """Costs that are off by a pack size, against the other stores, the department or the price."""
    limits = SETTINGS.packs
    goods["markup_gap"] = np.log1p(-goods["margin"]) - np.log1p(-goods["department_margin"])
    goods["off"] = goods["markup_gap"].abs()
    spread = np.fmax(ROBUST * grouped(goods, DEPARTMENT)["off"].transform("median"), 0.05)
    by_peers = (goods["cost_off"].abs() > limits.peer_cost) & (
        goods["price_off"].abs() < limits.peer_price
    )
    off_peers = goods["cost_off"].where(goods["shared"] & by_peers)
    unexplained = goods["markup_gap"].where(~explained(goods))
    off = off_peers.fillna(unexplained.where(goods["off"] > limits.ratio_sd * spread))
    own = own_pack(goods, off.abs())
    close = off.abs().map(lambda distance: nearest_pack(distance, limits.tolerance))
    on_purpose = (goods["margin"] < 0) & (unexplained > limits.peer_cost) & usual_ending(goods)
    at_price = unexplained.where(on_purpose).map(nearest_pack)
    pack = own.fillna(close).fillna(at_price)
    goods["pack_factor"] = np.where(off < 0, 1 / pack, pack)
    goods["pack_sure"] = off_peers.notna() | own.notna()


def explained(goods: pd.DataFrame) -> pd.Series:
    """Whether a markdown, the list price or the other stores may explain price against cost."""
    limits = SETTINGS.packs
    marked_down = (goods["clearance"] | goods["discontinued"]) & (goods["markup_gap"] > 0)
    listed = goods["list_price"].where(goods["list_price"] > 0)
    under_list = np.log(listed / goods["price"]) >= limits.peer_price
    copied = (goods["margin"] < 0) & ~(goods["price_off"].abs() >= limits.peer_price)
    return marked_down | under_list | (goods["shared"] & ~copied)


def usual_ending(goods: pd.DataFrame) -> pd.Series:
    """Whether the price ends in 9 cents in a store where enough prices do."""
    past = ((100 * goods["price"]) % 10 - 9).abs()
    goods["nine"] = (past < 0.01).astype(float).where(goods["price"].notna())
    share = grouped(goods, STORE)["nine"].transform("mean")
    return (goods["nine"] == 1) & (share >= SETTINGS.packs.usual_ending)


def own_pack(goods: pd.DataFrame, distance: pd.Series) -> pd.Series:
    """The pack quantity of the file where a log distance speaks of it."""
    pack = goods["pack_qty"].where(goods["pack_qty"] >= 1.5)
    return pack.where((distance - np.log(pack)).abs() <= SETTINGS.packs.tolerance)


def nearest_pack(distance: float, tolerance: float = math.inf) -> float:
    """The pack size of the trade nearest to a log distance, NaN beyond a tolerance."""
    if math.isnan(distance):
        return math.nan
    pack = min(SETTINGS.packs.sizes, key=lambda size: abs(math.log(size) - distance))
    return pack if abs(math.log(pack) - distance) <= tolerance else math.nan


def silence(goods: pd.DataFrame) -> None:
    """Slow, empty or ended: the three stories of an item that stopped selling."""
    limits = SETTINGS.silence
    never = goods["days_since_sale"].isna() & (goods["window_units"] == 0)
    shown = goods[["window_days", "days_since_receipt"]].min(axis=1)
    unsold = shown.where(never & goods["days_since_receipt"].notna())
    days = goods["days_silent"] = goods["days_since_sale"].fillna(unsold)
    units = goods["prior_units"] + goods["window_units"]
    before = goods["prior_days"] + (goods["window_days"] - days).clip(lower=0)
    silent = goods["season_factor"] * days
    shape, survival = units / goods["clump"], np.log(before / (before + silent))
    ended = np.where(goods["sold_elsewhere"], limits.ended_if_sold_elsewhere, 1.0)
    possible = days_possible(shape, before, survival) / goods["season_factor"] / YEAR
    weights = {
        "slow": np.exp(survival * shape).where(days >= limits.shortest_days),
        "empty": limits.shelf_empties * possible * np.exp(-days / YEAR),
        "ended": limits.demand_ends * possible * ended,
    }
    total = weights["slow"] + weights["empty"] + weights["ended"]
    for story, weight in weights.items():
        goods[f"{story}_probability"] = weight / total
    goods["silence_velocity"] = units / before
    goods["missed_purchases"] = goods["silence_velocity"] * silent / goods["clump"]


def days_possible(shape: pd.Series, before: pd.Series, survival: pd.Series) -> pd.Series:
    """Expected seasonal days of a silence on which something can have happened.

    Args:
        shape: Purchases known of.
        before: Days they took.
        survival: Log of the share of those days in all days.
    """
    past_one = shape - 1
    near = past_one.abs() < 0.001
    usual = before / past_one.mask(near, 1.0) * (1 - np.exp(survival * past_one))
    return usual.mask(near, -before * survival)


def unsold(goods: pd.DataFrame) -> None:
    """How far the stock lies above what sells until slow stock must be gone."""
    horizon = SETTINGS.dead_stock.sell_through_days
    expected = goods["velocity"] * horizon
    uncertain = 1 + horizon / (goods["prior_days"] + goods["window_days"])
    spread = np.sqrt(np.fmax(goods["clump"] * expected * uncertain, 1.0))
    goods["unsold_score"] = (goods["on_hand"] - expected) / spread


def cover(goods: pd.DataFrame) -> None:
    """How far stock and orders stand above what is enough."""
    limits = SETTINGS.cover
    horizon = limits.lead_days + limits.review_days + goods["cover_days"]
    season = season_ahead(goods, horizon)
    demand = goods["velocity"] * season * horizon
    spread = demand_spread(goods, demand, season * horizon)
    goods["stock_level"] = enough(goods, demand, spread)
    goods["excess_units"] = goods["on_hand"] + goods["ordered"] - goods["stock_level"]


def season_ahead(goods: pd.DataFrame, horizon: pd.Series) -> pd.Series:
    """Mean season of the days ahead: some weeks as lately, then what the year has left."""
    limits, now = SETTINGS.demand, goods["season_factor"]
    rest = ((YEAR - QUARTER * now) / (YEAR - QUARTER)).clip(lower=1 / limits.season_most)
    lasts = np.fmin(horizon, limits.season_lasts)
    return (lasts * now + (horizon - lasts) * rest) / horizon


def demand_spread(goods: pd.DataFrame, demand: pd.Series, usual_days: pd.Series) -> pd.Series:
    """Standard deviation of a demand, one at least.

    Args:
        goods: The rows.
        demand: Units expected.
        usual_days: Days of average demand that they take.
    """
    days = goods["prior_days"] + goods["window_days"]
    uncertain = 1 + usual_days / days
    return np.sqrt(np.fmax(goods["clump"] * demand * uncertain, 1.0))


def enough(goods: pd.DataFrame, demand: pd.Series, spread: pd.Series) -> pd.Series:
    """Units that are enough for a demand."""
    limits = SETTINGS.cover
    small = np.fmax(limits.small_days * goods["current_velocity"], limits.small_units)
    reorder = goods["reorder_point"].fillna(0).clip(lower=0) + small
    safe = demand + limits.service_z * spread + limits.display_units
    return np.fmax(np.fmax(safe, goods["pack_qty"]), reorder)


def leftovers(goods: pd.DataFrame) -> None:
    """Where in the year of its season a row stands, and what the off season will not sell."""
    day = goods["as_of"].max().date()
    words = goods["department"].fillna("")
    kind = words.map({text: season_of(text) for text in words.unique()})
    stages = {number: stage(one, day) for number, one in enumerate(SETTINGS.seasons.goods)}
    for place, name in enumerate(("over_days", "wait_days", "running_days")):
        goods[f"season_{name}"] = kind.map({number: of[place] for number, of in stages.items()})
    wait = goods["season_wait_days"]
    slow = np.fmin(np.fmin(goods["season_factor"], goods["season_now"]), 1.0)
    demand = goods["velocity"] * slow * wait
    spread = demand_spread(goods, demand, goods["season_factor"] * wait)
    level = enough(goods, demand, spread)
    goods["season_excess_units"] = (goods["on_hand"] - level).where(wait.notna())
    goods["season_excess_ratio"] = log(goods["on_hand"] / level)


def log(share: pd.Series) -> pd.Series:
    """Logarithm, unknown for what is not above zero."""
    return np.log(share.where(share > 0))


def season_of(words: str) -> float:
    """Number of the first season that some words name; NaN for goods without one."""
    named = (
        float(number)
        for number, season in enumerate(SETTINGS.seasons.goods)
        if re.search(begins(season.words), words.lower())
    )
    return next(named, math.nan)


def stage(season: Season, day: date) -> tuple[float, float, float]:
    """Days since a season ended, until it begins again, and since it began."""
    first, last = season.first_month, season.last_month
    inside = first <= day.month <= last if first <= last else not last < day.month < first
    begins = [date(day.year + year, first, 1) for year in (-1, 0, 1)]
    ends = [date(year, last, monthrange(year, last)[1]) for year in (day.year - 1, day.year)]
    if inside:
        return math.nan, math.nan, float((day - max(d for d in begins if d <= day)).days)
    ended, begin = max(d for d in ends if d <= day), min(d for d in begins if d > day)
    return float((day - ended).days), float((begin - day).days), 0.0


def twins(goods: pd.DataFrame) -> None:
    """Another number of the same item, in the same store, with stock on it."""
    below = goods[goods["on_hand"] < 0].copy()
    near = ["store_id", "vendor", "department"]
    above = goods[goods["on_hand"] > 0].copy()
    below["plain"] = plain(below["description"])
    candidates = above.merge(below[near].drop_duplicates(), on=near)
    candidates["plain"] = plain(candidates["description"])
    sure = SETTINGS.twins
    part = ["store_id", "vendor", "maker_part"]
    ways = (
        pair(below, above, ["store_id", "barcode"]).assign(rank=0, twin_probability=sure.barcode),
        pair(below, above, part).assign(rank=1, twin_probability=sure.maker_part),
        pair(below, candidates, [*near, "plain"]).assign(rank=2, twin_probability=sure.description),
    )
    pairs = pd.concat(ways)
    best = pairs.sort_values(["rank", "on_hand_twin", "sku_twin"], ascending=[True, False, False])
    best = best.drop_duplicates("row").set_index("row")
    goods["twin_on_hand"] = best["on_hand_twin"]
    goods["twin_probability"] = best["twin_probability"]


def plain(descriptions: pd.Series) -> pd.Series:
    """Descriptions without case, punctuation and words such as NEW."""
    noise = "|".join(SETTINGS.twins.noise_words)
    letters = descriptions.str.upper().str.replace(rf"\b(?:{noise})\b|[^A-Z0-9/.]+", "", regex=True)
    return letters.where(letters.str.len() >= 6)


def pair(below: pd.DataFrame, above: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Negative rows with the rows in stock that share a key and cost about as much."""
    columns = [*key, "sku", "on_hand", "stock_cost"]
    left = below[columns].dropna(subset=key).rename_axis("row").reset_index()
    both = left.merge(above[columns].dropna(subset=key), on=key, suffixes=("", "_twin"))
    ratio = np.log(both["stock_cost"] / both["stock_cost_twin"]).abs()
    return both[ratio <= math.log(SETTINGS.twins.cost_ratio)]
