"""Pages under hardship: a slow network, a cut one, no scripts, the back button, two tabs."""

import re
from itertools import pairwise

from playwright.sync_api import Browser, Page, Route, expect

from visitor import TODAY, bring, stock
from watching import Watch

SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 20_000}
"""A poor mobile network: milliseconds and bytes a second."""


def slow(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)


def issue(page: Page) -> str:
    page.goto("/digest")
    return str(page.locator(".issues a").first.get_attribute("href"))


def test_on_a_slow_network_nothing_is_sent_twice(page: Page) -> None:
    bring(page, stock(1))
    path = issue(page)
    slow(page)
    page.goto(path, wait_until="commit")
    expect(page.locator("h1")).to_contain_text("Negative inventory")
    expect(page.locator("#skus")).to_contain_text("NAILS 1LB")
    page.wait_for_load_state("load")
    watch = Watch(page)
    page.get_by_label("Who").fill("Ann")
    pressed = page.evaluate(
        """() => { const button = document.querySelector("form.give button");
        button.click(); button.click();
        return new Promise((done) => setTimeout(() => { const rests = button.disabled;
          button.click(); done(rests); }, 20)); }"""
    )
    assert pressed
    page.wait_for_url("**/tasks/*")
    assert len(watch.sent) == 1
    page.go_back()
    expect(page.locator("h1")).to_contain_text("Negative inventory")
    assert page.locator("button:disabled").count() == 0


def test_a_slow_upload_rests_its_button_and_arrives_once(page: Page) -> None:
    page.goto("/start")
    slow(page)
    watch = Watch(page)
    data = {"name": "stock.csv", "mimeType": "text/csv", "buffer": stock(1).encode()}
    page.set_input_files("#files", data)  # type: ignore[arg-type]
    button = page.get_by_role("button", name="Read the files")
    button.click(no_wait_after=True)
    expect(button).to_be_disabled()
    page.get_by_text("Ready.").wait_for(timeout=30_000)
    assert [url for url in watch.sent if url.endswith("/start")] == watch.sent
    assert len(watch.sent) == 1


def test_an_upload_that_is_cut_off_says_so_and_can_be_sent_again(page: Page) -> None:
    page.goto("/start")
    page.route("**/start", cut)
    data = {"name": "stock.csv", "mimeType": "text/csv", "buffer": stock(1).encode()}
    page.set_input_files("#files", data)  # type: ignore[arg-type]
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("alert")).to_contain_text("did not arrive")
    expect(page.get_by_role("button", name="Read the files")).to_be_enabled()
    page.unroute("**/start")
    page.get_by_role("button", name="Read the files").click()
    page.get_by_text("Ready.").wait_for(timeout=20_000)
    page.goto("/start")
    expect(page.locator(".rows > li")).to_have_count(1)


def cut(route: Route) -> None:
    if route.request.method == "POST":
        route.abort("connectionreset")
    else:
        route.continue_()


def test_every_page_can_be_read_without_scripts(browser: Browser, page: Page, address: str) -> None:
    bring(page, stock(1))
    context = browser.new_context(java_script_enabled=False, base_url=address)
    plain = context.new_page()
    plain.goto("/digest?money=record")
    plain.get_by_role("link", name="Negative inventory: FASTENERS").click()
    expect(plain.locator("#skus")).to_contain_text("NAILS 1LB")
    plain.locator("#skus a").nth(1).click()
    expect(plain.locator(".worked")).to_have_text("2 units below zero x $1.00 each = $2.")
    plain.get_by_label("Who").fill("Ann")
    plain.get_by_role("button", name="Delegate").click()
    expect(plain.locator("h1")).to_contain_text("Count the item")
    plain.goto("/settings")
    plain.get_by_label("Few surprises").check()
    plain.get_by_role("button", name="See the effect").first.click()
    expect(plain.locator("h1")).to_have_text("What would change")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_role("status")).to_contain_text("Saved.")
    context.close()


def test_filters_and_pages_survive_the_back_button(page: Page) -> None:
    many = "".join(
        f"4{n:03},BOLT {n},DEPT {n},ACME,-{n + 2},3.00,9.00,{TODAY}\n" for n in range(20)
    )
    bring(page, stock(1) + many)
    page.goto("/digest")
    page.get_by_text("Show a store, leak").click()
    page.get_by_label("Money").select_option("record")
    page.get_by_role("button", name="Show").click()
    page.get_by_role("link", name=re.compile("^More: 7 of 21")).click()
    expect(page.locator(".issues .card")).to_have_count(21)
    was = page.url
    page.locator(".issues a").nth(20).click()
    page.wait_for_url("**/issues/*")
    page.go_back()
    expect(page).to_have_url(was)
    expect(page.locator(".issues .card")).to_have_count(21)
    expect(page.get_by_label("Money")).to_have_value("record")
    page.go_back()
    expect(page.locator(".issues .card")).to_have_count(7)
    page.reload()
    expect(page.locator(".issues .card")).to_have_count(7)
    addresses = page.evaluate("performance.getEntriesByType('navigation').map((it) => it.name)")
    assert all(one != other for one, other in pairwise(addresses))


def test_the_second_of_two_tabs_keeps_its_text(page: Page) -> None:
    bring(page, stock(1))
    page.goto(issue(page))
    page.get_by_label("Who").fill("Ann")
    page.get_by_role("button", name="Delegate").click()
    page.wait_for_url("**/tasks/*")
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Note").fill("from the first tab")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator(".figures .state")).to_have_text("in progress")
    other.get_by_label("Note").fill("from the second tab")
    other.get_by_role("button", name="Dismiss").click()
    expect(other.get_by_role("alert")).to_contain_text("changed this task since you opened it")
    expect(other.get_by_role("alert")).to_contain_text("from the first tab")
    expect(other.get_by_label("Note")).to_have_value("from the second tab")
    expect(other.locator(".figures .state")).to_have_text("in progress")
