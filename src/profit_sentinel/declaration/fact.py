"""The facts a leak may read beside the canonical columns: names, units, meaning and needs."""

from dataclasses import dataclass

from profit_sentinel.domain.columns import BY_NAME, SOLD_WINDOWS


@dataclass(frozen=True)
class Fact:
    """A figure the engine works out for every row before any leak is judged."""

    name: str
    unit: str
    meaning: str
    needs: tuple[str | tuple[str, ...], ...] = ()
    """Columns or facts that must be known; of a tuple one is enough. Empty: always known."""


Need = str | tuple[str, ...]
"""A column or fact that must be known, or several of which one is enough."""

COST = ("unit_cost", "average_cost")
SOLD = SOLD_WINDOWS

FACTS: tuple[Fact, ...] = (
    Fact("cost", "$/unit", "cost of replacing one unit, when above zero", (COST,)),
    Fact("stock_cost", "$/unit", "average cost, else replacement cost, when above zero", (COST,)),
    Fact("price", "$/unit", "shelf price, when above zero", ("retail_price",)),
    Fact("ordered", "units", "on order, none when unknown"),
    Fact("margin", "share", "gross margin: (price - cost) / price", ("cost", "price")),
    Fact("clearance", "yes/no", "the status says clearance"),
    Fact("discontinued", "yes/no", "the status says discontinued"),
    Fact("in_promotion", "yes/no", "a promotion runs on the day of the file"),
    Fact("left_to_run_out", "yes/no", "at or under the order point with nothing on order"),
    Fact("days_since_receipt", "days", "since the last receipt", ("last_receipt_date",)),
    Fact("days_silent", "days", "without a sale up to the day of the file", ("last_sale_date",)),
    Fact("window_days", "days", "length of the longest sales window", (SOLD,)),
    Fact("window_units", "units", "sold in that window, never below zero", (SOLD,)),
    Fact("season_factor", "ratio", "department's last 90 days against its year", (SOLD,)),
    Fact("season_now", "ratio", "department's last 30 days against its year", (SOLD,)),
    Fact("clump", "ratio", "units bought together, by department and stocking unit", (SOLD,)),
    Fact("prior_units", "units", "shape of the department's demand (gamma)", (SOLD,)),
    Fact("prior_days", "days", "rate of the department's demand (gamma)", (SOLD,)),
    Fact("velocity", "units/day", "expected demand over the window", (SOLD,)),
    Fact("current_velocity", "units/day", "expected demand in this season", (SOLD,)),
    Fact("silence_velocity", "units/day", "demand before the silence", (SOLD, "days_silent")),
    Fact("missed_units", "units", "sales expected during the silence", (SOLD, "days_silent")),
    Fact("missed_purchases", "times", "the same in purchases of a clump", (SOLD, "days_silent")),
    Fact("slow_probability", "share", "the item is just slow", (SOLD, "days_silent")),
    Fact("empty_probability", "share", "the shelf is empty", (SOLD, "days_silent")),
    Fact("ended_probability", "share", "demand has ended", (SOLD, "days_silent")),
    Fact(
        "stock_level", "units", "stock that is enough until the next order and then some", (SOLD,)
    ),
    Fact("excess_units", "units", "stock and orders above that level", (SOLD,)),
    Fact("unsold_score", "sd", "stock above demand until slow stock must be gone", (SOLD,)),
    Fact("dead_limit", "days", "limit of days without a sale in this department"),
    Fact("salvage", "share", "share of cost that clearing brings back in this department"),
    Fact("season_over_days", "days", "since the season of these goods ended, null in season"),
    Fact("season_running_days", "days", "since it began, 0 outside it, null without a season"),
    Fact("season_excess_units", "units", "stock beyond what the off season sells", (SOLD,)),
    Fact("season_excess_ratio", "log", "stock over what the off season needs", (SOLD,)),
    Fact("department_margin", "share", "median margin of store and department", ("margin",)),
    Fact("reference_margin", "share", "margin the item should have", ("margin",)),
    Fact("reference_source", "words", "where the reference margin comes from", ("margin",)),
    Fact("reference_spread", "share", "robust sd of margins around their reference", ("margin",)),
    Fact(
        "below_cost_share",
        "share",
        "of the vendor's or department's other prices below cost",
        ("margin",),
    ),
    Fact("peer_stores", "stores", "that carry the same item", ("store_id",)),
    Fact("peer_price", "$/unit", "median price over the stores that carry it", ("price",)),
    Fact("peer_cost", "$/unit", "median cost over the stores that carry it", ("cost",)),
    Fact("price_spread", "log", "how much prices vary between stores", ("price",)),
    Fact("cost_spread", "log", "how much costs vary between stores", ("cost",)),
    Fact("pack_factor", "ratio", "cost divided by what it should be, a pack size", ("margin",)),
    Fact(
        "pack_source",
        "words",
        "peers, pack size of the file, department, or the price's ending",
        ("margin",),
    ),
    Fact("twin_sku", "id", "another number of the same item with stock on it"),
    Fact("twin_on_hand", "units", "stock on that number"),
    Fact("twin_match", "words", "how the two numbers were paired"),
)

ONE_OF = {SOLD: "units sold: ", COST: "a cost: "}
"""What several columns have in common, for people."""
FACT_BY_NAME: dict[str, Fact] = {fact.name: fact for fact in FACTS}
TERMS: frozenset[str] = frozenset(BY_NAME) | frozenset(FACT_BY_NAME)
"""Everything a declaration may name."""


def missing(needs: tuple[str | tuple[str, ...], ...], columns: frozenset[str]) -> tuple[str, ...]:
    """Columns a file lacks for some needs, in words, each once: `sold_365d or sold_ytd`."""
    lacks: dict[str, None] = {}
    for need in needs:
        choices = need if isinstance(need, tuple) else (need,)
        if len(choices) > 1:
            if not columns.intersection(choices):
                lacks[ONE_OF.get(choices, "") + " or ".join(choices)] = None
        elif choices[0] in FACT_BY_NAME:
            lacks.update(dict.fromkeys(missing(FACT_BY_NAME[choices[0]].needs, columns)))
        elif choices[0] not in columns:
            lacks[choices[0]] = None
    return tuple(lacks)
