"""The digest as a page: the headline, what to do, what stands on the shelf, wrong records."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Who
from profit_sentinel.digest.wording import headline, not_checked
from profit_sentinel.domain.money import Money
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services import digests, issues, stores
from profit_sentinel.web.page import Words, go, show

router = APIRouter()
SECTIONS = (
    ("To do", (Money.CASH, Money.MARGIN)),
    ("Capital standing on the shelf", (Money.CAPITAL,)),
    ("Records to correct", (Money.RECORD,)),
)


@router.get("/digest")
def digest_page(  # noqa: PLR0913, PLR0917 - a parameter per filter
    home: AtHome,
    who: Who,
    store: Words = "",
    leak: Words = "",
    place: Words = "",
    money: Money | None = None,
    more: Annotated[int, Query(ge=1, le=500)] = 7,
    undo: Words = "",
) -> Response:
    """What the stores show today, by store, leak, department or vendor, and kind of money."""
    found = digests.digest(home, who, [store] if store else [], 1).plain
    if found["digest"]["as_of"] is None:
        return go("/start")
    asked = {"store_id": store, "leak": leak, "place": place}
    equal = {name: value for name, value in asked.items() if value}
    sections: list[dict[str, Any]] = []
    for title, kinds in SECTIONS:
        shown = [kind for kind in kinds if money in {None, kind}]
        some, total = issues.of_kinds(home, who, shown, equal, more)
        sections.append({"title": title, "issues": some, "total": total})
    summary = found["digest"]["summary"]
    back = summary["recoverable"]
    off = not_checked((each["leak"], each["reason"]) for each in summary["leaks_switched_off"])
    told = headline(back["once"], back["per_year"], summary["issue_count"])
    return show(
        "digest.html", told=told, off=off,
        here="digest", digest=found["digest"], sections=sections, more=more,
        undo=undo,
        stores=stores.listed(home, who), leaks=catalogue().values(),
        lights=issues.places(home, who, store or None),
        chosen={"store": store, "leak": leak, "place": place, "money": money or ""},
    )  # fmt: skip
