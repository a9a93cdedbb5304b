"""Stores, their other names, their snapshots, and the settings they are judged by."""

from fastapi import APIRouter

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Limit, Offset, Only, Who
from profit_sentinel.services import stores

router = APIRouter()


@router.get("/stores", tags=["stores"])
def list_stores(home: AtHome, who: Who) -> schemas.StoreList:
    """The stores in sight."""
    return schemas.StoreList.model_validate({"stores": stores.listed(home, who)})


@router.patch("/stores/{store_id}", tags=["stores"])
def change_store(
    home: AtHome, who: Who, store_id: Id, change: schemas.ChangeStore
) -> schemas.Store:
    """Name a store, or say in which time zone it is."""
    found = stores.change(home, who, store_id, change.name, change.time_zone)
    return schemas.Store.model_validate(found)


@router.get("/aliases", tags=["stores"])
def list_aliases(home: AtHome, who: Who) -> schemas.Aliases:
    """Names that were said to mean one store or SKU."""
    return schemas.Aliases(aliases=dict(stores.aliases(home, who)))


@router.put("/aliases", tags=["stores"])
def say_alias(home: AtHome, who: Who, said: schemas.SayAlias) -> schemas.Aliases:
    """Say that two names mean one store or SKU, from the next upload on."""
    stores.say_same(home, who, said.other, said.name)
    return schemas.Aliases(aliases=dict(stores.aliases(home, who)))


@router.get("/snapshots", tags=["snapshots"])
def list_snapshots(
    home: AtHome,
    who: Who,
    store_id: Only = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> schemas.SnapshotPage:
    """Snapshots, the newest day first, each with the quality of its data."""
    found, total = stores.kept(home, who, store_id, offset, limit)
    return schemas.SnapshotPage.model_validate({"snapshots": found, "total": total})


@router.get("/settings", tags=["settings"])
def get_settings(home: AtHome, who: Who) -> schemas.Settings:
    """Every setting in force."""
    return schemas.Settings(toml=stores.settings(home, who))


@router.put("/settings", tags=["settings"])
def set_settings(home: AtHome, who: Who, said: schemas.SetSettings) -> schemas.Settings:
    """Put other settings in force; what is kept is judged again."""
    return schemas.Settings(toml=stores.set_settings(home, who, said.toml))
