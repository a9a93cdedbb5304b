"""Stores and snapshots as pages, and the search box."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.services import search, stores
from profit_sentinel.web.page import Said, Words, go, show

router = APIRouter()


@router.get("/stores")
def stores_page(home: AtHome, who: Who) -> Response:
    """The stores, and the snapshots of their stock."""
    scope = sorted(who.scope or ())
    kept, total = stores.kept(home, who, scope[0] if scope else None, 0, 50)
    return show("stores.html", here="stores", stores=stores.listed(home, who), snapshots=kept,
                total=total, may=who.may_change)  # fmt: skip


@router.post("/stores/{store_id}")
def change_store(
    home: AtHome,
    who: Who,
    store_id: Id,
    name: Said,
    time_zone: Said,
) -> Response:
    """Name a store, or say in which time zone it is."""
    stores.change(home, who, store_id, name.strip(), time_zone.strip())
    return go("/stores")


@router.get("/search")
def search_page(home: AtHome, who: Who, q: Words = "") -> Response:
    """Issues, SKUs, vendors and tasks that hold some words."""
    found = search.search(home, who, q.strip()) if q.strip() else search.Found([], [])
    return show("search.html", here="", q=q, found=found)
