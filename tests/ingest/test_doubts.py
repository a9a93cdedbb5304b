"""Clear names that are asked about for values that do not vary, or for a price that is lacking."""

from collections.abc import Callable

import pytest

from listed import uses_of
from profit_sentinel.domain.intake import Upload

Make = Callable[..., Upload]


def cost(i: int) -> float:
    return round(1.37 + i * 0.83, 2)


CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "words": lambda i: f"Claw Hammer {'ABCDEFGH'[i % 8]}{i}",
    "worded id": lambda i: f"HAM {i * 7}",
    "stock": lambda i: (i * 7) % 13 - 1,
    "few": lambda i: i % 2,
    "one": lambda _: 1,
    "cost": cost,
    "price": lambda i: round(cost(i) * (1.3 + (i * 5 % 7) / 10), 2),
    "ten": lambda _: "10.00",
    "day": lambda i: f"2026-{1 + i % 9:02}-{1 + i * 3 % 28:02}",
    "today": lambda _: "2026-10-31",
}


PLAIN = {
    "SKU": "id",
    "Qty On Hand": "stock",
    "Unit Cost": "cost",
    "Retail": "price",
    "Last Sold": "day",
}


@pytest.mark.parametrize(
    ("header", "kind"),
    [("Qty On Hand", "one"), ("Unit Cost", "ten"), ("Retail", "ten"), ("Last Sold", "today")],
)
def test_what_is_the_same_in_every_row_is_asked_about(upload: Make, header: str, kind: str) -> None:
    uses = uses_of(upload, CELLS, {**PLAIN, header: kind})
    assert (uses[header].canonical is not None, uses[header].doubtful) == (True, True)


def test_what_varies_is_not(upload: Make) -> None:
    uses = uses_of(upload, CELLS, {**PLAIN, "Qty On Hand": "few"})
    assert not any(use.doubtful for use in uses.values())


def test_few_rows_tell_nothing(upload: Make) -> None:
    uses = uses_of(upload, CELLS, {**PLAIN, "Qty On Hand": "one"}, range(1, 13))
    assert not uses["Qty On Hand"].doubtful


@pytest.mark.parametrize(("kind", "asked"), [("words", True), ("worded id", False)])
def test_numbers_that_are_words_are_asked_about(upload: Make, kind: str, *, asked: bool) -> None:
    columns = {"Description": "words", **PLAIN, "SKU": kind}
    use = uses_of(upload, CELLS, columns)["SKU"]
    assert (use.canonical, use.doubtful) == ("sku", asked)


@pytest.mark.parametrize(
    ("columns", "asked"),
    [
        ({"Your Price": "cost"}, True),
        ({"Net Price": "cost"}, True),
        ({"Your Cost": "cost"}, False),
        ({"Last Purchase Price": "cost"}, False),
        ({"Your Price": "cost", "Retail": "price"}, False),
        ({"Your Price": "cost", "MSRP": "price"}, False),
    ],
)
def test_a_price_of_who_is_speaking_is_asked_about_without_another(
    upload: Make, columns: dict[str, str], *, asked: bool
) -> None:
    use = uses_of(upload, CELLS, {"SKU": "id", "Qty On Hand": "stock", **columns})[
        next(iter(columns))
    ]
    assert (use.canonical, use.doubtful) == ("unit_cost", asked)
