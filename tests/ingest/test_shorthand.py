"""Words of few letters and misspelt ones, each over values of forty items."""

from collections.abc import Callable, Mapping

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise
from profit_sentinel.ingest.shortening import may_stand_for

Make = Callable[..., Upload]

CELLS: Mapping[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "name": lambda i: f"Claw hammer {i} oz",
    "units": lambda i: i * 5 % 13,
    "money": lambda i: f"{i + 0.37:.2f}",
    "day": lambda i: f"2026-03-{1 + i % 28:02d}",
}
PLAIN = {"SKU": "id", "Description": "name", "On Hand": "units"}
SPANISH = {"Codigo": "id", "Descripcion": "name", "Existencia": "units", "Ultima venta": "day"}


def uses(make: Make, columns: Mapping[str, str]) -> dict[str, ColumnUse]:
    lines = [",".join(columns)]
    lines += [",".join(str(CELLS[kind](i)) for kind in columns.values()) for i in range(1, 41)]
    return {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}


@pytest.mark.parametrize(
    ("others", "header", "kind", "canonical"),
    [
        (PLAIN, "Last S", "day", "last_sale_date"),
        (PLAIN, "Last R", "day", "last_receipt_date"),
        (PLAIN, "Last Slae", "day", "last_sale_date"),
        (PLAIN, "Last Soled", "day", "last_sale_date"),
        (PLAIN, "Min Q", "units", "reorder_point"),
        (PLAIN, "On O", "units", "on_order"),
        (SPANISH, "Ult Com", "day", "last_receipt_date"),
    ],
)
def test_values_tell_the_one_meaning_that_is_free(
    upload: Make, others: Mapping[str, str], header: str, kind: str, canonical: str
) -> None:
    use = uses(upload, {**others, header: kind})[header]
    assert (use.canonical, use.doubtful) == (canonical, True)


@pytest.mark.parametrize(
    ("others", "header", "kind"),
    [
        (PLAIN, "Last M", "day"),
        (PLAIN, "Last Ed", "day"),
        (PLAIN, "Dt S", "day"),
        (PLAIN, "Date C", "day"),
        (PLAIN, "Last S", "units"),
        (PLAIN, "Qty R", "units"),
        (PLAIN, "Qty Tr", "units"),
        (PLAIN, "Cost F", "money"),
        (PLAIN, "Unit W", "money"),
        (PLAIN, "Slate", "day"),
        (PLAIN, "Creatde", "day"),
        ({**PLAIN, "Last Sold": "day"}, "Last S", "day"),
        (SPANISH, "Fec Mod", "day"),
        (SPANISH, "Cant Dev", "units"),
    ],
)
def test_what_may_mean_more_or_is_taken_stays(
    upload: Make, others: Mapping[str, str], header: str, kind: str
) -> None:
    assert uses(upload, {**others, header: kind})[header].canonical is None


def test_two_headers_of_one_meaning_both_stay(upload: Make) -> None:
    found = uses(upload, {**PLAIN, "Last S": "day", "Lst Sl.": "day"})
    assert found["Last S"].canonical is None


@pytest.mark.parametrize(
    ("token", "word", "alone", "stands"),
    [
        ("s", "sold", False, True),
        ("s", "sold", True, False),
        ("rc", "receipt", False, True),
        ("q", "sold", False, False),
        ("slae", "sale", False, True),
        ("slat", "sale", False, False),
        ("recepit", "receipt", True, True),
        ("quanittys", "quantity", True, True),
        ("sale", "sale", False, False),
    ],
)
def test_few_letters_and_slips_stand_for_words(
    token: str, word: str, *, alone: bool, stands: bool
) -> None:
    assert may_stand_for(token, word, alone=alone) is stands
