from collections.abc import Callable
from datetime import date

from profit_sentinel.domain.intake import Intake
from profit_sentinel.ingest.system_file import read_system

Take = Callable[..., Intake]

BASE = """\
name = "Acme"
fingerprint = ["Item", "Stock"]
[columns]
sku = ["Item"]
on_hand = ["Stock"]
"""


def take_as(take: Take, more: str, text: str) -> Intake:
    return take(text, systems=[read_system("acme.toml", BASE + more, None)])


def test_what_a_system_writes_decides_dates_and_numbers_that_may_be_read_two_ways(
    take: Take,
) -> None:
    more = 'last_sale_date = ["Sold on"]\nunit_cost = ["EK"]\n'
    formats = '[formats]\ndates = "day first"\ndecimal = "comma"\n'
    text = "Item;Stock;EK;Sold on\nA;1;1.200;03/04/2026\nB;2;3.400;05/04/2026\n"
    intake = take_as(take, more + formats, text)
    assert intake.frame["last_sale_date"].to_list() == [date(2026, 4, 3), date(2026, 4, 5)]
    assert intake.frame["unit_cost"].to_list() == [1200.0, 3400.0]
    assert not any("day from month" in note for note in intake.sources[0].notes)


def test_dates_that_say_otherwise_go_before_what_a_system_writes(take: Take) -> None:
    more = 'last_sale_date = ["Sold on"]\n[formats]\ndates = "month first"\n'
    intake = take_as(take, more, "Item,Stock,Sold on\nA,1,03/04/2026\nB,2,25/04/2026\n")
    assert intake.frame["last_sale_date"].to_list() == [date(2026, 4, 3), date(2026, 4, 25)]


def test_rows_that_are_no_stock_are_left_out_and_reported(take: Take) -> None:
    intake = take_as(take, "[leave_out]\nKind = 'service|fee'\n",
                     "Item,Stock,Kind\nA,1,goods\nB,0,Service\nC,0,fees\n")  # fmt: skip
    assert intake.frame["sku"].to_list() == ["A", "C"]
    assert intake.problems.select("row", "column", "value").rows() == [(3, "Kind", "Service")]
    assert (intake.sources[0].rows_read, intake.sources[0].rows_used) == (3, 2)


def test_a_cell_that_holds_two_columns_is_taken_apart(take: Take) -> None:
    more = "[split]\nsku = '\\[(?P<sku>[^\\]]+)\\] (?P<description>.+)'\n"
    intake = take_as(take, more, "Item,Stock\n[A-1] Hammer,1\nB-2,2\n")
    rows = intake.frame.select("sku", "description").rows()
    assert rows == [("A-1", "Hammer"), ("B-2", None)]


def test_a_column_that_is_there_goes_before_what_is_taken_apart(take: Take) -> None:
    more = "description = [\"Name\"]\n[split]\nsku = '(?P<sku>\\w+)/(?P<description>.+)'\n"
    intake = take_as(take, more, "Item,Stock,Name\nA/x,1,Hammer\nB/y,2,\n")
    rows = intake.frame.select("sku", "description").rows()
    assert rows == [("A", "Hammer"), ("B", "y")]


def test_variants_have_names_of_their_own(take: Take) -> None:
    more = ('description = ["Name"]\n[append]\ndescription = ["Size", "Colour"]\n'
            '[fill_down]\ndescription = "Group"\n')  # fmt: skip
    text = "Item,Stock,Name,Size,Colour,Group\nA,1,Shirt,S,red,g\nB,1,,M,,g\n"
    text += "C,1,Cap,Default Title,,h\n"
    intake = take_as(take, more, text)
    assert intake.frame["description"].to_list() == ["Shirt, S, red", "Shirt, M", "Cap"]
