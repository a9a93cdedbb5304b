from collections.abc import Callable

import pytest

from profit_sentinel.domain.intake import FileKind, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]

DAYS = "\n".join(f"2026-01-{day:02d},1,{day % 5},2,9.98,5.50" for day in range(1, 28))

FILES = [
    (f"date,store_id,sku,quantity,amount,cost\n{DAYS}", FileKind.SALES),
    ("Ticket #,SKU,Qty Sold,Ext Price\n1,A,2,9.98\n", FileKind.SALES),
    ("Sale Date,Item #,Units Sold,Sales $\n2026-01-02,A,2,9.98\n", FileKind.SALES),
    (
        "po_number,vendor,sku,ordered,received,invoiced,unit_cost\n1,V,A,2,2,2,5\n",
        FileKind.PURCHASE_ORDERS,
    ),
    ("PO #,Item,Qty Ordered,Due Date,Cost\n1,A,2,2026-01-02,5\n", FileKind.PURCHASE_ORDERS),
    ("store_id,sku,counted,date\n1,A,2,2026-01-02\n", FileKind.COUNTS),
    ("SKU,Expected Qty,Count Qty,Variance\nA,2,1,-1\n", FileKind.COUNTS),
    ("sku,unit_cost,vendor\nA,5,V\n", FileKind.PRICE_LIST),
    ("Item #,Description,New Cost,Retail\nA,Hammer,5,9\n", FileKind.PRICE_LIST),
    ("SKU,Qty On Hand,Qty On Order,Last Sale\nA,2,1,2026-01-02\n", FileKind.INVENTORY),
    ("SKU,Qty,Cost,Retail\nA,2,5,9\n", FileKind.INVENTORY),
    ("Foo,Bar\nA,2\n", FileKind.UNKNOWN),
]


@pytest.mark.parametrize(("text", "kind"), FILES)
def test_the_columns_tell_the_kind(text: str, kind: FileKind, upload: Make) -> None:
    assert recognise(upload(text)).kind is kind
