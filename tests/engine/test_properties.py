"""What holds of any stock list: a few odd rows among ordinary ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builders import ago, facts, neighbours, row, stock
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from builders import Cells

POLARS = engine_named("polars")
SETTINGS = load()
KEY = ["store_id", "sku", "leak"]
FIGURES = ["dollars", "recoverable", "probability"]
ROUNDING = 0.05
"""Every finding is rounded to cents, and there are a few at a SKU."""
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

dates = st.sampled_from((None, 0, 13, 14, 40, 60, 90, 179, 180, 300, 364, 365, 800)).map(
    lambda days: None if days is None else ago(days)
)
odd_cells = st.fixed_dictionaries(
    {
        "store_id": st.sampled_from("123"),
        "sku": st.sampled_from("abcdef"),
        "description": st.sampled_from((None, "COPPER ELBOW 1/2", "NEW COPPER ELBOW 1/2")),
        "barcode": st.sampled_from((None, None, "01", "02")),
        "department": st.sampled_from(("PLUMBING", "Heating", "Lawn", "LUMBER", None)),
        "vendor": st.sampled_from(("ACME", "THIN", None)),
        "on_hand": st.sampled_from((-40.0, -3.0, -0.5, 0.0, 1.0, 3.0, 12.0, 60.0, 500.0)),
        "on_order": st.sampled_from((None, -4.0, 0.0, 0.0, 4.0, 90.0)),
        "unit_cost": st.sampled_from((None, 0.0, 0.5, 5.0, 6.0, 6.0, 7.0, 12.0, 72.0)),
        "average_cost": st.sampled_from((None, None, 0.0, 4.0, 6.0)),
        "retail_price": st.sampled_from((None, 0.0, 5.0, 8.0, 9.0, 10.0, 10.0, 120.0)),
        "sold_365d": st.sampled_from((None, -2.0, 0.0, 1.0, 12.0, 24.0, 300.0)),
        "sold_90d": st.sampled_from((None, 0.0, 3.0, 12.0, 200.0)),
        "last_sale_date": dates,
        "last_receipt_date": dates,
        "status": st.sampled_from((None, None, "Active", "Clearance", "Discontinued")),
        "reorder_point": st.sampled_from((None, 0.0, 5.0)),
        "pack_qty": st.sampled_from((None, 1.0, 7.0, 12.0)),
        "desired_margin": st.sampled_from((None, None, 0.3, 0.6)),
    }
)
odd_rows = st.lists(odd_cells, max_size=12, unique_by=lambda one: (one["store_id"], one["sku"]))


def listed(odd: list[Cells]) -> pl.DataFrame:
    ordinary = (one for store in "123" for one in neighbours(35, store_id=store))
    return stock(*(row("") | one for one in odd), *ordinary)


def findings(frame: pl.DataFrame) -> pl.DataFrame:
    return analyse(frame, SETTINGS, POLARS).findings.sort(KEY)


def at_stake(frame: pl.DataFrame) -> pl.DataFrame:
    """Per SKU the most its stock can be worth, and the most a year of its sales can earn."""
    names = ("cost", "stock_cost", "price", "ordered", "velocity", "silence_velocity",
             "peer_price", "reference_margin", "department_margin")  # fmt: skip
    table = facts(frame, SETTINGS, POLARS, "on_hand", *names)
    worth = pl.max_horizontal("cost", "stock_cost", "price")
    margin = pl.col("department_margin").clip(0.0, 0.9)
    reference = pl.max_horizontal(
        pl.col("cost") / (1 - pl.max_horizontal(margin, pl.col("reference_margin").clip(0, 0.9))),
        "peer_price",
    )
    pace = pl.max_horizontal("velocity", "silence_velocity", pl.lit(0.0))
    return table.select(
        "store_id",
        "sku",
        on_the_shelf=(pl.col("on_hand").abs() + pl.col("ordered")) * worth,
        in_a_year=365 * pace * pl.max_horizontal("cost", "price", reference),
    )


@few
@given(odd_rows)
def test_no_dollar_is_counted_twice(odd: list[Cells]) -> None:
    frame = listed(odd)
    margin = pl.col("money") == "margin"
    demand = pl.col("leak") == "stockout"
    kept = findings(frame).filter(pl.col("kept") & ~demand)
    sums = kept.group_by("store_id", "sku").agg(
        shelf=pl.col("dollars").filter(~margin).sum(), year=pl.col("dollars").filter(margin).sum()
    )
    held = sums.join(at_stake(frame), on=["store_id", "sku"], how="left")
    for one in held.with_columns(pl.col("on_the_shelf", "in_a_year").fill_null(0.0)).to_dicts():
        assert one["shelf"] <= one["on_the_shelf"] + ROUNDING, one
        assert one["year"] <= one["in_a_year"] + ROUNDING, one


@few
@given(odd_rows)
def test_a_finding_makes_sense_by_itself(odd: list[Cells]) -> None:
    found = findings(listed(odd))
    assert not found.select(KEY).is_duplicated().any()
    assert found.select(FIGURES).null_count().sum_horizontal().sum() == 0
    assert (found["recoverable"] <= found["dollars"]).all()
    assert (found["recoverable"] >= 0).all()
    assert found["probability"].is_between(0, 1).all()
    assert (found["kept"] == found["cut_reason"].is_null()).all()


@few
@given(odd_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_says_nothing(odd: list[Cells], dice: object) -> None:
    frame = listed(odd)
    columns = frame.columns
    shuffle = getattr(dice, "shuffle", None)
    assert shuffle
    shuffle(columns)
    mixed = frame.select(columns).sample(fraction=1.0, shuffle=True, seed=len(columns[0]))
    same(findings(frame), findings(mixed))


@few
@given(odd_rows)
def test_another_store_changes_nothing_but_comparisons(odd: list[Cells]) -> None:
    here = [one | {"store_id": "1", "department": "PLUMBING"} for one in odd]
    mine = {(one["store_id"], one["sku"]): row("") | one for one in here}
    alone = stock(*mine.values(), *neighbours(35))
    theirs = [one | {"sku": f"their {one['sku']}"} for one in neighbours(35, store_id="2")]
    with_another = pl.concat([alone, stock(*theirs)], how="diagonal")
    same(findings(alone), findings(with_another).filter(store_id="1"))


def same(one: pl.DataFrame, other: pl.DataFrame) -> None:
    """Two lists of findings say the same, but for the last digits of sums."""
    assert one.select(*KEY, "kept").rows() == other.select(*KEY, "kept").rows()
    for name in FIGURES:
        wide = 0.011 if name != "probability" else 1e-9
        assert one[name].to_list() == pytest.approx(other[name].to_list(), rel=1e-9, abs=wide)
