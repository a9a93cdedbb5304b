"""Ready columns: the cells of a table that are values as they stand."""

from collections.abc import Mapping
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.columns import ColumnType
from profit_sentinel.domain.companions import TYPES
from profit_sentinel.ingest.numerals import LARGEST
from profit_sentinel.ingest.systems import fold
from profit_sentinel.ingest.texts import is_unknown, null_when_blank, sound_columns

NUMBERS = (ColumnType.QUANTITY, ColumnType.MONEY, ColumnType.SHARE)


class Column(NamedTuple):
    """One column to be cleaned.

    Attributes:
        canonical: Its canonical name.
        header: Its name in the file.
        cells: Its cells as they stand.
        ready: Its values when they need no cleaning, None otherwise.
    """

    canonical: str
    header: str
    cells: pl.Series
    ready: pl.Series | None = None

    @property
    def type(self) -> ColumnType:
        """How its values are read."""
        return TYPES[self.canonical]


def columns_of(cells: pl.DataFrame, headers: Mapping[str, str]) -> list[Column]:
    """The columns of a table, given their headers by canonical name."""
    ready = {**_ready_numbers(cells, headers), **_ready_texts(cells, headers)}
    return [
        Column(canonical, header, cells[header], ready.get(header))
        for canonical, header in headers.items()
    ]


def other_dates(cells: pl.DataFrame, headers: Mapping[str, str]) -> list[pl.Series]:
    """The columns of a table that are not used and may hold dates."""
    used = set(headers.values())
    return [cells[name] for name in cells.columns if name not in used and "date" in fold(name)]


def plain_numbers(cells: pl.DataFrame, headers: Mapping[str, str]) -> list[str]:
    """The headers of columns of numbers whose cells all stand as a program reads them."""
    return list(_ready_numbers(cells, headers))


def _ready_numbers(cells: pl.DataFrame, headers: Mapping[str, str]) -> dict[str, pl.Series]:
    names = [header for canonical, header in headers.items() if TYPES[canonical] in NUMBERS]
    plain = cells.select(pl.col(names).cast(pl.Float64, strict=False))
    between = pl.all().is_between(-LARGEST, LARGEST).all()
    possible = plain.select(between).row(0) if names else ()
    return {
        name: plain[name]
        for name, sound in zip(names, possible, strict=True)
        if sound and is_unknown(cells[name], plain[name].null_count())
    }


def _ready_texts(cells: pl.DataFrame, headers: Mapping[str, str]) -> dict[str, pl.Series]:
    of = {
        kind: [header for canonical, header in headers.items() if TYPES[canonical] is kind]
        for kind in (ColumnType.ID, ColumnType.TEXT)
    }
    sound = sound_columns(cells, of[ColumnType.ID], of[ColumnType.TEXT])
    empty = cells.select((pl.col(name) == "").any() for name in sound).to_dict()
    return {
        name: null_when_blank(cells[name]) if holds.item() else cells[name]
        for name, holds in empty.items()
    }
