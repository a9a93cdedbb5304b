"""Pictures of the pages for the README, taken from the running program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from playwright.sync_api import sync_playwright

from pages.measure import SIZES, bring, chromium, served

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SHOWN: Mapping[str, tuple[str, Literal["light", "dark"]]] = {
    "digest": ("desk", "light"),
    "digest-phone": ("phone", "dark"),
    "issue": ("desk", "light"),
    "settings": ("desk", "light"),
}
"""Pictures, each with its screen and dress."""


def take(folder: Path, files: Sequence[Path], place: Path) -> list[Path]:
    """Bring files and take the pictures; returns where they lie."""
    place.mkdir(parents=True, exist_ok=True)
    with served(folder) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        bring(browser, address, files)
        taken = [picture(browser, address, place, name) for name in SHOWN]
        browser.close()
    return taken


def picture(browser: Browser, address: str, place: Path, name: str) -> Path:
    """One picture."""
    size, dress = SHOWN[name]
    width, height = SIZES[size]
    context = browser.new_context(
        viewport={"width": min(width, 1200), "height": height}, color_scheme=dress
    )
    page = context.new_page()
    POSES[name](page, address)
    path = place / f"{name}.png"
    page.screenshot(path=path, animations="disabled")
    context.close()
    return path


def digest(page: Page, address: str) -> None:
    """The digest as it opens."""
    page.goto(f"{address}/digest")


def issue(page: Page, address: str) -> None:
    """An issue of prices with its picture drawn."""
    page.goto(f"{address}/digest?leak=price_gap")
    page.locator(".issues a").nth(1).click()
    page.locator("#chart svg").wait_for()


def settings(page: Page, address: str) -> None:
    """What other settings would do."""
    page.goto(f"{address}/settings")
    page.get_by_label("Few surprises").check()
    page.get_by_role("button", name="See the effect").first.click()
    page.get_by_role("button", name="Save").wait_for()


POSES = {"digest": digest, "digest-phone": digest, "issue": issue, "settings": settings}
