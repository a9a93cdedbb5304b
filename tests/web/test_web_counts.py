"""Count sheets on the pages: on the digest, to print, as a file."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import pytest

import homes
from homes import FIRST, OF_STORE_2, OWNER, SECOND, VIEWER, listing, ordinary, read
from profit_sentinel.services import counts
from serving import Visited, at
from shelves import SILENT, silent_shelves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SKUS = [f"S1{days}" for days in SILENT]


@pytest.fixture
def visited(sqlite_model: Path, tmp_path: Path) -> Iterator[Visited]:
    """The pages of two stores with shelves worth a look."""
    homes.sqlite_fresh(sqlite_model, tmp_path)
    made = Visited(at(tmp_path), folder=tmp_path)
    read(made.home, silent_shelves("1", "2", day=FIRST))
    with made.client:
        yield made


def part(page: str) -> str:
    """What the digest says of them."""
    return page.partition('id="counts"')[2].partition("</section>")[0]


def test_the_digest_asks_and_leads_to_the_sheet(visited: Visited) -> None:
    said = part(visited.look("/digest").text)
    assert "questions, not findings; in no figure above" in said
    for store in "12":
        assert f'<a href="/counts?store={store}">Store {store}</a>. Look at these shelves' in said
    (sheet,) = counts.of_store(visited.home, OWNER, "1")
    assert said.count(f"4 SKUs, about 1 in 4 is empty, ${sheet.expected:,.0f} a year expected") == 2
    only = part(visited.look("/digest?store=2").text)
    assert "store=2" in only
    assert "store=1" not in only


@pytest.mark.parametrize("query", ["leak=dead_stock", "money=capital", "place=PAINT", "trend=new"])
def test_a_selection_of_issues_does_not(query: str, visited: Visited) -> None:
    assert part(visited.look(f"/digest?store=1&{query}").text) == ""


def test_a_sheet_is_walked_from_top_to_bottom(visited: Visited) -> None:
    page = visited.look("/counts?store=1", VIEWER).text
    rows = re.findall(r'<tr><td>(\w+)</td><th scope="row">(\w+)</th>', page)
    assert rows == [(f"A{days}", f"S1{days}") for days in SILENT]
    assert page.count('<td class="blank"></td>') == len(SILENT)
    assert "Is any of it on the shelf?" in page
    assert "Questions, not findings" in page
    assert "4 SKUs, stock of Jun 1, 2026" in page
    both = visited.look("/counts").text
    assert [store in both for store in ("PAINT, store 1", "PAINT, store 2")] == [True, True]
    hers = visited.look("/counts", OF_STORE_2).text
    assert [store in hers for store in ("PAINT, store 1", "PAINT, store 2")] == [False, True]


def test_the_file_holds_the_same_sheet(visited: Visited) -> None:
    answer = visited.look("/counts/sheet.xlsx?store=1")
    assert 'filename="count-sheet.xlsx"' in answer.headers["content-disposition"]
    table = pl.read_excel(BytesIO(answer.content))
    assert table["sku"].to_list() == SKUS
    assert table["found"].null_count() == len(SKUS)
    text = pl.read_csv(BytesIO(visited.look("/counts/sheet.csv?store=1").content))
    assert text["sku"].to_list() == SKUS
    assert visited.look("/counts/sheet.pdf?store=1").status_code == 422


def test_where_nothing_is_worth_a_count_it_says_so(visited: Visited) -> None:
    read(visited.home, listing(*ordinary()), SECOND)
    assert "Nothing is worth a count" in visited.look("/counts?store=1").text
    assert "store=1" not in part(visited.look("/digest").text)
