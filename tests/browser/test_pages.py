from playwright.sync_api import Page, expect

from visitor import bring, stock
from watching import settled


def test_what_is_dismissed_stays_away_until_it_is_taken_back(page: Page) -> None:
    bring(page, stock(1))
    page.goto("/digest")
    page.get_by_role("link", name="Negative inventory: FASTENERS").click()
    issue = page.url
    page.get_by_text("It is normal here").click()
    page.get_by_role("textbox", name="Why").fill("sold by the foot")
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("main")).not_to_contain_text("Negative inventory: FASTENERS")
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(issue)
    expect(page.locator("main")).to_contain_text("sold by the foot")


def test_single_skus_are_dismissed_and_brought_back(page: Page) -> None:
    bring(page, stock(1))
    page.goto("/digest")
    page.get_by_role("link", name="Negative inventory: FASTENERS").click()
    expect(page.locator(".ticked")).to_be_hidden()
    page.get_by_role("checkbox", name="2001").check()
    page.get_by_text("are normal here").click()
    page.locator(".ticked").get_by_label("Why").fill("sold by the pound")
    page.get_by_role("button", name="Dismiss them").click()
    expect(page.locator(".done")).to_contain_text("1 SKU dismissed as normal here")
    expect(page.locator("#skus")).not_to_contain_text("NAILS 1LB")
    expect(page.locator("#skus")).to_contain_text("2002")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#skus")).to_contain_text("NAILS 1LB")


def test_what_is_ticked_in_a_long_table_is_meant_when_it_is_out_of_view(page: Page) -> None:
    many = "".join(f"3{n:04},SPARE {n},SPARES,ACME,-1,{600 - n}.00,900.00,\n" for n in range(520))
    bring(page, stock(1) + many)
    page.goto("/digest?place=SPARES")
    page.get_by_role("link", name="Negative inventory: SPARES").click()
    page.locator("#skus[data-loaded]").wait_for()
    settled(page)
    page.get_by_role("checkbox", name="30000").check()
    page.get_by_label("filter by SKU").press_sequentially("30519")
    expect(page.locator("#skus .tabulator-row")).to_have_count(1)
    page.get_by_role("checkbox", name="30519").check()
    page.get_by_role("button", name="are real").click()
    expect(page.locator(".done")).to_contain_text("2 SKUs confirmed as real")
    expect(page.locator("#said")).to_contain_text("30000, 30519")


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


def test_a_file_dropped_anywhere_is_read(page: Page) -> None:
    page.goto("/start")
    page.evaluate(
        """(text) => {
          const held = new DataTransfer();
          held.items.add(new File([text], "dropped.csv", { type: "text/csv" }));
          document.querySelector("h1").dispatchEvent(
            new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }""",
        stock(1),
    )
    page.get_by_text("Ready.").wait_for(timeout=20_000)
    expect(page.locator("h1")).to_have_text("dropped.csv")
