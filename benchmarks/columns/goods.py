"""Invented goods whose figures agree with each other: price with cost, sales with stock."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from columns.sets import HeaderSet

WORDS = Path(__file__).parent / "goods.toml"
TODAY = date(2026, 10, 31)
"""The day every export was made."""
PART_OF_YEAR = 304 / 365
PACKS = (1, 1, 6, 10, 12, 24, 25, 50, 100)


@dataclass(frozen=True)
class Item:
    """One article, the same in every store."""

    number: int
    """From 0; decides its ids."""
    description: str
    department: str
    department_no: int
    kind: str
    kind_no: int
    vendor: str
    vendor_no: int
    brand: str
    cost: float
    average_cost: float
    price: float
    list_price: float
    pack: int
    yearly: float
    """Units that one store sells in a year."""


@dataclass(frozen=True)
class Row:
    """One article in one store."""

    item: Item
    trade: str
    number: int
    """From 1, in the order of the file."""
    store: str
    store_no: int
    on_hand: tuple[int, ...]
    """Of this store, and of others for files with a column per store."""
    committed: int
    sold: int
    """Units of the last 365 days."""
    last_sale: date | None
    last_receipt: date | None
    luck: int
    """Seed of everything else about the row."""


@cache
def trades() -> dict[str, Any]:
    """The words of every trade."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def rows_of(header_set: HeaderSet) -> list[Row]:
    """The rows of a set, the same on every call."""
    return list(numbered_rows(header_set))


def numbered_rows(header_set: HeaderSet) -> Iterator[Row]:
    """Every article in every store, as many as the set wants."""
    words = trades()[header_set.goods]
    number = 0
    for index in range(-(-header_set.rows // header_set.stores)):
        article = item(index, words, Random(f"{header_set.name}/{index}"))
        for store in range(header_set.stores):
            number += 1
            rng = Random(f"{header_set.name}/{index}/{store}")
            yield row(article, number, header_set, store, rng)


def item(number: int, words: dict[str, Any], rng: Random) -> Item:
    """Draw an article; one in twenty-five is sold below its cost."""
    departments = list(words["departments"])
    department_no = rng.randrange(len(departments))
    kinds = words["departments"][departments[department_no]]
    kind_no = rng.randrange(len(kinds))
    vendor_no = (department_no + rng.choice((0, 0, 0, 1))) % len(words["vendors"])
    brand = rng.choice(words["brands"])
    cost = round(min(max(rng.lognormvariate(2.0, 1.2), 0.15), 900.0), 2)
    factor = rng.uniform(0.75, 0.98) if rng.random() < 0.04 else rng.uniform(1.25, 2.3)
    price = round(max(cost * factor, 0.1), 1) - 0.01
    named = [kinds[kind_no], rng.choice(words["variants"])]
    return Item(
        number=number,
        description=" ".join([brand, *named] if rng.random() < 0.4 else named),
        department=departments[department_no],
        department_no=department_no,
        kind=kinds[kind_no],
        kind_no=kind_no,
        vendor=words["vendors"][vendor_no],
        vendor_no=vendor_no,
        brand=brand,
        cost=cost,
        average_cost=round(cost * rng.uniform(0.9, 1.04), 6),
        price=price,
        list_price=round(price * rng.choice((1, 1.05, 1.1, 1.2)), 1) - 0.01,
        pack=rng.choice(PACKS),
        yearly=rng.lognormvariate(2.2, 1.3),
    )


def row(article: Item, number: int, header_set: HeaderSet, store: int, rng: Random) -> Row:
    """Draw what one store has and sells of an article."""
    stores = trades()[header_set.goods]["stores"]
    if header_set.stores == 1 and len(stores) > 1:
        store = (number - 1) * len(stores) // header_set.rows
    sold = max(round(article.yearly * rng.uniform(0.5, 1.5)), 0)
    last_sale, last_receipt = moved(sold, rng)
    on_hand = tuple(stocked(article.yearly, rng) for _ in range(3))
    return Row(
        item=article,
        trade=header_set.goods,
        number=number,
        store=stores[store % len(stores)],
        store_no=store + 1,
        on_hand=on_hand,
        committed=min(rng.choice((0, 0, 0, 0, 1, 2, 4)), max(on_hand[0], 0)),
        sold=sold,
        last_sale=last_sale,
        last_receipt=last_receipt,
        luck=rng.getrandbits(32),
    )


def stocked(yearly: float, rng: Random) -> int:
    """Units on the books: some none, few below none, the others a few weeks of sales and more."""
    chance = rng.random()
    if chance < 0.03:
        return -rng.randint(1, 6)
    return 0 if chance < 0.15 else 1 + round(yearly * rng.uniform(0.1, 1.0))


def moved(sold: int, rng: Random) -> tuple[date | None, date | None]:
    """Days of the last sale and the last receipt; the slower the article the longer ago."""
    idle = min(int(rng.expovariate(sold / 365)), 360) if sold else rng.randint(366, 1500)
    waited = min(int(rng.expovariate(1 / 120)), 1600)
    ever_sold, ever_received = bool(sold) or rng.random() < 0.6, rng.random() < 0.97
    return (
        TODAY - timedelta(days=idle) if ever_sold else None,
        TODAY - timedelta(days=waited) if ever_received else None,
    )
