"""Departments and vendors by number and by name, on lists of forty items."""

from collections.abc import Callable

import pytest

from listed import uses_of
from profit_sentinel.domain.intake import ColumnUse, Upload

Make = Callable[..., Upload]
FIRMS = ("Hillside Supply", "Acorn Electric", "Great Lakes Paint")
CELLS: dict[str, Callable[[int], str]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "stock": lambda i: str(i * 7 % 13 - 1),
    "firm": lambda i: FIRMS[i % 3],
    "number": lambda i: str(1137 + 137 * (i % 3)),
    "code": lambda i: ("HILL1", "ACOR2", "GREA3")[i % 3],
    "letters": lambda i: ("HS", "AE", "GLP")[i % 3],
    "one": lambda _: "Do it Best",
    "few": lambda i: FIRMS[i % 3] if i < 10 else "",
    "drinks": lambda i: ("BEER", "WINE", "GIN")[i % 3],
    "halves": lambda i: ("Strong drinks", "Other drinks")[i % 3 // 2],
    "other": lambda i: FIRMS[i * 5 % 7 % 3],
}


def used(make: Make, columns: dict[str, str]) -> dict[str, ColumnUse]:
    return uses_of(make, CELLS, {"SKU": "id", "QOH": "stock", **columns}, range(40))


@pytest.mark.parametrize("kind", ["number", "code", "letters"])
@pytest.mark.parametrize(
    ("number", "name", "canonical"),
    [
        ("Vendor", "Vendor Name", "vendor"),
        ("Supplier", "Supplier Description", "vendor"),
        ("Dept", "Dept Name", "department"),
        ("Department", "Dept. Desc", "department"),
        ("Class", "Class Name", "fineline"),
    ],
)
def test_the_name_is_used_and_not_its_number(
    upload: Make, kind: str, number: str, name: str, canonical: str
) -> None:
    groups = {"Department": "other"} if canonical == "fineline" else {}
    uses = used(upload, {**groups, number: kind, name: "firm"})
    assert uses[number].canonical is None
    assert uses[name].canonical == canonical


@pytest.mark.parametrize(
    ("number", "name"),
    [
        pytest.param("number", "other", id="several names each"),
        pytest.param("number", "one", id="one name for all"),
        pytest.param("number", "few", id="names of few"),
        pytest.param("drinks", "halves", id="short words that are no numbers"),
    ],
)
def test_a_number_stays_without_a_name_of_its_own(upload: Make, number: str, name: str) -> None:
    uses = used(upload, {"Vendor": number, "Vendor Name": name})
    assert uses["Vendor"].canonical == "vendor"
    assert uses["Vendor Name"].canonical is None


def test_a_name_that_won_stays(upload: Make) -> None:
    uses = used(upload, {"Vendor": "firm", "Vendor Name": "other"})
    assert uses["Vendor"].canonical == "vendor"
