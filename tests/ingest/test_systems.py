"""Every known system: its file as that system writes it, and the rows worked out by hand."""

import csv
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from profit_sentinel.domain.columns import BY_NAME, ColumnType
from profit_sentinel.domain.intake import FileKind, Intake, Upload
from profit_sentinel.ingest.opening import open_tables
from profit_sentinel.ingest.recognise import recognise
from profit_sentinel.ingest.system_file import built_in
from profit_sentinel.ingest.systems import System, families, fold, system_of

FILES = Path(__file__).with_name("systems")
STOCK = [system.id for system in built_in() if system.kind is FileKind.INVENTORY]
OF_ORDERS = {"ord qty", "qty fill", "out"}
"""Headers of orders, whose columns are not those of a stock list."""
ROWS = 12
KINDS = {ColumnType.ID: pl.String, ColumnType.TEXT: pl.String, ColumnType.DATE: pl.Date}

Take = Callable[..., Intake]
Make = Callable[..., Upload]


def expected(name: str) -> pl.DataFrame:
    """The canonical rows of a system's file."""
    with (FILES / "expected" / f"{name}.csv").open(encoding="utf-8") as file:
        header = next(csv.reader(file))
    kinds = {column: KINDS.get(BY_NAME[column].type, pl.Float64) for column in header}
    return pl.read_csv(FILES / "expected" / f"{name}.csv", schema=kinds)


def data(name: str) -> bytes:
    """A system's file."""
    return (FILES / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", STOCK)
def test_a_file_of_a_known_system_is_read_to_the_last_cell(name: str, take: Take) -> None:
    intake = take(data(name))
    assert intake.sources[0].recognition.system == name
    rows = expected(name)
    held = [column for column in intake.frame.columns if column in BY_NAME and column != "as_of"]
    assert sorted(held) == sorted(rows.columns)
    keys = ("store_id", "sku")
    assert_frame_equal(intake.frame.select(rows.columns).sort(keys), rows.sort(keys))


@pytest.mark.parametrize("system", built_in(), ids=lambda system: system.id)
def test_a_file_of_a_known_system_has_rows_enough(system: System, upload: Make) -> None:
    assert open_tables(upload(data(system.id)))[0].cells.height >= ROWS


@pytest.mark.parametrize("system", built_in(), ids=lambda system: system.id)
def test_every_header_is_used_or_said_not_to_be(system: System, upload: Make) -> None:
    headers = open_tables(upload(data(system.id)))[0].headers
    used = {header for headers in system.columns.values() for header in headers}
    per_store = {header for header, _, _ in families(headers, system.wide)}
    silent = [
        header
        for header in headers
        if fold(header) not in used | OF_ORDERS
        and fold(header) not in BY_NAME
        and header not in per_store
        and not system.why_unused(header)
    ]
    assert silent == []


def test_an_order_of_a_wholesaler_is_known_and_no_stock(upload: Make) -> None:
    found = recognise(upload(data("orgill_order")))
    assert (found.system, found.kind, found.header_row) == (
        "orgill_order", FileKind.PURCHASE_ORDERS, 15,
    )  # fmt: skip
    uses = {use.canonical: use.header for use in found.columns if use.canonical}
    assert uses["sku"] == "Item"
    assert uses["unit_cost"] == "Unit Cost"
    assert uses["pack_qty"] == "Shelf Pk"


def test_every_system_has_a_file_here() -> None:
    assert {path.stem for path in FILES.glob("*.csv")} == {system.id for system in built_in()}


def test_what_is_no_stock_in_a_system_is_reported(take: Take) -> None:
    intake = take(data("odoo"))
    left = intake.problems.filter(pl.col("reason").str.contains("no stock"))
    assert left["value"].to_list() == [
        "Virtual Locations/Inventory adjustment", "Partner Locations/Customers", "WH/Input",
    ]  # fmt: skip
    source = intake.sources[0]
    assert source.rows_used + left.height == source.rows_read


def test_totals_and_headers_in_between_are_reported(take: Take) -> None:
    reasons = take(data("paladin_report")).problems["reason"].to_list()
    assert reasons == ["row left out: the header again", "row left out: a total, not an item"]


def test_headers_decide_whatever_their_case_and_order() -> None:
    headers = ["QTY_ON_HND", " item_no ", "Whatever"]
    found = system_of(headers, built_in())
    assert found is not None
    assert found.id == "counterpoint"


def test_only_what_nobody_has_seen_is_unverified() -> None:
    assert [system.id for system in built_in() if not system.verified] == ["paladin", "spruce"]


@pytest.mark.parametrize("system", built_in(), ids=lambda system: system.id)
def test_no_header_is_both_used_and_unused(system: System) -> None:
    used = [header for headers in system.columns.values() for header in headers]
    assert {header: system.why_unused(header) for header in used} == dict.fromkeys(used)
