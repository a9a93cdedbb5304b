"""Texts and ids: trimmed cells, and ids freed from what spreadsheets do to them."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

_ROUNDED = r"^\d(?:[.,]\d+)?[eE]\+\d{1,2}$"
_BLANKS = ("\t", "\n", "\r", "\u00a0")
"""White space other than the blank, as it is met in files."""
_UNSOUND_TEXT = r"^[\x00-\x20]|[ ](?:[ ]|$)|[\t\n\r\x{a0}]"
_UNSOUND_ID = r"""^[\x00-/=\x{a0}]|(?:[ "\t\n\r\x{a0}]|\.0|[eE]\+\d{1,2})$"""
_LOOKED_AT = 1000
_FEW = 0.25
_DRESSED = r"""^(?:="?|')|"$"""


class Ids(NamedTuple):
    """A column of ids.

    Attributes:
        values: String; null where blank.
        rounded: Whether a spreadsheet has rounded the id (`1.23E+11`), so that it is lost.
        whole: Whether all ids are known to be whole numbers.
    """

    values: pl.Series
    rounded: pl.Series
    whole: bool = False


def sound_columns(cells: pl.DataFrame, ids: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
    """Names of the String columns whose cells, blank ones apart, need no cleaning at all.

    Args:
        cells: The table.
        ids: Names of the columns that hold ids.
        texts: Names of the columns that hold texts.
    """
    patterns = {**dict.fromkeys(texts, _UNSOUND_TEXT), **dict.fromkeys(ids, _UNSOUND_ID)}
    strings = [name for name in patterns if cells.schema[name] == pl.String]
    sample = cells.select(pl.col(strings).gather_every(max(1, cells.height // _LOOKED_AT)))
    unsound = cells.select(
        _unsound_number(pl.col(name)).any()
        if name in ids and _is_numeric(sample[name])
        else _different(sample[name]).str.contains(patterns[name]).any()
        for name in strings
    )
    return frozenset(name for name, found in unsound.to_dict().items() if not found.item())


def _is_numeric(sample: pl.Series) -> bool:
    return not sample.to_frame().select(_unsound_number(pl.all()).any()).item()


def _unsound_number(cell: pl.Expr) -> pl.Expr:
    """Whether cells are no whole numbers, which is cheaper to ask than the pattern of ids."""
    return cell.cast(pl.Int64, strict=False).is_null() & (cell != "")


def _different(sample: pl.Series) -> pl.Expr:
    """The cells of a column, each different one once when it says few things again and again."""
    cell = pl.col(sample.name)
    return cell.unique() if sample.n_unique() <= _FEW * sample.len() else cell


def read_texts(cells: pl.Series) -> pl.Series:
    """Trim a column and put one blank for any inner white space; blank cells become null."""
    text = cells.cast(pl.String)
    if text.str.contains_any(["  ", *_BLANKS]).any():
        text = text.str.replace_all(r"\s+", " ")
    trimmed = text.str.strip_chars()
    return null_when_blank(trimmed)


def read_ids(cells: pl.Series) -> Ids:
    """Read ids as text: leading zeros stay, `12345.0` is `12345`."""
    if cells.dtype.is_float():
        cells = _whole(cells)
    text = cells.cast(pl.String)
    sound = pl.repeat(value=False, n=text.len(), eager=True)
    if text.cast(pl.Int64, strict=False).null_count() == text.null_count():
        return Ids(text, sound, whole=True)
    trimmed = null_when_blank(text.str.strip_chars())
    if trimmed.str.contains(_DRESSED).any():
        trimmed = null_when_blank(trimmed.str.replace_all(r"""^=?"|"$|^'|^=""", ""))
    if trimmed.str.ends_with(".0").any():
        trimmed = _without_fraction(trimmed)
    rounded = trimmed.str.contains(_ROUNDED).fill_null(value=False)
    return Ids(trimmed, rounded)


def _whole(cells: pl.Series) -> pl.Series:
    whole = cells.cast(pl.Int64, strict=False)
    fits = (whole.cast(cells.dtype) == cells).fill_null(value=True).all()
    return whole if fits else cells


def _without_fraction(text: pl.Series) -> pl.Series:
    """Drop `.0` when every id of the column is a number a program has made fractional."""
    numeric = text.str.contains(r"^\d+(?:\.0)?$")
    return text.str.strip_suffix(".0") if numeric.all() else text


def is_unknown(cells: pl.Series, number: int) -> bool:
    """Whether exactly so many cells are null or an empty text."""
    nulls = cells.null_count()
    if nulls == number or cells.dtype != pl.String:
        return nulls == number
    return nulls + int((cells.str.len_bytes() == 0).sum()) == number


def null_when_blank(text: pl.Series) -> pl.Series:
    """Texts with null in place of empty ones."""
    blank = text.str.len_bytes() == 0
    return text.zip_with(~blank, pl.Series([None], dtype=pl.String)) if blank.any() else text
