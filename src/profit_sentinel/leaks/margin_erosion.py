"""Margin erosion: the margin has slipped under what this item should earn."""

import math

from profit_sentinel.declaration.expression import (
    YEAR_DAYS,
    holds,
    logistic,
    most,
    positive,
    yes,
)
from profit_sentinel.declaration.hints import LEFT_TO_RUN_OUT, LONG_UNRECEIVED
from profit_sentinel.declaration.leak import Hint, Leak, Recovery
from profit_sentinel.declaration.row import Row
from profit_sentinel.declaration.words import Expr, lit, when
from profit_sentinel.domain.money import Money

PRIOR = 0.02
ERODED_MEAN = 4.0
ERODED_VARIANCE = 5.0
"""Margins in robust sd under the reference: normal (0, 1) when sound, (4, 5) when eroded."""
FARTHEST = 8.0
"""Beyond it one more standard deviation says nothing more."""


def gap(row: Row) -> Expr:
    """Points of margin under the reference."""
    return row.reference_margin - row.margin


def slipped(row: Row) -> Expr:
    """Sells, is not being cleared, and lies clearly under the reference.

    Stock below zero is on the shelf and sells; where there is none, no price is paid.
    """
    limits = row.settings.margin
    sells = (row.window_units > 0) & (row.on_hand != 0)
    regular = ~row.clearance & ~row.discontinued & ~row.in_promotion
    enough = most(lit(limits.drop), limits.drop_sd * row.reference_spread)
    return sells & regular & (gap(row) > enough)


def missing(row: Row) -> Expr:
    """Share of the price that its cost and reference margin ask for."""
    return 1.0 - row.price * (1.0 - row.reference_margin) / row.cost


def shared(row: Row) -> Expr:
    """Whether enough stores carry the item to tell its price."""
    return holds(row.peer_stores >= row.settings.peers.stores)


def lost_margin(row: Row) -> Expr:
    """Missing points of margin on a year's sales at the present price."""
    return gap(row) * row.price * row.velocity * YEAR_DAYS


def posterior(row: Row) -> Expr:
    """Chance that a margin this far under its reference has eroded."""
    z = (gap(row) / row.reference_spread).clip(0.0, FARTHEST)
    prior = math.log(PRIOR / (1 - PRIOR)) - math.log(ERODED_VARIANCE) / 2
    return logistic(
        prior - (z - ERODED_MEAN) * (z - ERODED_MEAN) / (2 * ERODED_VARIANCE) + z * z / 2
    )


LEAK = Leak(
    id="margin_erosion",
    title="Margin erosion",
    meaning=(
        "The item sells at a thinner margin than it should: a cost went up and the price did not "
        "follow, or a price was set too low and stayed."
    ),
    money=Money.MARGIN,
    recovery=Recovery.PER_YEAR,
    group_by="department",
    needs=("on_hand", "price", "cost", "velocity"),
    fires=slipped,
    dollars=lost_margin,
    recovered=lambda row: row.settings.margin.recovered,
    probability=posterior,
    hints=(
        Hint(
            "deep_cut",
            "share of the right price that is missing beyond what neglect explains",
            lambda row: (missing(row) - row.settings.margin.deep_cut).clip(0.0),
        ),
        Hint(
            "deep_under_list",
            "log of list price over price beyond what neglect explains",
            lambda row: (
                (positive(row.list_price) / row.price).log() - row.settings.margin.deep_under_list
            ).clip(0.0, 1.0),
        ),
        Hint(
            "under_other_stores",
            "log of the other stores' price over this one, where three or more carry it",
            lambda row: when(shared(row)).then((row.peer_price / row.price).log().clip(-0.5, 1.0)),
        ),
        Hint(
            "no_other_stores",
            "1 where fewer than three stores carry it",
            lambda row: yes(~shared(row)),
        ),
        Hint(
            "no_target",
            "1 where the file has no target margin for it",
            lambda row: yes(row.desired_margin.is_null()),
        ),
        LEFT_TO_RUN_OUT,
        LONG_UNRECEIVED,
    ),
    gives_way_to=("price_discrepancy", "price_gap", "purchasing_leakage", "unit_mismatch"),
    constants=(
        "margin.drop",
        "margin.drop_sd",
        "margin.recovered",
        "margin.fineline_skus",
        "margin.deep_cut",
        "margin.deep_under_list",
    ),
    formula=(
        "Fires when the item sells, is not on clearance or promotion, and its margin lies under "
        "the reference by more than the set points and robust standard deviations. The reference "
        "is the file's desired margin, else the same SKU in other stores, its fineline, its "
        "department (never above what the same brand earns there). Dollars: missing points x "
        "price x demand x 365. Probability: posterior of two normals; less where "
        "the price looks cut on purpose, as in a flyer or a closeout that the file does not tell."
    ),
    sentence=(
        "Earns {margin:percent} instead of {reference_margin:percent}, judged by "
        "{reference_source}: priced at {price:money} against a cost of {cost:money}."
    ),
    signals=("margin under its reference", "sells", "not on clearance or promotion"),
    action="Compare retail with plan and suggested retail, then raise the price or ask for cost.",
    source="A two-component normal mixture on standardised margins; the prior is a setting to fit.",
)
