from collections.abc import Callable
from pathlib import Path

import pytest

from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.domain.intake import FileKind, Intake, UnusableFileError
from profit_sentinel.ingest.system_file import built_in
from profit_sentinel.ingest.systems import System, fold

FILES = Path(__file__).with_name("systems")

HAMMER: dict[str, dict[str, object]] = {
    "profit_sentinel": {"store_id": "1", "sku": "00123", "on_hand": 4.0, "unit_cost": 5.5},
    "paladin": {"sku": "0012345", "on_hand": -3.0, "unit_cost": 5.5, "sold_ytd": 14.0},
    "paladin_report": {"sku": "0012345", "on_hand": 4.0, "unit_cost": 5.5, "list_price": 10.99},
    "epicor_eagle": {"sku": "0012345", "unit_cost": 5.5, "desired_margin": 0.42, "bin": "A-04"},
    "counterpoint": {"store_id": "MAIN", "sku": "0012345", "on_hand": 4.0, "committed": 1.0},
    "lightspeed_r": {"sku": "210000000123", "unit_cost": 5.5, "retail_price": 9.99},
    "lightspeed_x": {"store_id": "Main Street", "sku": "10012", "on_hand": 4.0, "max_stock": 12.0},
    "shopify_products": {"sku": "HM-16", "on_hand": 4.0, "list_price": 10.99, "vendor": "Orgill"},
    "shopify_products_old": {"sku": "HM-16", "barcode": "012345678905", "on_hand": 4.0},
    "shopify_inventory": {"store_id": "Main Street", "on_hand": 4.0, "bin": "A-04"},
    "shopify_inventory_wide": {"store_id": "Main Street", "sku": "HM-16", "on_hand": 4.0},
    "square": {"store_id": "Main Street", "description": "Hammer, 16 oz", "reorder_point": 2.0},
    "woocommerce": {"sku": "HM-16", "on_hand": 4.0, "promo_price": 8.99, "unit_cost": 5.5},
    "odoo": {"store_id": "WH/Stock", "sku": "HM-16", "on_hand": 4.0, "committed": 1.0},
    "erpnext": {"store_id": "Stores - EX", "on_hand": 4.0, "average_cost": 5.25},
    "do_it_best": {"store_id": "4321", "sku": "012345", "vendor": "STANLEY TOOLS"},
    "ace": {"store_id": "01234", "sku": "0012345", "on_hand": 4.0, "season": "XMAS"},
}


@pytest.mark.parametrize("name", HAMMER)
def test_a_known_system_is_recognised_and_read(name: str, take: Callable[..., Intake]) -> None:
    intake = take((FILES / f"{name}.csv").read_bytes())
    assert intake.sources[0].recognition.system == name
    first = intake.frame.row(0, named=True)
    assert {column: first[column] for column in HAMMER[name]} == HAMMER[name]


def test_an_order_of_a_wholesaler_is_no_stock(take: Callable[..., Intake]) -> None:
    with pytest.raises(UnusableFileError, match="purchase orders"):
        take((FILES / "orgill_order.csv").read_bytes())


def test_every_system_has_a_file_here() -> None:
    assert {path.stem for path in FILES.glob("*.csv")} == {system.id for system in built_in()}


def test_variants_take_the_title_of_their_product(take: Callable[..., Intake]) -> None:
    intake = take((FILES / "shopify_products.csv").read_bytes())
    assert intake.frame["description"].to_list() == ["Hammer, 16 oz", "Hammer, 20 oz"]


def test_a_column_per_store_becomes_a_row_per_store(take: Callable[..., Intake]) -> None:
    intake = take((FILES / "shopify_inventory_wide.csv").read_bytes())
    rows = intake.frame.select("store_id", "sku", "on_hand").rows()
    assert rows == [
        ("Main Street", "HM-16", 4.0),
        ("Main Street", "HM-20", 0.0),
        ("Harbor", "HM-20", 7.0),
    ]


@pytest.mark.parametrize("system", built_in(), ids=lambda system: system.id)
def test_systems_name_canonical_columns_only(system: System) -> None:
    named = {*system.columns, *system.fill_down, *(w.canonical for w in system.wide if w.canonical)}
    assert named <= set(BY_NAME)


def test_a_fingerprint_is_found_whatever_the_case() -> None:
    assert fold("  Qty  On Hand ") == "qty on hand"
    assert {system.kind for system in built_in()} == {FileKind.INVENTORY, FileKind.PURCHASE_ORDERS}


@pytest.mark.parametrize("system", built_in(), ids=lambda system: system.id)
def test_no_header_is_both_used_and_unused(system: System) -> None:
    used = [header for headers in system.columns.values() for header in headers]
    assert {header: system.why_unused(header) for header in used} == dict.fromkeys(used)
