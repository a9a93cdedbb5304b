"""Every page: fits, is accessible, quiet, and shows text of files as text, in light and dark."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from shelves import SILENT, silent_shelves
from visitor import DESK, PHONE, TODAY, bring, stock
from watching import Watch, serious, settled, wide

PATHS = ("/start", "/digest", "/digest?money=cash", "/digest?store=1", "/counts", "/tasks",
         "/tasks?by=person", "/stores", "/settings", "/leaks", "/leaks/dead_stock",
         "/search?q=FASTENERS", "/nowhere", "/search?q=nothing")  # fmt: skip
SCRIPT = "<img src=x onerror=alert({})><script>alert({})</script>"
STORE = SCRIPT.format("'store'", "'store'")
LONG = 60
"""SKUs of an issue that is shown as a table one can sort."""


def wicked() -> str:
    """An export in which every text is a script, one issue of it long."""
    texts = {name: SCRIPT.format(f"'{name}'", f"'{name}'") for name in ("item", "place", "vendor")}
    head = "Store,SKU,Description,Department,Vendor,On Hand,Unit Cost,Retail Price,Last Sale Date\n"
    bad = "".join(
        f"{STORE},9{n:03},{texts['item']} {n},{texts['place']},{texts['vendor']},-{n + 1},4.00,"
        f"7.99,{TODAY}\n"
        for n in range(LONG)
    )
    plain = "".join(
        f"1,{1000 + n},HAMMER {n},TOOLS,ACME,9,10.00,19.99,{TODAY}\n" for n in range(60)
    )
    return head + bad + plain


@pytest.fixture(params=["light", "dark"])
def dressed(browser: Browser, address: str, request: Any) -> Iterator[Page]:
    context = browser.new_context(base_url=address, color_scheme=request.param)
    yield context.new_page()
    context.close()


def paths_with(page: Page) -> list[str]:
    """Every page, those of an issue, a task and an upload too."""
    page.goto("/digest")
    issue = str(page.locator(".issues a").first.get_attribute("href"))
    page.goto("/start")
    upload = str(page.locator(".rows a").first.get_attribute("href"))
    page.goto(issue)
    page.get_by_label("Who").fill("Ann")
    page.get_by_role("button", name="Delegate").click()
    page.wait_for_url("**/tasks/*")
    task = page.url[page.url.index("/tasks/") :]
    return [*PATHS, issue, upload, task]


def test_every_page_fits_and_is_accessible(dressed: Page) -> None:
    bring(dressed, stock(8))
    bring(dressed, stock(1))
    for path in paths_with(dressed):
        watch = Watch(dressed)
        dressed.goto(path)
        settled(dressed)
        for size in (PHONE, DESK):
            dressed.set_viewport_size(size)  # type: ignore[arg-type]
            assert not wide(dressed), (path, size)
            assert serious(dressed) == [], (path, size)
        assert [e for e in watch.errors if "404" not in e] == [], path


def test_a_count_sheet_fits_and_can_be_printed(dressed: Page) -> None:
    bring(dressed, silent_shelves("1", day=TODAY).decode())
    for path in ("/digest", "/counts?store=1"):
        for size in (PHONE, DESK):
            dressed.set_viewport_size(size)  # type: ignore[arg-type]
            dressed.goto(path)
            assert not wide(dressed), (path, size)
            assert serious(dressed) == [], (path, size)
    dressed.emulate_media(media="print")
    expect(dressed.locator(".top")).to_be_hidden()
    expect(dressed.locator("td.blank")).to_have_count(len(SILENT))
    expect(dressed.locator("td.blank").first).to_be_visible()


def test_the_effect_of_settings_fits_and_is_accessible(dressed: Page) -> None:
    bring(dressed, stock(1))
    for size in (PHONE, DESK):
        dressed.set_viewport_size(size)  # type: ignore[arg-type]
        dressed.goto("/settings")
        dressed.get_by_label("Garden and plants").check()
        dressed.get_by_role("button", name="See the effect").first.click()
        expect(dressed.get_by_role("button", name="Save")).to_be_visible()
        assert not wide(dressed)
        assert serious(dressed) == []


def test_text_of_a_file_is_never_html(page: Page) -> None:
    watch = Watch(page)
    bring(page, wicked(), name=f"{SCRIPT.format(1, 1)}.csv".replace("/", ""))
    paths = paths_with(page)
    for path in (
        *paths,
        "/digest?place=" + SCRIPT.format(2, 2),
        "/search?q=" + SCRIPT.format(3, 3),
    ):
        page.goto(path)
        settled(page)
        assert page.locator("main img, main script").count() == 0, path
    page.goto(paths[-3])
    page.locator("#skus .tabulator-row").first.wait_for()
    expect(page.locator("#skus")).to_contain_text("<script>alert('item')</script>")
    page.locator("#skus .tabulator-row .tabulator-cell").nth(5).hover()
    page.locator("#chart svg").wait_for()
    page.locator("#chart svg path").last.hover(force=True)
    assert watch.alerts == []
    assert [error for error in watch.errors if "404" not in error] == []


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_long_table_fits_and_is_accessible(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    bring(page, wicked())
    page.goto("/digest")
    page.locator(".issues a").first.click()
    page.locator("#skus .tabulator-row").first.wait_for()
    assert not wide(page)
    assert serious(page) == []


def test_the_digest_can_be_printed(page: Page, tmp_path: Path) -> None:
    bring(page, stock(1))
    page.goto("/digest")
    page.emulate_media(media="print")
    for gone in (".top", ".choose", ".skip"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".issues .card").first).to_be_visible()
    paper = tmp_path / "digest.pdf"
    page.pdf(path=paper, format="Letter")
    assert paper.read_bytes().startswith(b"%PDF")
