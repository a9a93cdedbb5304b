"""From a header set to the bytes of its file."""

from __future__ import annotations

import csv
from io import StringIO
from random import Random
from typing import TYPE_CHECKING

from columns.goods import rows_of
from columns.makers import DATES, MONEY, QUANTITIES, SHARES, TEXTS
from columns.sets import BadSetError

if TYPE_CHECKING:
    from datetime import date

    from columns.goods import Row
    from columns.sets import HeaderSet, Recipe, Style, TrueColumn

ABSENT_SHARE = 0.08


def file_bytes(header_set: HeaderSet) -> bytes:
    """The export as its system or owner would save it; the same on every call."""
    style = header_set.style
    text = StringIO()
    writer = csv.writer(text, delimiter=style.delimiter, lineterminator="\r\n")
    if style.banner:
        writer.writerows([line] for line in style.banner.split("\n"))
    writer.writerow(column.header for column in header_set.columns)
    for row in rows_of(header_set):
        writer.writerow(
            cell(column, row, style, Random(f"{row.luck}/{place}"))
            for place, column in enumerate(header_set.columns)
        )
    return text.getvalue().encode(style.encoding)


def cell(column: TrueColumn, row: Row, style: Style, rng: Random) -> str:
    """The text of one cell."""
    recipe = column.recipe
    if rng.random() < float(recipe.options.get("blank", "0")):
        return ""
    if "absent" in recipe.options and rng.random() < ABSENT_SHARE:
        return recipe.options["absent"]
    text = bare(recipe, row, style, rng)
    if recipe.has("upper"):
        text = text.upper()
    text = text[: int(recipe.options.get("cut", "999"))]
    suffix = f" {recipe.options['unit']}" if "unit" in recipe.options else ""
    ends = (recipe.options.get("prefix", ""), suffix + recipe.options.get("suffix", ""))
    return ends[0] + text + ends[1] if text else ""


def bare(recipe: Recipe, row: Row, style: Style, rng: Random) -> str:
    """The value of a cell, written by its kind.

    Raises:
        BadSetError: Nobody makes such values.
    """
    name = recipe.maker
    if name in TEXTS:
        return TEXTS[name](row, recipe, rng)
    if name in DATES:
        return day(DATES[name](row, recipe, rng), recipe, style)
    if name in MONEY:
        return money(MONEY[name](row, recipe, rng), recipe, style)
    if name in SHARES:
        percent = number(SHARES[name](row, recipe, rng), 1, recipe, style)
        return f"{percent}%" if recipe.has("percent") else percent
    if name in QUANTITIES:
        return number(QUANTITIES[name](row, recipe, rng), 0, recipe, style)
    raise BadSetError(recipe.maker, "how to make it")


def day(value: date | None, recipe: Recipe, style: Style) -> str:
    """A date as the file writes it, or its word for none."""
    return value.strftime(style.date) if value else recipe.options.get("not_sold", "")


def money(value: float, recipe: Recipe, style: Style) -> str:
    """An amount, with the currency where the column shows it."""
    if not recipe.has("money"):
        return number(value, 2, recipe, style)
    sign = "-" if value < 0 else ""
    return f"{sign}{style.currency}{number(abs(value), 2, recipe, style, grouped=True)}"


def number(
    value: float, decimals: int, recipe: Recipe, style: Style, *, grouped: bool = False
) -> str:
    """A number with the file's decimal sign and, where wanted, its thousands apart."""
    places = int(recipe.options.get("decimals", str(decimals)))
    separator = style.thousands
    if not separator and (grouped or recipe.has("thousands")):
        separator = ","
    text = f"{value:,.{places}f}"
    if recipe.has("trailing") and value < 0:
        text = text.removeprefix("-") + "-"
    return text.translate({ord(","): separator, ord("."): style.decimal})
