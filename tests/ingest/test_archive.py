import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.test_sheets import book, sheet
from profit_sentinel.domain.intake import Intake, UnusableFileError, Upload
from profit_sentinel.ingest import archive
from profit_sentinel.ingest.archive import unpack

NORTH = "Store,SKU,Qty On Hand\nNorth,001,2\nNorth,002,5\n"
SOUTH = "Store,SKU,Qty On Hand\nSouth,001,4\nSouth,002,x\n"

Take = Callable[..., Intake]


def zipped(files: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def test_every_file_of_a_zip_is_a_source_named_after_it(take: Take) -> None:
    intake = take(zipped({"north.csv": NORTH, "south.csv": SOUTH}), "stock.zip")
    assert [source.name for source in intake.sources] == [
        "stock.zip/north.csv",
        "stock.zip/south.csv",
    ]
    assert intake.frame["store_id"].to_list() == ["North", "North", "South", "South"]
    assert intake.problems["file"].unique().to_list() == ["stock.zip/south.csv"]


def test_other_files_of_a_zip_are_told(take: Take) -> None:
    intake = take(zipped({"stock.csv": NORTH, "manual.pdf": b"%PDF", ".DS_Store": b"x"}), "a.zip")
    assert intake.notes == ("a.zip: not read: manual.pdf.",)


def test_a_text_that_is_no_table_does_not_stop_a_zip(take: Take) -> None:
    intake = take(zipped({"stock.csv": NORTH, "readme.txt": "Hello there."}), "a.zip")
    assert intake.frame.height == 2
    assert intake.notes[0].startswith("a.zip/readme.txt: not read: ")


def test_a_list_of_something_else_does_not_stop_a_zip(take: Take) -> None:
    vendors = "Vendor,Phone\nACME,5551234\nBRITE,5555678\n"
    intake = take(zipped({"stock.csv": NORTH, "vendors.csv": vendors}), "a.zip")
    assert intake.notes[0].startswith("a.zip/vendors.csv: not read: ")


def test_a_damaged_file_of_a_zip_stops_it(take: Take) -> None:
    with pytest.raises(UnusableFileError, match=r"a\.zip/south\.parquet"):
        take(zipped({"north.csv": NORTH, "south.parquet": b"PAR1 and no more"}), "a.zip")


def test_a_file_of_an_unknown_ending_is_read_when_it_is_alone(take: Take) -> None:
    assert take(zipped({"export.dat": NORTH}), "a.zip").frame.height == 2


def test_a_zip_of_too_many_bytes_is_refused(upload: Callable[..., Upload]) -> None:
    bomb = upload(zipped({"a.csv": "0" * 10_000, "b.csv": "0" * 10_000}), "bomb.zip")
    assert len(unpack([replace(bomb, most=20_000)]).uploads) == 2
    with pytest.raises(UnusableFileError, match="once unpacked"):
        unpack([replace(bomb, most=15_000)])


def test_a_locked_zip_is_refused(take: Take) -> None:
    locked = bytearray(zipped({"stock.csv": NORTH}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnusableFileError, match="locked with a password"):
        take(bytes(locked), "a.zip")


def test_a_zip_of_nothing_readable_says_so(take: Take) -> None:
    with pytest.raises(UnusableFileError, match=r"manual\.pdf"):
        take(zipped({"manual.pdf": b"%PDF"}), "a.zip")


@pytest.mark.parametrize("name", ["inner.zip", "inner.csv", "inner"])
def test_a_zip_inside_a_zip_is_refused(name: str, take: Take) -> None:
    inner = zipped({"stock.csv": NORTH})
    with pytest.raises(UnusableFileError, match="a zip inside a zip") as told:
        take(zipped({name: inner}), "a.zip")
    assert told.value.file == f"a.zip/{name}"


def test_a_workbook_inside_a_zip_is_read(take: Take) -> None:
    intake = take(zipped({"book.xlsx": book(Stock=sheet(3, 4, 5))}), "a.zip")
    assert intake.frame["on_hand"].to_list() == [3, 4, 5]
    assert [source.name for source in intake.sources] == ["a.zip/book.xlsx"]


def test_what_a_computer_adds_to_a_zip_is_not_told(take: Take) -> None:
    junk = dict.fromkeys(("__MACOSX/._stock.csv", "stock/.DS_Store", "Thumbs.db"), b"\0\5\x16\7")
    intake = take(zipped({"stock/stock.csv": NORTH, **junk}), "a.zip")
    assert [source.name for source in intake.sources] == ["a.zip/stock/stock.csv"]
    assert intake.notes == ()


@pytest.mark.parametrize("name", ["../../stock.csv", "/etc/stock.csv", "a/../../stock.csv"])
def test_names_that_lead_out_of_a_zip_are_names_only(
    name: str, take: Take, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert take(zipped({name: NORTH}), "a.zip").frame.height == 2
    assert list(tmp_path.iterdir()) == []
    assert not (tmp_path.parent / "stock.csv").exists()


def test_a_zip_of_too_many_files_is_refused(
    upload: Callable[..., Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "_MOST", 3)
    many = zipped({f"{n}.csv": NORTH for n in range(4)})
    with pytest.raises(UnusableFileError, match="4 files"):
        unpack([upload(many, "many.zip")])


def test_a_zip_that_lies_about_its_size_is_refused(take: Take) -> None:
    honest = zipped({"stock.csv": NORTH * 1000})
    size = len(NORTH * 1000).to_bytes(4, "little")
    assert honest.count(size) == 2
    with pytest.raises(UnusableFileError):
        take(honest.replace(size, (10).to_bytes(4, "little")), "a.zip")


def test_a_zip_cut_short_is_refused(take: Take) -> None:
    whole = zipped({"stock.csv": NORTH * 100})
    for length in range(4, len(whole), 7):
        with pytest.raises(UnusableFileError) as told:
            take(whole[:length], "a.zip")
        assert told.value.attempt


def test_a_zip_whose_bytes_are_damaged_is_refused(take: Take) -> None:
    whole = bytearray(zipped({"stock.csv": NORTH * 100}))
    whole[60] ^= 0xFF
    with pytest.raises(UnusableFileError, match="cut short"):
        take(bytes(whole), "a.zip")


def test_an_empty_zip_is_refused(take: Take) -> None:
    with pytest.raises(UnusableFileError, match="an empty zip"):
        take(zipped({}), "a.zip")


def test_a_zip_of_folders_only_is_refused(take: Take) -> None:
    with pytest.raises(UnusableFileError, match="an empty zip"):
        take(zipped({"stock/": ""}), "a.zip")


def test_what_goes_with_the_stock_may_lie_in_its_zip(take: Take) -> None:
    prices = "SKU,Cost\n001,5.50\n"
    intake = take(zipped({"prices.csv": prices, "north.csv": NORTH}), "a.zip")
    assert intake.frame["unit_cost"].to_list() == [5.50, None]
