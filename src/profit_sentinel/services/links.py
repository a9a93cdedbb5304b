"""Links: one person's tasks, and nothing else, for somebody who does not sign in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import TYPE_CHECKING, NamedTuple

from profit_sentinel.addresses import MAIL
from profit_sentinel.domain.errors import NotFoundError, WrongUsageError
from profit_sentinel.domain.person import EVERYWHERE, Person, Role
from profit_sentinel.services import tasks
from profit_sentinel.services.keys import hashed
from profit_sentinel.services.letters import post
from profit_sentinel.services.members import SUBJECT, person
from profit_sentinel.store import links, members
from profit_sentinel.store import tasks as kept
from profit_sentinel.store.database import EVERYBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.domain.task import Status
    from profit_sentinel.services.home import Home
    from profit_sentinel.services.tasks import Followed
    from profit_sentinel.store.access import TaskLink
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Task

DAYS, MOST_DAYS = 7, 31
"""How long a link holds where nothing is said, and at most."""
VISIT = timedelta(hours=12)
"""How long a browser holds that came by it; then it comes by the link again."""


class NewLink(NamedTuple):
    """A link and its address, which is shown this once."""

    link: TaskLink
    address: str


@dataclass(frozen=True)
class Visitor:
    """Somebody who came by a link."""

    assignee: str
    ends_at: datetime
    acting: Person
    """As whom she ticks and writes: with the stores of whoever made the link."""


def make(home: Home, who: Person, task: str, days: int = DAYS) -> NewLink:
    """A link for whom a task was given to, to all her tasks in the stores of the maker.

    Raises:
        NotFoundError: No such task.
        ForbiddenError: Somebody who may not delegate, or not in this store.
        WrongUsageError: Too many days.
    """
    who.check_may_change()
    if not 1 <= days <= MOST_DAYS:
        message = f"a link holds 1 to {MOST_DAYS} days"
        raise WrongUsageError(message)
    secret = token_urlsafe(32)
    with home.database.writing(who.org) as session:
        held = kept.get(session, task)
        who.check_store(held.store_id)
        lasts = timedelta(days=days)
        link = links.add(session, hashed(secret), held.assignee, who.scope, lasts, who)
        kept.note(session, links.NOUN, link.id, "made", held.assignee, who.name)
    return NewLink(link, f"{home.config.public}/mine/open/{secret}")


def send(home: Home, made: NewLink, mail: str) -> None:
    """Send a new link by mail.

    Raises:
        WrongUsageError: No address, or mail is not configured.
        UnavailableError: The mail server does not take it.
    """
    if not home.mail.offered or MAIL.fullmatch(mail) is None:
        message = f"{mail!r} is no mail address" if home.mail.offered else "mail is not configured"
        raise WrongUsageError(message)
    until = f"{made.link.ends_at:%B} {made.link.ends_at.day}"
    post(home, mail, "tasks", name=made.link.assignee, link=made.address, until=until)


def listed(home: Home, who: Person) -> Sequence[TaskLink]:
    """Links that hold: an owner or executive sees all, others those they made."""
    with home.database.reading(who.org) as session:
        found = links.listed(session)
    return [link for link in found if _minds(who, link)]


def revoke(home: Home, who: Person, name: str) -> TaskLink:
    """End a link and every browser that came by it.

    Raises:
        NotFoundError: There is none.
        ForbiddenError: Somebody else made it.
    """
    with home.database.writing(who.org) as session:
        link = links.get(session, name)
        if not _minds(who, link):
            who.check_everywhere()
        link.revoked_at = link.revoked_at or datetime.now(UTC)
        kept.note(session, links.NOUN, name, "revoked", link.assignee, who.name)
        session.flush()
        return link


def _minds(who: Person, link: TaskLink) -> bool:
    made = link.maker == who.id if link.maker else link.made_by == who.name
    return who.role in EVERYWHERE or made


def opened(home: Home, secret: str) -> str | None:
    """What a browser has to show that opened a link; None when the link does not hold."""
    with home.database.reading(EVERYBODY) as session:
        link = _held(session, links.of_secret(session, hashed(secret)))
    if link is None:
        return None
    shown = token_urlsafe(32)
    with home.database.writing(link.org_id) as session:
        links.visit(session, link, hashed(shown), VISIT)
    return shown


def visitor(home: Home, secret: str) -> Visitor | None:
    """Who shows a secret; None when it or her link holds no more."""
    with home.database.reading(EVERYBODY) as session:
        link = _held(session, links.of_visit(session, hashed(secret)))
    if link is None:
        return None
    role = Role.EXECUTIVE if link.stores is None else Role.MANAGER
    name = f"{link.assignee}, by link"
    acting = Person(name, link.org_id, role, frozenset(link.stores or ()))
    return Visitor(link.assignee, link.ends_at, acting)


def _held(session: Session, link: TaskLink | None) -> TaskLink | None:
    """A link whose maker, where she is a member, is who she was then.

    It may have been made while she was removed.
    """
    if link is None or not link.maker.startswith(SUBJECT):
        return link
    member = members.found(session, link.org_id, link.maker.removeprefix(SUBJECT))
    scope = None if link.stores is None else frozenset(link.stores)
    stays = member is not None and (member.name, person(member).scope) == (link.made_by, scope)
    return link if stays else None


def leave(home: Home, secret: str) -> None:
    """Forget a browser."""
    with home.database.writing(EVERYBODY) as session:
        links.leave(session, hashed(secret))


def mine(home: Home, who: Visitor) -> Sequence[Task]:
    """The visitor's tasks, the most pressing first."""
    with home.database.reading(who.acting.org) as session:
        found, _ = kept.listed(session, who.acting.scope, 0, 500, assignee=who.assignee)
    return found


def task(home: Home, who: Visitor, name: str) -> Followed:
    """A task of the visitor.

    Raises:
        NotFoundError: There is none, or it is somebody else's.
    """
    with home.database.reading(who.acting.org) as session:
        held = kept.get(session, name)
        if held.assignee != who.assignee or not who.acting.sees(held.store_id):
            raise NotFoundError(kept.NOUN, name)
        return tasks.Followed(held, kept.history(session, kept.NOUN, name))


def move(  # noqa: PLR0913 - who moves what where, and says what of it
    home: Home, who: Visitor, name: str, status: Status, notes: str, *, seen: str | None = None
) -> None:
    """Put a task of the visitor into another state, or add a note; see `tasks.move`."""
    task(home, who, name)
    tasks.move(home, who.acting, name, status, notes, seen=seen)


def tick(home: Home, who: Visitor, name: str, step: int, *, done: bool) -> None:
    """Tick a step of a task of the visitor, or take the tick back; see `tasks.tick`."""
    task(home, who, name)
    tasks.tick(home, who.acting, name, step, done=done)
