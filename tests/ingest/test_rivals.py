"""Clear names that another column, or the values, make doubtful, on lists of forty items."""

from collections.abc import Callable

import pytest

from listed import uses_of
from profit_sentinel.domain.intake import ColumnUse, Upload

Make = Callable[..., Upload]


def cost(i: int) -> float:
    return round(1.37 + i * 0.83, 2)


CELLS: dict[str, Callable[[int], object]] = {
    "id": lambda i: f"A{1000 + i * 7}",
    "record": lambda i: 40211 + i,
    "code": lambda i: (10, 20, 30)[i % 3],
    "other": lambda i: (10, 20, 30, 40)[i % 4],
    "thirds": lambda i: f"A{1000 + i % 13 * 7}",
    "halves": lambda i: f"Kind {i % 27}",
    "sixth": lambda i: f"S{i % 5}",
    "stock": lambda i: (i * 7) % 13 - 1,
    "measured": lambda i: (i * 7) % 13 + 0.25,
    "cost": cost,
    "price": lambda i: round(cost(i) * (1.3 + (i * 5 % 7) / 10), 2),
    "trade": lambda i: round(cost(i) * (1.2 + (i * 5 % 7) / 20), 2),
    "dollars": lambda i: round(cost(i) * (i * 11 % 17), 2),
    "foreign": lambda i: round(cost(i) * 0.73, 2),
    "packs": lambda i: (1, 6, 12)[i % 3],
    "cases": lambda i: (0, 6, 12)[i % 3],
    "shop": lambda i: ("North", "South", "Mill")[i % 3],
    "place": lambda i: f"{'ABCDEFGH'[i % 8]}{i:02}",
}


def used(make: Make, columns: dict[str, str]) -> dict[str, ColumnUse]:
    return uses_of(make, CELLS, columns)


PLAIN = {"SKU": "id", "Qty On Hand": "stock", "Unit Cost": "cost"}


def test_of_two_names_for_one_column_the_chosen_is_asked_about(upload: Make) -> None:
    uses = used(upload, {**PLAIN, "Retail": "price", "Sell Price": "trade"})
    asked = [use for use in uses.values() if use.canonical == "retail_price"]
    assert [(use.doubtful, use.suggestion) for use in asked] == [(True, "retail_price")]


@pytest.mark.parametrize("beside", [{}, {"Sell Price": "price"}], ids=["alone", "same values"])
def test_a_clear_name_without_a_rival_is_not(upload: Make, beside: dict[str, str]) -> None:
    uses = used(upload, {**PLAIN, "Retail": "price", **beside})
    assert [use.doubtful for use in uses.values() if use.canonical == "retail_price"] == [False]


@pytest.mark.parametrize(("kind", "asked"), [("shop", True), ("place", False)])
def test_a_bin_of_few_values_is_asked_about(upload: Make, kind: str, *, asked: bool) -> None:
    use = used(upload, {**PLAIN, "Retail": "price", "Bin": kind})["Bin"]
    assert (use.canonical, use.doubtful) == ("bin", asked)


@pytest.mark.parametrize(("kind", "asked"), [("cases", True), ("packs", False)])
def test_packs_of_nothing_are_asked_about(upload: Make, kind: str, *, asked: bool) -> None:
    use = used(upload, {**PLAIN, "Retail": "price", "Case Qty": kind})["Case Qty"]
    assert (use.canonical, use.doubtful) == ("pack_qty", asked)


@pytest.mark.parametrize(
    ("header", "kind", "asked"),
    [
        ("Department", "shop", False),
        ("Department", "halves", True),
        ("Vendor", "shop", False),
        ("Vendor", "halves", True),
        ("Subcategory", "halves", True),
    ],
)
def test_groups_of_few_rows_each_are_asked_about(
    upload: Make, header: str, kind: str, *, asked: bool
) -> None:
    columns = {"Department": "sixth", header: kind, "Retail": "price"}
    use = used(upload, {**PLAIN, **columns})[header]
    assert (use.canonical is not None, use.doubtful) == (True, asked)


@pytest.mark.parametrize(("kind", "asked"), [("id", False), ("thirds", True)])
def test_item_numbers_that_come_again_are_asked_about(
    upload: Make, kind: str, *, asked: bool
) -> None:
    use = used(upload, {"SKU": kind, "Qty On Hand": "stock", "Unit Cost": "cost"})["SKU"]
    assert (use.canonical, use.doubtful) == ("sku", asked)


def test_item_numbers_may_come_again_in_other_stores(upload: Make) -> None:
    columns = {"Store": "sixth", "SKU": "thirds", "Qty On Hand": "stock", "Unit Cost": "cost"}
    assert not used(upload, columns)["SKU"].doubtful


def test_a_part_number_that_comes_again_and_again_is_none(upload: Make) -> None:
    parts = {"Mfg Code": "place"}
    assert used(upload, {**PLAIN, "Retail": "price", **parts})["Mfg Code"].canonical == "maker_part"
    parts = {"Mfg Code": "shop"}
    assert used(upload, {**PLAIN, "Retail": "price", **parts})["Mfg Code"].canonical is None


@pytest.mark.parametrize(("kind", "asked"), [("measured", True), ("stock", False)])
def test_stock_with_fractions_is_asked_about(upload: Make, kind: str, *, asked: bool) -> None:
    use = used(upload, {**PLAIN, "Qty On Hand": kind, "Retail": "price"})["Qty On Hand"]
    assert (use.canonical, use.doubtful) == ("on_hand", asked)


@pytest.mark.parametrize(("known", "asked"), [("Retail", False), ("Zonk Price", True)])
def test_a_price_beside_an_unknown_word_stays_a_doubt(
    upload: Make, known: str, *, asked: bool
) -> None:
    use = used(upload, {**PLAIN, known: "price"})[known]
    assert (use.canonical, use.doubtful) == ("retail_price", asked)


def test_of_two_currencies_that_of_most_amounts_is_taken_with_a_doubt(upload: Make) -> None:
    columns = {"SKU": "id", "Stock": "stock", "Cost USD": "foreign", "Cost CAD": "cost"}
    uses = used(upload, {**columns, "Price CAD": "price"})
    assert uses["Cost USD"].canonical is None
    assert (uses["Cost CAD"].canonical, uses["Cost CAD"].doubtful) == ("unit_cost", True)


def test_what_is_sold_at_is_the_price_and_what_was_sold_is_not(upload: Make) -> None:
    spanish = {"Código": "id", "Existencias": "stock", "Costo": "cost"}
    uses = used(upload, {**spanish, "Venta": "price"})
    assert (uses["Venta"].canonical, uses["Venta"].doubtful) == ("retail_price", True)
    assert used(upload, {**spanish, "Venta": "dollars"})["Venta"].canonical is None


@pytest.mark.parametrize(("name", "asked"), [("Référence", False), ("Rfrnc", True)])
def test_a_shortened_word_no_list_has_is_asked(upload: Make, name: str, *, asked: bool) -> None:
    uses = used(upload, {name: "id", "Stock réel": "stock", "Prix d'achat": "cost"})
    assert (uses[name].canonical, uses[name].doubtful) == ("sku", asked)
    assert used(upload, {"Rfrnc": "cost", "Stock réel": "stock"})["Rfrnc"].canonical != "sku"


@pytest.mark.parametrize(("kind", "canonical"), [("trade", "average_cost"), ("packs", None)])
def test_a_plain_cost_beside_the_last_one_holds_amounts(
    upload: Make, kind: str, canonical: str | None
) -> None:
    uses = used(upload, {"SKU": "id", "Qty On Hand": "stock", "Cost": kind, "Last Cost": "cost"})
    assert (uses["Cost"].canonical, uses["Cost"].doubtful) == (canonical, True)
    assert uses["Last Cost"].canonical == "unit_cost"


@pytest.mark.parametrize(
    ("canonical", "qualified", "plain"),
    [
        ("on_hand", {"Dealer Stock": "measured"}, {"Our Stock": "stock"}),
        ("on_hand", {"Total Qty On Hand": "cases"}, {"On Hand": "stock"}),
        ("unit_cost", {"Unit Cost Inc GST": "trade"}, {"Cost": "cost"}),
        ("retail_price", {"Retail Price Ex GST": "trade"}, {"Price": "price"}),
        ("retail_price", {"Retail Ex GST": "trade"}, {"Retail Inc GST": "price"}),
    ],
)
@pytest.mark.parametrize("first", ["qualified", "plain"])
def test_a_plain_name_goes_before_one_of_further_words(
    upload: Make, canonical: str, qualified: dict[str, str], plain: dict[str, str], first: str
) -> None:
    others = {"SKU": "id", "Qty On Hand": "stock", "Unit Cost": "cost", "Retail": "price"}
    names = {"on_hand": "Qty On Hand", "unit_cost": "Unit Cost", "retail_price": "Retail"}
    del others[names[canonical]]
    both = {**qualified, **plain} if first == "qualified" else {**plain, **qualified}
    uses = used(upload, {**others, **both})
    assert [name for name, use in uses.items() if use.canonical == canonical] == list(plain)


def test_of_equal_names_the_one_of_fewer_words_is_used(upload: Make) -> None:
    plain = {"Código": "id", "Descripción": "place", "Existencia": "stock", "Costo": "cost"}
    uses = used(upload, {**plain, "Precio venta Bs": "trade", "Precio venta": "price"})
    assert uses["Precio venta"].canonical == "retail_price"
    assert uses["Precio venta Bs"].canonical is None


@pytest.mark.parametrize(("kind", "asked"), [("code", False), ("other", True)])
def test_codes_of_departments_are_no_rivals_of_their_names(
    upload: Make, kind: str, *, asked: bool
) -> None:
    columns = {"Dept Name": "shop", "Dept Code": kind, "Retail": "price"}
    use = used(upload, {**PLAIN, **columns})["Dept Name"]
    assert (use.canonical, use.doubtful) == ("department", asked)


@pytest.mark.parametrize(
    ("header", "canonical", "asked"),
    [("Number", None, False), ("Reference", "sku", True), ("Size", "sku", False)],
)
def test_numbers_of_records_are_doubted_beside_what_may_number_the_items(
    upload: Make, header: str, canonical: str | None, *, asked: bool
) -> None:
    columns = {"Product ID": "record", header: "id", "Qty On Hand": "stock", "Unit Cost": "cost"}
    use = used(upload, columns)["Product ID"]
    assert (use.canonical, use.doubtful) == (canonical, asked)
