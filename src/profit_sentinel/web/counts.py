"""Count sheets as a page to print and walk with, and as a file."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Who
from profit_sentinel.digest.counts import sheet_table
from profit_sentinel.services import counts, stores
from profit_sentinel.web.page import Words, as_file, show

router = APIRouter(prefix="/counts")


@router.get("")
def counts_page(home: AtHome, who: Who, store: Words = "") -> Response:
    """The shelves of a store that are worth a look, in shelf order; of all where none is named."""
    sheets = counts.of_store(home, who, store)
    days = {each.id: each.as_of for each in stores.listed(home, who)}
    return show("counts.html", here="digest", store=store, sheets=sheets, days=days)


@router.get("/sheet.{form}")
def counts_file(
    home: AtHome, who: Who, form: Literal["csv", "xlsx"], store: Words = ""
) -> Response:
    """The same as a file, with a column to fill in."""
    return as_file(sheet_table(counts.of_store(home, who, store)), "count-sheet", form)
