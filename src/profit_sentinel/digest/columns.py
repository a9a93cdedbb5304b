"""How the columns of a file were understood, for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from profit_sentinel.domain.intake import ColumnUse, Recognition

HEADINGS = ("header", "used as", "store", "sure", "why", "samples")
SAMPLES = 2
WIDEST = (28, 18, 12, 5, 60, 32)


def columns_text(name: str, found: Recognition, *, markdown: bool) -> str:
    """A table of the file's columns, then what is doubtful and how to change it."""
    rows = [cells(use) for use in found.columns]
    lines = [opening(name, found), ""]
    lines += markdown_table(rows) if markdown else text_table(rows)
    lines += ["", *advice(found)]
    return "\n".join(lines) + "\n"


def opening(name: str, found: Recognition) -> str:
    """What kind of file it is, in one line."""
    parts = [
        f"{name}: {found.kind.value.replace('_', ' ')}",
        f"system {found.system}" if found.system else "no known system",
        *([f"sheet {found.sheet}"] if found.sheet else []),
        *([found.encoding] if found.encoding else []),
        *([f"delimiter {found.delimiter!r}"] if found.delimiter else []),
        f"header in row {found.header_row}",
    ]
    return ", ".join(parts)


def cells(use: ColumnUse) -> tuple[str, ...]:
    """One column as a row of the table."""
    used = use.canonical or "not used"
    return (
        use.header,
        f"{used} ?" if use.doubtful else used,
        use.store or "",
        f"{use.confidence:.0%}" if use.canonical or use.doubtful else "",
        use.reason,
        ", ".join(use.samples[:SAMPLES]),
    )


def text_table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Aligned columns; cells that are too wide are cut."""
    table = [HEADINGS, *rows]
    widths = [min(most, max(len(row[index]) for row in table)) for index, most in enumerate(WIDEST)]
    for row in table:
        fitted = (fit(cell, width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(fitted).rstrip()


def fit(cell: str, width: int) -> str:
    """A cell on one line, padded or cut to a width."""
    flat = " ".join(cell.split())
    return flat.ljust(width) if len(flat) <= width else flat[: width - 3] + "..."


def markdown_table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The same as a Markdown table."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|{'---|' * len(HEADINGS)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def advice(found: Recognition) -> Iterator[str]:
    """The doubtful columns with the flags that settle them, and how to change any other."""
    for use in found.columns:
        wanted = use.canonical or use.suggestion
        if use.doubtful and wanted:
            yield f'Please confirm: --column {wanted}="{use.header}"'
    yield 'To change a column: --column CANONICAL="Header", for instance --column sku="Item No"'
