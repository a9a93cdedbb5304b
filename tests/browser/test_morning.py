"""The morning of the owner and the day of the manager, in one browser, and by keyboard alone."""

from playwright.sync_api import Page, expect

from visitor import bring, stock
from watching import Watch

NEGATIVE = "Negative inventory: FASTENERS"


def test_the_whole_morning(page: Page) -> None:
    watch = Watch(page)
    page.goto("/")
    expect(page).to_have_title("Upload · Profit Sentinel")
    bring(page, stock(9))
    page.get_by_role("link", name="See the digest").click()
    page.get_by_role("link", name=NEGATIVE).click()
    expect(page.locator(".worked")).to_have_text("7 units below zero x $4.00 each = $28.")
    page.get_by_label("Who").fill("Ann")
    page.get_by_label("Note").fill("before noon, please")
    page.get_by_role("button", name="Delegate").click()
    expect(page.locator("h1")).to_contain_text("Count the item")
    expect(page.locator("main")).to_contain_text("before noon, please")
    manage(page)
    bring(page, stock(1, on_hand=3))
    page.get_by_role("link", name="See the digest").click()
    expect(page.locator(".since")).to_contain_text("1 better")
    page.get_by_role("link", name=NEGATIVE).click()
    expect(page.locator("#skus")).not_to_contain_text("NAILS 1LB")
    bring(page, stock(0, on_hand=3).replace(",-2,1.00", ",2,1.00"))
    page.get_by_role("link", name="See the digest").click()
    page.get_by_text("1 issue of last time no longer seen in the data").click()
    expect(page.locator(".gone")).to_contain_text(NEGATIVE)
    assert watch.errors == []


def manage(page: Page) -> None:
    """The manager does what her task asks."""
    page.goto("/tasks?person=Ann&by=person")
    page.locator(".tasks a").first.click()
    steps = page.locator(".steps button")
    for place in range(steps.count()):
        steps.nth(place).click()
        expect(steps.nth(place)).to_have_attribute("aria-pressed", "true")
    page.get_by_label("Note").fill("counted, booked the receipt")
    page.get_by_role("button", name="Complete").click()
    expect(page.locator(".figures .state")).to_have_text("completed")
    page.goto("/tasks")
    expect(page.locator("main")).to_contain_text("Completed 1")


def test_the_morning_by_keyboard_alone(page: Page) -> None:
    bring(page, stock(1))
    reach(page, "See the digest")
    page.wait_for_url("**/digest")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the page")
    reach(page, NEGATIVE)
    page.wait_for_url("**/issues/*")
    tab_to(page, "input[name=assignee]")
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/*")
    tab_to(page, ".steps button")
    page.keyboard.press("Space")
    expect(page.locator(".steps button").first).to_have_attribute("aria-pressed", "true")
    tab_to(page, "textarea[name=notes]")
    page.keyboard.type("done")
    tab_to(page, "button[value=completed]")
    page.keyboard.press("Enter")
    expect(page.locator(".figures .state")).to_have_text("completed")


def reach(page: Page, name: str) -> None:
    """Go to a link by Tab, see where the focus is, and follow it."""
    tab_to(page, f"a:text-is('{name}')")
    page.keyboard.press("Enter")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus, which must be seen."""
    wanted = page.locator(selector).first
    wanted.wait_for()
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("(it) => it === document.activeElement"):
            break
    expect(wanted).to_be_focused()
    assert wanted.evaluate("(it) => getComputedStyle(it).outlineStyle") != "none"
