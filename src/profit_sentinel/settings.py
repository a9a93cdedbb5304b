"""Every constant a figure can be traced to, in one typed object with a preset per store type."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, get_type_hints

from typing_extensions import Doc

from profit_sentinel.domain.errors import WrongUsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import ValidationError


class Bound:
    """Limits of a setting, held by the validator when there is something to check."""

    def __init__(self, **limits: float) -> None:
        self.limits = limits

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:  # noqa: ANN401 - the validator's own protocol
        """The schema of the annotated type within the limits."""
        return {**handler(source), **self.limits}


Share = Annotated[float, Bound(ge=0, le=1)]
Positive = Annotated[float, Bound(gt=0)]
NotNegative = Annotated[float, Bound(ge=0)]
Factor = Annotated[float, Bound(ge=1)]
Ratio = Annotated[float, Bound(gt=1)]
Count = Annotated[int, Bound(ge=1)]
Several = Annotated[int, Bound(ge=2)]
Days = Annotated[int, Bound(gt=0)]
Month = Annotated[int, Bound(ge=1, le=12)]


class SettingsError(WrongUsageError):
    """Settings that cannot be used; the message names the setting and what it accepts."""


@dataclass(frozen=True)
class Section:
    """Part of the settings; strict about names, so that a typo is an error."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    @classmethod
    def meaning(cls, name: str) -> str:
        """What one of its settings does, empty where the name says it."""
        hint = get_type_hints(cls, include_extras=True)[name]
        notes = getattr(hint, "__metadata__", ())
        return next((note.documentation for note in notes if isinstance(note, Doc)), "")


@dataclass(frozen=True)
class List(Section):
    """Which findings are shown, and in what order."""

    false_alarms: Annotated[Share, Doc("most false alarms the list may hold, expected")] = 0.10
    minimum_probability: Annotated[Share, Doc("below it a finding is never listed")] = 0.5
    top: Annotated[Count, Doc("issues shown in each section")] = 5
    check_minutes: Annotated[Positive, Doc("minutes to check one SKU")] = 5.0
    wage_per_hour: Annotated[Positive, Doc("dollars an hour of checking costs")] = 20.0


@dataclass(frozen=True)
class Counts(Section):
    """Which findings that are too doubtful for the list are worth a look at the shelf."""

    look_minutes: Annotated[Positive, Doc("minutes to look at one shelf on a walk")] = 1.0
    walk_minutes: Annotated[NotNegative, Doc("minutes of looking a store is asked for")] = 30.0
    worth: Annotated[
        Factor, Doc("dollars expected of a look must be this many times what it costs")
    ] = 10.0


@dataclass(frozen=True)
class Demand(Section):
    """How expected demand is estimated from units sold."""

    group_skus: Annotated[Several, Doc("SKUs a group needs for a fit")] = 30
    clump_units: Annotated[Positive, Doc("units an item needs to tell about clumps")] = 12.0
    clump_cap: Annotated[Positive, Doc("most one item may add to a department's clumps")] = 9.0
    clump_most: Annotated[Factor, Doc("largest clump factor")] = 20.0
    clumpy: Annotated[
        tuple[str, ...],
        Doc("words of departments bought by the dozen, for files with one sales window"),
    ] = ("lumber", "fastener", "feed")
    clump_default: Annotated[Factor, Doc("clump factor of those departments")] = 4.0
    season_band: Annotated[Share, Doc("seasonal swings under it are taken as none")] = 0.15
    season_most: Annotated[Positive, Doc("largest seasonal factor, up or down")] = 5.0
    season_lasts: Annotated[
        Days, Doc("days for which the pace of the last 90 goes on; then the rest of the year")
    ] = 15


@dataclass(frozen=True)
class Silence(Section):
    """What a stretch without sales may mean."""

    shortest_days: Annotated[Days, Doc("silences under it say nothing")] = 14
    shelf_empties: Annotated[Share, Doc("chance a year that a shelf is empty unseen")] = 0.04
    demand_ends: Annotated[Share, Doc("chance a year that an item's demand ends")] = 0.15
    ended_if_sold_elsewhere: Annotated[
        Share, Doc("factor on ended demand when another store sold the item lately")
    ] = 0.1
    elsewhere_days: Annotated[Days, Doc("how lately that is")] = 30
    missed_purchases: Annotated[
        Positive, Doc("purchases that must have been missed before a silence counts")
    ] = 2.0


@dataclass(frozen=True)
class DeadStock(Section):
    """When goods count as dead, and what they still bring."""

    watch_days: Annotated[Days, Doc("days without a sale to keep an eye on")] = 90
    limit_days: Annotated[Days, Doc("days without a sale that make stock dead")] = 180
    action_days: Annotated[Days, Doc("days without a sale after which it is certain")] = 365
    sell_through_days: Annotated[Days, Doc("slow stock must sell through within this")] = 730
    salvage: Annotated[Share, Doc("share of cost that clearing dead stock brings back")] = 0.5


@dataclass(frozen=True)
class Cover(Section):
    """How much stock is enough."""

    lead_days: Annotated[Days, Doc("days from order to receipt")] = 14
    review_days: Annotated[Days, Doc("days between looks at the order")] = 7
    cover_days: Annotated[Days, Doc("days of demand a store may keep")] = 180
    service_z: Annotated[Positive, Doc("safety in standard deviations (95 %)")] = 1.645
    settle_days: Annotated[Days, Doc("days a receipt is left alone")] = 30
    sold_within_days: Annotated[Days, Doc("overstock still sells; older is dead stock")] = 180
    display_units: Annotated[NotNegative, Doc("units kept on display")] = 1.0
    small_days: Annotated[Days, Doc("days of demand always allowed above reorder point")] = 28
    small_units: Annotated[Positive, Doc("units always allowed above reorder point")] = 4.0
    holding: Annotated[Share, Doc("out-of-pocket cost a year of holding stock")] = 0.10


@dataclass(frozen=True)
class Season(Section):
    """A kind of goods with a season: words of its department or season column, and its months."""

    words: tuple[str, ...]
    first_month: Month
    last_month: Month


HARDWARE_SEASONS = (
    Season(("christmas", "holiday"), 9, 12),
    Season(("heating", "winter", "snow", "ice melt"), 9, 3),
    Season(("lawn", "garden", "outdoor living", "patio", "seasonal"), 2, 9),
    Season(("cooling", "fans"), 4, 9),
)
"""Seasons of the northern United States."""


@dataclass(frozen=True)
class Seasons(Section):
    """Seasonal goods and what is left of them afterwards."""

    goods: tuple[Season, ...] = HARDWARE_SEASONS
    over_days: Annotated[
        Days, Doc("days after the season before leftovers count, where the till does not tell")
    ] = 30
    over_pace: Annotated[
        Share, Doc("share of a usual month the department sells once its season is over")
    ] = 0.7
    salvage: Annotated[Share, Doc("share of cost that clearing leftovers brings back")] = 0.5


@dataclass(frozen=True)
class Stockout(Section):
    """When an empty shelf counts."""

    sold_within_days: Annotated[Days, Doc("sold at least once within")] = 60
    velocity: Annotated[Positive, Doc("least units a day worth an alarm")] = 0.05
    still_sells_days: Annotated[Days, Doc("negative stock sold within it is on the shelf")] = 14
    lost_share: Annotated[Share, Doc("share of customers who buy nothing instead")] = 0.5


@dataclass(frozen=True)
class Margin(Section):
    """When a margin counts as eroded, and what repricing brings back."""

    drop: Annotated[Share, Doc("points under the reference")] = 0.05
    drop_sd: Annotated[Positive, Doc("robust standard deviations under the reference")] = 2.0
    fineline_skus: Annotated[Several, Doc("SKUs a fineline needs")] = 20
    brand_skus: Annotated[Several, Doc("SKUs that show a thin brand")] = 5
    least_spread: Annotated[Positive, Doc("smallest robust sd of a margin")] = 0.015
    recovered: Annotated[Share, Doc("share of an eroded margin a repricing recovers")] = 0.6
    below_cost_usual: Annotated[
        Share, Doc("share of prices below cost at a vendor or department that is no habit")
    ] = 0.1
    record_ratio: Annotated[
        Ratio, Doc("cost over this multiple of the price is a wrong record, not a yearly loss")
    ] = 10.0
    deep_cut: Annotated[
        Share, Doc("share under the right price beyond which a price rather was cut on purpose")
    ] = 0.2
    deep_under_list: Annotated[
        Positive, Doc("log of list price over price beyond which the same is so")
    ] = 0.17
    below_cost_probability: Annotated[Share, Doc("that a price below cost is an error")] = 0.9


@dataclass(frozen=True)
class Peers(Section):
    """Comparing one SKU across stores."""

    stores: Annotated[int, Bound(ge=3), Doc("stores that must carry the SKU")] = 3
    price_ratio: Annotated[Share, Doc("price under this share of the median is a gap")] = 0.93
    deep_cut: Annotated[Positive, Doc("log of the median over a price that is cut to clear")] = 0.25
    cost_ratio: Annotated[Ratio, Doc("cost over this multiple of the median is leakage")] = 1.05
    least_spread: Annotated[Positive, Doc("smallest robust sd of a log ratio")] = 0.02
    purchasing_recovered: Annotated[Share, Doc("share of a cost gap that buying recovers")] = 0.7


@dataclass(frozen=True)
class Packs(Section):
    """When a cost and a price are in different units."""

    sizes: tuple[int, ...] = (3, 4, 6, 8, 10, 12, 16, 20, 24, 25, 36, 48, 50, 72, 100, 144, 500,
                              1000)  # fmt: skip
    tolerance: Annotated[Positive, Doc("distance in logs from a pack size")] = 0.05
    peer_cost: Annotated[Positive, Doc("least log distance of the cost from its peers")] = 0.9
    peer_price: Annotated[Positive, Doc("most log distance of the price from its peers")] = 0.3
    ratio_sd: Annotated[Positive, Doc("robust sd off the department's price/cost ratio")] = 4.0
    sure: Annotated[Share, Doc("probability with peers or the file's pack size")] = 0.95
    likely: Annotated[Share, Doc("probability from the department's ratio alone")] = 0.6
    usual_ending: Annotated[
        Share, Doc("share of a store's prices that end in 9 from which that is its habit")
    ] = 0.5


@dataclass(frozen=True)
class Twins(Section):
    """Two numbers for one item."""

    barcode: Annotated[Share, Doc("probability when the barcode is the same")] = 0.95
    maker_part: Annotated[Share, Doc("when vendor and maker's part are the same")] = 0.85
    description: Annotated[Share, Doc("when vendor, department and description are")] = 0.6
    cost_ratio: Annotated[Ratio, Doc("costs further apart are different items")] = 1.5
    noise_words: tuple[str, ...] = ("NEW", "OLD", "DISC", "REPL", "REPLACEMENT", "SUB", "USE")


@dataclass(frozen=True)
class Words(Section):
    """How statuses are read, by the beginning of a word."""

    clearance: tuple[str, ...] = ("clear", "closeout", "close-out", "markdown")
    discontinued: tuple[str, ...] = ("disc", "inactive", "obsolete", "delet", "archived", "dropped")


@dataclass(frozen=True)
class Files(Section):
    """What is odd about a file beside the one before."""

    missing_skus: Annotated[
        Share, Doc("share of a store's SKUs that its next file may lack before that is told")
    ] = 0.2


@dataclass(frozen=True)
class Limits(Section):
    """One department's own limits; what is left out follows the general ones."""

    dead_stock_days: Days | None = None
    cover_days: Days | None = None
    salvage: Share | None = None


@dataclass(frozen=True)
class Settings(Section):
    """The settings of one analysis."""

    preset: str = "hardware"
    list: List = List()
    counts: Counts = Counts()
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
    files: Files = Files()
    departments: Annotated[
        dict[str, Limits], Doc("limits by department, as the file spells it")
    ] = field(default_factory=dict)


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
    return validated(laid) if laid != {"preset": Settings.preset} else Settings()


def validated(values: Mapping[str, Any]) -> Settings:
    """Settings from plain values; the validator is imported only when there is something to check.

    Raises:
        SettingsError: A name or a value that cannot be.
    """
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - 80 ms for a rare need

    try:
        return TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        raise SettingsError(explain(error)) from error


def explain(error: ValidationError) -> str:
    """One line per setting that cannot be used."""
    return "\n".join(
        f"setting {'.'.join(map(str, item['loc']))}: {item['msg'].lower()} (got {item['input']!r})"
        for item in error.errors()
    )
