"""Texts and ids: trimmed cells, and ids freed from what spreadsheets do to them."""

from collections.abc import Sequence
from typing import NamedTuple

import polars as pl

_ROUNDED = r"^\d(?:[.,]\d+)?[eE]\+\d{1,2}$"
_BLANKS = ("\t", "\n", "\r", "\u00a0")
"""White space other than the blank, as it is met in files."""
_ID_ENDS = r"""(?:[ "\t\n\r\x{a0}]|\.0|[eE]\+\d{1,2})$"""
"""Ends of ids that have to be cleaned or may have been rounded."""
_LOOKED_AT = 1000
_FEW = 0.25
_DRESSED = r"""^(?:="?|')|"$"""


class Ids(NamedTuple):
    """A column of ids.

    Attributes:
        values: String; null where blank.
        rounded: Whether a spreadsheet has rounded the id (`1.23E+11`), so that it is lost.
    """

    values: pl.Series
    rounded: pl.Series


def sound_columns(cells: pl.DataFrame, ids: Sequence[str], texts: Sequence[str]) -> frozenset[str]:
    """Names of the String columns that need no cleaning at all.

    Args:
        cells: The table.
        ids: Names of the columns that hold ids.
        texts: Names of the columns that hold texts.
    """
    strings = [name for name in (*ids, *texts) if cells.schema[name] == pl.String]
    whole = _whole_numbers(cells.select(name for name in strings if name in ids))
    left = [name for name in strings if name not in whole]
    check = {name: _unsound_id if name in ids else _unsound_text for name in left}
    few = [name for name in left if _repeats(cells[name])]
    different = cells.select(pl.col(name).unique().implode() for name in few)
    many = (check[name](pl.col(name)).any() for name in left if name not in few)
    repeated = (check[name](pl.col(name).explode()).any() for name in few)
    unsound = cells.select(many).to_dict() | different.select(repeated).to_dict()
    return whole | {name for name in left if not unsound[name].item()}


def _whole_numbers(ids: pl.DataFrame) -> frozenset[str]:
    """Names of the columns in which every id is a whole number."""
    unread = ids.select(pl.all().cast(pl.Int64, strict=False).null_count()).to_dict()
    return frozenset(
        name for name, nulls in unread.items() if nulls.item() == ids[name].null_count()
    )


def _repeats(cells: pl.Series) -> bool:
    """Whether a column says the same few things again and again."""
    sample = cells.gather_every(max(1, cells.len() // _LOOKED_AT))
    return sample.n_unique() <= _FEW * sample.len()


def _unsound_text(cell: pl.Expr) -> pl.Expr:
    blank_first = cell < "!"
    return blank_first | cell.str.ends_with(" ") | cell.str.contains_any(["  ", *_BLANKS])


def _unsound_id(cell: pl.Expr) -> pl.Expr:
    sign_first = (cell < "0") | cell.str.starts_with("=") | cell.str.starts_with("\u00a0")
    return sign_first | cell.str.contains(_ID_ENDS)


def read_texts(cells: pl.Series) -> pl.Series:
    """Trim a column and put one blank for any inner white space; blank cells become null."""
    text = cells.cast(pl.String)
    if text.str.contains_any(["  ", *_BLANKS]).any():
        text = text.str.replace_all(r"\s+", " ")
    trimmed = text.str.strip_chars()
    return _null_when_blank(trimmed)


def read_ids(cells: pl.Series) -> Ids:
    """Read ids as text: leading zeros stay, `12345.0` is `12345`."""
    if cells.dtype.is_float():
        cells = _whole(cells)
    text = cells.cast(pl.String)
    sound = pl.repeat(value=False, n=text.len(), eager=True)
    if text.cast(pl.Int64, strict=False).null_count() == text.null_count():
        return Ids(text, sound)
    trimmed = _null_when_blank(text.str.strip_chars())
    if trimmed.str.contains(_DRESSED).any():
        trimmed = _null_when_blank(trimmed.str.replace_all(r"""^=?"|"$|^'|^=""", ""))
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


def _null_when_blank(text: pl.Series) -> pl.Series:
    blank = text.str.len_bytes() == 0
    return text.zip_with(~blank, pl.Series([None], dtype=pl.String)) if blank.any() else text
