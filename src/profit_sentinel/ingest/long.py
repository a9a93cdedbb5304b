"""Long files: text and Parquet of any length, cleaned piece by piece and put on a shelf."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.intake import Upload
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.as_of import Days, days_of, days_together
from profit_sentinel.ingest.blocks import SIZE, Block, blocks
from profit_sentinel.ingest.clean import Habits
from profit_sentinel.ingest.delimited import rows_below
from profit_sentinel.ingest.encoding import decode
from profit_sentinel.ingest.opening import frame_table, open_frame, open_tables
from profit_sentinel.ingest.part import Part, Rows, clean_rows, whole_part
from profit_sentinel.ingest.ready import plain_numbers
from profit_sentinel.ingest.recognise import Understood, stores_of, used
from profit_sentinel.ingest.shelf import Shelf
from profit_sentinel.ingest.systems import System, fold
from profit_sentinel.ingest.table import Table
from profit_sentinel.ingest.turns import in_turn

LEAST = 2 * SIZE
"""Bytes from which a file is long: under it nothing is gained."""
_HEAD = 8 * 2**20
"""Bytes by which the columns are understood."""
_HEAD_ROWS = 50_000
"""Rows of a Parquet file by which the columns are understood."""
_SLICE = 250_000
"""Rows of a piece of a Parquet file."""
_TELLING = 10_000
"""Rows of the head that mostly tell how the whole file writes numbers and dates."""
_AT_ONCE = 2
"""Pieces in work at the same time."""
_PARQUET = b"PAR1"
_OTHERS = (b"PK\x03\x04", _PARQUET, b"\xff\xfe", b"\xfe\xff")
"""How files begin that cannot be cut at line feeds."""


class _Survey(NamedTuple):
    """What all blocks together tell, beside their rows."""

    rows: Rows
    days: Days


def is_long(upload: Upload) -> bool:
    """Whether a file is read piece by piece."""
    if upload.scan is not None:
        return True
    scan = _parquet(upload)
    if scan is not None:
        return _many_rows(scan)
    if len(upload.data) <= LEAST:
        return False
    start = upload.data[:_HEAD]
    return not start.startswith(_OTHERS) and b"\0" not in start and b"\n" in start


def _many_rows(scan: pl.LazyFrame) -> bool:
    """Whether a Parquet file holds more rows than one piece; not where it cannot be read."""
    try:
        return bool(scan.select(pl.len()).collect().item() > _SLICE)
    except pl.exceptions.PolarsError:
        return False


def head_of(upload: Upload) -> list[Table]:
    """The first rows of a long file, by which its columns are understood.

    Raises:
        UnusableFileError: They cannot be read as a table with rows.
    """
    scan = _parquet(upload)
    if scan is not None:
        try:
            return open_frame(upload.name, scan.head(_HEAD_ROWS).collect())
        except pl.exceptions.PolarsError:
            return open_tables(upload)
    end = upload.data.rfind(b"\n", 0, _HEAD) + 1
    return open_tables(replace(upload, data=upload.data[: end or _HEAD]))


def _parquet(upload: Upload) -> pl.LazyFrame | None:
    """A Parquet file on this machine, or a dataset of them; None when it is no such file."""
    if upload.scan is not None:
        return upload.scan
    if upload.path is None or not upload.data[:4].startswith(_PARQUET):
        return None
    return pl.scan_parquet(upload.path)


def can_be_long(understood: Understood) -> bool:
    """Whether every row of a file can be cleaned without the rows around it."""
    fills_down = understood.system is not None and understood.system.fill_down
    return not fills_down and not stores_of(understood.recognition.columns)


def long_part(
    understood: Understood,
    upload: Upload,
    shelf: Shelf,
    *,
    store: str | None,
    as_of: date | None,
) -> Part:
    """Clean a long file.

    Its pieces are read by the habits of its head. Where a later one knows better (the first date
    that tells day from month stands there), all are read again by what is known then.

    Args:
        understood: The head of the file, and what its columns are.
        upload: The file.
        shelf: Where its rows go.
        store: Name of the store when no column names it.
        as_of: The day of the stock when a person gave it.
    """
    habits, survey = _head_habits(understood), None
    while survey is None or survey.rows.habits.decisions != habits.decisions:
        habits = survey.rows.habits if survey else habits
        shelf.clear()
        survey = _survey(understood, upload, shelf, habits)
    return whole_part(
        understood, shelf.stock(), survey.rows, survey.days, upload.modified, store, as_of
    )


def _survey(understood: Understood, upload: Upload, shelf: Shelf, habits: Habits) -> _Survey:
    """Read every piece by some habits, put its rows on the shelf, and note the rest."""
    notes: dict[str, None] = {}
    found, days, own, percents = [understood.table.above], [], None, frozenset[str]()
    read = found[0].height
    for rows in _cleaned(understood, upload, habits):
        shelf.add(rows.frame)
        found.append(rows.found)
        days.append(days_of(rows.frame))
        notes.update(dict.fromkeys(rows.notes))
        own = rows.habits if own is None else own + rows.habits
        percents, read = percents | rows.percents, read + rows.read
    whole = Rows(
        pl.DataFrame(), problems.gather(found), tuple(notes), own or habits, percents, read
    )
    return _Survey(whole, days_together(days))


def _cleaned(understood: Understood, upload: Upload, habits: Habits) -> Iterator[Rows]:
    """The cleaned rows of every piece, in order, a few pieces at the same time."""

    def cleaned(piece: Callable[[], Table]) -> Rows:
        return clean_rows(understood._replace(table=piece()), habits)

    scan = _parquet(upload)
    if scan is None:
        pieces = _blocks(_with_numbers(understood, habits), upload)
    else:
        pieces = _slices(understood.table, scan)
    return in_turn(cleaned, pieces, _AT_ONCE)


def _with_numbers(understood: Understood, habits: Habits) -> Table:
    """The head without rows, its columns of plain numbers typed: what follows is read faster so."""
    head, headers = understood.table, used(understood.recognition)
    few = head.cells.head(_TELLING)
    numbers = [] if habits.comma else plain_numbers(few, headers)
    read_as_text = _read_as_text(understood.system) if understood.system else frozenset()
    typed = [name for name in numbers if fold(name) not in read_as_text]
    return replace(head, cells=few.clear().with_columns(pl.col(typed).cast(pl.Float64)))


def _read_as_text(system: System) -> frozenset[str]:
    """Folded headers of columns of which a system says more than what they are."""
    return frozenset(system.leave_out).union(*system.append.values())


def _blocks(head: Table, upload: Upload) -> Iterator[Callable[[], Table]]:
    """The pieces of a text, each to be read when it is called."""
    for block in blocks(upload.data, int(head.rows[0]) - 1):
        yield partial(_block, head, block)


def _block(head: Table, block: Block) -> Table:
    return rows_below(replace(head, above=problems.none()), decode(block.text), 0, block.line)


def _slices(head: Table, scan: pl.LazyFrame) -> Iterator[Callable[[], Table]]:
    """The pieces of a Parquet file, each to be read when it is called."""
    for start in range(0, scan.select(pl.len()).collect().item(), _SLICE):
        yield partial(_slice, head.name, scan, start)


def _slice(name: str, scan: pl.LazyFrame, start: int) -> Table:
    table = frame_table(name, scan.slice(start, _SLICE).collect())
    return replace(table, rows=table.rows + start)


def _head_habits(understood: Understood) -> Habits:
    """How the head of the file writes numbers and dates."""
    head = understood.table
    few = replace(head, cells=head.cells.head(_TELLING), rows=head.rows.head(_TELLING))
    return clean_rows(understood._replace(table=few)).habits
