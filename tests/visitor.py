"""A visitor of the pages: screens, a small export, bringing it."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
TODAY = datetime.now(UTC).date()


def stock(days_ago: int, on_hand: int = -7) -> str:
    """A small export: two negative quantities, one of a wicked name, among ordinary goods."""
    sold = TODAY - timedelta(days=days_ago)
    goods = "".join(
        f"{1000 + n},HAMMER {n}OZ,TOOLS,ACME,{5 + n % 7},10.00,19.99,{sold:%Y-%m-%d}\n"
        for n in range(60)
    )
    return (
        "SKU,Description,Department,Vendor,On Hand,Unit Cost,Retail Price,Last Sale Date\n"
        f"{goods}"
        f"2001,NAILS 1LB,FASTENERS,ACME,{on_hand},4.00,7.99,{sold:%Y-%m-%d}\n"
        f"2002,<img src=x onerror=alert(1)>,FASTENERS,<b>BAD</b>,-2,1.00,6.00,{sold:%Y-%m-%d}\n"
    )


def bring(page: Page, text: str, name: str = "stock.csv") -> None:
    """Drop a file and wait until it has been read."""
    page.goto("/start")
    data = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files("#files", data)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the files").click()
    page.get_by_text("Ready.").wait_for(timeout=20_000)
