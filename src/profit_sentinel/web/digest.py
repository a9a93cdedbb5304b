"""The digest as a page: the headline, what to do, what stands on the shelf, wrong records."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Who
from profit_sentinel.digest.wording import headline, not_checked
from profit_sentinel.domain.money import Money
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services import stores
from profit_sentinel.services.morning import Asked, morning
from profit_sentinel.web.page import Words, go, show

router = APIRouter()
FIRST, MOST = 7, 500
"""Issues of a section at first, and at most."""


@router.get("/digest")
def digest_page(  # noqa: PLR0913, PLR0917 - a parameter per filter
    home: AtHome,
    who: Who,
    store: Words = "",
    leak: Words = "",
    place: Words = "",
    money: Money | Literal[""] = "",
    trend: Words = "",
    more: Annotated[int, Query(ge=1, le=MOST)] = FIRST,
    undo: Words = "",
) -> Response:
    """What the stores show today, by store, leak, department or vendor, and kind of money."""
    asked = Asked(store, leak, place.strip(), money or None, trend)
    told = morning(home, who, asked, more)
    days = [each.as_of for each in told.stores if each.as_of is not None]
    if not days:
        return go("/start")
    back = told.sums
    return show(
        "digest.html", here="digest", told=told, asked=asked, more=more, most=MOST,
        may=who.may_change, undo=undo,
        filtered=bool(asked.equal), as_of=max(days), oldest=min(days),
        said=headline(back.once, back.per_year, back.count),
        off=not_checked((each["leak"], each["reason"]) for each in told.off),
        stores=stores.listed(home, who),
        leaks=sorted(catalogue().values(), key=lambda leak: leak.title),
    )  # fmt: skip
