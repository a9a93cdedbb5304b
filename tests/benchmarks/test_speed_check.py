"""Plain pandas, the second opinion of the speed benchmark, follows the rules of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import profit_sentinel
from profit_sentinel.simulate.parameters import ChainParameters, LeakRates
from speed.__main__ import written
from speed.check import differences

if TYPE_CHECKING:
    from pathlib import Path

TYPED_WRONG = LeakRates(case_cost=0.03, mis_keyed=0.03, cost_mis_keyed=0.03)
"""Many wrong costs and prices, so that small chains show every rule about them."""


@pytest.mark.parametrize("stores", [2, 4])
def test_it_finds_what_the_program_finds(tmp_path: Path, stores: int) -> None:
    size = ChainParameters(stores=stores, skus=900, rows_per_store=800, seed=17, leaks=TYPED_WRONG)
    path = written(size, tmp_path)
    assert differences(path).to_dict("records") == []
    found = profit_sentinel.analyze(path).findings.frame
    assert {"unit_mismatch", "price_discrepancy", "margin_erosion"} <= {*found["leak"]}
    assert found["worth_a_count"].any()
