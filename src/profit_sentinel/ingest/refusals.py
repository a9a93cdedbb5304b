"""Refusals: what to say about a file that is no stock list."""

import re
from collections.abc import Iterable, Sequence
from itertools import combinations

import polars as pl

from profit_sentinel.domain.intake import ColumnUse, FileKind, UnusableFileError, Upload
from profit_sentinel.ingest.duplicates import KEY
from profit_sentinel.ingest.kinds import kind_name
from profit_sentinel.ingest.part import Part
from profit_sentinel.ingest.recognise import Understood

_SHOWN = 12
_MOST = 0.5
_NEEDED = {"sku": "SKU", "on_hand": "quantity on hand"}


def refuse_copies(uploads: Iterable[Upload]) -> None:
    """Refuse a file given twice, whose stock would be counted twice.

    Raises:
        UnusableFileError: Naming both files.
    """
    seen: dict[bytes, str] = {}
    for upload in uploads:
        if upload.data in seen:
            raise UnusableFileError(
                upload.name,
                f"the same content as {seen[upload.data]}",
                "every file of the stock list once",
                "leave one of the two out",
            )
        seen[upload.data] = upload.name


def refuse_snapshots(parts: Sequence[Part]) -> None:
    """Refuse the stock of one store on two days, which must not be added up.

    Raises:
        UnusableFileError: With both dates and the share of common SKUs.
    """
    for one, other in combinations(parts, 2):
        older, newer = sorted((one, other), key=lambda part: part.source.as_of)
        share = _common(older.frame, newer.frame)
        if older.source.as_of == newer.source.as_of or share <= _MOST:
            continue
        raise UnusableFileError(
            older.source.name,
            f"it and {newer.source.name} look like two dates of one store: "
            f"{older.source.as_of} and {newer.source.as_of}, {share:.0%} of the SKUs in common",
            "files that are parts of one stock list",
            f"analyse the newest alone, {newer.source.name}; history comes with stored snapshots",
        )


def _common(one: pl.DataFrame, other: pl.DataFrame) -> float:
    """Share of the items of the smaller frame that are in both, store by store."""
    keys, others = one.select(KEY).unique(), other.select(KEY).unique()
    smaller = min(keys.height, others.height)
    return keys.join(others, on=KEY, how="semi").height / smaller if smaller else 0.0


def check_stock(understood: Understood) -> None:
    """Refuse a table that is not a stock list.

    Raises:
        UnusableFileError: Saying what the file is, or which column is missing and how to name it.
    """
    recognition, table = understood.recognition, understood.table
    columns = {use.canonical for use in recognition.columns if use.canonical}
    missing = [name for name in _NEEDED if name not in columns]
    if recognition.kind in (FileKind.INVENTORY, FileKind.UNKNOWN):
        if missing:
            raise _lacking(understood, missing)
        return
    raise UnusableFileError(
        table.name,
        f"this is {kind_name(recognition.kind)}, not a stock list ({_shown(table.headers)})",
        "a stock list: one row per item with its SKU and quantity on hand",
        f"export the inventory or stock list; if this is one, {_options(understood, _NEEDED)}",
    )


def _lacking(understood: Understood, missing: list[str]) -> UnusableFileError:
    return UnusableFileError(
        understood.table.name,
        f"no column for the {' and the '.join(_NEEDED[name] for name in missing)}; "
        f"the columns are {_shown(understood.table.headers)}",
        "a SKU and a quantity on hand in every row",
        f"name the column yourself, for instance {_options(understood, missing)}",
    )


def _options(understood: Understood, names: Iterable[str]) -> str:
    """Command line options for columns, with a header worth trying for each."""
    offered: list[str] = []
    for name in names:
        offered.append(_offer(understood, name, offered))
    return " ".join(
        f"--column {name}={header!r}" for name, header in zip(names, offered, strict=True)
    )


def _offer(understood: Understood, canonical: str, taken: list[str]) -> str:
    uses = [use for use in understood.recognition.columns if use.header not in taken]
    present = [use.header for use in uses if use.canonical == canonical]
    offered = [use.header for use in uses if use.suggestion == canonical]
    free = [use.header for use in uses if use.canonical is None]
    if canonical == "on_hand":
        free = [use.header for use in uses if use.canonical is None and _counts(use)]
    return next(iter([*present, *offered, *free]), "NAME OF THE COLUMN")


def _counts(use: ColumnUse) -> bool:
    return bool(use.samples) and all(re.fullmatch(r"-?[0-9]{1,5}", text) for text in use.samples)


def _shown(headers: list[str]) -> str:
    more = len(headers) - _SHOWN
    return ", ".join(headers[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
