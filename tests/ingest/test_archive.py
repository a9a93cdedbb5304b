import io
import zipfile
from collections.abc import Callable

import pytest

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


def test_a_zip_inside_a_zip_is_refused(take: Take) -> None:
    inner = zipped({"stock.csv": NORTH})
    with pytest.raises(UnusableFileError, match="a zip inside a zip"):
        take(zipped({"inner.zip": inner, "stock.csv": NORTH}), "a.zip")


def test_a_zip_bomb_is_refused(
    upload: Callable[..., Upload], monkeypatch: pytest.MonkeyPatch
) -> None:
    bomb = zipped({"a.csv": "0" * 10_000, "b.csv": "0" * 10_000})
    monkeypatch.setattr(archive, "_LARGEST", 15_000)
    with pytest.raises(UnusableFileError, match="once unpacked"):
        unpack([upload(bomb, "bomb.zip")])


def test_a_locked_zip_is_refused(take: Take) -> None:
    locked = bytearray(zipped({"stock.csv": NORTH}))
    locked[6] |= 1
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnusableFileError, match="locked with a password"):
        take(bytes(locked), "a.zip")


def test_a_zip_of_nothing_readable_says_so(take: Take) -> None:
    with pytest.raises(UnusableFileError, match=r"manual\.pdf"):
        take(zipped({"manual.pdf": b"%PDF"}), "a.zip")
