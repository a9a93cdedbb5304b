"""Numerals: numbers as people write them, a whole column at a time."""

from typing import NamedTuple

import polars as pl

from profit_sentinel.ingest.currency import BEFORE, BEFORE_CENTS, BEHIND, CENTS, WITHOUT_CENTS

MISSING = (
    "", "-", "--", "---", ".", "?", "n/a", "na", "none", "null", "nil", "nan", "<na>", "unknown",
    "not stocked", "not tracked", "untracked", "not available",
)  # fmt: skip
"""Cells, in lower case, that say that nothing is known."""

LARGEST = 1e9
"""The largest quantity or amount that can be true, in size."""

_NUMERAL = (
    rf"^{BEFORE}?\(?\s*(?:[+-]\s*)?{BEFORE}?(?:[+-]\s*)?(\d[\d.,' ]*|[.,]\d+)"
    rf"\s*(?:{BEHIND}|%|\p{{L}}[\p{{L}}./]{{0,11}})?\s*(?:/\s*[a-z]+)?\s*-?\s*\)?$"
)
_WITH_LETTERS = rf"^[-+( ]*{BEFORE_CENTS} ?[-+]?{CENTS}[-) ]*$"
_LETTERS = rf"^([-+( ]*){BEFORE_CENTS} ?([-+]?\d)"
_NO_CENTS = r"(\d) ?(?:[.,](?:-|\u2014)+|/-)$"
"""A line in place of cents, as in `12.-`, which is no minus."""
_NEGATIVE = r"\(.*\)$|^[^\d.,]*-|-\s*$|\bcr$"
_POINTS = r"^\d{1,3}(?:\.\d{3})+$"
_WITHOUT_CENTS = rf"^{WITHOUT_CENTS}|{WITHOUT_CENTS}$"
_MAY_TELL = rf",|\.\d{{3}}\.\d{{3}}|(?i:{WITHOUT_CENTS})"
_COMMA_DECIDES = r"^\d{1,3}(?:\.\d{3}){2,}$|\d[.' ]\d{3},\d|^\d*,(?:\d{1,2}|\d{4,})$|^0,\d+$"
_POINT_DECIDES = r"\d[,' ]\d{3}\.\d|,\d{3},|^\d*\.(?:\d{1,2}|\d{4,})$|^0\.\d+$"


class Numbers(NamedTuple):
    """A column of numbers.

    Attributes:
        values: Float64; null where nothing is known.
        unread: Whether a cell holds something that is no number, or no possible one.
        absurd: Whether a cell holds a number too large to be true.
    """

    values: pl.Series
    unread: pl.Series
    absurd: pl.Series


def read_numbers(cells: pl.Series, *, comma: bool | None = None) -> Numbers:
    """Read a column of numbers.

    Args:
        cells: Text, or numbers already.
        comma: Whether the comma is the decimal mark; None decides on the column itself.
    """
    plain = cells.cast(pl.Float64, strict=False)
    fits = plain.null_count() == cells.null_count() and (cells.dtype != pl.String or not comma)
    if fits and is_possible(plain).all():
        none = pl.repeat(value=False, n=cells.len(), eager=True)
        return Numbers(plain, none, none)
    text = cells.cast(pl.String)
    if comma is None:
        comma = comma_decides(text) is True
    if comma:
        plain = pl.Series(cells.name, [None], pl.Float64).new_from_index(0, cells.len())
    return _read_rest(text, plain, comma=comma)


def is_possible(values: pl.Series) -> pl.Series:
    """Whether each number is finite and small enough to be true; null stays null."""
    return values.is_between(-LARGEST, LARGEST)


def comma_decides(cells: pl.Series) -> bool | None:
    """Whether a column writes the comma as decimal mark; None when no cell decides."""
    if cells.dtype != pl.String:
        return None
    telling = cells.filter(cells.str.contains(_MAY_TELL)).unique()
    if not telling.len():
        return None
    cores = _cores(telling)
    whole = _tidy(telling).str.contains(_WITHOUT_CENTS) & cores.str.contains(_POINTS)
    by_comma = int((cores.str.contains(_COMMA_DECIDES) | whole).sum())
    if not by_comma:
        return False if cores.str.contains(_POINT_DECIDES).any() else None
    by_point = int(_cores(cells.unique()).str.contains(_POINT_DECIDES).sum())
    if by_comma == by_point:
        return None
    return by_comma > by_point


def _read_rest(text: pl.Series, plain: pl.Series, *, comma: bool) -> Numbers:
    """Read, once each, the different cells that are no plain numbers."""
    todo = text.is_not_null() & ~is_possible(plain).fill_null(value=False)
    different = text.filter(todo).unique()
    lowered = _tidy(different)
    plainly, read = different.cast(pl.Float64, strict=False), _read_cells(lowered, comma=comma)
    absurd = _is_absurd(read) | _is_absurd(plainly)
    known = pl.DataFrame(
        {
            "cell": different,
            "read": pl.select(pl.when(~absurd).then(read)).to_series(),
            "missing": lowered.is_in(MISSING) & ~plainly.is_nan().fill_null(value=False),
            "absurd": absurd,
        }
    )
    joined = pl.DataFrame({"cell": text}).join(known, on="cell", how="left", maintain_order="left")
    read, missing = joined["read"], joined["missing"].fill_null(value=False)
    values = plain.zip_with(~todo, read).alias(text.name)
    unread = todo & read.is_null() & ~missing
    return Numbers(values, unread, unread & joined["absurd"].fill_null(value=False))


def _is_absurd(values: pl.Series) -> pl.Series:
    return ((values.abs() > LARGEST) & values.is_not_nan()).fill_null(value=False)


def _read_cells(lowered: pl.Series, *, comma: bool) -> pl.Series:
    core = _cores(lowered)
    points = core.str.replace_all(r"[,' ]", "")
    commas = core.str.replace_all(r"[.' ]", "").str.replace(",", ".", literal=True)
    beyond_doubt = core.str.contains(_POINT_DECIDES if comma else _COMMA_DECIDES)
    by_comma = ~beyond_doubt if comma else beyond_doubt
    number = commas.zip_with(by_comma, points)
    size = number.cast(pl.Float64, strict=False)
    negative = lowered.str.contains(_NEGATIVE)
    read = size.zip_with(~negative, -size)
    return read.zip_with(
        read.is_finite().fill_null(value=False), pl.Series([None], dtype=pl.Float64)
    )


def _cores(cells: pl.Series) -> pl.Series:
    """The digits and marks of every cell, without sign, currency and unit; null when unread."""
    return _tidy(cells).str.extract(_NUMERAL, 1).str.strip_chars()


def _tidy(cells: pl.Series) -> pl.Series:
    """Cells in lower case with plain blanks and signs, no line for cents, no letters for currency.

    One amount with cents behind letters tells that they are a currency in all cells.
    """
    spaces = cells.str.replace_all(r"[\u00a0\u202f\u2009\s]+", " ").str.strip_chars()
    lowered = spaces.str.replace_all("[\u2212\u2013]", "-").str.to_lowercase()
    lowered = lowered.str.replace(_NO_CENTS, "${1}")
    if not lowered.str.contains(_WITH_LETTERS).any():
        return lowered
    return lowered.str.replace(_LETTERS, "${1}${2}")
