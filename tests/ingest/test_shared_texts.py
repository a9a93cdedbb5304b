from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.ingest.shared_texts import copied, lengths
from profit_sentinel.ingest.unpacking import check_workbook

TEXTS = (b"<sst><si><t>ab</t></si>", b"<si/>", b"<x:si><x:r><x:t>c</x:t></x:r></x:si >")
SIZES = [len(text) for text in TEXTS]
SHEET = (
    b'<row r="1"><c r="A1" s="3" t="s"><v>0</v></c><c r="B1"><v>2</v></c>'
    b'<x:c t="s" r="C1"><x:v> 2 </x:v></x:c><c t=\'s\'><f>A1</f><v>2</v></c><c t="s"/>'
    b'<c t="str"><v>1</v></c><c t="s"><v>99</v></c></row>'
)
"""Cells that name the texts 0, 2 and 2; the last names one that is not there."""


def pieces(whole: bytes, size: int) -> list[bytes]:
    return [whole[start : start + size] for start in range(0, len(whole), size)]


@given(st.integers(1, 80))
def test_texts_and_cells_are_counted_however_they_come(size: int) -> None:
    assert lengths(pieces(b"".join(TEXTS), size)) == SIZES
    assert copied(pieces(SHEET, size), SIZES) == SIZES[0] + 2 * SIZES[2]


def workbook(text: str, cells: int) -> bytes:
    held = io.BytesIO()
    with Workbook(held, {"in_memory": True}) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["SKU", "Note"])
        for row in range(1, cells + 1):
            page.write_row(row, 0, [row, text if row > 1 else "short"])
    return held.getvalue()


def test_long_texts_are_no_attack_until_their_copies_take_too_much() -> None:
    """1,000 cells, 999 of them with 20,000 letters."""
    data = workbook("x" * 20_000, 1000)
    check_workbook("a.xlsx", data, 21 * 10**6)
    with pytest.raises(UnusableFileError) as refused:
        check_workbook("a.xlsx", data, 19 * 10**6)
    assert re.match(r"cells with 19 MB of text", refused.value.found)
    check_workbook("a.xlsx", workbook("x" * 20_000, 10), 10**6)


@pytest.mark.parametrize("text", [b'<c t="s">', b'<c t="s" ', b' t="s"', b"<c t='s'><f>", b"<v>"])
def test_no_sheet_takes_long_to_look_through(text: bytes) -> None:
    """A pattern that goes back would take minutes for each of these."""
    whole = b"<c " + text * (2**20 // len(text))
    assert copied([whole], SIZES) == 0
