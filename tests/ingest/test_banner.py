from collections.abc import Callable

import pytest

from ingest.accounting import assert_no_row_is_lost
from ingest.test_sheets import book
from profit_sentinel.domain.intake import Intake

Take = Callable[..., Intake]

HEADER = "SKU,Description,Qty On Hand,Unit Cost,Last Sale"
ROWS = "\n".join(f"00{n},ITEM {n},{n},{n}.50,2026-01-{n:02d}" for n in range(10, 20))
DAMAGED = "S\ufffdU,,12,\ufffd\ufffd,2026"
LOST = "row left out: it stands above the header"


def above(intake: Intake) -> list[int]:
    """Lines of the rows above the header that are told."""
    told = intake.problems.filter(intake.problems["reason"] == LOST)
    return told["row"].to_list()


def test_rows_between_a_damaged_header_and_its_repetition_are_told(take: Take) -> None:
    intake = take(f"{DAMAGED}\n007,ITEM 7,7,7.50,2026-01-07\n008,,8,8.50,\n{HEADER}\n{ROWS}\n")
    assert intake.frame.height == 10
    assert above(intake) == [2, 3]
    assert_no_row_is_lost(intake, rows=10 + 2)


def test_a_row_above_with_a_bad_cell_is_told(take: Take) -> None:
    assert above(take(f"007,ITEM 7,many,7.50,2026-01-07\n{HEADER}\n{ROWS}\n")) == [1]


@pytest.mark.parametrize(
    "banner",
    [
        "Hometown Hardware,,,,",
        "Printed,2026-01-31,,,",
        "Store:,1,Page:,1,of 7",
        "Item,Item,On,Unit,Last",
        ",,,,",
    ],
)
def test_a_banner_is_no_row(banner: str, take: Take) -> None:
    intake = take(f"{banner}\n{HEADER}\n{ROWS}\n")
    assert above(intake) == []
    assert_no_row_is_lost(intake, rows=10)


def test_rows_above_the_header_of_a_sheet_are_told(take: Take) -> None:
    rows: list[list[object]] = [[n, f"ITEM {n}", n, 1.5] for n in range(10, 20)]
    header: list[object] = ["SKU", "Description", "Qty On Hand", "Unit Cost"]
    intake = take(book(Stock=[["7", "ITEM 7", 7, 1.5], header, *rows]), "book.xlsx")
    assert above(intake) == [1]
    assert_no_row_is_lost(intake, rows=10 + 1)
