"""Makers: from a row to the value of one column, before it is written."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from columns.goods import PART_OF_YEAR, TODAY, Row, trades
from columns.ids import barcode, code, short_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from columns.sets import Recipe


def stock(row: Row, recipe: Recipe) -> int:
    """Units on hand in the store that a column is about."""
    return row.on_hand[int(recipe.options.get("at", "1")) - 1]


def reorder(row: Row) -> int:
    """About six weeks of sales."""
    return max(round(row.item.yearly / 8), 1)


def ago(least: int, most: int, rng: Random) -> date:
    """A day in the past."""
    return TODAY - timedelta(days=rng.randint(least, most))


def sold(row: Row, share: float, rng: Random) -> int:
    """Units sold in a share of the year."""
    return min(round(row.sold * share * rng.uniform(0.7, 1.3)), row.sold)


def sold_this_year(row: Row) -> int:
    """Units sold since the first of January."""
    return round(row.sold * PART_OF_YEAR)


def unit_profit(row: Row) -> float:
    """Price less cost of one unit."""
    return row.item.price - row.item.cost


def option(recipe: Recipe, name: str) -> float:
    """A number the recipe of a column must give."""
    return float(recipe.options[name])


def last_moved(row: Row) -> date | None:
    """The later of the last sale and the last receipt."""
    return max(filter(None, (row.last_sale, row.last_receipt)), default=None)


def rank(row: Row) -> str:
    """The letter of an article by its sales: A sells most."""
    return "A" if row.sold > 40 else "B" if row.sold > 12 else "C" if row.sold > 3 else "D"


def idle(row: Row) -> int:
    """Days since the last sale."""
    return (TODAY - row.last_sale).days if row.last_sale else 999


MONEY: dict[str, Callable[[Row, Recipe, Random], float]] = {
    "cost": lambda row, _, __: row.item.cost,
    "average_cost": lambda row, _, __: row.item.average_cost,
    "previous_cost": lambda row, _, rng: row.item.cost * rng.choice((1, 0.9, 0.95, 0.97)),
    "case_cost": lambda row, _, __: row.item.cost * row.item.pack,
    "core": lambda _, __, rng: rng.choice((0.0, 0.0, 0.0, 12.0, 25.0)),
    "price": lambda row, _, __: row.item.price,
    "list_price": lambda row, _, __: row.item.list_price,
    "trade_price": lambda row, _, __: (row.item.price + row.item.cost) / 2,
    "promo_price": lambda row, _, __: row.item.price * 0.8,
    "ext_cost": lambda row, recipe, __: stock(row, recipe) * row.item.cost,
    "ext_average": lambda row, recipe, __: stock(row, recipe) * row.item.average_cost,
    "ext_price": lambda row, recipe, __: stock(row, recipe) * row.item.price,
    "dollars_ytd": lambda row, _, __: sold_this_year(row) * row.item.price * 0.98,
    "dollars_ly": lambda row, _, rng: round(row.sold * rng.uniform(0.5, 1.6)) * row.item.price,
    "per_day": lambda row, _, __: row.sold / 365,
    "cost_times": lambda row, recipe, __: row.item.cost * option(recipe, "times"),
    "price_times": lambda row, recipe, __: row.item.price * option(recipe, "times"),
    "price_level": lambda row, recipe, __: (
        row.item.price - unit_profit(row) * option(recipe, "share")
    ),
    "previous_price": lambda row, _, rng: row.item.price * rng.choice((1, 0.9, 0.95, 0.97)),
    "profit": lambda row, _, __: unit_profit(row),
    "profit_ytd": lambda row, _, __: sold_this_year(row) * unit_profit(row),
    "dollars_mtd": lambda row, _, rng: sold(row, 25 / 365, rng) * row.item.price,
    "turns": lambda row, _, __: row.sold / max(row.on_hand[0], 1),
    "weeks_of_stock": lambda row, _, __: row.on_hand[0] * 52 / max(row.sold, 1),
    "cases": lambda row, recipe, __: stock(row, recipe) / row.item.pack,
    "weight": lambda _, __, rng: rng.lognormvariate(0.5, 1.0),
}
SHARES: dict[str, Callable[[Row, Recipe, Random], float]] = {
    "margin": lambda row, _, __: (1 - row.item.cost / row.item.price) * 100,
    "markup": lambda row, _, __: (row.item.price / row.item.cost - 1) * 100,
    "desired_margin": lambda row, _, __: (30, 35, 40, 45)[row.item.department_no % 4],
    "commission": lambda _, __, rng: rng.choice((0, 2, 3)),
}
QUANTITIES: dict[str, Callable[[Row, Recipe, Random], int]] = {
    "row": lambda row, _, __: row.number,
    "on_hand": lambda row, recipe, __: stock(row, recipe),
    "counted": lambda row, _, __: counted(row),
    "count_difference": lambda row, _, __: counted(row) - row.on_hand[0],
    "committed": lambda row, _, __: row.committed,
    "available": lambda row, _, __: row.on_hand[0] - row.committed,
    "on_order": lambda row, _, rng: rng.choice((0, 0, 0, row.item.pack, 2 * row.item.pack)),
    "backorder": lambda _, __, rng: rng.choice((0,) * 12 + (1, 3)),
    "damaged": lambda _, __, rng: rng.choice((0,) * 12 + (1, 2)),
    "reorder": lambda row, _, __: reorder(row),
    "reorder_qty": lambda row, _, __: row.item.pack,
    "max": lambda row, _, __: reorder(row) * 2 + row.item.pack,
    "pack": lambda row, _, __: row.item.pack,
    "sold_30d": lambda row, _, rng: sold(row, 30 / 365, rng),
    "sold_mtd": lambda row, _, rng: sold(row, 25 / 365, rng),
    "sold_90d": lambda row, _, rng: sold(row, 90 / 365, rng),
    "sold_ytd": lambda row, _, __: sold_this_year(row),
    "sold_365d": lambda row, _, __: row.sold,
    "on_hand_ly": lambda row, _, rng: round(max(row.on_hand[0], 0) * rng.uniform(0.4, 1.8)),
    "sold_7d": lambda row, _, rng: sold(row, 7 / 365, rng),
    "sold_month": lambda row, _, rng: sold(row, 1 / 12, rng),
    "received_ytd": lambda row, _, rng: round(sold_this_year(row) * rng.uniform(0.8, 1.4)),
    "whole_cases": lambda row, recipe, __: stock(row, recipe) // row.item.pack,
    "sold_ly": lambda row, _, rng: round(row.sold * rng.uniform(0.5, 1.6)),
    "days_idle": lambda row, _, __: idle(row),
    "months_idle": lambda row, _, __: idle(row) // 30,
    "random_quantity": lambda _, __, rng: rng.choice((0, 0, 5, 12, 48, 150)),
    "zeros": lambda _, __, ___: 0,
}
DATES: dict[str, Callable[[Row, Recipe, Random], date | None]] = {
    "last_sale": lambda row, _, __: row.last_sale,
    "last_receipt": lambda row, _, __: row.last_receipt,
    "last_count": lambda _, __, rng: TODAY - timedelta(days=rng.choice((5, 33, 61, 180, 304))),
    "last_moved": lambda row, _, __: last_moved(row),
    "last_order": lambda row, _, __: row.last_receipt and row.last_receipt - timedelta(days=12),
    "changed": lambda _, __, rng: ago(10, 700, rng),
    "created": lambda _, __, rng: ago(700, 4000, rng),
    "as_of": lambda _, __, ___: TODAY,
    "promo_until": lambda _, __, rng: TODAY + timedelta(days=rng.choice((7, 14, 30))),
    "future": lambda _, __, rng: TODAY + timedelta(days=rng.randint(20, 400)),
}
TEXTS: dict[str, Callable[[Row, Recipe, Random], str]] = {
    "code": lambda row, recipe, _: code(recipe.words[0], row.item.number),
    "serial": lambda row, recipe, _: str(int(recipe.words[0]) + row.item.number),
    "barcode": lambda row, recipe, _: barcode(int(recipe.words[0]), row.trade, row.item.number),
    "maker_part": lambda row, _, __: code("@#-####", row.item.number + 500),
    "slug": lambda row, _, __: row.item.description.lower().replace(" ", "-"),
    "description": lambda row, _, __: row.item.description,
    "department": lambda row, _, __: row.item.department,
    "department_no": lambda row, _, __: str(10 * (row.item.department_no + 1)),
    "code_of_department": lambda row, _, __: short_code(row.item.department, 3),
    "fineline": lambda row, _, __: row.item.kind,
    "class_no": lambda row, _, __: f"{row.item.department_no + 1}{row.item.kind_no:02}",
    "vendor": lambda row, _, __: row.item.vendor,
    "vendor_code": lambda row, _, __: short_code(row.item.vendor, 4) + f"{row.item.vendor_no + 1}",
    "vendor_no": lambda row, _, __: str(1000 + 137 * (row.item.vendor_no + 1)),
    "rank": lambda row, _, __: rank(row),
    "brand": lambda row, _, __: row.item.brand,
    "store": lambda row, _, __: row.store,
    "store_no": lambda row, _, __: str(row.store_no),
    "bin": lambda _, __, rng: f"{rng.choice('ABCDEF')}{rng.randint(1, 12):02}-{rng.randint(1, 5)}",
    "size": lambda row, _, rng: drawn(row, "sizes", rng),
    "unit": lambda row, _, __: drawn(row, "units", Random(row.item.number)),
    "purchase_unit": lambda row, _, __: drawn(row, "units", Random(row.item.number + 1)),
    "season": lambda row, _, rng: drawn(row, "seasons", rng),
    "note": lambda row, _, rng: drawn(row, "notes", rng) if rng.random() < 0.2 else "",
    "color": lambda _, __, rng: rng.choice(("Black", "Navy", "Red", "White", "Olive", "Sand")),
    "tax": lambda _, __, rng: rng.choice(("T", "T", "T", "N")),
    "url": lambda row, _, __: f"cdn.example/img/{row.item.number + 100}.jpg",
    "blank": lambda _, __, ___: "",
    "constant": lambda _, recipe, __: recipe.words[0],
    "choice": lambda _, recipe, rng: rng.choice(recipe.words),
}


def counted(row: Row) -> int:
    """What a count finds: mostly what the books say, never less than nothing."""
    return max(row.on_hand[0] + Random(row.luck).choice((0, 0, 0, 0, -1, -2, 1)), 0)


def drawn(row: Row, words: str, rng: Random) -> str:
    """A word of the trade."""
    return str(rng.choice(trades()[row.trade][words]))
