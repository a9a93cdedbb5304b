from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import Intake

HEADER = "SKU,Description,Qty On Hand,Unit Cost\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Hammer,4,5", "no SKU"),
        ("Totals,,4,5", "a total, not an item"),
        ("Grand Total:,,4,5", "a total, not an item"),
        ("Page 1 of 3,,,", "a total, not an item"),
        ("SKU,Description,Qty On Hand,Unit Cost", "the header again"),
        ("1.23E+11,Hammer,4,5", "the SKU was rounded by a spreadsheet"),
        ("Run by Ann,,,", "nothing but a SKU"),
    ],
)
def test_a_row_that_is_no_item_is_left_out_and_reported(
    line: str, reason: str, take: Callable[..., Intake]
) -> None:
    intake = take(f"{HEADER}A1,Hammer,4,5\n{line}\nA2,Saw,1,9\n")
    assert intake.frame["sku"].to_list() == ["A1", "A2"]
    assert intake.problems.select("row", "reason").rows() == [(3, f"row left out: {reason}")]


def test_an_item_called_total_stays(take: Callable[..., Intake]) -> None:
    assert take(f"{HEADER}TOTAL-90,Total cleaner,4,5\n").frame["sku"].to_list() == ["TOTAL-90"]
