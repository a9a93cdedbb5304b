"""The morning digest."""

from typing import Annotated

from fastapi import APIRouter, Query

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.services import digests

router = APIRouter(prefix="/digest", tags=["digest"])
Top = Annotated[int, Query(ge=1, le=20, description="Issues to carry")]


@router.get("")
def digest(
    home: AtHome,
    who: Who,
    stores: Annotated[
        str, Query(max_length=4000, pattern=schemas.NO_NUL, description="Stores, parted by commas")
    ] = "",
    top_k: Top = 5,
) -> schemas.Digest:
    """The digest of all stores in sight, or of some."""
    names = [name for name in map(str.strip, stores.split(",")) if name]
    return schemas.Digest.model_validate(digests.digest(home, who, names, top_k))


@router.get("/{store_id}")
def digest_of_store(home: AtHome, who: Who, store_id: Id, top_k: Top = 5) -> schemas.Digest:
    """The digest of one store."""
    return schemas.Digest.model_validate(digests.digest(home, who, [store_id], top_k))
