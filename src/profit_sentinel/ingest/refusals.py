"""Refusals: what to say about a file that is no stock list."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import polars as pl

from profit_sentinel.domain.intake import ColumnUse, FileKind, UnusableFileError, Upload
from profit_sentinel.ingest.duplicates import KEY
from profit_sentinel.ingest.kinds import kind_name
from profit_sentinel.ingest.numerals import read_numbers
from profit_sentinel.ingest.part import Part
from profit_sentinel.ingest.recognise import Understood

_SHOWN = 12
_MOST = 0.5
_UNIQUE = 0.9
_EXAMPLES = 3
_PAIR = 2
_NEEDED = {"sku": "SKU", "on_hand": "quantity on hand"}


def refuse_copies(uploads: Iterable[Upload]) -> None:
    """Refuse a file given twice, whose stock would be counted twice.

    Raises:
        UnusableFileError: Naming both files.
    """
    for one, other in combinations(uploads, 2):
        if one.data and memoryview(one.data) == memoryview(other.data):
            raise UnusableFileError(
                other.name,
                f"the same content as {one.name}",
                "every file of the stock list once",
                "leave one of the two out",
            )


def refuse_snapshots(parts: Sequence[Part]) -> None:
    """Refuse files that hold the stock of one store twice, which must not be added up.

    They are two days of it, or two stores that nothing names.

    Raises:
        UnusableFileError: With the share of common SKUs, and both dates where they differ.
    """
    for one, other in _of_one_store(parts):
        older, newer = sorted((one, other), key=lambda part: part.source.as_of)
        share = _common(older.stock, newer.stock)
        if share <= _MOST:
            continue
        if older.source.as_of == newer.source.as_of:
            raise _same_store(one.source.name, other.source.name, share)
        raise UnusableFileError(
            older.source.name,
            f"it and {newer.source.name} look like two dates of one store: "
            f"{older.source.as_of} and {newer.source.as_of}, {share:.0%} of the SKUs in common",
            "files that are parts of one stock list",
            f"leave {older.source.name} out; history comes with stored snapshots",
        )


def _of_one_store(parts: Sequence[Part]) -> Iterator[tuple[Part, Part]]:
    """Pairs of files that hold stock of a common store."""
    if len(parts) < _PAIR:
        return
    names = [part.stock.select(pl.col("store_id").unique()) for part in parts]
    stores = [set(each["store_id"]) for each in pl.collect_all(names)]
    for (one, its), (other, others) in combinations(zip(parts, stores, strict=True), 2):
        if its & others:
            yield one, other


def _same_store(one: str, other: str, share: float) -> UnusableFileError:
    return UnusableFileError(
        other,
        f"it and {one} hold the same items of one store, {share:.0%} of the SKUs in common",
        "files that are parts of one stock list, every item of a store in one of them",
        "where they are two stores, give the files a column for the store, or names such as "
        "store_1.csv and store_2.csv; else leave one out",
    )


def _common(one: pl.LazyFrame, other: pl.LazyFrame) -> float:
    """Share of the items of the smaller frame that are in both, store by store."""
    keys, others = pl.collect_all([stock.select(KEY).unique() for stock in (one, other)])
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
    options = _options(_offers(understood, _NEEDED))
    offer = f"; if this is a stock list, {options}" if "on_hand=" in options else ""
    raise UnusableFileError(
        table.name,
        f"this is {kind_name(recognition.kind)}, not a stock list ({_shown(table.headers)})",
        "a stock list: one row per item with its SKU and quantity on hand",
        f"give it together with the stock list it goes with{offer}",
    )


def check_quantities(understood: Understood, part: Part) -> None:
    """Refuse a stock list that knows the stock of no item.

    Raises:
        UnusableFileError: Naming the column and what it holds.
    """
    if not part.stock.select(pl.col("on_hand").count()).collect().item():
        uses = understood.recognition.columns
        raise _numberless(understood, [use.header for use in uses if use.canonical == "on_hand"])


def _numberless(understood: Understood, headers: list[str]) -> UnusableFileError:
    cells = understood.table.cells
    held = pl.concat([cells[header].cast(pl.String).rename("held") for header in headers])
    texts = held.str.strip_chars()
    values = texts.filter(texts != "").unique(maintain_order=True).head(_EXAMPLES)
    what = f"it holds {', '.join(map(repr, values))}" if values.len() else "it is blank"
    return UnusableFileError(
        understood.table.name,
        f"no row with a number in {_shown(headers)} (quantity on hand); {what}",
        "a SKU and a quantity on hand in every row",
        _attempt({"on_hand": _offer(understood, "on_hand", headers)}),
    )


def _lacking(understood: Understood, missing: list[str]) -> UnusableFileError:
    if missing == ["on_hand"] and (named := _named_without_number(understood)):
        return _numberless(understood, named)
    return UnusableFileError(
        understood.table.name,
        f"no column for the {' and the '.join(_NEEDED[name] for name in missing)}; "
        f"the columns are {_shown(understood.table.headers)}",
        "a SKU and a quantity on hand in every row",
        _attempt(_offers(understood, missing)),
    )


def _named_without_number(understood: Understood) -> list[str]:
    """The column that is called the quantity on hand and holds no number."""
    uses, cells = understood.recognition.columns, understood.table.cells
    named = [use.header for use in uses if use.suggestion == "on_hand"]
    return [] if any(_has_number(cells[name]) for name in named) else named[:1]


def _has_number(cells: pl.Series) -> bool:
    return read_numbers(cells).values.count() > 0


def _attempt(offers: Mapping[str, str | None]) -> str:
    """To name the columns that may be meant, and to export those that none is like."""
    without = [f"the {_NEEDED[name]}" for name, header in offers.items() if header is None]
    options = _options(offers)
    if not without:
        return f"name the column yourself, for instance {options}"
    export = f"export the list with {' and '.join(without)}"
    return f"{export}; for the rest, {options}" if options else export


def _options(offers: Mapping[str, str | None]) -> str:
    """Command line options for columns that have a header worth trying."""
    return " ".join(f"--column {name}={header!r}" for name, header in offers.items() if header)


def _offers(understood: Understood, names: Iterable[str]) -> dict[str, str | None]:
    """A header worth trying for each column, each header once."""
    offers: dict[str, str | None] = {}
    for name in names:
        taken = [header for header in offers.values() if header]
        offers[name] = _offer(understood, name, taken)
    return offers


def _offer(understood: Understood, canonical: str, taken: Sequence[str]) -> str | None:
    uses = [use for use in understood.recognition.columns if use.header not in taken]
    present = [use.header for use in uses if use.canonical == canonical]
    offered = [use.header for use in uses if use.suggestion == canonical]
    free = [use.header for use in uses if use.canonical is None]
    if canonical == "on_hand":
        free = [use.header for use in uses if use.canonical is None and _counts(use)]
    else:
        cells = understood.table.cells
        offered, free = (
            [name for name in names if _tells(cells[name])] for names in (offered, free)
        )
    return next(iter([*present, *offered, *free]), None)


def _tells(cells: pl.Series) -> bool:
    """Whether the values of a column tell most rows apart."""
    return cells.drop_nulls().n_unique() >= _UNIQUE * cells.len()


def _counts(use: ColumnUse) -> bool:
    return bool(use.samples) and all(re.fullmatch(r"-?[0-9]{1,5}", text) for text in use.samples)


def _shown(headers: list[str]) -> str:
    more = len(headers) - _SHOWN
    return ", ".join(headers[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
