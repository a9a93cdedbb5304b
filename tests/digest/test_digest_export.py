from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest

from profit_sentinel import Digest
from profit_sentinel.digest.export import WRITERS, as_csv, as_parquet, as_workbook, harmless

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
Writer = Callable[[pl.DataFrame], bytes]


def named(*names: str | None) -> pl.DataFrame:
    return pl.DataFrame({"description": names, "dollars": [-1.5] * len(names)})


def workbook(data: bytes) -> pl.DataFrame:
    return pl.read_excel(BytesIO(data), infer_schema_length=None)


def inside(data: bytes) -> str:
    """The sheets of a workbook as they are stored."""
    with ZipFile(BytesIO(data)) as archive:
        sheets = [name for name in archive.namelist() if "worksheets/" in name]
        return "".join(archive.read(name).decode() for name in sheets)


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_becomes_text(text: str) -> None:
    assert harmless(named(text))["description"].item() == f"'{text}"


@pytest.mark.parametrize("text", ["HAMMER", "", "2X4-12", "a=b", "'quoted"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert harmless(named(text))["description"].item() == text


def test_what_is_unknown_stays_unknown() -> None:
    assert harmless(named(None))["description"].item() is None


def test_a_negative_number_stays_a_number() -> None:
    assert harmless(named("x"))["dollars"].item() == -1.5


def test_csv_begins_with_a_byte_order_mark() -> None:
    assert as_csv(named("CAFÉ")).startswith(b"\xef\xbb\xbfdescription,dollars\n")
    assert "CAFÉ".encode() in as_csv(named("CAFÉ"))


@pytest.mark.parametrize("text", FORMULAS[:4])
def test_no_cell_of_a_csv_begins_like_a_formula(text: str) -> None:
    read = pl.read_csv(as_csv(named(text)), infer_schema=False)
    assert read["description"].item() == f"'{text}"


@pytest.mark.parametrize("text", FORMULAS[:4])
def test_no_cell_of_a_workbook_is_a_formula(text: str) -> None:
    made = as_workbook(named(text))
    assert "<f>" not in inside(made)
    assert workbook(made)["description"].item() == f"'{text}"


def test_parquet_keeps_text_as_it_is() -> None:
    assert pl.read_parquet(BytesIO(as_parquet(named("=1+1"))))["description"].item() == "=1+1"


def test_every_ending_has_its_writer() -> None:
    assert set(WRITERS) == {".csv", ".parquet", ".xlsx"}


READERS: dict[str, Callable[[bytes], pl.DataFrame]] = {
    ".csv": pl.read_csv,
    ".parquet": lambda data: pl.read_parquet(BytesIO(data)),
    ".xlsx": workbook,
}


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_every_format_holds_the_same_findings(ending: str, morning: Digest) -> None:
    table = morning.findings.table
    read = READERS[ending](WRITERS[ending](table))
    assert read.columns == table.columns
    assert read["dollars"].to_list() == table["dollars"].to_list()
    assert read["reason"].to_list() == table["reason"].to_list()


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_no_findings_are_a_header(ending: str, morning: Digest) -> None:
    empty = morning.findings.table.clear()
    assert READERS[ending](WRITERS[ending](empty)).columns == empty.columns


def test_an_address_in_a_workbook_is_only_text() -> None:
    made = as_workbook(pl.DataFrame({"description": ["ftp://example.test/x"]}))
    with ZipFile(BytesIO(made)) as archive:
        assert b"hyperlink" not in archive.read("xl/worksheets/sheet1.xml")
