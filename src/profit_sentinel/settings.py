"""Every constant a figure can be traced to, in one typed object with a preset per store type."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from profit_sentinel.domain.errors import WrongUsageError

Share = Annotated[float, Field(ge=0, le=1)]
Positive = Annotated[float, Field(gt=0)]
Days = Annotated[int, Field(gt=0)]
Month = Annotated[int, Field(ge=1, le=12)]


class SettingsError(WrongUsageError):
    """Settings that cannot be used; the message names the setting and what it accepts."""


class Section(BaseModel):
    """Part of the settings: frozen, and strict about names so that a typo is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class List(Section):
    """Which findings are shown, and in what order."""

    false_alarms: Share = Field(0.10, description="most false alarms the list may hold, expected")
    minimum_probability: Share = Field(0.5, description="below it a finding is never listed")
    top: Annotated[int, Field(ge=1)] = Field(5, description="issues shown in each section")
    check_minutes: Positive = Field(5.0, description="minutes to check one SKU")
    wage_per_hour: Positive = Field(20.0, description="dollars an hour of checking costs")


class Demand(Section):
    """How expected demand is estimated from units sold."""

    group_skus: Annotated[int, Field(ge=2)] = Field(30, description="SKUs a group needs for a fit")
    clump_units: Positive = Field(12.0, description="units an item needs to tell about clumps")
    clump_cap: Positive = Field(9.0, description="most one item may add to a department's clumps")
    clump_most: Annotated[float, Field(ge=1)] = Field(20.0, description="largest clump factor")
    clumpy: tuple[str, ...] = Field(
        ("lumber", "fastener", "feed"),
        description="words of departments bought by the dozen, for files with one sales window",
    )
    clump_default: Annotated[float, Field(ge=1)] = Field(
        4.0, description="clump factor of those departments"
    )
    season_band: Share = Field(0.15, description="seasonal swings under it are taken as none")
    season_most: Positive = Field(5.0, description="largest seasonal factor, up or down")


class Silence(Section):
    """What a stretch without sales may mean."""

    shortest_days: Days = Field(14, description="silences under it say nothing")
    shelf_empties: Share = Field(0.04, description="chance a year that a shelf is empty unseen")
    demand_ends: Share = Field(0.15, description="chance a year that an item's demand ends")
    ended_if_sold_elsewhere: Share = Field(
        0.1, description="factor on ended demand when another store sold the item lately"
    )
    elsewhere_days: Days = Field(30, description="how lately that is")
    missed_purchases: Positive = Field(
        2.0, description="purchases that must have been missed before a silence counts"
    )


class DeadStock(Section):
    """When goods count as dead, and what they still bring."""

    watch_days: Days = Field(90, description="days without a sale to keep an eye on")
    limit_days: Days = Field(180, description="days without a sale that make stock dead")
    action_days: Days = Field(365, description="days without a sale after which it is certain")
    sell_through_days: Days = Field(730, description="slow stock must sell through within this")
    salvage: Share = Field(0.5, description="share of cost that clearing dead stock brings back")


class Cover(Section):
    """How much stock is enough."""

    lead_days: Days = Field(14, description="days from order to receipt")
    review_days: Days = Field(7, description="days between looks at the order")
    cover_days: Days = Field(180, description="days of demand a store may keep")
    service_z: Positive = Field(1.645, description="safety in standard deviations (95 %)")
    settle_days: Days = Field(30, description="days a receipt is left alone")
    sold_within_days: Days = Field(180, description="overstock still sells; older is dead stock")
    display_units: Annotated[float, Field(ge=0)] = Field(1.0, description="units kept on display")
    small_days: Days = Field(28, description="days of demand always allowed above reorder point")
    small_units: Positive = Field(4.0, description="units always allowed above reorder point")
    holding: Share = Field(0.10, description="out-of-pocket cost a year of holding stock")


class Season(Section):
    """A kind of goods with a season: words of its department or season column, and its months."""

    words: tuple[str, ...]
    first_month: Month
    last_month: Month


class Seasons(Section):
    """Seasonal goods and what is left of them afterwards."""

    goods: tuple[Season, ...] = ()
    over_days: Days = Field(30, description="days after the season before leftovers count")
    salvage: Share = Field(0.5, description="share of cost that clearing leftovers brings back")


class Stockout(Section):
    """When an empty shelf counts."""

    sold_within_days: Days = Field(60, description="sold at least once within")
    velocity: Positive = Field(0.05, description="least units a day worth an alarm")
    still_sells_days: Days = Field(14, description="negative stock sold within it is on the shelf")
    lost_share: Share = Field(0.5, description="share of customers who buy nothing instead")


class Margin(Section):
    """When a margin counts as eroded, and what repricing brings back."""

    drop: Share = Field(0.05, description="points under the reference")
    drop_sd: Positive = Field(2.0, description="robust standard deviations under the reference")
    fineline_skus: Annotated[int, Field(ge=2)] = Field(20, description="SKUs a fineline needs")
    brand_skus: Annotated[int, Field(ge=2)] = Field(5, description="SKUs that show a thin brand")
    least_spread: Positive = Field(0.015, description="smallest robust sd of a margin")
    recovered: Share = Field(0.6, description="share of an eroded margin a repricing recovers")
    below_cost_probability: Share = Field(0.9, description="that a price below cost is an error")


class Peers(Section):
    """Comparing one SKU across stores."""

    stores: Annotated[int, Field(ge=3)] = Field(3, description="stores that must carry the SKU")
    price_ratio: Share = Field(0.93, description="price under this share of the median is a gap")
    cost_ratio: Annotated[float, Field(gt=1)] = Field(
        1.05, description="cost over this multiple of the median is leakage"
    )
    least_spread: Positive = Field(0.02, description="smallest robust sd of a log ratio")
    purchasing_recovered: Share = Field(0.7, description="share of a cost gap that buying recovers")


class Packs(Section):
    """When a cost and a price are in different units."""

    sizes: tuple[int, ...] = (3, 4, 6, 8, 10, 12, 16, 20, 24, 25, 36, 48, 50, 72, 100, 144, 500,
                              1000)  # fmt: skip
    tolerance: Positive = Field(0.05, description="distance in logs from a pack size")
    peer_cost: Positive = Field(0.9, description="least log distance of the cost from its peers")
    peer_price: Positive = Field(0.3, description="most log distance of the price from its peers")
    ratio_sd: Positive = Field(4.0, description="robust sd off the department's price/cost ratio")
    sure: Share = Field(0.95, description="probability with peers or the file's pack size")
    likely: Share = Field(0.6, description="probability from the department's ratio alone")


class Twins(Section):
    """Two numbers for one item."""

    barcode: Share = Field(0.95, description="probability when the barcode is the same")
    maker_part: Share = Field(0.85, description="when vendor and maker's part are the same")
    description: Share = Field(0.6, description="when vendor, department and description are")
    cost_ratio: Annotated[float, Field(gt=1)] = Field(
        1.5, description="costs further apart are different items"
    )
    noise_words: tuple[str, ...] = ("NEW", "OLD", "DISC", "REPL", "REPLACEMENT", "SUB", "USE")


class Words(Section):
    """How statuses are read, by the beginning of a word."""

    clearance: tuple[str, ...] = ("clear", "closeout", "close-out", "markdown", "sale")
    discontinued: tuple[str, ...] = ("disc", "inactive", "obsolete", "delet", "archived", "dropped")


class Limits(Section):
    """One department's own limits; what is left out follows the general ones."""

    dead_stock_days: Days | None = None
    cover_days: Days | None = None
    salvage: Share | None = None


class Settings(Section):
    """The settings of one analysis."""

    preset: str = "hardware"
    list: List = List()
    demand: Demand = Demand()
    silence: Silence = Silence()
    dead_stock: DeadStock = DeadStock()
    cover: Cover = Cover()
    seasons: Seasons = Seasons()
    stockout: Stockout = Stockout()
    margin: Margin = Margin()
    peers: Peers = Peers()
    packs: Packs = Packs()
    twins: Twins = Twins()
    words: Words = Words()
    departments: dict[str, Limits] = Field(
        default_factory=dict, description="limits by department, as the file spells it"
    )


@cache
def presets() -> Mapping[str, Mapping[str, Any]]:
    """What each store type sets differently, by preset name."""
    text = files("profit_sentinel").joinpath("presets.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the values of `over` laid on top, section by section."""
    merged = dict(base)
    for name, value in over.items():
        held = merged.get(name)
        both = isinstance(held, Mapping) and isinstance(value, Mapping)
        merged[name] = merge(held, value) if both else value  # type: ignore[arg-type]
    return merged


def load(preset: str | None = None, toml: str = "", **changes: Any) -> Settings:  # noqa: ANN401
    """Settings from a preset, the text of a TOML file over it, and single changes over both.

    Args:
        preset: Name of a store type; without it the file's own `preset`, else `hardware`.
        toml: Text of a settings file.
        changes: Sections given as mappings, laid over everything else.

    Raises:
        SettingsError: Unknown preset or setting, a value out of range, or text that is not TOML.
    """
    try:
        own = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        message = f"the settings file is not valid TOML: {error}"
        raise SettingsError(message) from error
    name = preset or str(own.get("preset", "hardware"))
    if name not in presets():
        message = f"unknown preset {name!r}; there are {', '.join(presets())}"
        raise SettingsError(message)
    laid = merge(merge(presets()[name], own), {**changes, "preset": name})
    try:
        return Settings.model_validate(laid)
    except ValidationError as error:
        raise SettingsError(explain(error)) from error


def explain(error: ValidationError) -> str:
    """One line per setting that cannot be used."""
    return "\n".join(
        f"setting {'.'.join(map(str, item['loc']))}: {item['msg'].lower()} (got {item['input']!r})"
        for item in error.errors()
    )
