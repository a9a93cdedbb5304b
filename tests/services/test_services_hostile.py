"""Odd characters and huge cells are read or refused, on every database."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import polars as pl
import pytest

from homes import OWNER, Line, listing, negative, ordinary, read
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.services import issues, stores, tasks
from profit_sentinel.services.tasks import Order
from profit_sentinel.store.tasks import note

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home

HUGE = "x" * 2**20
ODD = listing(Line("A", on_hand=-3, cost=10, price=20), *ordinary())


def parquet(data: bytes) -> bytes:
    """The same list as Parquet, which keeps every character."""
    held = BytesIO()
    pl.read_csv(data).write_parquet(held)
    return held.getvalue()


@pytest.mark.parametrize("kind", [bytes, parquet])
def test_characters_that_a_database_refuses_are_dropped(kind: type[bytes], home: Home) -> None:
    data = ODD.replace(b"1,A,item A,PLUMBING", b"1,A\0A,ite\0m,PLUMB\0ING")
    upload = read(home, kind(data), name="a\0b\ud800c.csv")
    assert upload.error is None
    assert upload.name == "abc.csv"
    issue = negative(home)
    assert (issue["group"], issue["dollar_impact"]) == ("PLUMBING", 30)
    assert [sku["sku"] for sku in issue["skus"]] == ["AA"]
    assert tasks.delegate(home, OWNER, Order(issue["id"], "ann")).task.store_id == "1"
    assert issues.skus(home, OWNER, issue["id"], 0, 5)[1] == 1


def test_halves_of_letters_are_read_as_something(home: Home) -> None:
    data = ODD.replace(b"item A", b"\xed\xa0\x80 \xff\xfe half")
    assert read(home, data).error is None
    (sku,) = negative(home)["skus"]
    assert "half" in sku["description"]


@pytest.mark.parametrize("kind", [bytes, parquet])
def test_a_huge_cell_is_read_where_it_may_be_long(kind: type[bytes], home: Home) -> None:
    assert read(home, kind(ODD.replace(b"item A", HUGE.encode()))).error is None
    (sku,) = negative(home)["skus"]
    assert sku["description"] == HUGE


@pytest.mark.parametrize("kind", [bytes, parquet])
@pytest.mark.parametrize("cell", ["1,A,", "1,A,item A,PLUMBING"])
def test_a_huge_sku_or_store_is_refused(cell: str, kind: type[bytes], home: Home) -> None:
    odd = cell.replace("A", HUGE, 1) if cell.endswith(",") else cell.replace("1", HUGE, 1)
    upload = read(home, kind(ODD.replace(cell.encode(), odd.encode(), 1)))
    assert upload.error
    assert upload.error["found"] == "a store or SKU of 1,048,576 characters"
    assert stores.kept(home, OWNER, None, 0, 5) == ([], 0)


@pytest.mark.parametrize("column", [b"PLUMBING", b"ACME"])
def test_a_huge_place_is_no_error_of_the_program(column: bytes, home: Home) -> None:
    assert read(home, ODD.replace(column, HUGE.encode(), 1)).error is None
    assert negative(home)["dollar_impact"] == 30


def test_a_value_that_cannot_be_kept_is_refused_and_not_tried_again(home: Home) -> None:
    if home.database.kind == "sqlite":
        pytest.skip("SQLite keeps any text")
    stores.set_settings(home, OWNER, "")
    for text in ("a\0b", HUGE + "".join(map(chr, range(0x4E00, 0x8E00)))):
        with (
            pytest.raises(WrongUsageError, match="cannot be kept"),
            home.database.writing(OWNER.org) as session,
        ):
            note(session, "store", text, "x", "", "ann")
