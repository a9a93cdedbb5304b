"""Members: people an owner invited, who sign in by a link in a mail."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING
from urllib.parse import quote

import structlog

from profit_sentinel.addresses import MAIL
from profit_sentinel.domain.errors import RefusedError, WrongUsageError
from profit_sentinel.domain.person import Person, Role, check_reach
from profit_sentinel.services.keys import hashed
from profit_sentinel.services.letters import post
from profit_sentinel.store import links, members, sign_ins, stores, tasks
from profit_sentinel.store.database import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from profit_sentinel.services.home import Home
    from profit_sentinel.store.access import Member

LASTS = timedelta(minutes=15)
"""How long the link of a letter holds."""
OFTEN, WITHIN = 5, timedelta(hours=1)
"""Letters an address gets within some time at most."""
SUBJECT = "member:"
log = structlog.get_logger("profit_sentinel.members")


def invite(  # noqa: PLR0913, PLR0917 - who she is and what she may do
    home: Home, who: Person, name: str, mail: str, role: Role, of: Collection[str] = ()
) -> Member:
    """Let somebody in by mail, and write to her; once more changes name, role and stores.

    What changes ends the links she made and those to her tasks, which were made for who she was.

    Args:
        home: Where it is kept.
        who: Who invites.
        name: Whom.
        mail: Her address.
        role: What she may do.
        of: The stores she sees; none for all.

    Raises:
        ForbiddenError: Anybody but an owner.
        WrongUsageError: No address, or stores that do not fit the role.
        UnavailableError: The mail server does not take the letter; she is invited all the same.
    """
    who.check_is_owner()
    check_reach(role, of)
    if MAIL.fullmatch(mail) is None or not name.strip():
        message = f"{mail!r} is no mail address of somebody with a name"
        raise WrongUsageError(message)
    with home.database.writing(who.org) as session:
        stores.organisation(session, who.org)
        known = members.of_mail(session, mail.lower())
        before = [person(each) for each in known]
        held = members.put(session, mail.lower(), name.strip(), role, of, who.name)
        for each in before:
            if each != person(held):
                links.revoke_all(session, each)
        tasks.note(session, members.NOUN, held.id, "invited", f"{name}, {role}", who.name)
    if home.config.by_mail:
        post(home, held.mail, "invited", name=held.name, org=who.org,
             address=home.config.public)  # fmt: skip
    return held


def listed(home: Home, who: Person) -> Sequence[Member]:
    """Everybody who was invited.

    Raises:
        ForbiddenError: Anybody but an owner.
    """
    who.check_is_owner()
    with home.database.reading(who.org) as session:
        return members.listed(session)


def remove(home: Home, who: Person, name: str) -> Member:
    """Let somebody in no more, from this moment, nor by a link to her tasks or one she made.

    Raises:
        ForbiddenError: Anybody but an owner.
        NotFoundError: There is nobody.
    """
    who.check_is_owner()
    with home.database.writing(who.org) as session:
        held = members.get(session, name)
        members.remove(session, name)
        sign_ins.revoke_all(session, SUBJECT + name)
        links.revoke_all(session, person(held))
        tasks.note(session, members.NOUN, name, "removed", held.name, who.name)
        return held


def ask(home: Home, mail: str, wanted: str) -> None:
    """Send a link to an address if somebody is known by it; nobody is told whether.

    Args:
        home: Where it is kept.
        mail: The address.
        wanted: The page to go to afterwards.
    """
    with _told():
        with home.database.reading(EVERYBODY) as session:
            known = members.of_mail(session, mail.strip().lower())
        for member in known:
            with _told(member=member.id):
                _write(home, member, wanted)


@contextmanager
def _told(**whom: str) -> Iterator[None]:
    """Tell the log what is told to nobody."""
    try:
        yield
    except RefusedError as error:
        log.warning("a link to sign in was not sent", reason=str(error), **whom)


def _write(home: Home, member: Member, wanted: str) -> None:
    secret, moment = token_urlsafe(32), datetime.now(UTC)
    with home.database.writing(member.org_id) as session:
        members.throw_away(session, member.id, moment - WITHIN)
        if members.written(session, member.id, moment - WITHIN) >= OFTEN:
            log.warning("a link to sign in was asked for too often", member=member.id)
            return
        members.write(session, member.id, hashed(secret), LASTS)
    link = f"{home.config.public}/sign-in/link/{secret}?next={quote(wanted, safe='/')}"
    minutes = int(LASTS.total_seconds() // 60)
    post(home, member.mail, "sign_in", name=member.name, org=member.org_id, link=link,
         minutes=minutes)  # fmt: skip


def use(home: Home, secret: str) -> Person | None:
    """Who signs in by a letter; None when it was used or ran out."""
    with home.database.writing(EVERYBODY) as session:
        held = members.use(session, hashed(secret))
    return person(held) if held else None


def person(member: Member) -> Person:
    """Who a member is to the service."""
    return Person(
        member.name, member.org_id, Role(member.role), frozenset(member.stores), SUBJECT + member.id
    )  # fmt: skip
