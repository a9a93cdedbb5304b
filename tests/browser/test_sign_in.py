"""Signing in with a real browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from issuing import Issuer
from posting import Post
from profit_sentinel.app import open_home
from profit_sentinel.config import Config
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import members
from visitor import DESK, PHONE, bring, stock
from watching import serious

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from playwright.sync_api import Browser


@pytest.fixture
def issuer() -> Iterator[Issuer]:
    with Issuer(asks=True) as made:
        yield made


@pytest.fixture
def opened(browser: Browser, serve: Callable[..., str], issuer: Issuer) -> Iterator[Page]:
    """A page of a service that knows the issuer."""
    config = {name: value for name, value in issuer.config().items() if value is not None}
    context = browser.new_context(base_url=serve(**config))
    yield context.new_page()
    context.close()


def test_sign_in_by_an_issuer_and_out_again(opened: Page) -> None:
    opened.goto("/stores")
    expect(opened).to_have_title("Sign in · Profit Sentinel")
    opened.get_by_role("link", name="Sign in with your account").click()
    expect(opened.locator("h1")).to_have_text("The issuer")
    opened.get_by_role("link", name="Let me in").click()
    expect(opened.locator("h1")).to_have_text("Stores")
    assert opened.url.endswith("/stores")
    (kept,) = opened.context.cookies()
    assert (kept["name"], kept["httpOnly"], kept["sameSite"]) == ("profit_sentinel", True, "Lax")
    assert opened.evaluate("document.cookie") == ""
    opened.goto("/people")
    expect(opened.locator("main")).to_contain_text("this one")
    opened.get_by_role("banner").get_by_role("button", name="Sign out").click()
    expect(opened.locator("h1")).to_have_text("Sign in")
    assert opened.context.cookies() == []
    opened.go_back()
    opened.goto("/digest")
    expect(opened.locator("h1")).to_have_text("Sign in")


def test_what_the_issuer_refuses_is_told(opened: Page, issuer: Issuer) -> None:
    issuer.refuses = "access_denied"
    opened.goto("/digest")
    opened.get_by_role("link", name="Sign in with your account").click()
    opened.get_by_role("link", name="Let me in").click()
    expect(opened.get_by_role("alert")).to_contain_text("did not let you in, or you said no")
    expect(opened.get_by_role("link", name="Sign in with your account")).to_be_visible()


def test_sign_in_by_a_mail_that_a_scanner_looked_at(
    browser: Browser, serve: Callable[..., str], tmp_path: Path
) -> None:
    with Post() as post:
        address = serve(**post.config())
        home = open_home(Config(home=tmp_path / "home", **post.config()))
        owner = Person("Olga", "acme", Role.OWNER)
        members.invite(home, owner, "Ann", "ann@acme.test", Role.OWNER)
        assert "invited" in post.next().get_content()
        home.database.close()
        context = browser.new_context(base_url=address)
        page = context.new_page()
        page.goto("/stores")
        page.get_by_label("Mail address").fill("ann@acme.test")
        page.get_by_role("button", name="Send me a link").click()
        expect(page.locator("h1")).to_have_text("Look at your mail")
        (link,) = re.findall(r"\S+/sign-in/link/\S+", post.next().get_content())
    for _ in range(2):
        scanner = browser.new_context(base_url=address)
        scanner.new_page().goto(link)
        scanner.close()
    page.goto(link)
    page.get_by_role("button", name="Sign in with this browser").click()
    expect(page.locator("h1")).to_have_text("Stores")
    expect(page.get_by_role("button", name="Sign out")).to_have_attribute("title", "Ann, owner")
    page.goto(link)
    page.get_by_role("button", name="Sign in with this browser").click()
    expect(page.get_by_role("alert")).to_contain_text("was used or is too old")
    context.close()


def test_a_part_of_a_page_leads_to_sign_in_when_the_time_is_over(opened: Page) -> None:
    opened.goto("/start")
    opened.get_by_role("link", name="Sign in with your account").click()
    opened.get_by_role("link", name="Let me in").click()
    expect(opened.locator("h1")).to_have_text("Bring last night's export")
    opened.add_script_tag(url="/static/htmx.min.js")
    opened.context.clear_cookies()
    opened.evaluate("htmx.ajax('GET', '/uploads/7/progress', '#main')")
    expect(opened.locator("h1")).to_have_text("Sign in")
    assert opened.url.endswith("/sign-in?next=/start")


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_a_link_opens_the_tasks_of_one_person(
    browser: Browser, page: Page, address: str, *, script: bool
) -> None:
    bring(page, stock(1))
    page.goto("/digest")
    page.get_by_role("link", name="Negative inventory: FASTENERS").click()
    page.get_by_label("Who").fill("Ann")
    page.get_by_role("button", name="Delegate").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.locator("code.secret").inner_text()
    secret = link.rpartition("/")[2]
    assert len(secret) > 40
    context = browser.new_context(java_script_enabled=script, viewport=PHONE)  # type: ignore[arg-type]
    asked: list[str] = []
    ann = context.new_page()
    ann.on("request", lambda request: asked.append(str(request.headers)))
    ann.goto(link)
    expect(ann.locator("h1")).to_have_text("Tasks of Ann")
    assert ann.url == f"{address}/mine"
    ann.locator(".tasks a").click()
    ann.locator(".steps button").first.click()
    expect(ann.locator(".steps button").first).to_have_attribute("aria-pressed", "true")
    ann.get_by_label("Note").fill("two boxes in the back")
    ann.get_by_role("button", name="Complete").click()
    expect(ann.locator(".figures .state")).to_have_text("completed")
    expect(ann.locator("main")).to_contain_text("Ann, by link: completed, two boxes in the back")
    assert len(asked) > 5
    assert not [headers for headers in asked if secret in headers]
    for _ in range(6):
        ann.go_back()
        assert secret not in ann.url
    context.close()
    page.get_by_role("button", name="Revoke it").click()
    expect(page.locator(".figures .state")).to_have_text("completed")
    other = browser.new_page()
    other.goto(link)
    expect(other.locator("h1")).to_have_text("This link has ended")
    other.close()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_pages_of_the_door_fit_and_are_accessible(opened: Page, size: dict[str, int]) -> None:
    opened.set_viewport_size(size)  # type: ignore[arg-type]
    opened.goto("/people")
    fits(opened)
    opened.get_by_role("link", name="Sign in with your account").click()
    opened.get_by_role("link", name="Let me in").click()
    expect(opened.locator("h1")).to_have_text("People")
    fits(opened)
    bring(opened, stock(1))
    opened.goto("/digest")
    opened.get_by_role("link", name="Negative inventory: FASTENERS").click()
    opened.get_by_label("Who").fill("Ann")
    opened.get_by_role("button", name="Delegate").click()
    expect(opened.locator("h1")).to_contain_text("Count the item")
    fits(opened)
    opened.get_by_role("button", name="Make a link").click()
    expect(opened.locator("h1")).to_have_text("A link for Ann")
    fits(opened)
    opened.goto(opened.locator("code.secret").inner_text())
    expect(opened.locator("h1")).to_have_text("Tasks of Ann")
    fits(opened)
    opened.locator(".tasks a").click()
    expect(opened.locator("h1")).to_contain_text("Count the item")
    fits(opened)
    opened.goto("/mine/nowhere")
    fits(opened)


def fits(page: Page) -> None:
    """A page is no wider than its window and keeps nobody out, once its style is there."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert serious(page) == [], page.url
