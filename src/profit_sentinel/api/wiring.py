"""What endpoints ask for: the home, the person, a page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query
from starlette.requests import Request

from profit_sentinel.api import schemas
from profit_sentinel.api.guards import person
from profit_sentinel.domain.person import Person
from profit_sentinel.services.home import Home
from profit_sentinel.services.reading import Readers


def _home(request: Request) -> Home:
    return request.app.state.home  # type: ignore[no-any-return]


def _readers(request: Request) -> Readers:
    return request.app.state.readers  # type: ignore[no-any-return]


AtHome = Annotated[Home, Depends(_home)]
Who = Annotated[Person, Depends(person)]
Reader = Annotated[Readers, Depends(_readers)]
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Entries to skip")]
Limit = Annotated[int, Query(ge=1, le=500, description="Entries of the page")]
StoreId = Annotated[str | None, Query(max_length=200, pattern=schemas.NO_NUL)]
Id = schemas.Name
REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": schemas.Problem, "description": said}
    for status, said in {
        401: "Not signed in",
        403: "Not for this person",
        404: "Not there",
        409: "Not in this state",
        413: "Too large",
        422: "Cannot be used",
        429: "Too often",
        503: "Database or file store do not answer",
    }.items()
}
"""The errors of the interface, for its description."""
