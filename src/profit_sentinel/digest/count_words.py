"""The count sheets of a digest in words: questions to walk through, told apart from findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.digest.wording import COUNT_WORDS, RECOVERY_WORDS, look_at, many, number
from profit_sentinel.domain.money import dollars_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from profit_sentinel.digest.digest import Digest
    from profit_sentinel.digest.style import Style
    from profit_sentinel.domain.count_sheet import CountLine, CountSheet

LINES_SHOWN = 6


def counts(digest: Digest, style: Style, top: int) -> Iterator[str]:
    """What the sheets are, what they ask for in all, and the first of them.

    Args:
        digest: What to say.
        style: How to set it.
        top: Sheets shown.
    """
    sheets = digest.count_sheets
    if not sheets:
        return
    yield from style.heading(COUNT_WORDS["title"])
    yield from style.line(COUNT_WORDS["questions"])
    yield from style.line(f"{walk(sheets)}.")
    several = len(digest.summary.stores) > 1
    for place, sheet in enumerate(sheets[:top], start=1):
        yield from style.item(place, title(sheet, several=several), details(sheet))
    if len(sheets) > top:
        yield from style.line(
            f"... and {len(sheets) - top:,} more (--top {len(sheets)} shows all)."
        )


def title(sheet: CountSheet, *, several: bool) -> str:
    """Where to walk."""
    return f"{sheet.department}, store {sheet.store_id}" if several else sheet.department


def walk(sheets: Sequence[CountSheet]) -> str:
    """All sheets together: shelves, how many are as suspected, dollars and minutes."""
    stores = many(len({sheet.store_id for sheet in sheets}), "store")
    minutes = number(round(sum(sheet.minutes for sheet in sheets)))
    time = COUNT_WORDS["walk"].format(f"{minutes} minutes", stores)
    return f"{asked(sheets)}; {time}"


def asked(sheets: Sequence[CountSheet]) -> str:
    """What some sheets ask for."""
    count = sum(len(sheet.lines) for sheet in sheets)
    hits = sum(sheet.hits for sheet in sheets)
    so = " or ".join(dict.fromkeys(sheet.so for sheet in sheets))
    back = {
        how: sum(sheet.expected for sheet in sheets if sheet.recovery == how)
        for how in RECOVERY_WORDS
    }
    said = [
        f"{dollars_text(back[how])} {word}" for how, word in RECOVERY_WORDS.items() if back[how]
    ]
    return look_at(count, hits, so, " and ".join(said))


def details(sheet: CountSheet) -> list[str]:
    """What one sheet asks, and its shelves in order."""
    shelves = "; ".join(shelf(line) for line in sheet.lines[:LINES_SHOWN])
    more = len(sheet.lines) - LINES_SHOWN
    rest = COUNT_WORDS["rest"].format(more) if more > 0 else ""
    return [f"{asked([sheet])}. {sheet.question}", f"{shelves}{rest}."]


def shelf(line: CountLine) -> str:
    """One shelf: where, which item, and what is expected of looking."""
    where = COUNT_WORDS["where"].format(line.bin) if line.bin else ""
    name = f"{line.sku} {line.description}" if line.description else f"SKU {line.sku}"
    return f"{where}{name}"
