from __future__ import annotations

import mmap
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from profit_sentinel.domain.intake import UnusableFileError, Upload
from profit_sentinel.ingest import long
from profit_sentinel.ingest.blocks import blocks
from profit_sentinel.ingest.take_in import take_in
from profit_sentinel.simulate.demo import demo_files
from simulated import SMALL

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.domain.intake import Intake, Source

DAY = date(2026, 11, 24)
HEADER = "Store,SKU,Description,Qty On Hand,Unit Cost,GP %,Last Sale\n"
ROWS = 400
ODD = (
    "1e400",
    "-5",
    "999999999999999",
    "1e300",
    "inf",
    "nan",
    "12-",
    "(4.00)",
    "1E+05",
    "350%",
    "-0",
)


def plain(number: int) -> str:
    return f"{number % 3},0{number},HINGE {number},{number % 17},{number / 8},35,01/02/2026\n"


def listed(changes: dict[int, str], end: str = "") -> bytes:
    """A stock list of `ROWS` rows, some of them others."""
    return (HEADER + "".join(changes.get(n, plain(n)) for n in range(ROWS)) + end).encode()


CASES = {
    "plain": listed({}),
    "a date that decides, far down": listed({390: "1,0390,HINGE,4,2.5,35,23/02/2026\n"}),
    "dates that decide the other way": listed({390: "1,0390,HINGE,4,2.5,35,02/23/2026\n"}),
    "decimal commas far down": listed({390: '1,0390,HINGE,4,"1.234,50",35,01/02/2026\n'}),
    "a sign of per cent far down": listed(
        {n: f"1,0{n},HINGE,4,2.5,{0.35 if n < 390 else '35%'},01/02/2026\n" for n in range(ROWS)}
    ),
    "cells on two lines": listed(
        {n: f'1,0{n},"HINGE\nLONG",4,2.5,35,01/02/2026\n' for n in range(5, ROWS, 3)}
    ),
    "a stray quote": listed({7: '1,07,PIPE 2" BLK,4,2.5,35,01/02/2026\n'}),
    "quotes everywhere": listed(
        {n: f'"1","0{n}","HINGE, 2"" {n}","4","2.5","35","01/02/2026"\n' for n in range(ROWS)}
    ),
    "another encoding far down": listed({}).replace(b"HINGE 390", b"HING\xc9 390"),
    "line ends of Windows": listed({}).replace(b"\n", b"\r\n"),
    "blank rows, totals, the header again": listed(
        {50: "\n\n" + HEADER + plain(50), 60: ",,,,,,\n"}, "\nTotal,,,1234,,,\n"
    ),
    "rows too long and too short": listed({300: "1,0300,HINGE,4,2.5,35,01/02/2026,x\n",
                                           301: "1,0301,HINGE\n"}),
    "no number, no date, no id": listed({300: "1,0300,HINGE,many,?,35,13/13/2026\n",
                                         301: "1,1.23E+11,HINGE,4,2.5,35,01/02/2026\n"}),
    "numbers that cannot be true": listed(
        {300 + n: f"1,0{300 + n},HINGE,{odd},{odd},{odd},01/02/2026\n" for n, odd in enumerate(ODD)}
    ),
    "the same SKU twice": listed({300: plain(3), 301: plain(3)}),
    "after the day of the stock": listed({300: "1,0300,HINGE,4,2.5,35,01/02/2031\n"}),
    "no line feed at the end": listed({}).rstrip(),
    "rows without a store": listed({300: ",0300,HINGE,4,2.5,35,01/02/2026\n"}),
}  # fmt: skip


def taken(data: bytes) -> Intake:
    return take_in([Upload("stock.csv", data, DAY)])


@pytest.mark.parametrize("size", [200, 1000, 7000])
@pytest.mark.parametrize("name", CASES)
def test_a_long_file_is_read_as_a_short_one(
    name: str, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = CASES[name]
    short = taken(data)
    monkeypatch.setattr(long, "LEAST", 10)
    monkeypatch.setattr(long, "_HEAD", 3000)
    monkeypatch.setattr(blocks, "__defaults__", (size,))
    in_blocks = taken(data)
    assert "read" not in in_blocks.milliseconds, "it was read at once"
    same(in_blocks, short)


def same(one: Intake, other: Intake) -> None:
    order = ["store_id", "sku", "source_row"]
    assert_frame_equal(one.frame.sort(order), other.frame.sort(order))
    by = ["file", "row", "column", "reason"]
    assert_frame_equal(one.problems.sort(by), other.problems.sort(by))
    assert [told(source) for source in one.sources] == [told(source) for source in other.sources]


def told(source: Source) -> tuple[object, ...]:
    """What is said of a file; columns are understood by its head, whose samples may be others."""
    uses = [(use.header, use.canonical) for use in source.recognition.columns]
    return (uses, *(value for name, value in vars(source).items() if name != "recognition"))


def test_the_demo_is_the_same_in_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    data = demo_files(SMALL)["inventory.csv"]
    short = taken(data)
    monkeypatch.setattr(long, "LEAST", 10)
    monkeypatch.setattr(long, "_HEAD", 20_000)
    monkeypatch.setattr(blocks, "__defaults__", (30_000,))
    same(taken(data), short)


def test_a_view_of_a_file_is_as_good_as_its_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "stock.csv"
    path.write_bytes(CASES["plain"])
    monkeypatch.setattr(long, "LEAST", 10)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
        same(take_in([Upload("stock.csv", view, DAY)]), taken(CASES["plain"]))


def test_parquet_is_read_in_slices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stock.parquet"
    frame = pl.read_csv(CASES["plain"]).with_columns(pl.col("Qty On Hand") - 3)
    frame.write_parquet(path, row_group_size=70)
    upload = Upload(path.name, path.read_bytes(), DAY, path)
    short = take_in([upload])
    monkeypatch.setattr(long, "LEAST", 10)
    monkeypatch.setattr(long, "_HEAD_ROWS", 50)
    monkeypatch.setattr(long, "_SLICE", 33)
    sliced = take_in([upload])
    assert "read" not in sliced.milliseconds, "it was read at once"
    same(sliced, short)


def test_a_broken_parquet_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "stock.parquet"
    pl.read_csv(CASES["plain"]).write_parquet(path)
    path.write_bytes(path.read_bytes()[:-100])
    monkeypatch.setattr(long, "LEAST", 10)
    with pytest.raises(UnusableFileError, match="a Parquet file that cannot be read"):
        take_in([Upload(path.name, path.read_bytes(), DAY, path)])


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"PAR1", b"\xff\xfe", b"a\0b\0\n"])
def test_what_cannot_be_cut_at_line_feeds_is_not_long(
    start: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long, "LEAST", 10)
    assert not long.is_long(Upload("stock", start + b"\n" * 100, DAY))
    assert long.is_long(Upload("stock", b"a,b\n" * 100, DAY))
