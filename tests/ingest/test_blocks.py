from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profit_sentinel.ingest.blocks import blocks

cells = st.text("ab,\n;", max_size=12).map(lambda text: f'"{text}"')
rows = st.lists(cells, min_size=1, max_size=3).map(",".join)
texts = st.lists(rows, max_size=20).map(lambda lines: "\n".join(lines).encode())


@given(text=texts, size=st.integers(64, 200))
def test_blocks_are_the_text_cut_between_rows(text: bytes, size: int) -> None:
    pieces = list(blocks(text, 0, size))
    assert b"".join(piece.text for piece in pieces) == text
    line = 1
    for piece in pieces:
        assert piece.line == line
        assert piece.text.count(b'"') % 2 == 0
        line += piece.text.count(b"\n")


@pytest.mark.parametrize(("header_line", "text", "line"), [(1, b"b\nc", 2), (2, b"c", 3)])
def test_they_begin_below_the_header(header_line: int, text: bytes, line: int) -> None:
    [block] = blocks(b"a\nb\nc", header_line)
    assert block == (text, line)


def test_nothing_below_the_header_is_no_block() -> None:
    assert list(blocks(b"a,b", 1)) == []
    assert list(blocks(b"a,b\n", 1)) == []


def test_a_stray_quote_does_not_keep_the_rest_of_a_file_in_one_block() -> None:
    text = b'2" pipe\n' + b"plain\n" * 1000
    pieces = [piece.text for piece in blocks(text, 0, 600)]
    assert b"".join(pieces) == text
    assert max(map(len, pieces)) <= 600
