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

import narwhals as nw

from profit_sentinel.declaration.expression import NO, YEAR_DAYS, most, positive

if TYPE_CHECKING:
    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan

NEAR_ONE = 0.001
"""Within it of A = 1 the limit of the integral is used."""


def add(frame: Frame, plan: Plan) -> Frame:
    """Add days_silent, silence_velocity, what was missed, the three probabilities, unsold_score."""
    frame = frame.with_columns(days_silent=days_silent())
    frame = frame.with_columns(
        shape=(nw.col("prior_units") + nw.col("window_units")) / nw.col("clump"),
        before=nw.col("prior_days") + (nw.col("window_days") - nw.col("days_silent")).clip(0.0),
        silent=nw.col("season_factor") * nw.col("days_silent"),
        sold_elsewhere=sold_elsewhere(plan),
    )
    frame = frame.with_columns(
        survival=nw.col("before") / (nw.col("before") + nw.col("silent")),
        silence_velocity=(nw.col("prior_units") + nw.col("window_units")) / nw.col("before"),
    )
    frame = frame.with_columns(days_possible=days_possible(), **outlasting(plan))
    frame = frame.with_columns(**weights(plan))
    return frame.with_columns(
        **posterior(), missed_purchases=nw.col("missed_units") / nw.col("clump")
    )


def days_silent() -> nw.Expr:
    """Days since the last sale; without one, as long as both the window and the stock show none."""
    unsold = (nw.col("window_units") == 0) & nw.col("last_sale_date").is_null()
    shown = nw.min_horizontal("window_days", "days_since_receipt")
    never = nw.when(unsold & ~nw.col("days_since_receipt").is_null()).then(shown)
    return nw.coalesce(nw.col("days_since_sale"), never)


def sold_elsewhere(plan: Plan) -> nw.Expr:
    """Whether another store sold the same item lately."""
    if plan.stores == 1:
        return NO
    lately = nw.col("days_since_sale") <= plan.settings.silence.elsewhere_days
    latest = nw.when(lately).then(1.0).otherwise(0.0)
    return (nw.col("peer_recent_sales") - latest) > 0


def days_possible() -> nw.Expr:
    """Expected days of the silence on which something can have happened."""
    past_one = nw.col("shape") - 1.0
    near = past_one.abs() < NEAR_ONE
    safe = nw.when(near).then(NEAR_ONE).otherwise(past_one)
    usual = nw.col("before") / safe * (1.0 - (nw.col("survival").log() * past_one).exp())
    limit = -nw.col("before") * nw.col("survival").log()
    return nw.when(near).then(limit).otherwise(usual) / nw.col("season_factor")


def weights(plan: Plan) -> dict[str, nw.Expr]:
    """Unnormalised weight of each story; silences too short to speak of have none."""
    silence, days = plan.settings.silence, nw.col("days_silent")
    heard = days >= silence.shortest_days
    ended = nw.when(nw.col("sold_elsewhere")).then(silence.ended_if_sold_elsewhere).otherwise(1.0)
    return {
        "slow_weight": nw.when(heard).then((nw.col("survival").log() * nw.col("shape")).exp()),
        "empty_weight": silence.shelf_empties / YEAR_DAYS * nw.col("days_possible")
        * (-days / YEAR_DAYS).exp(),
        "ended_weight": silence.demand_ends / YEAR_DAYS * nw.col("days_possible") * ended,
        "missed_units": nw.col("silence_velocity") * nw.col("silent"),
    }  # fmt: skip


def posterior() -> dict[str, nw.Expr]:
    """The three weights as shares of their sum."""
    stories = ("slow", "empty", "ended")
    total = sum((nw.col(f"{story}_weight") for story in stories), start=nw.lit(0.0))
    return {f"{story}_probability": nw.col(f"{story}_weight") / total for story in stories}


def outlasting(plan: Plan) -> dict[str, nw.Expr]:
    """How far the stock lies above what sells until slow stock must be gone, in sd."""
    horizon = float(plan.settings.dead_stock.sell_through_days)
    scale = nw.col("prior_days") + nw.col("window_days")
    expected = nw.col("velocity") * horizon
    variance = nw.col("clump") * expected * (1.0 + horizon / scale)
    spread = most(variance, nw.lit(1.0)).sqrt()
    return {"unsold_score": (nw.col("on_hand") - expected) / positive(spread)}
