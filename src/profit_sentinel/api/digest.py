"""The morning digest."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.services import digests
from profit_sentinel.services.home import Made

router = APIRouter(prefix="/digest", tags=["digest"])
Top = Annotated[int, Query(ge=1, le=20, description="Issues to carry")]


def answer(made: Made) -> Response:
    """A digest as it goes over the wire; the same digest is written and checked once."""
    if made.wire is None:
        made.wire = schemas.Digest.model_validate(made.plain).model_dump_json().encode()
    return Response(made.wire, media_type="application/json")


@router.get("", response_model=schemas.Digest)
def digest(
    home: AtHome,
    who: Who,
    stores: Annotated[
        str, Query(max_length=4000, pattern=schemas.NO_NUL, description="Stores, parted by commas")
    ] = "",
    top_k: Top = 5,
) -> Response:
    """The digest of all stores in sight, or of some."""
    names = [name for name in map(str.strip, stores.split(",")) if name]
    return answer(digests.digest(home, who, names, top_k))


@router.get("/{store_id}", response_model=schemas.Digest)
def digest_of_store(home: AtHome, who: Who, store_id: Id, top_k: Top = 5) -> Response:
    """The digest of one store."""
    return answer(digests.digest(home, who, [store_id], top_k))
