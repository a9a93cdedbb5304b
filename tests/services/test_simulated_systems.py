"""What the simulator writes is recognised as what it imitates, and read back to the unit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import pytest

from profit_sentinel.services.analysis import read
from profit_sentinel.simulate.export import inventory, reports
from profit_sentinel.simulate.systems import systems
from simulated import small_chain

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("system", systems())
def test_exports_are_recognised_and_read_to_the_unit(system: str, tmp_path: Path) -> None:
    for name, data in reports(small_chain(), system).items():
        (tmp_path / name).write_bytes(data)
    intake = read(sorted(tmp_path.iterdir()), on_stage=lambda _: None)
    assert {source.recognition.system for source in intake.sources} == {system}
    named = {"Store": "store_id", "SKU": "sku", "Qty On Hand": "books"}
    wanted = inventory(small_chain()).rename(named)
    both = intake.frame.join(wanted, on=["store_id", "sku"])
    assert both.height == intake.frame.height == 1740
    assert both.filter(pl.col("on_hand") != pl.col("books")).is_empty()


def test_a_system_with_fewer_columns_shows_less(tmp_path: Path) -> None:
    seen = {}
    for system in ("epicor_eagle", "shopify_inventory"):
        path = tmp_path / f"{system}.csv"
        path.write_bytes(reports(small_chain(), system)["inventory.csv"])
        seen[system] = set(read([path], on_stage=lambda _: None).frame.columns)
    assert seen["shopify_inventory"] < seen["epicor_eagle"] | {"source_file", "source_row"}
    assert not {"unit_cost", "retail_price", "last_sale_date"} & seen["shopify_inventory"]
