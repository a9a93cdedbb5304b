from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from visitor import DESK, PHONE, bring, stock

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PATHS = ("/start", "/digest", "/tasks", "/stores", "/settings", "/leaks", "/leaks/dead_stock",
         "/search?q=FASTENERS")  # fmt: skip


def test_from_a_dropped_file_to_a_task_that_is_done(page: Page) -> None:
    page.goto("/")
    expect(page).to_have_title("Upload · Profit Sentinel")
    bring(page, stock(1))
    page.get_by_role("link", name="See the digest").click()
    expect(page.locator("h1")).to_have_text("No money to recover, but 1 issue to know about.")
    expect(page.locator("main")).to_contain_text("needs units sold")
    page.get_by_role("link", name="Negative inventory: FASTENERS").click()
    expect(page.locator("#skus")).to_contain_text("NAILS 1LB")
    page.get_by_label("Who").fill("Ann")
    page.get_by_role("button", name="Delegate").click()
    expect(page.locator("h1")).to_contain_text("Count the item")
    step = page.locator(".steps button").first
    step.click()
    expect(page.locator(".steps button").first).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Complete").click()
    expect(page.locator(".figures .state")).to_have_text("completed")
    page.goto("/tasks?person=Ann")
    expect(page.locator("main")).to_contain_text("Completed 1")


def test_what_is_dismissed_stays_away_until_it_is_taken_back(page: Page) -> None:
    bring(page, stock(1))
    page.goto("/digest")
    page.get_by_role("link", name="Negative inventory: FASTENERS").click()
    issue = page.url
    page.get_by_text("It is normal here").click()
    page.get_by_label("Why").fill("sold by the foot")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("main")).not_to_contain_text("Negative inventory: FASTENERS")
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(issue)
    expect(page.locator("main")).to_contain_text("sold by the foot")


def test_text_of_a_file_is_never_html(page: Page) -> None:
    alerts: list[str] = []

    def note(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", note)
    bring(page, stock(1), name="<img src=x onerror=alert(2)>.csv")
    page.goto("/digest")
    page.get_by_role("link", name="Negative inventory: FASTENERS").click()
    expect(page.locator("main")).to_contain_text("<img src=x onerror=alert(1)>")
    page.locator("#chart svg").wait_for()
    page.goto("/stores")
    assert page.locator("main img, main b").count() == 0
    assert alerts == []


def test_a_long_issue_is_filtered_as_a_whole(page: Page) -> None:
    many = "".join(f"3{n:04},SPARE {n},SPARES,ACME,-1,{600 - n}.00,900.00,\n" for n in range(520))
    bring(page, stock(1) + many)
    page.goto("/digest?place=SPARES")
    page.get_by_role("link", name="Negative inventory: SPARES").click()
    page.locator("#skus .tabulator-row").first.wait_for()
    assert page.locator("#skus .tabulator-row").count() < 520
    page.locator("#skus .tabulator-header-filter input").nth(1).press_sequentially("SPARE 519")
    expect(page.locator("#skus .tabulator-row")).to_have_count(1)
    expect(page.locator("#skus")).to_contain_text("30519")


def test_a_file_that_cannot_be_used_says_why_and_is_kept(page: Page) -> None:
    page.goto("/start")
    data = {"name": "x.csv", "mimeType": "text/csv", "buffer": b"\x00\x01nothing\x02" * 50}
    page.set_input_files("#files", data)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("alert")).to_contain_text("This file cannot be used")
    page.goto("/start")
    expect(page.locator(".rows")).to_contain_text("x.csv")


def test_a_form_of_another_site_is_refused(page: Page, address: str) -> None:
    bring(page, stock(1))
    answer = page.request.post(
        f"{address}/keys", form={"name": "stolen", "role": "owner"},
        headers={"Origin": "http://evil.example"},
    )  # fmt: skip
    assert answer.status == 403
    page.goto("/settings")
    expect(page.locator("main")).not_to_contain_text("stolen")


def test_reading_needs_no_script(browser: Browser, page: Page, address: str) -> None:
    bring(page, stock(1))
    context = browser.new_context(java_script_enabled=False, base_url=address)
    plain = context.new_page()
    plain.goto("/digest")
    plain.get_by_role("link", name="Negative inventory: FASTENERS").click()
    expect(plain.locator("#skus")).to_contain_text("NAILS 1LB")
    context.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_every_page_fits_and_is_accessible(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    bring(page, stock(1))
    page.goto("/digest")
    issue = page.locator(".issues a").first.get_attribute("href")
    for path in (*PATHS, str(issue)):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert serious(page) == [], path


def serious(page: Page) -> list[Any]:
    """What axe-core finds that keeps people out."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then((result) => result.violations)")
    return [
        (each["id"], each["nodes"][0]["html"][:200])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]
