"""What a browser says beside a page: errors, refused resources, alerts, requests."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import ConsoleMessage, Dialog, Page, Request

AXE = Path(__file__).parent / "browser" / "vendor" / "axe.min.js"


@dataclass
class Watch:
    """What was noted since it began."""

    page: Page
    errors: list[str] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("dialog", self._dialog)
        self.page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _dialog(self, dialog: Dialog) -> None:
        self.alerts.append(dialog.message)
        dialog.dismiss()

    def _request(self, request: Request) -> None:
        if request.method == "POST":
            self.sent.append(request.url)


def settled(page: Page) -> None:
    """Wait until what a page draws by itself is drawn."""
    if page.locator("#chart").count():
        page.locator("#chart svg").wait_for()


def serious(page: Page) -> list[Any]:
    """What axe-core finds that keeps people out."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] }).then((it) => it.violations)")
    return [
        (each["id"], each["nodes"][0]["html"][:200])
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def wide(page: Page) -> bool:
    """Whether a page scrolls sideways."""
    found: bool = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return found
