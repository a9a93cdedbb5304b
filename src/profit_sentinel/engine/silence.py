"""Silence: three stories of an item that stopped selling, weighed against each other.

A SKU silent for `d` days may be just slow, its shelf may be empty, or its demand may have ended.
With `A = (a + n) / clump` and `B = b + max(T - d, 0)` (silent days do not dilute the rate before
them) and `s = k d` seasonal days:

- just slow: `(B / (B + s))**A`, the Gamma-Poisson chance of no sale;
- something happened on a day of the silence: its yearly rate times `I`, the expected number of
  days on which it can have happened, `B / (A - 1) (1 - (B / (B + s))**(A - 1)) / k`;
- an empty shelf is found sooner or later, so it is discounted by `exp(-d / 365)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import YEAR_DAYS, most, never, positive
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, min_horizontal, when

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

NEAR_ONE = 0.001
"""Within it of A = 1 the limit of the integral is used."""


def add(frame: Frame, plan: Plan) -> Frame:
    """Add days_silent, silence_velocity, what was missed, the three probabilities, unsold_score."""
    frame = frame.with_columns(days_silent=days_silent())
    frame = frame.with_columns(
        shape=(col("prior_units") + col("window_units")) / col("clump"),
        before=col("prior_days") + (col("window_days") - col("days_silent")).clip(0.0),
        silent=col("season_factor") * col("days_silent"),
        sold_elsewhere=sold_elsewhere(plan),
    )
    frame = frame.with_columns(
        survival=col("before") / (col("before") + col("silent")),
        silence_velocity=(col("prior_units") + col("window_units")) / col("before"),
    )
    frame = frame.with_columns(days_possible=days_possible(), **outlasting(plan))
    frame = frame.with_columns(**weights(plan))
    return frame.with_columns(**posterior(), missed_purchases=col("missed_units") / col("clump"))


def days_silent() -> Expr:
    """Days since the last sale; without one, as long as both the window and the stock show none."""
    unsold = (col("window_units") == 0) & col("last_sale_date").is_null()
    shown = min_horizontal("window_days", "days_since_receipt")
    never = when(unsold & ~col("days_since_receipt").is_null()).then(shown)
    return coalesce(col("days_since_sale"), never)


def sold_elsewhere(plan: Plan) -> Expr:
    """Whether another store sold the same item lately."""
    if plan.stores == 1:
        return never()
    lately = col("days_since_sale") <= plan.settings.silence.elsewhere_days
    latest = when(lately).then(1.0).otherwise(0.0)
    return (col("peer_recent_sales") - latest) > 0


def days_possible() -> Expr:
    """Expected days of the silence on which something can have happened."""
    past_one = col("shape") - 1.0
    near = past_one.abs() < NEAR_ONE
    safe = when(near).then(NEAR_ONE).otherwise(past_one)
    usual = col("before") / safe * (1.0 - (col("survival").log() * past_one).exp())
    limit = -col("before") * col("survival").log()
    return when(near).then(limit).otherwise(usual) / col("season_factor")


def weights(plan: Plan) -> dict[str, Expr]:
    """Unnormalised weight of each story; silences too short to speak of have none."""
    silence, days = plan.settings.silence, col("days_silent")
    heard = days >= silence.shortest_days
    ended = when(col("sold_elsewhere")).then(silence.ended_if_sold_elsewhere).otherwise(1.0)
    return {
        "slow_weight": when(heard).then((col("survival").log() * col("shape")).exp()),
        "empty_weight": silence.shelf_empties / YEAR_DAYS * col("days_possible")
        * (-days / YEAR_DAYS).exp(),
        "ended_weight": silence.demand_ends / YEAR_DAYS * col("days_possible") * ended,
        "missed_units": col("silence_velocity") * col("silent"),
    }  # fmt: skip


def posterior() -> dict[str, Expr]:
    """The three weights as shares of their sum."""
    stories = ("slow", "empty", "ended")
    total = sum((col(f"{story}_weight") for story in stories), start=lit(0.0))
    return {f"{story}_probability": col(f"{story}_weight") / total for story in stories}


def outlasting(plan: Plan) -> dict[str, Expr]:
    """How far the stock lies above what sells until slow stock must be gone, in sd."""
    horizon = float(plan.settings.dead_stock.sell_through_days)
    scale = col("prior_days") + col("window_days")
    expected = col("velocity") * horizon
    variance = col("clump") * expected * (1.0 + horizon / scale)
    spread = most(variance, lit(1.0)).sqrt()
    return {"unsold_score": (col("on_hand") - expected) / positive(spread)}
