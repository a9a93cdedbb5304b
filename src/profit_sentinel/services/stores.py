"""Stores: their names, time zones, other names, snapshots, and the rules they are judged by."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from profit_sentinel.domain.errors import ConflictError, WrongUsageError
from profit_sentinel.services.home import rule_book
from profit_sentinel.services.settings import settings_text
from profit_sentinel.services.showing import refresh
from profit_sentinel.settings import load
from profit_sentinel.store import snapshots, stores, tasks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Event, Snapshot, Store

NOUN = "store"
SETTINGS = "settings"
REPLACED = "replaced"
"""What a change of the settings is called in their history."""


def listed(home: Home, who: Person) -> Sequence[Store]:
    """The stores in sight."""
    with home.database.reading(who.org) as session:
        return stores.listed(session, who.scope)


def change(home: Home, who: Person, name: str, called: str | None, time_zone: str | None) -> Store:
    """Name a store, or say in which time zone it is.

    Raises:
        NotFoundError: No such store.
        ForbiddenError: Somebody who may not change it.
        WrongUsageError: No such time zone.
    """
    who.check_may_change()
    who.check_store(name)
    if time_zone is not None:
        _check_zone(time_zone)
    with home.database.writing(who.org) as session:
        store = stores.get(session, name)
        store.name = called or store.name
        store.time_zone = time_zone or store.time_zone
        tasks.note(session, NOUN, name, "changed", f"{store.name}, {store.time_zone}", who.name)
        return store


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = f"{name!r} is no time zone; write it as America/Chicago"
        raise WrongUsageError(message) from error


def aliases(home: Home, who: Person) -> Mapping[str, str]:
    """Names that were said to mean one store or SKU."""
    with home.database.reading(who.org) as session:
        return stores.aliases(session)


def say_same(home: Home, who: Person, other: str, name: str) -> None:
    """Say that two names mean one store or SKU, from the next upload on.

    Raises:
        ForbiddenError: Somebody who has only some stores in hand.
        WrongUsageError: Not of the form `store:01` or `sku:123`.
    """
    who.check_everywhere()
    kind, mark, rest = other.partition(":")
    if kind not in {"store", "sku"} or not mark or not rest or not name or rest == name:
        message = f"{other!r}: write the other name as store:01 or sku:123, and another as its name"
        raise WrongUsageError(message)
    with home.database.writing(who.org) as session:
        stores.organisation(session, who.org)
        stores.say_same(session, other, name, who.name)
        tasks.note(session, "alias", other, "said", name, who.name)


def kept(
    home: Home, who: Person, store: str | None, offset: int, limit: int
) -> tuple[list[Snapshot], int]:
    """Snapshots, the newest first, and how many there are.

    Raises:
        ForbiddenError: A store out of sight, or none named by somebody bound to stores.
    """
    if store is None:
        who.check_store("") if who.scope is not None else None
    else:
        who.check_store(store)
    with home.database.reading(who.org) as session:
        found, total = snapshots.listed(session, store, offset, limit)
    return list(found), total


def settings(home: Home, who: Person) -> str:
    """Every setting in force, as a TOML file."""
    with home.database.reading(who.org) as session:
        return settings_text(rule_book(session).settings)


def rules(home: Home, who: Person) -> RuleBook:
    """The rules in force."""
    with home.database.writing(who.org) as session:
        return rule_book(session)


def set_settings(home: Home, who: Person, text: str, seen: str | None = None) -> str:
    """Put other settings in force and judge what is kept by them.

    Args:
        home: Where they are kept.
        who: Who says so.
        text: A settings file in TOML; empty for those of a hardware store.
        seen: The mark of the rules that these are to take the place of; None for any.

    Returns:
        Every setting in force.

    Raises:
        ForbiddenError: Somebody who has only some stores in hand.
        SettingsError: Something in it cannot be used.
        ConflictError: Other rules are in force than were seen.
    """
    who.check_everywhere()
    load(None, text)
    with home.database.writing(who.org) as session:
        if seen not in {None, rule_book(session).mark}:
            message = "somebody has changed the settings meanwhile; look at them again"
            raise ConflictError(message)
        names = _put_in_force(session, who, text)
    refresh(home, who.org, names)
    return settings(home, who)


def _put_in_force(session: Session, who: Person, text: str) -> list[str]:
    held = stores.organisation(session, who.org)
    tasks.note(session, SETTINGS, who.org, REPLACED, held.settings, who.name)
    held.settings = text
    return [store.id for store in stores.listed(session, None)]


def changes(home: Home, who: Person) -> list[Event]:
    """Changes of the settings, the newest first; the note of each holds those before it."""
    with home.database.reading(who.org) as session:
        held = tasks.history(session, SETTINGS, who.org)
    return [each for each in reversed(held) if each.what == REPLACED]


def undo_settings(home: Home, who: Person, change: str) -> None:
    """Put the settings in force again that the newest change took the place of.

    Raises:
        ForbiddenError: Somebody who has only some stores in hand.
        ConflictError: It is not the newest change, so that another would be lost with it.
    """
    who.check_everywhere()
    with home.database.writing(who.org) as session:
        held = [e for e in tasks.history(session, SETTINGS, who.org) if e.what == REPLACED]
        if not held or held[-1].id != change:
            message = "somebody has changed the settings since; look at them again"
            raise ConflictError(message)
        names = _put_in_force(session, who, held[-1].note)
    refresh(home, who.org, names)
