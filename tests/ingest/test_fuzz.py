"""Damaged files are read with every row accounted for, or refused; `make torture` tries more."""

import csv
import io
import os
from datetime import date
from random import Random

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.accounting import assert_no_row_is_lost
from ingest.mutations import BLANKS, damaged, mutated
from ingest.test_beside import PAPERS, STOCK
from profit_sentinel.domain.intake import Intake, UnusableFileError, Upload
from profit_sentinel.ingest.problems import LEFT_OUT
from profit_sentinel.ingest.take_in import take_in

CASES = int(os.environ.get("TORTURE", "200"))
fuzzed = settings(
    max_examples=CASES,
    deadline=None,
    derandomize="TORTURE" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@fuzzed
@given(st.integers(0, 2**64))
def test_a_damaged_file_loses_no_row(seed: int) -> None:
    file = mutated(Random(seed))
    try:
        intake = take_in([Upload("stock.csv", file.data, date(2026, 11, 23))])
    except UnusableFileError as refusal:
        _assert_full(refusal)
        return
    assert_no_row_is_lost(intake, file.rows)
    if b'"' not in file.data:
        _assert_every_line_is_met(intake, file.data)


@fuzzed
@given(st.integers(0, 2**64))
def test_a_damaged_file_beside_the_stock_loses_no_line(seed: int) -> None:
    random = Random(seed)
    name = random.choice(list(PAPERS))
    file = damaged(name, _rows(PAPERS[name].text), random)
    try:
        intake = take_in([STOCK, Upload("paper.csv", file.data, date(2026, 11, 23))])
    except UnusableFileError as refusal:
        _assert_full(refusal)
        return
    for companion in intake.companions.values():
        (source,) = companion.sources
        told = companion.problems.filter(pl.col("reason").str.starts_with(LEFT_OUT))
        assert source.rows_used == companion.frame.height
        assert source.rows_read == source.rows_used + told["row"].n_unique()
        assert file.rows is None or source.rows_read == file.rows
        assert set(told["row"]).isdisjoint(companion.frame["source_row"])


def _rows(text: str) -> list[list[str]]:
    mark = max(",;\t|", key=text.split("\n", 1)[0].count)
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _assert_full(refusal: UnusableFileError) -> None:
    assert all((refusal.found, refusal.needed, refusal.attempt))


def _assert_every_line_is_met(intake: Intake, data: bytes) -> None:
    """Without quotes, a row is a line: each is used, added to another, or reported."""
    met = {*intake.frame["source_row"], *intake.problems["row"]}
    (source,) = intake.sources
    lines = _lines(data, source.recognition.encoding or "utf-8")
    mark = source.recognition.delimiter or ","
    width = len(source.recognition.columns)
    below = range(source.recognition.header_row, len(lines))
    assert [
        at + 1 for at in below if _is_filled(lines[at], mark, width) and at + 1 not in met
    ] == []
    rows = {lines[row - 1] for row in intake.frame["source_row"]}
    above = range(source.recognition.header_row - 1)
    again = (at for at in above if lines[at] in rows and _is_full(lines[at], mark, width))
    assert [at + 1 for at in again if at + 1 not in met] == []


def _is_filled(line: str, mark: str, width: int) -> bool:
    return any(cell.strip(BLANKS) for cell in line.split(mark)[:width])


def _is_full(line: str, mark: str, width: int) -> bool:
    """Whether a line has nearly as many cells as the header, so that it may be told from prose."""
    return sum(1 for cell in line.split(mark)[:width] if cell.strip(BLANKS)) >= 0.6 * width


def _lines(data: bytes, encoding: str) -> list[str]:
    text = data.decode(encoding, errors="replace").replace("\0", "")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
