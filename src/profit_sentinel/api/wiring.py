"""What endpoints ask for: the home, the person, a page."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from profit_sentinel.adapters.issuer import Issuer
from profit_sentinel.api import schemas
from profit_sentinel.api.door import SIGNED, person
from profit_sentinel.domain.person import Person
from profit_sentinel.services.home import Home, Made
from profit_sentinel.services.links import Visitor
from profit_sentinel.services.readers import Readers


async def _home(request: Request) -> Home:
    return request.app.state.home  # type: ignore[no-any-return]


async def _readers(request: Request) -> Readers:
    return request.app.state.readers  # type: ignore[no-any-return]


async def _issuer(request: Request) -> Issuer:
    return request.app.state.issuer  # type: ignore[no-any-return]


AtHome = Annotated[Home, Depends(_home)]
Who = Annotated[Person, Depends(person)]
AtIssuer = Annotated[Issuer, Depends(_issuer)]
Reader = Annotated[Readers, Depends(_readers)]


async def _sign_in() -> str | None:
    signed = SIGNED.get()
    return signed.id if signed else None


async def _visitor(request: Request) -> Visitor:
    return request.state.visitor  # type: ignore[no-any-return]


Visiting = Annotated[Visitor, Depends(_visitor)]
"""Who came by a link to her tasks."""
By = Annotated[str | None, Depends(_sign_in)]
"""The sign-in by which a request is made; None for a program."""
Offset = Annotated[int, Query(ge=0, le=10_000_000, description="Entries to skip")]
Limit = Annotated[int, Query(ge=1, le=500, description="Entries of the page")]
Id = schemas.Name
Only = Annotated[str | None, Query(max_length=200, pattern=schemas.NO_NUL)]
"""A value that entries must have."""


def wire(made: Made, schema: type[schemas.Answer]) -> Response:
    """Something that is kept as it goes over the wire; it is checked and written once."""
    if made.wire is None:
        made.wire = schema.model_validate(made.plain).model_dump_json().encode()
    return Response(made.wire, media_type="application/json")


REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": schemas.Problem, "description": said}
    for status, said in {
        400: "No request that can be read",
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
