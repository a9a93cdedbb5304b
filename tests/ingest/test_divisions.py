"""Vendors and departments without a telling header, on lists of sixty items."""

from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]
KINDS = {
    "Fasteners": ("Hex Bolt", "Lock Nut", "Eye Hook"),
    "Plumbing": ("Ball Valve", "Copper Tee", "Drain Snake"),
    "Electrical": ("Wall Plate", "Toggle Switch", "Extension Cord"),
}
FIRMS = ("Hillside Supply", "Northern Tool Co", "Acorn Electric", "Brightway")
FULL_NAMES = ("Valley Dairy", "Union Bearing", "Urban Thread", "Meadow Knits")
"""Names that say no form of a firm; a group of goods comes from two of them."""
MAKERS = ("Stronghold", "Everlast", "Lumina", "TrueCut")


def row(i: int) -> dict[str, str]:
    group = list(KINDS)[i % 3]
    return {
        "id": f"A{1000 + i * 7}",
        "stock": str(i * 7 % 13 - 1),
        "name": f"{KINDS[group][i // 3 % 3]} {i} in",
        "group": group,
        "firm": FIRMS[i * 5 % 7 % 4],
        "maker": MAKERS[i * 5 % 7 % 4],
        "full name": FULL_NAMES[list(KINDS).index(group) + i * 5 % 7 % 2],
        "firm number": f"{1137 + 137 * (list(KINDS).index(group) + i * 5 % 7 % 2)}",
        "note": f"ask {group} first" if i % 3 == i % 2 else "",
        "number": str(10 + 10 * list(KINDS).index(group)),
        "class": str(100 + 10 * (i % 9)),
        "place": ("North Road", "Mill Street", "Old Harbor")[i * 5 % 7 % 3],
        "colour": ("Black", "Navy", "Sand")[i * 5 % 7 % 3],
    }


def used(make: Make, **columns: str) -> dict[str, ColumnUse]:
    rows = [columns, *({name: row(i)[kind] for name, kind in columns.items()} for i in range(60))]
    lines = [",".join(columns), *(",".join(each.values()) for each in rows[1:])]
    return {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}


def test_firms_are_vendors_with_a_doubt(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Description="name", Zonk="firm")
    assert (uses["Zonk"].canonical, uses["Zonk"].doubtful) == ("vendor", True)


def test_makers_and_colours_are_no_vendors_or_departments(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Description="name", Zonk="maker", Gleb="colour")
    assert uses["Zonk"].canonical is None
    assert uses["Gleb"].canonical is None


def test_groups_that_the_names_tell_are_departments_with_a_doubt(upload: Make) -> None:
    uses = used(upload, SKU="id", QOH="stock", Description="name", Zonk="group", Gleb="colour")
    assert (uses["Zonk"].canonical, uses["Zonk"].doubtful) == ("department", True)
    assert uses["Gleb"].canonical is None


def test_known_columns_leave_nothing_to_tell(upload: Make) -> None:
    columns = {"SKU": "id", "QOH": "stock", "Description": "name", "Dept": "group"}
    uses = used(upload, **columns, Vendor="firm", Zonk="group", Gleb="firm")
    assert uses["Zonk"].canonical is None
    assert uses["Gleb"].canonical is None


@pytest.mark.parametrize("kind", ["full name", "firm number"])
def test_names_that_go_with_the_items_are_vendors_with_a_doubt(upload: Make, kind: str) -> None:
    uses = used(upload, SKU="id", QOH="stock", Description="name", Dept="group", Zonk=kind)
    assert (uses["Zonk"].canonical, uses["Zonk"].doubtful) == ("vendor", True)


@pytest.mark.parametrize("kind", ["place", "note"])
def test_names_that_do_not_go_with_all_items_are_no_vendors(upload: Make, kind: str) -> None:
    uses = used(upload, SKU="id", QOH="stock", Description="name", Dept="group", Zonk=kind)
    assert uses["Zonk"].canonical is None


def test_numbers_that_the_names_tell_are_departments_but_small_groups_are_not(
    upload: Make,
) -> None:
    columns = {"SKU": "id", "QOH": "stock", "Description": "name"}
    uses = used(upload, **columns, Zonk="number")
    assert (uses["Zonk"].canonical, uses["Zonk"].doubtful) == ("department", True)
    assert used(upload, **columns, Zonk="class")["Zonk"].canonical is None
