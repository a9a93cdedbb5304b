"""The canonical inventory columns: one row is one SKU in one store at one date."""

from dataclasses import dataclass
from enum import StrEnum


class ColumnType(StrEnum):
    """How the values of a column are read and kept."""

    ID = "id"
    """Text even when it looks like a number: leading zeros matter."""
    TEXT = "text"
    QUANTITY = "quantity"
    """Units; may be fractional (feet, pounds) and negative."""
    MONEY = "money"
    """Dollars per unit unless the column says otherwise."""
    SHARE = "share"
    """A fraction of one: 0.42 is 42 %."""
    DATE = "date"


@dataclass(frozen=True)
class Column:
    """One canonical column: its name, how it is read, and what it means."""

    name: str
    type: ColumnType
    meaning: str


COLUMNS: tuple[Column, ...] = (
    Column("store_id", ColumnType.ID, "the store or location"),
    Column("sku", ColumnType.ID, "the item's number in this store's system"),
    Column("description", ColumnType.TEXT, "what the item is called"),
    Column("department", ColumnType.TEXT, "department or category"),
    Column("fineline", ColumnType.TEXT, "class within the department"),
    Column("vendor", ColumnType.TEXT, "who the item is bought from"),
    Column("on_hand", ColumnType.QUANTITY, "units the books say are in the store"),
    Column("on_order", ColumnType.QUANTITY, "units ordered and not yet received"),
    Column("committed", ColumnType.QUANTITY, "units promised to customers"),
    Column("unit_cost", ColumnType.MONEY, "cost of replacing one unit: market, last, replacement"),
    Column("previous_cost", ColumnType.MONEY, "unit cost before the last change"),
    Column("average_cost", ColumnType.MONEY, "average cost of the units in stock"),
    Column("retail_price", ColumnType.MONEY, "shelf price of one unit"),
    Column("list_price", ColumnType.MONEY, "suggested or list price of one unit"),
    Column("promo_price", ColumnType.MONEY, "promotional price of one unit"),
    Column("promo_until", ColumnType.DATE, "last day of the promotion"),
    Column("desired_margin", ColumnType.SHARE, "gross margin the store wants on the item"),
    Column("sold_30d", ColumnType.QUANTITY, "units sold in the last 30 days"),
    Column("sold_90d", ColumnType.QUANTITY, "units sold in the last 90 days"),
    Column("sold_365d", ColumnType.QUANTITY, "units sold in the last 365 days"),
    Column("sold_ytd", ColumnType.QUANTITY, "units sold since the first of January"),
    Column("sales_dollars_ytd", ColumnType.MONEY, "dollars sold since the first of January"),
    Column("last_sale_date", ColumnType.DATE, "day of the last sale"),
    Column("last_receipt_date", ColumnType.DATE, "day of the last receipt"),
    Column("last_count_date", ColumnType.DATE, "day of the last physical count"),
    Column("counted", ColumnType.QUANTITY, "units found at the last count"),
    Column("reorder_point", ColumnType.QUANTITY, "stock at which the item is reordered"),
    Column("max_stock", ColumnType.QUANTITY, "most units the store wants"),
    Column("pack_qty", ColumnType.QUANTITY, "units in one order pack"),
    Column("stocking_unit", ColumnType.TEXT, "unit the stock is kept in"),
    Column("purchasing_unit", ColumnType.TEXT, "unit the item is bought in"),
    Column("barcode", ColumnType.ID, "UPC, EAN or GTIN"),
    Column("maker_part", ColumnType.ID, "the maker's part number"),
    Column("status", ColumnType.TEXT, "active, clearance, discontinued and the like"),
    Column("season", ColumnType.TEXT, "the season the item belongs to"),
    Column("bin", ColumnType.TEXT, "shelf or bin in the store"),
    Column("damaged", ColumnType.QUANTITY, "units on hand that cannot be sold"),
    Column("as_of", ColumnType.DATE, "the day the stock was read"),
)

BY_NAME: dict[str, Column] = {column.name: column for column in COLUMNS}
INDISPENSABLE: tuple[str, ...] = ("sku", "on_hand")
"""Without these two a file is not a stock list; every other column may be missing."""

SOLD_WINDOWS: tuple[str, ...] = ("sold_365d", "sold_ytd", "sold_90d", "sold_30d")
"""The columns that tell how much was sold, in units."""
