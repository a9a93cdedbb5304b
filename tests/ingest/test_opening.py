import io
import zipfile
from collections.abc import Callable

import polars as pl
import pytest

from profit_sentinel.domain.intake import Intake, UnusableFileError

CSV = "SKU,Qty On Hand\n001,2\n"


def parquet(frame: pl.DataFrame) -> bytes:
    out = io.BytesIO()
    frame.write_parquet(out)
    return out.getvalue()


def zipped(**files: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_parquet_keeps_its_types(take: Callable[..., Intake]) -> None:
    frame = pl.DataFrame({"sku": [12, 13], "on_hand": [1, None], "unit_cost": [1.5, 2.5]})
    intake = take(parquet(frame), "stock.parquet")
    assert intake.frame.select("sku", "on_hand").rows() == [("12", 1.0), ("13", None)]


def test_types_that_hold_no_stock_do_no_harm(take: Callable[..., Intake]) -> None:
    frame = pl.DataFrame({"sku": ["A"], "on_hand": [1], "list": [[1, 2]], "raw": [b"\xff"]})
    assert take(parquet(frame)).frame.height == 1


def test_a_parquet_cut_short_is_refused(take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError, match="Parquet"):
        take(parquet(pl.DataFrame({"sku": ["1"]}))[:-10])


def test_a_zip_of_one_csv_is_unpacked(take: Callable[..., Intake]) -> None:
    assert take(zipped(stock=CSV), "stock.zip").frame["sku"].to_list() == ["001"]


def test_an_empty_zip_is_called_one(take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError, match="an empty zip file"):
        take(zipped(), "stock.zip")


def test_what_a_mac_adds_to_a_zip_does_not_count(take: Callable[..., Intake]) -> None:
    packed = zipped(**{"stock.csv": CSV, "__MACOSX/._stock.csv": "x"})
    assert take(packed, "stock.zip").frame.height == 1


def test_an_old_workbook_is_refused_with_advice(take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError, match=r"save it as \.xlsx"):
        take(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "stock.xls")


def test_an_unknown_ending_is_no_obstacle(take: Callable[..., Intake]) -> None:
    assert take(CSV, "stock.dat").frame.height == 1


def test_a_header_alone_is_refused(take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError, match="no rows below"):
        take("SKU,Qty On Hand\n")
