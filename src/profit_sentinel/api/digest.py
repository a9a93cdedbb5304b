"""The morning digest."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Who, wire
from profit_sentinel.services import digests

router = APIRouter(prefix="/digest", tags=["digest"])
Top = Annotated[int, Query(ge=1, le=20, description="Issues, and count sheets, to carry")]


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
    return wire(digests.digest(home, who, names, top_k), schemas.Digest)


@router.get("/{store_id}", response_model=schemas.Digest)
def digest_of_store(home: AtHome, who: Who, store_id: Id, top_k: Top = 5) -> Response:
    """The digest of one store."""
    return wire(digests.digest(home, who, [store_id], top_k), schemas.Digest)
