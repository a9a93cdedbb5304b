from profit_sentinel.digest.columns import columns_text, fit
from profit_sentinel.domain.intake import ColumnUse, FileKind, Recognition

USES = (
    ColumnUse("Item No", "sku", None, 0.9, "its name says sku", ("00101", "00102", "00103")),
    ColumnUse("Bin|Row", None, None, 0.0, "not used", ("A1",)),
    ColumnUse("Avail", None, None, 0.4, "may be a flag", ("7",), doubtful=True,
              suggestion="on_hand"),
)  # fmt: skip
FOUND = Recognition(FileKind.INVENTORY, None, "utf-8", ";", 3, USES)


def text(*, markdown: bool = False) -> str:
    return columns_text("stock.csv", FOUND, markdown=markdown)


def test_the_first_line_says_what_the_file_is() -> None:
    assert text().splitlines()[0] == (
        "stock.csv: inventory, no known system, utf-8, delimiter ';', header in row 3"
    )


def test_a_column_not_used_says_so() -> None:
    assert "not used" in text()


def test_a_doubtful_column_comes_with_the_flag_that_settles_it() -> None:
    assert 'Please confirm: --column on_hand="Avail"' in text()


def test_how_to_change_a_column_is_said_at_the_end() -> None:
    assert text().splitlines()[-1].startswith("To change a column: --column")


def test_a_header_of_a_markdown_table_does_not_break_it() -> None:
    line = next(line for line in text(markdown=True).splitlines() if "Bin" in line)
    assert r"Bin\|Row" in line
    assert line.replace(r"\|", "").count("|") == 7


def test_a_wide_cell_is_cut_and_says_so() -> None:
    assert fit("a  b\nc" * 20, 10) == "a b ca b"[:7] + "..."


def test_a_narrow_cell_is_filled_up() -> None:
    assert fit("ab", 4) == "ab  "
