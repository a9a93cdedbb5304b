import csv
from decimal import Decimal
from pathlib import Path

import pytest

from columns.ids import check_digit, code
from columns.nameless import trials
from columns.page import page
from columns.score import CORE, Outcome, Result, Use, judged_all, run_set
from columns.sets import (
    BadSetError,
    HeaderSet,
    Recipe,
    Style,
    TrueColumn,
    read_set,
    read_sets,
)
from columns.writing import file_bytes, number

SETS = Path(__file__).parents[2] / "benchmarks" / "columns" / "sets"
OPEN = """
title = "Open"
kind = "system"
goods = "hardware"
rows = 60
columns = [
  ["No", "sku", "code 0####"],
  ["OH", "on_hand", "on_hand"],
  ["Each", "unit_cost|average_cost", "cost"],
  ["Cost", "-", "ext_cost"],
  ["Sold", "?sold_365d", "sold_365d"],
]
"""
HELD_OUT = """
title = "Held out"
kind = "foreign"
trap = true
goods = "hardware-de"
rows = 60
delimiter = ";"
decimal = ","
columns = [
  ["Nr.", "sku", "serial 100"],
  ["Bestand", "on_hand", "on_hand"],
  ["", "barcode", "barcode 13"],
  ["Spanne", "-", "margin"],
]
"""


@pytest.fixture
def sets(tmp_path: Path) -> list[HeaderSet]:
    (tmp_path / "01-open.toml").write_text(OPEN, encoding="utf-8")
    (tmp_path / "085-held.toml").write_text(HELD_OUT, encoding="utf-8")
    return read_sets(tmp_path)


def outcomes(header_set: HeaderSet, *canonical: str | None) -> list[Outcome]:
    """What becomes of the columns when they are used so."""
    pairs = zip(header_set.columns, canonical, strict=True)
    uses = [Use(column.header, name) for column, name in pairs]
    return [column.outcome for column in judged_all(header_set, uses)]


def test_sets_of_some_numbers_are_not_open_and_come_by_number(tmp_path: Path) -> None:
    for name in ("128-c", "09-a", "84-b", "085-c", "129-d", "174-e", "175-f", "219-g", "220-h"):
        (tmp_path / f"{name}.toml").write_text(OPEN, encoding="utf-8")
    told = [(one.number, one.held_out, one.checked) for one in read_sets(tmp_path)]
    assert told == [
        (9, False, False), (84, False, False), (85, True, False), (128, True, False),
        (129, False, False), (174, False, False), (175, False, True), (219, False, False),
        (220, False, True),
    ]  # fmt: skip
    assert [one.number for one in read_sets(tmp_path) if one.open] == [9, 84, 129, 174, 219]


def test_a_negative_number_may_have_its_sign_behind() -> None:
    style = Style()
    assert number(-12.5, 1, Recipe.parsed("on_hand trailing"), style) == "12.5-"
    assert number(-12.5, 1, Recipe.parsed("on_hand"), style) == "-12.5"


def test_all_right(sets: list[HeaderSet]) -> None:
    used = ("sku", "on_hand", "average_cost", None, "sold_365d")
    assert outcomes(sets[0], *used) == [Outcome.RIGHT] * 5


def test_a_doubtful_column_may_be_left_and_a_sure_one_not(sets: list[HeaderSet]) -> None:
    used = ("sku", "on_hand", None, None, None)
    expected = [Outcome.RIGHT, Outcome.RIGHT, Outcome.MISS, Outcome.RIGHT, Outcome.RIGHT]
    assert outcomes(sets[0], *used) == expected


def test_another_use_is_wrong_even_of_a_doubtful_column(sets: list[HeaderSet]) -> None:
    used = ("barcode", "on_hand", None, "unit_cost", "sold_30d")
    expected = [Outcome.WRONG, Outcome.RIGHT, Outcome.MISS, Outcome.WRONG, Outcome.WRONG]
    assert outcomes(sets[0], *used) == expected


TWO_COSTS = OPEN.replace('"Cost", "-", "ext_cost"', '"Cost", "unit_cost", "cost"')


def test_a_miss_is_spare_where_another_column_rightly_means_the_same(tmp_path: Path) -> None:
    (tmp_path / "01-two.toml").write_text(TWO_COSTS, encoding="utf-8")
    (two,) = read_sets(tmp_path)

    def spare(*canonical: str | None) -> list[bool]:
        uses = [Use(each.header, name) for each, name in zip(two.columns, canonical, strict=True)]
        return [column.spare for column in judged_all(two, uses)]

    nothing = [False] * 5
    assert spare("sku", "on_hand", None, "unit_cost", None) == [False, False, True, False, False]
    assert spare("sku", "unit_cost", None, None, None) == nothing  # on hand is no cost
    assert spare("sku", "on_hand", None, "retail_price", None) == nothing
    text = page([Result(two, judged_all(two, [
        Use("No", "sku"), Use("OH", None), Use("Each", None), Use("Cost", "unit_cost"),
        Use("Sold", None),
    ]))])  # fmt: skip
    # Right: sku and one cost, of four; found: the other cost too. The last need not be used.
    assert "| 5 | 60.0% | 4 | 50.0% | 75.0% |" in text


def test_columns_that_are_not_told_are_found_by_header(sets: list[HeaderSet]) -> None:
    uses = [Use("Bestand", "on_hand"), Use("Nr.", "sku")]
    judged = judged_all(sets[1], uses)
    assert [column.use.canonical for column in judged] == ["sku", "on_hand", None, None]


def test_the_page_counts_all_sets_and_lists_only_the_open_ones(sets: list[HeaderSet]) -> None:
    first = judged_all(
        sets[0],
        [
            Use("No", "sku"), Use("OH", None, 0.0, asked=True), Use("Each", "unit_cost"),
            Use("Cost", "unit_cost", 0.9), Use("Sold", None),
        ],
    )  # fmt: skip
    second = judged_all(sets[1], [Use("Nr.", "sku"), Use("Bestand", None)])
    text = page([Result(sets[0], first, "price_list"), Result(sets[1], second, refusal="x: no")])
    # Open: 3 of 5 right, 2 of 3 core ones. Held out: 2 of 4 right (sku and the margin), 1 of 2.
    assert "| **all** | 1 | 0 | 5 | 60.0% | 3 | 66.7% | 66.7% | 1 | 0 | 1 | 1 | 1 |" in text
    assert "| **all** | 1 | 1 | 4 | 50.0% | 2 | 50.0% | 50.0% | 0 | 0 | 2 | 0 | 0 |" in text
    assert "| with traps | 1 | 1 | 4 |" in text
    assert "| 01-open | Cost | not to be used | unit_cost | 90% |  |" in text
    assert "| 01-open | OH | on_hand | yes |" in text
    assert "- 01-open: taken for price list" in text
    assert "085-held" not in text


def test_a_name_is_taken_away_and_then_the_column(tmp_path: Path) -> None:
    path = tmp_path / "003-open.toml"
    path.write_text(OPEN, encoding="utf-8")
    named = read_set(path)
    result = run_set(named, tmp_path)
    right = [each for each in result.columns if each.core and each.outcome is Outcome.RIGHT]
    tried = trials([named], [result], tmp_path)
    assert [set(each.column.split(" or ")) for each in tried] == [
        each.truth.means & CORE for each in right
    ]
    assert all(each.right == (each.nameless in each.column.split(" or ")) for each in tried)
    lines = page([result], tried).splitlines()
    (of_all,) = [line for line in lines[lines.index("## Without its name") :] if "**all**" in line]
    told, left, wrong = (int(cell) for cell in of_all.split("|")[3:6])
    assert told == sum(each.right for each in tried)
    assert told + left + wrong == len(tried)


def test_sets_of_other_numbers_and_closed_ones_keep_their_names(tmp_path: Path) -> None:
    for name in ("001-open", "087-held-out"):
        (tmp_path / f"{name}.toml").write_text(OPEN, encoding="utf-8")
    several = read_sets(tmp_path)
    results = [run_set(each, tmp_path) for each in several]
    assert trials(several, results, tmp_path) == []


def test_a_file_is_the_same_every_time_and_its_figures_agree(sets: list[HeaderSet]) -> None:
    data = file_bytes(sets[0])
    assert data == file_bytes(sets[0])
    header, *rows = csv.reader(data.decode().splitlines())
    assert header == ["No", "OH", "Each", "Cost", "Sold"]
    assert len({row[0] for row in rows}) == len(rows) == 60
    assert all(Decimal(row[1]) * Decimal(row[2]) == Decimal(row[3]) for row in rows)


def test_a_foreign_file_has_its_own_signs(sets: list[HeaderSet]) -> None:
    header, *rows = csv.reader(file_bytes(sets[1]).decode().splitlines(), delimiter=";")
    assert header == ["Nr.", "Bestand", "", "Spanne"]
    assert all(len(row[2]) == 13 and row[2].startswith("40") for row in rows)
    assert all("," in row[3] and "." not in row[3] for row in rows)


def test_a_barcode_ends_with_its_check_digit() -> None:
    # 4006381333931: 3 times every second digit from the right: 3*(3+3+3+8+6+0) + 9+3+1+3+0+4 = 89
    assert check_digit("400638133393") == "1"


def test_codes_of_a_pattern_never_meet() -> None:
    assert len({code("@###", number)[1:] for number in range(1000)}) == 1000


def test_a_canonical_name_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(BadSetError, match="on_hands"):
        TrueColumn.parsed("Qty", "on_hands", "on_hand")


@pytest.mark.parametrize("path", sorted(SETS.glob("*.toml")), ids=lambda path: path.stem)
def test_a_set_is_well_formed_and_can_be_written(path: Path) -> None:
    header_set = read_set(path)
    assert 60 <= header_set.rows <= 200
    assert file_bytes(header_set)
