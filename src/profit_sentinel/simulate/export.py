"""The stock of a chain, as its point-of-sale system writes it."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

import polars as pl

from .fields import FIELDS
from .systems import SHOWN, known, systems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .chain import Chain
    from .systems import System


def inventory(chain: Chain) -> pl.DataFrame:
    """One row per store and SKU under the headers of an Epicor-Eagle-like report.

    Ids, words and dates (MM/DD/YY, empty for never) are text, quantities whole numbers, money
    floats in dollars.
    """
    eagle = systems()["epicor_eagle"]
    frame = pl.DataFrame({header: FIELDS[field](chain) for header, field in eagle.columns.items()})
    return frame.with_columns(pl.col(pl.Date).dt.strftime(eagle.dates).fill_null(""))


def reports(
    chain: Chain, system: str = "epicor_eagle", stem: str = "inventory"
) -> dict[str, bytes]:
    """The stock at the close of the chain's day, as a system writes it.

    Args:
        chain: The chain.
        system: Id of a system.
        stem: Name of the file without its ending.

    Returns:
        File contents by name: one, or where the system knows a single store one for each.

    Raises:
        WrongUsageError: For a system that is not known.
    """
    writer, stores = known(system), list(map(str, FIELDS["store_id"](chain)))
    cells = _cells(chain, writer)
    if not writer.per_store:
        return {f"{stem}.csv": _written(writer, cells, chain, "")}
    return {
        f"{stem}_store_{store}.csv": _written(writer, _of_store(cells, stores, store), chain, store)
        for store in dict.fromkeys(stores)
    }


def _of_store(cells: dict[str, list[str]], stores: list[str], store: str) -> dict[str, list[str]]:
    mine = [place for place, each in enumerate(stores) if each == store]
    return {header: [values[place] for place in mine] for header, values in cells.items()}


def _cells(chain: Chain, system: System) -> dict[str, list[str]]:
    """Every cell as text, by header; one row per store and SKU, or per SKU."""
    cells = {header: _column(chain, system, spec) for header, spec in system.columns.items()}
    if not system.by_store:
        return cells
    skus, stores = FIELDS["sku"](chain), FIELDS["store_id"](chain)
    first = {sku: place for place, sku in reversed(list(enumerate(skus)))}
    order = sorted(first.values())
    wide = {header: [values[place] for place in order] for header, values in cells.items()}
    where = {pair: place for place, pair in enumerate(zip(stores, skus, strict=True))}
    for store in dict.fromkeys(stores):
        for header, spec in system.by_store.items():
            column = _column(chain, system, spec)
            places = [where.get((store, skus[place])) for place in order]
            wide[header.format(store=store)] = [
                "" if place is None else column[place] for place in places
            ]
    return wide


def _column(chain: Chain, system: System, spec: str) -> list[str]:
    if spec.startswith("="):
        return [spec[1:]] * len(chain.setting)
    field, _, way = spec.partition("|")
    show = SHOWN.get(way, str)
    return [_text(value, show, system.dates) for value in FIELDS[field](chain)]


def _text(value: Any, show: Callable[[Any], str], dates: str) -> str:  # noqa: ANN401 - a cell
    if value is None:
        return ""
    return value.strftime(dates) if isinstance(value, date) else show(value)


def _written(system: System, cells: dict[str, list[str]], chain: Chain, store: str) -> bytes:
    text = StringIO()
    writer = csv.writer(text, delimiter=system.delimiter, lineterminator="\n")
    writer.writerows(_lines(system, cells, chain, store))
    return text.getvalue().encode()


def _lines(
    system: System, cells: dict[str, list[str]], chain: Chain, store: str
) -> Iterator[Sequence[str]]:
    blank = [""] * (len(cells) - 1)
    for title in system.titles:
        yield [title.format(store=store, as_of=chain.as_of), *blank]
    yield list(cells)
    for number, line in enumerate(zip(*cells.values(), strict=True)):
        if system.page and number and number % system.page == 0:
            yield list(cells)
        yield line
    if system.totals:
        sums = [_sum(values) for header, values in cells.items() if header != next(iter(cells))]
        yield [system.totals, *sums]


def _sum(values: list[str]) -> str:
    """The sum of a column of whole numbers, nothing for any other."""
    whole = all(value.lstrip("-").isdigit() and len(value) < 6 for value in values)  # noqa: PLR2004 - longer ones name items
    return str(sum(map(int, values))) if whole else ""
