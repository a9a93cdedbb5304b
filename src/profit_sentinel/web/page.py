"""What every page shares: templates, words for figures, forms that only our own pages may send."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from profit_sentinel.domain.errors import ForbiddenError
from profit_sentinel.domain.money import Money, dollars_text

KINDS = {
    Money.CASH: "cash, once",
    Money.MARGIN: "margin a year",
    Money.CAPITAL: "on the shelf",
    Money.RECORD: "wrong on the books",
}
"""What each kind of money is called on a page."""
_OWN = {"same-origin", "none"}
templates = Environment(
    loader=PackageLoader("profit_sentinel.web"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def day(value: date | datetime | str | None) -> str:
    """A day as people read it."""
    if value is None:
        return "unknown"
    held = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{held:%b} {held.day}, {held.year}"


def number(value: Any) -> str:  # noqa: ANN401 - any figure of a finding
    """A figure of a finding."""
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return "unknown" if value is None else str(value)


templates.filters["dollars"] = dollars_text
templates.filters["day"] = day
templates.filters["number"] = number
templates.filters["words"] = lambda text: str(text).replace("_", " ")
templates.globals["kinds"] = KINDS
templates.globals["today"] = lambda: datetime.now(UTC).date()


def show(name: str, status: int = 200, /, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """A page from its template.

    Args:
        name: Of the template.
        status: Of the answer.
        values: What the template speaks of.
    """
    return HTMLResponse(templates.get_template(name).render(**values), status)


def go(path: str) -> RedirectResponse:
    """Send the browser on, after something was done."""
    return RedirectResponse(path, status_code=303)


def own_page(request: Request) -> None:
    """Let only our own pages send forms.

    A browser says where a form comes from, and no page can forge that.

    Raises:
        ForbiddenError: It comes from elsewhere, or the browser does not say.
    """
    told = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin", "")
    own = f"{request.url.scheme}://{request.headers.get('host')}"
    if not (origin == own if told is None else told in _OWN):
        message = "this form was not sent by a page of this service"
        raise ForbiddenError(message)
