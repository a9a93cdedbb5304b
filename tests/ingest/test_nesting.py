"""Departments and their classes, on lists of sixty items of twelve kinds."""

from collections.abc import Callable

import pytest

from listed import uses_of
from profit_sentinel.domain.intake import ColumnUse, Upload

Make = Callable[..., Upload]
DEPARTMENTS = ("Tools", "Garden", "Paint")
CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "stock": lambda i: (i * 7) % 13 - 1,
    "department": lambda i: DEPARTMENTS[i % 3],
    "kind": lambda i: f"{DEPARTMENTS[i % 3]} kind {i % 12}",
    "mark": lambda i: ("Stronghold", "Everlast", "Lumina", "TrueCut")[i // 3 % 4],
    "brand": lambda i: ("Stronghold", "Everlast", "Lumina", "TrueCut")[i // 12 % 4],
    "grade": lambda i: "ABCD"[i % 4],
    "none": lambda _: "",
    "even": lambda i: DEPARTMENTS[i % 3] if i % 2 == 0 else "",
    "odd": lambda i: f"kind {i % 12}" if i % 2 else "",
    "two": lambda i: ("Each", "Bundle")[i % 2],
}


def used(make: Make, columns: dict[str, str]) -> dict[str, ColumnUse]:
    return uses_of(make, CELLS, {"SKU": "id", "QOH": "stock", **columns}, range(60))


@pytest.mark.parametrize(("kind", "asked"), [("kind", False), ("mark", True), ("none", False)])
def test_a_class_that_lies_across_departments_is_asked_about(
    upload: Make, kind: str, *, asked: bool
) -> None:
    use = used(upload, {"Department": "department", "Class": kind})["Class"]
    assert (use.canonical, use.doubtful) == ("fineline", asked)


@pytest.mark.parametrize("header", ["Class", "Product Line", "Type"])
def test_without_a_department_the_classes_are_it(upload: Make, header: str) -> None:
    use = used(upload, {header: "department"})[header]
    assert (use.canonical, use.doubtful) == ("department", True)


@pytest.mark.parametrize(
    ("vorfil", "department", "classes"),
    [("department", "Vorfil", "Class"), ("brand", "Class", None), ("two", "Class", None)],
)
def test_groups_without_a_name_that_a_class_divides_are_the_department(
    upload: Make, vorfil: str, department: str, classes: str | None
) -> None:
    uses = used(upload, {"Vorfil": vorfil, "Class": "kind"})
    found = {use.canonical: use.header for use in uses.values()}
    assert (found["department"], found.get("fineline")) == (department, classes)
    assert uses[department].doubtful


def test_nothing_is_said_of_rows_that_lack_one(upload: Make) -> None:
    use = used(upload, {"Department": "even", "Class": "odd"})["Class"]
    assert (use.canonical, use.doubtful) == ("fineline", False)


@pytest.mark.parametrize("kind", ["none", "two"])
def test_an_empty_class_and_one_of_two_values_are_no_departments(upload: Make, kind: str) -> None:
    assert used(upload, {"Class": kind})["Class"].canonical == "fineline"


def test_of_two_lines_the_finer_is_the_class(upload: Make) -> None:
    uses = used(upload, {"Product Line": "department", "Sub Line": "kind"})
    assert uses["Product Line"].canonical == "department"
    assert uses["Sub Line"].canonical == "fineline"


def test_a_grade_gives_way_to_a_class(upload: Make) -> None:
    uses = used(upload, {"Department": "department", "Class": "grade", "Item Line": "kind"})
    assert uses["Class"].canonical is None
    assert uses["Item Line"].canonical == "fineline"
