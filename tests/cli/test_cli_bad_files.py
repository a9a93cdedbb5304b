from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import polars as pl
import pytest
from click.testing import Result

from builders import LAMPS_BACK

Call = Callable[..., Result]


def table(stock: str) -> pl.DataFrame:
    return pl.read_csv(stock.encode(), infer_schema=False)


def workbook(stock: str) -> bytes:
    buffer = BytesIO()
    table(stock).write_excel(buffer)
    return buffer.getvalue()


def parquet(stock: str) -> bytes:
    buffer = BytesIO()
    table(stock).write_parquet(buffer)
    return buffer.getvalue()


def of_text(text: str | bytes) -> Callable[[str], bytes]:
    return lambda _: text if isinstance(text, bytes) else text.encode()


BAD: dict[str, tuple[str, Callable[[str], bytes], str]] = {
    "empty": ("a.csv", of_text(""), "empty"),
    "blank": ("a.csv", of_text("\n \n\n"), "empty"),
    "binary": ("a.csv", of_text(bytes(range(256)) * 40), "not text"),
    "binary workbook": ("a.xlsx", of_text(bytes(range(256)) * 40), "not text"),
    "picture": ("a.csv", of_text(b"\x89PNG\r\n\x1a\n" + bytes(500)), "not text"),
    "workbook cut short": ("a.xlsx", lambda stock: workbook(stock)[:-400], "cut short"),
    "half a workbook": ("a.xlsx", lambda stock: workbook(stock)[:2000], "cut short"),
    "parquet cut short": ("a.parquet", lambda stock: parquet(stock)[:-30], "cut short"),
    "old workbook": ("a.xls", of_text(b"\xd0\xcf\x11\xe0" + bytes(600)), ".xls"),
    "header only": ("a.csv", lambda stock: stock.splitlines()[0].encode(), "no rows"),
    "header of a workbook only": (
        "a.xlsx",
        lambda stock: workbook(stock.splitlines()[0] + "\n"),
        "no rows",
    ),
    "no SKU": ("a.csv", of_text("Colour,Qty On Hand\nred,1\nblue,2\nred,4\n"), "SKU"),
    "no quantity": ("a.csv", of_text("SKU,Description\nA1,x\nB2,y\nC3,z\n"), "quantity on hand"),
    "wrong delimiter": ("a.csv", lambda stock: stock.replace(",", "~").encode(), "SKU"),
    "a letter": ("a.csv", of_text("Dear Sir,\nthe list is attached.\nYours, Bob\n"), "no rows"),
    "a web page": ("a.csv", of_text("<html><body><p>SKU</p></body></html>"), "SKU"),
    "zeros": ("a.csv", of_text(bytes(4096)), "try:"),
}


@pytest.fixture(params=BAD, ids=lambda name: name.replace(" ", "-"))
def bad(request: pytest.FixtureRequest, tmp_path: Path, stock: str) -> tuple[Path, str]:
    """A file that cannot be used, and a word its refusal must say."""
    name, made, word = BAD[request.param]
    path = tmp_path / name
    path.write_bytes(made(stock))
    return path, word


def test_a_file_that_cannot_be_used_is_refused_with_a_way_out(
    call: Call, bad: tuple[Path, str]
) -> None:
    result = call("analyze", bad[0])
    assert result.exit_code == 3
    assert result.stdout == ""
    for word in (bad[0].name, bad[1], "needed:", "try:"):
        assert word in result.stderr


def test_a_refusal_leaves_earlier_findings_alone(
    call: Call, bad: tuple[Path, str], tmp_path: Path, export: Path
) -> None:
    found = tmp_path / "found.csv"
    call("analyze", export, "--findings", found)
    before, names = found.read_bytes(), sorted(tmp_path.iterdir())
    assert call("analyze", bad[0], "--findings", found).exit_code == 3
    assert found.read_bytes() == before
    assert sorted(tmp_path.iterdir()) == names


def test_a_refusal_writes_no_findings(call: Call, bad: tuple[Path, str], tmp_path: Path) -> None:
    assert call("analyze", bad[0], "--findings", tmp_path / "found.xlsx").exit_code == 3
    assert not (tmp_path / "found.xlsx").exists()


def test_one_bad_file_refuses_the_list(call: Call, export: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    result = call("analyze", export, tmp_path / "empty.csv")
    assert result.exit_code == 3
    assert "empty.csv" in result.stderr


def test_the_same_file_twice_is_refused(call: Call, export: Path) -> None:
    assert call("analyze", export, export).exit_code == 3


MESSY: dict[str, Callable[[str], bytes]] = {
    "byte order mark": lambda stock: b"\xef\xbb\xbf" + stock.encode(),
    "utf-16": lambda stock: stock.encode("utf-16"),
    "windows-1252": lambda stock: stock.encode("cp1252"),
    "mixed encodings": lambda stock: stock.encode().replace("É".encode(), b"\xc9", 1),
    "semicolons": lambda stock: stock.replace(",", ";").encode(),
    "tabs": lambda stock: stock.replace(",", "\t").encode(),
    "pipes": lambda stock: stock.replace(",", "|").encode(),
    "old line ends": lambda stock: stock.replace("\n", "\r").encode(),
    "line ends of windows": lambda stock: stock.replace("\n", "\r\n").encode(),
    "no last line end": lambda stock: stock.rstrip("\n").encode(),
    "blank rows in the tail": lambda stock: stock.encode() + b",,,,,,,,,,\n" * 100_000,
    "banner": lambda stock: b"Hometown Hardware\nStock report\n\n" + stock.encode(),
    "header repeated": lambda stock: (stock + stock.splitlines()[0] + "\n").encode(),
    "index column": lambda stock: "".join(
        f"{n or 'Unnamed: 0'},{line}\n" for n, line in enumerate(stock.splitlines())
    ).encode(),
    "workbook": workbook,
    "parquet": parquet,
}


@pytest.mark.parametrize("mess", MESSY, ids=lambda name: name.replace(" ", "-"))
def test_a_messy_file_is_read_right(call: Call, tmp_path: Path, stock: str, mess: str) -> None:
    path = tmp_path / "export"
    path.write_bytes(MESSY[mess](stock))
    result = call("analyze", path)
    assert result.exit_code == 0
    assert f"${LAMPS_BACK:.2f} recoverable within 12 months" in result.stdout
    assert "$125 wrong on the books" in result.stdout


def test_a_bad_cell_stops_nothing_and_is_reported(call: Call, tmp_path: Path, stock: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(stock.replace("BRITE,5,1.00", "BRITE,many,1.00"), encoding="utf-8")
    result = call("analyze", path)
    assert result.exit_code == 0
    assert f"${LAMPS_BACK:.2f} recoverable" in result.stdout
    assert "'many'" in result.stdout


def test_a_row_in_another_encoding_is_reported(call: Call, tmp_path: Path, stock: str) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(stock.encode() + b"2,00106,CAF\xc9 CHAIR,TOOLS,ACME,1,9,18,4,2024-03-01,\n")
    result = call("analyze", path)
    assert "Windows-1252" in result.stdout
    assert "None" not in result.stdout
