"""Foreign texts: web pages, JSON and letters, which are text and no table."""

import re
from collections.abc import Sequence

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest.dialect import Record
from profit_sentinel.ingest.words import is_known

_HEAD = 4096
_KNOWN_LEAST = 2
_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|table|meta|div|style)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\[\s*(?:[\[{\"]|\]\s*\Z)|\{\s*(?:\"|\}\s*\Z))")
_COMMA_INSIDE = re.compile(r",(?=\S)")
_TABLE = "a table as CSV, XLSX or Parquet with a SKU and a quantity on hand in every row"
_SAVE = "open it in Excel and save it as .xlsx or CSV"


def refuse_foreign(name: str, text: bytes) -> None:
    """Refuse a text in a format of its own.

    Raises:
        UnusableFileError: It is a web page, XML or JSON.
    """
    head = text[:_HEAD]
    if _PAGE.match(head):
        raise UnusableFileError(name, "a web page, not a table", _TABLE, _SAVE)
    if _XML.match(head):
        raise UnusableFileError(name, "XML, not a table", _TABLE, _SAVE)
    if _JSON.match(head):
        again = "export the list again as CSV or Excel"
        raise UnusableFileError(name, "JSON, not a table", _TABLE, again)


def refuse_prose(
    name: str, delimiter: str | None, lines: Sequence[str], header: Record | None
) -> None:
    """Refuse a text of one column, or a letter whose commas are those of its sentences.

    Raises:
        UnusableFileError: Nothing stands between cells.
    """
    if delimiter is not None and not (header and _is_prose(delimiter, lines, header)):
        return
    raise UnusableFileError(
        name,
        "text without columns, and so no rows of stock",
        _TABLE,
        "export the list again as CSV or Excel",
    )


def _is_prose(delimiter: str, lines: Sequence[str], header: Record) -> bool:
    """Whether few names are known, every comma ends a word, and lines differ in their commas."""
    filled = [line for line in lines if line.strip()]
    uneven = len({line.count(",") for line in filled}) > 1
    if delimiter != "," or not uneven or any(_COMMA_INSIDE.search(line) for line in filled):
        return False
    return sum(1 for cell in header.cells if cell and is_known(cell)) < _KNOWN_LEAST
