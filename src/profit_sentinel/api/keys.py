"""Keys for programs."""

from fastapi import APIRouter

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.services import keys

router = APIRouter(prefix="/keys", tags=["keys"])


@router.post("", status_code=201)
def make_key(home: AtHome, who: Who, asked: schemas.MakeKey) -> schemas.NewKey:
    """Make a key; its secret is shown this once."""
    made = keys.make(home, who, asked.name, asked.role, asked.stores)
    return schemas.NewKey.model_validate({**vars(made.key), "secret": made.secret})


@router.get("")
def list_keys(home: AtHome, who: Who) -> schemas.KeyList:
    """All keys, without their secrets."""
    return schemas.KeyList.model_validate({"keys": keys.listed(home, who)})


@router.delete("/{key_id}")
def revoke_key(home: AtHome, who: Who, key_id: Id) -> schemas.Key:
    """Take a key out of use."""
    return schemas.Key.model_validate(keys.revoke(home, who, key_id))
