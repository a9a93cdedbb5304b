"""Keys for programs: made, shown once, listed, revoked."""

from __future__ import annotations

from hashlib import sha256
from secrets import token_urlsafe
from typing import TYPE_CHECKING, NamedTuple

from profit_sentinel.domain.person import Person, Role, check_reach
from profit_sentinel.store import keys, links, stores, tasks
from profit_sentinel.store.database import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from profit_sentinel.services.home import Home
    from profit_sentinel.store.tables import ApiKey

PREFIX = "ps_"
NOUN = "key"


class NewKey(NamedTuple):
    """A key and its secret, which is shown this once."""

    key: ApiKey
    secret: str


def make(home: Home, who: Person, name: str, role: Role, of: Collection[str] = ()) -> NewKey:
    """A new key.

    Args:
        home: Where it is kept.
        who: Who makes it.
        name: What it is for.
        role: What it may do.
        of: The stores it sees; none for all.

    Raises:
        ForbiddenError: Anybody but an owner.
        WrongUsageError: A manager without stores, or stores for a role that sees all.
    """
    who.check_is_owner()
    check_reach(role, of)
    secret = PREFIX + token_urlsafe(32)
    with home.database.writing(who.org) as session:
        stores.organisation(session, who.org)
        key = keys.add(session, name, hashed(secret), role, of, who.name)
        tasks.note(session, NOUN, key.id, "made", name, who.name)
    return NewKey(key, secret)


def hashed(secret: str) -> str:
    """What is kept of a secret. It is long and random, so a plain hash cannot be guessed back."""
    return sha256(secret.encode()).hexdigest()


def person_of(home: Home, secret: str) -> Person | None:
    """Who a key speaks for; None when nobody gave it out or it was revoked."""
    with home.database.reading(EVERYBODY) as session:
        key = keys.of_secret(session, hashed(secret))
    if key is None:
        return None
    return _person(key)


def _person(key: ApiKey) -> Person:
    return Person(
        f"key {key.name}", key.org_id, Role(key.role), frozenset(key.stores), f"{NOUN}:{key.id}"
    )  # fmt: skip


def listed(home: Home, who: Person) -> Sequence[ApiKey]:
    """All keys of the organisation, without their secrets.

    Raises:
        ForbiddenError: Anybody but an owner.
    """
    who.check_is_owner()
    with home.database.reading(who.org) as session:
        return keys.listed(session)


def revoke(home: Home, who: Person, name: str) -> ApiKey:
    """Take a key out of use, from this moment, and the links it made.

    Raises:
        ForbiddenError: Anybody but an owner.
        NotFoundError: No such key.
    """
    who.check_is_owner()
    with home.database.writing(who.org) as session:
        key = keys.revoke(session, name)
        links.revoke_made(session, _person(key))
        tasks.note(session, NOUN, name, "revoked", key.name, who.name)
        return key
