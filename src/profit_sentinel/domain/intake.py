"""What ingest hands on: the canonical frame, how each file was understood, and the problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import mmap
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    import polars as pl

    from profit_sentinel.domain.aliases import Alias


class FileKind(StrEnum):
    """What a file holds."""

    INVENTORY = "inventory"
    PURCHASE_ORDERS = "purchase_orders"
    INVOICES = "vendor_invoices"
    SALES = "sales"
    COUNTS = "counts"
    PRICE_LIST = "price_list"
    UNKNOWN = "unknown"


class UnusableFileError(Exception):
    """A file that cannot be used; the message says what was found, needed and worth trying."""

    def __init__(self, file: str, found: str, needed: str, attempt: str) -> None:
        self.file, self.found, self.needed, self.attempt = file, found, needed, attempt
        super().__init__(f"{file}: {found}\n  needed: {needed}\n  try: {attempt}")


@dataclass(frozen=True)
class Upload:
    """One file as it arrived."""

    name: str
    """File name with its ending, after the name of the zip or folder that holds it, if any."""
    data: bytes | mmap.mmap
    """All bytes of it, or a view of a long file that is read where it is looked at."""
    modified: date
    """Day the file was last written; the last resort for the date of the stock."""
    path: Path | None = None
    """Where it lies, when it lies on this machine."""
    scan: pl.LazyFrame | None = None
    """The rows of a Parquet dataset, whose files are read as one; `data` is empty then."""
    packed: bool = False
    """Whether it came with others in a zip or a folder, so that it need not be a stock list."""
    most: int = 2 * 2**30
    """Bytes that a zip or workbook may hold once unpacked."""


@dataclass(frozen=True)
class ColumnUse:
    """How one column of a file was understood."""

    header: str
    canonical: str | None
    """Name of a canonical column, or None when the column is not used."""
    store: str | None
    """The store a column belongs to in files with a column per store."""
    confidence: float
    """0 to 1; below the settings' doubt limit the column is asked about."""
    reason: str
    samples: tuple[str, ...] = ()
    doubtful: bool = False
    """True when a person should confirm; a doubtful column may be used or left out."""
    suggestion: str | None = None
    """A canonical name worth offering when the column is doubtful or unused."""


@dataclass(frozen=True)
class Recognition:
    """How a file was understood before its values were cleaned."""

    kind: FileKind
    system: str | None
    """Id of the recognised point-of-sale system."""
    encoding: str | None
    delimiter: str | None
    header_row: int
    """Line or sheet row of the header, counted from 1."""
    columns: tuple[ColumnUse, ...]
    sheet: str | None = None


@dataclass(frozen=True)
class Source:
    """One file of an intake: what it was, how old, how much of it was used."""

    name: str
    recognition: Recognition
    as_of: date
    as_of_reason: str
    """For instance `newest date in last_sale_date`."""
    rows_read: int
    """Data rows below the header, blank rows apart."""
    rows_used: int
    """Rows that ended up in the frame, those summed into another included."""
    notes: tuple[str, ...] = ()
    """Sentences for the data-quality report."""


@dataclass(frozen=True)
class Companion:
    """Papers of one kind that came with a stock list, such as its price lists.

    Attributes:
        kind: What they are.
        frame: One row per line: the columns of `COMPANIONS`, `source_file` and `source_row`.
        sources: One entry per file, in the order given.
        problems: Cells and rows that could not be used as they stood.
        used: What they were used for, a sentence.
    """

    kind: FileKind
    frame: pl.DataFrame
    sources: tuple[Source, ...]
    problems: pl.DataFrame
    used: str


@dataclass(frozen=True)
class Intake:
    """A stock list ready for analysis.

    Attributes:
        stock: One row per store and SKU, in memory or on disk. Columns: `store_id`, `sku`,
            `on_hand`, `as_of`, `source_file` (text) and `source_row` (line in the file, from 1)
            always; any other canonical column when some file has it. Text and ids are String,
            dates Date, the rest Float64; an unknown value is null.
        sources: One entry per file, in the order given.
        problems: One row per cell or row that could not be used as it stood:
            `file`, `row`, `column`, `value`, `reason`.
        companions: The other papers that came with it, by kind.
        notes: Sentences about files that were not read.
        aliases: Stores and SKUs under two names: those a person confirmed, which are merged, and
            those the data propose, which are not.
    """

    stock: pl.LazyFrame
    sources: tuple[Source, ...]
    problems: pl.DataFrame
    milliseconds: dict[str, float] = field(default_factory=dict)
    companions: Mapping[FileKind, Companion] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    aliases: tuple[Alias, ...] = ()

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The whole stock list in memory."""
        return self.stock.collect()

    @property
    def columns(self) -> frozenset[str]:
        """Names of the canonical columns that hold at least one value."""
        heights = self.frame.select(self.frame.columns).null_count().row(0)
        return frozenset(
            name
            for name, nulls in zip(self.frame.columns, heights, strict=True)
            if nulls < self.frame.height
        )
