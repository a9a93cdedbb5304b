from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import known, neighbours, row, stock

if TYPE_CHECKING:
    import polars as pl

    from profit_sentinel.engine.engine import Engine


def items() -> pl.DataFrame:
    return stock(
        row("below zero", on_hand=-3, barcode="1", maker_part="M", description="LONG BEND 1/2"),
        row("some", on_hand=4, barcode="1"),
        row("most", on_hand=9, barcode="1"),
        row("more of its part", on_hand=90, maker_part="M"),
        row("more of its words", on_hand=99, description="long bend, 1/2 NEW"),
        row("same words", on_hand=-1, description="OLD  Short-Bend"),
        row("first of two", on_hand=5, description="SHORT BEND"),
        row("second of two", on_hand=5, description="short bend (repl)"),
        row("maker without vendor", on_hand=-1, maker_part="V", vendor=None),
        row("its stock", on_hand=5, maker_part="V", vendor=None),
        row("five letters", on_hand=-1, description="ELBOW"),
        row("same five", on_hand=5, description="ELBOW"),
        row("six letters", on_hand=-1, description="ELBOWS"),
        row("same six", on_hand=5, description="ELBOWS"),
        row("newel", on_hand=-1, description="NEWEL POST"),
        row("another post", on_hand=5, description="EL POST"),
        row("costless", on_hand=-1, barcode="2", unit_cost=0),
        row("its twin", on_hand=5, barcode="2"),
        *neighbours(),
    )


@pytest.mark.parametrize(
    ("sku", "twin"),
    [
        ("below zero", ("most", 9.0, "barcode")),
        ("same words", ("second of two", 5.0, "description")),
        ("six letters", ("same six", 5.0, "description")),
        ("some", (None, None, None)),
        ("maker without vendor", (None, None, None)),
        ("five letters", (None, None, None)),
        ("newel", (None, None, None)),
        ("costless", (None, None, None)),
    ],
)
def test_the_surest_partner_with_the_most_stock(
    engine: Engine, sku: str, twin: tuple[str | None, float | None, str | None]
) -> None:
    one = known(items, engine.name).filter(sku=sku)
    assert one.select("twin_sku", "twin_on_hand", "twin_match").row(0) == twin


def test_nothing_else_has_a_twin(engine: Engine) -> None:
    table = known(items, engine.name)
    assert table.drop_nulls("twin_sku")["sku"].to_list() == [
        "below zero",
        "same words",
        "six letters",
    ]
