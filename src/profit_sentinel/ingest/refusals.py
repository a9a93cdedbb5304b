"""Refusals: what to say about a file that is no stock list."""

from profit_sentinel.domain.intake import FileKind, UnusableFileError
from profit_sentinel.ingest.kinds import kind_name
from profit_sentinel.ingest.recognise import Understood, used

_SHOWN = 12


def check_stock(understood: Understood) -> None:
    """Refuse a table that is not a stock list.

    Raises:
        UnusableFileError: Saying what the file is, or which column is missing and how to name it.
    """
    recognition, table = understood.recognition, understood.table
    columns = {use.canonical for use in recognition.columns if use.canonical}
    missing = [name for name in ("sku", "on_hand") if name not in columns]
    if recognition.kind in (FileKind.INVENTORY, FileKind.UNKNOWN):
        if missing:
            raise _lacking(understood, missing)
        return
    raise UnusableFileError(
        table.name,
        f"this is {kind_name(recognition.kind)}, not a stock list ({_shown(table.headers)})",
        "a stock list: one row per item with its SKU and quantity on hand",
        "export the inventory or stock list; if this is one, "
        + " ".join(f"--column {name}={_offer(understood, name)!r}" for name in ("sku", "on_hand")),
    )


def _lacking(understood: Understood, missing: list[str]) -> UnusableFileError:
    words = {"sku": "SKU", "on_hand": "quantity on hand"}
    options = " ".join(f"--column {name}={_offer(understood, name)!r}" for name in missing)
    return UnusableFileError(
        understood.table.name,
        f"no column for the {' and the '.join(words[name] for name in missing)}; "
        f"the columns are {_shown(understood.table.headers)}",
        "a SKU and a quantity on hand in every row",
        f"name the column yourself, for instance {options}",
    )


def _offer(understood: Understood, canonical: str) -> str:
    """A header worth trying for a column."""
    present = used(understood.recognition)
    if canonical in present:
        return present[canonical]
    uses = understood.recognition.columns
    offered = (use.header for use in uses if use.suggestion == canonical)
    free = (use.header for use in uses if use.canonical is None)
    return next(offered, None) or next(free, None) or understood.table.headers[0]


def _shown(headers: list[str]) -> str:
    more = len(headers) - _SHOWN
    return ", ".join(headers[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
