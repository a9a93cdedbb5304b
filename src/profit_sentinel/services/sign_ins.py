"""Sign-ins: a browser in which somebody is known, for some days and until it is revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING

from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services.keys import hashed
from profit_sentinel.services.members import SUBJECT, person
from profit_sentinel.store import links, members, sign_ins, stores, tasks
from profit_sentinel.store.database import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.services.home import Home
    from profit_sentinel.store.access import SignIn
    from profit_sentinel.store.database import Session

NOUN = "sign-in"
BROWSERS = {"Edg/": "Edge", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
"""What a browser's own words hold, the rarer before those that others say too."""
SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows",
    "Mac OS": "Mac", "Linux": "Linux",
}  # fmt: skip
_STILL = timedelta(minutes=10)
"""Visits closer together are not written down."""
_KEPT = timedelta(days=30)
"""How long a sign-in is kept that has ended."""


@dataclass(frozen=True)
class Signed:
    """Somebody who is signed in, and by which sign-in."""

    person: Person
    id: str


def begin(home: Home, who: Person, agent: str = "") -> str:
    """Sign somebody in.

    Whom the issuer knows by another name, role or stores than before is signed out elsewhere, where
    the old ones would hold, and links end that were made for who she was.

    Args:
        home: Where it is kept.
        who: Whom; her `id` is the same at every sign-in.
        agent: What the browser says of itself.

    Returns:
        The secret that the browser has to show, which is kept nowhere here.
    """
    secret = token_urlsafe(32)
    with home.database.writing(who.org) as session:
        stores.organisation(session, who.org)
        sign_ins.forget(session, datetime.now(UTC) - _KEPT)
        if not who.id.startswith(SUBJECT):
            _end_before(session, who)
        days = home.config.sign_in_days
        made = sign_ins.add(session, who, hashed(secret), device(agent), days)
        tasks.note(session, NOUN, made.id, "made", made.device, who.name)
    return secret


def _end_before(session: Session, who: Person) -> None:
    for held in sign_ins.as_before(session, who):
        held.revoked_at = datetime.now(UTC)
        links.revoke_all(session, _as_told(held))


def device(agent: str) -> str:
    """Browser and system of somebody, in words."""
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "a browser")
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    return f"{browser} on {system}" if system else browser


def known(home: Home, secret: str) -> Signed | None:
    """Who shows a secret; None when nobody is signed in by it any more."""
    with home.database.reading(EVERYBODY) as session:
        held = sign_ins.of_secret(session, hashed(secret), _idle(home))
        somebody = _person(session, held) if held else None
    if held is None or somebody is None:
        return None
    if datetime.now(UTC) - held.seen_at > _STILL:
        with home.database.writing(held.org_id) as session:
            sign_ins.seen(session, held.id)
    return Signed(somebody, held.id)


def _person(session: Session, held: SignIn) -> Person | None:
    """Who is signed in: a member as she is known now, others as they signed in."""
    if held.subject.startswith(SUBJECT):
        member = members.found(session, held.org_id, held.subject.removeprefix(SUBJECT))
        return person(member) if member else None
    return _as_told(held)


def _as_told(held: SignIn) -> Person:
    return Person(held.name, held.org_id, Role(held.role), frozenset(held.stores), held.subject)


def listed(home: Home, who: Person, name: str | None) -> Sequence[SignIn]:
    """Sign-ins that hold: an owner sees those of everybody, others their own.

    Args:
        home: Where they are kept.
        who: Who asks.
        name: The sign-in by which; None for a program, which has none.
    """
    with home.database.reading(who.org) as session:
        if who.role is Role.OWNER:
            return sign_ins.listed(session, None, _idle(home))
        if name is None:
            return ()
        return sign_ins.listed(session, sign_ins.get(session, name).subject, _idle(home))


def revoke(home: Home, who: Person, name: str, by: str | None) -> SignIn:
    """End a sign-in: an owner any, others their own.

    Args:
        home: Where it is kept.
        who: Who asks.
        name: The sign-in that is to end.
        by: The sign-in by which it is asked for; None for a program.

    Raises:
        NotFoundError: There is none.
        ForbiddenError: It is somebody else's.
    """
    with home.database.writing(who.org) as session:
        held = sign_ins.get(session, name)
        mine = by is not None and sign_ins.get(session, by).subject == held.subject
        if not mine:
            who.check_is_owner()
        held.revoked_at = held.revoked_at or datetime.now(UTC)
        tasks.note(session, NOUN, name, "revoked", held.name, who.name)
        session.flush()
        return held


def end(home: Home, secret: str) -> None:
    """End the sign-in of a secret; of one nobody knows there is none to end."""
    with home.database.reading(EVERYBODY) as session:
        held = sign_ins.of_secret(session, hashed(secret), _idle(home))
    if held is not None:
        with home.database.writing(held.org_id) as session:
            sign_ins.get(session, held.id).revoked_at = datetime.now(UTC)


def _idle(home: Home) -> timedelta:
    return timedelta(days=home.config.idle_days)
