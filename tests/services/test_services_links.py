from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from homes import (
    FIRST,
    MANAGER,
    OF_STORE_2,
    OWNER,
    STRANGER,
    VIEWER,
    Line,
    dead,
    listing,
    negative,
    ordinary,
    read,
    shown,
)
from profit_sentinel.domain.errors import (
    ConflictError,
    ForbiddenError,
    NotFoundError,
    WrongUsageError,
)
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.domain.task import Status
from profit_sentinel.services import keys, links, members, sign_ins, tasks
from profit_sentinel.services.tasks import Order
from profit_sentinel.store.access import TaskLink, Visit

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home
    from profit_sentinel.services.links import NewLink, Visitor

CHAIN = listing(
    Line("A", on_hand=-3, cost=12.5, price=20),
    dead("D"),
    *ordinary(),
    Line("B", on_hand=-2, cost=12.5, price=20, store="2"),
    *ordinary(store="2"),
)


@pytest.fixture
def tasked(home: Home) -> Home:
    """A chain with a task for Ann in each store, and one for Bob."""
    assert read(home, CHAIN, FIRST).error is None
    for issue, who in (
        (negative(home)["id"], "Ann"),
        (negative(home, store="2")["id"], "Ann"),
        (shown(home, leak="dead_stock")[0]["id"], "Bob"),
    ):
        tasks.delegate(home, OWNER, Order(issue, who))
    return home


def of(home: Home, who: str, store: str = "1") -> str:
    """The task of somebody in a store."""
    found, _ = tasks.listed(home, OWNER, store, None, None, 0, 10)
    return next(task.id for task in found if task.assignee == who)


def secret(made: NewLink) -> str:
    place, _, told = made.address.rpartition("/")
    assert place.endswith("/mine/open")
    return told


def came(home: Home, made: NewLink) -> Visitor:
    """Who came by a link."""
    cookie = links.opened(home, secret(made))
    assert cookie is not None
    found = links.visitor(home, cookie)
    assert found is not None
    return found


def aged(home: Home, table: Any, gone: timedelta) -> None:
    with home.database.writing("acme") as session:
        for row in session.query(table):
            row.ends_at -= gone


def test_a_link_opens_the_tasks_of_one_person(tasked: Home) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    ann = came(tasked, made)
    assert {task.id for task in links.mine(tasked, ann)} == {
        of(tasked, "Ann"), of(tasked, "Ann", "2"),
    }  # fmt: skip
    assert links.task(tasked, ann, of(tasked, "Ann")).task.assignee == "Ann"
    assert made.link.ends_at - made.link.made_at == timedelta(days=7)


def test_tasks_of_others_are_not_there(tasked: Home) -> None:
    ann = came(tasked, links.make(tasked, OWNER, of(tasked, "Ann")))
    bobs = of(tasked, "Bob")
    tries: list[Any] = [
        lambda: links.task(tasked, ann, bobs),
        lambda: links.move(tasked, ann, bobs, Status.COMPLETED, ""),
        lambda: links.tick(tasked, ann, bobs, 0, done=True),
        lambda: links.task(tasked, ann, "none"),
    ]
    for each in tries:
        with pytest.raises(NotFoundError):
            each()
    task = tasks.get(tasked, OWNER, bobs)
    assert (task.task.status, len(task.history)) == ("open", 1)


def test_the_link_of_a_manager_stays_in_her_stores(tasked: Home) -> None:
    ann = came(tasked, links.make(tasked, MANAGER, of(tasked, "Ann")))
    assert [task.store_id for task in links.mine(tasked, ann)] == ["1"]
    with pytest.raises(NotFoundError):
        links.task(tasked, ann, of(tasked, "Ann", "2"))
    with pytest.raises(NotFoundError):
        links.move(tasked, ann, of(tasked, "Ann", "2"), Status.COMPLETED, "")


def test_what_is_done_by_a_link_is_told_so(tasked: Home) -> None:
    name = of(tasked, "Ann")
    ann = came(tasked, links.make(tasked, OWNER, name))
    links.tick(tasked, ann, name, 0, done=True)
    links.move(tasked, ann, name, Status.IN_PROGRESS, "counting")
    followed = tasks.get(tasked, OWNER, name)
    assert followed.task.checklist[0]["done"] is True
    assert [(each.who, each.what) for each in followed.history] == [
        ("olga", "open"), ("Ann, by link", "step"), ("Ann, by link", "in_progress"),
    ]  # fmt: skip
    with pytest.raises(ConflictError):
        links.move(tasked, ann, name, Status.OPEN, "")


def test_of_links_and_visits_only_hashes_are_kept(tasked: Home) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    cookie = links.opened(tasked, secret(made))
    assert cookie is not None
    with tasked.database.reading("acme") as session:
        assert [each.secret for each in session.query(TaskLink)] == [keys.hashed(secret(made))]
        assert [each.secret for each in session.query(Visit)] == [keys.hashed(cookie)]
    assert links.opened(tasked, cookie) is None
    assert links.visitor(tasked, secret(made)) is None


@pytest.mark.parametrize(("days", "gone", "holds"), [
    (7, timedelta(days=7, minutes=-1), True), (7, timedelta(days=7, minutes=1), False),
    (1, timedelta(days=1, minutes=1), False), (31, timedelta(days=30), True),
])  # fmt: skip
def test_a_link_holds_for_its_days(
    days: int, gone: timedelta, tasked: Home, *, holds: bool
) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"), days)
    aged(tasked, TaskLink, gone)
    assert (links.opened(tasked, secret(made)) is not None) is holds
    assert len(links.listed(tasked, OWNER)) == holds


def test_a_visit_holds_half_a_day_and_no_longer_than_its_link(tasked: Home) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    cookie = links.opened(tasked, secret(made))
    assert cookie is not None
    with tasked.database.reading("acme") as session:
        (held,) = session.query(Visit)
    assert held.ends_at - held.made_at == timedelta(hours=12)
    aged(tasked, Visit, timedelta(hours=12, minutes=1))
    assert links.visitor(tasked, cookie) is None
    again = links.opened(tasked, secret(made))
    assert again is not None
    with tasked.database.reading("acme") as session:
        assert [each.secret for each in session.query(Visit)] == [keys.hashed(again)]
    aged(tasked, TaskLink, timedelta(days=6, hours=20))
    late = links.opened(tasked, secret(made))
    assert late is not None
    with tasked.database.reading("acme") as session:
        ends = {each.ends_at for each in session.query(Visit)}
        (link,) = session.query(TaskLink)
    assert link.ends_at in ends
    aged(tasked, TaskLink, timedelta(hours=5))
    assert links.visitor(tasked, late) is None


def test_a_revoked_link_ends_who_came_by_it(tasked: Home) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    cookie = links.opened(tasked, secret(made))
    assert cookie is not None
    links.revoke(tasked, OWNER, made.link.id)
    assert links.visitor(tasked, cookie) is None
    assert links.opened(tasked, secret(made)) is None
    assert links.listed(tasked, OWNER) == []


def test_a_browser_is_forgotten_and_the_link_holds(tasked: Home) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    cookie = links.opened(tasked, secret(made))
    assert cookie is not None
    links.leave(tasked, cookie)
    assert links.visitor(tasked, cookie) is None
    assert links.opened(tasked, secret(made)) is not None


def test_who_may_make_links(tasked: Home) -> None:
    name = of(tasked, "Ann")
    for who, error in ((VIEWER, ForbiddenError), (OF_STORE_2, ForbiddenError),
                       (STRANGER, NotFoundError)):  # fmt: skip
        with pytest.raises(error):
            links.make(tasked, who, name)
    with tasked.database.reading("acme") as session:
        assert session.query(TaskLink).all() == []


@pytest.mark.parametrize("days", [0, -1, 32])
def test_how_long_a_link_may_hold(days: int, tasked: Home) -> None:
    with pytest.raises(WrongUsageError, match="1 to 31 days"):
        links.make(tasked, OWNER, of(tasked, "Ann"), days)


def test_who_sees_and_ends_links(tasked: Home) -> None:
    owners = links.make(tasked, OWNER, of(tasked, "Ann")).link.id
    managers = links.make(tasked, MANAGER, of(tasked, "Ann")).link.id
    boss = Person("eve", "acme", Role.EXECUTIVE)
    assert {each.id for each in links.listed(tasked, OWNER)} == {owners, managers}
    assert {each.id for each in links.listed(tasked, boss)} == {owners, managers}
    assert {each.id for each in links.listed(tasked, MANAGER)} == {managers}
    assert links.listed(tasked, OF_STORE_2) == []
    assert links.listed(tasked, STRANGER) == []
    for who, error in ((MANAGER, ForbiddenError), (VIEWER, ForbiddenError),
                       (STRANGER, NotFoundError)):  # fmt: skip
        with pytest.raises(error):
            links.revoke(tasked, who, owners)
    links.revoke(tasked, MANAGER, managers)
    links.revoke(tasked, boss, owners)
    assert links.listed(tasked, OWNER) == []


def test_the_links_of_somebody_removed_end(tasked: Home) -> None:
    max_ = members.invite(tasked, OWNER, "max", "max@acme.test", Role.MANAGER, {"1"})
    made = links.make(tasked, MANAGER, of(tasked, "Ann"))
    other = links.make(tasked, OWNER, of(tasked, "Ann"))
    members.remove(tasked, OWNER, max_.id)
    assert links.opened(tasked, secret(made)) is None
    assert links.opened(tasked, secret(other)) is not None


def test_the_link_to_the_tasks_of_somebody_removed_ends(tasked: Home) -> None:
    ann = members.invite(tasked, OWNER, "Ann", "ann@acme.test", Role.VIEWER)
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    other = links.make(tasked, OWNER, of(tasked, "Bob"))
    cookie = links.opened(tasked, secret(made))
    assert cookie is not None
    members.remove(tasked, OWNER, ann.id)
    assert links.visitor(tasked, cookie) is None
    assert links.opened(tasked, secret(made)) is None
    assert links.opened(tasked, secret(other)) is not None


@pytest.mark.parametrize(("change", "holds"), [
    (("max", Role.MANAGER, {"1"}), True), (("Max", Role.MANAGER, {"1"}), False),
    (("max", Role.VIEWER, {"1"}), False), (("max", Role.MANAGER, {"1", "2"}), False),
])  # fmt: skip
def test_links_end_with_what_their_maker_was(
    tasked: Home, change: tuple[str, Role, set[str]], *, holds: bool
) -> None:
    max_ = members.invite(tasked, OWNER, "max", "max@acme.test", Role.MANAGER, {"1"})
    namesake = members.invite(tasked, OWNER, "max", "m@acme.test", Role.MANAGER, {"1"})
    made = links.make(tasked, members.person(max_), of(tasked, "Ann"))
    other = links.make(tasked, members.person(namesake), of(tasked, "Ann"))
    name, role, some = change
    members.invite(tasked, OWNER, name, "MAX@acme.test", role, some)
    assert (links.opened(tasked, secret(made)) is not None) is holds
    assert links.opened(tasked, secret(other)) is not None


def test_a_link_made_while_its_maker_was_removed_does_not_hold(tasked: Home) -> None:
    max_ = members.person(
        members.invite(tasked, OWNER, "max", "max@acme.test", Role.MANAGER, {"1"})
    )
    early = links.make(tasked, max_, of(tasked, "Ann"))
    shown = links.opened(tasked, secret(early))
    members.remove(tasked, OWNER, max_.id.removeprefix(members.SUBJECT))
    late = links.make(tasked, max_, of(tasked, "Ann"))  # asked for before, done after
    assert links.opened(tasked, secret(late)) is None
    assert shown is not None
    assert links.visitor(tasked, shown) is None


@pytest.mark.parametrize(("change", "holds"), [
    (("Ann", Role.VIEWER, {"1"}), True), (("Ann B.", Role.VIEWER, {"1"}), False),
    (("Ann", Role.MANAGER, {"1"}), False), (("Ann", Role.VIEWER, {"2"}), False),
])  # fmt: skip
def test_a_link_ends_with_what_its_person_was(
    tasked: Home, change: tuple[str, Role, set[str]], *, holds: bool
) -> None:
    members.invite(tasked, OWNER, "Ann", "ann@acme.test", Role.VIEWER, {"1"})
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    name, role, some = change
    members.invite(tasked, OWNER, name, "ann@acme.test", role, some)
    assert (links.opened(tasked, secret(made)) is not None) is holds


def test_somebody_of_the_same_name_neither_sees_nor_ends_links(tasked: Home) -> None:
    max_ = members.invite(tasked, OWNER, "max", "max@acme.test", Role.MANAGER, {"1"})
    namesake = members.invite(tasked, OWNER, "max", "m@acme.test", Role.MANAGER, {"2"})
    made = links.make(tasked, members.person(max_), of(tasked, "Ann")).link.id
    other = members.person(namesake)
    assert links.listed(tasked, other) == []
    with pytest.raises(ForbiddenError):
        links.revoke(tasked, other, made)
    members.remove(tasked, OWNER, namesake.id)
    assert [each.id for each in links.listed(tasked, members.person(max_))] == [made]


def test_the_links_of_a_revoked_key_end(tasked: Home) -> None:
    new, other = (keys.make(tasked, OWNER, "till", Role.MANAGER, {"1"}) for _ in range(2))
    made, stays = (
        links.make(tasked, program, of(tasked, "Ann"))
        for program in (keys.person_of(tasked, each.secret) for each in (new, other))
        if program is not None
    )
    keys.revoke(tasked, OWNER, new.key.id)
    assert links.opened(tasked, secret(made)) is None
    assert links.opened(tasked, secret(stays)) is not None


@pytest.mark.parametrize(("change", "holds"), [
    ({}, True), ({"name": "Max"}, False), ({"stores": frozenset("12")}, False),
    ({"role": Role.VIEWER}, False),
])  # fmt: skip
def test_whom_the_issuer_knows_otherwise_is_signed_out_elsewhere(
    tasked: Home, change: dict[str, Any], *, holds: bool
) -> None:
    known = replace(MANAGER, id="issuer:1")
    phone = sign_ins.begin(tasked, known)
    made = links.make(tasked, known, of(tasked, "Ann"))
    sign_ins.begin(tasked, replace(known, **change))
    assert (sign_ins.known(tasked, phone) is not None) is holds
    assert (links.opened(tasked, secret(made)) is not None) is holds


def test_nothing_opens_by_what_is_no_secret(tasked: Home) -> None:
    made = links.make(tasked, OWNER, of(tasked, "Ann"))
    for wrong in ("", "x", secret(made)[:-1], keys.hashed(secret(made)), made.link.id):
        assert links.opened(tasked, wrong) is None
        assert links.visitor(tasked, wrong) is None


class Box:
    """Takes letters."""

    offered = True

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []

    def send(self, to: str, subject: str, text: str) -> None:
        del subject
        self.letters.append((to, text))


def test_a_link_goes_by_mail(tasked: Home) -> None:
    box = Box()
    posted = replace(tasked, mail=box)
    made = links.make(posted, OWNER, of(posted, "Ann"))
    links.send(posted, made, "ann@acme.test")
    ((to, text),) = box.letters
    assert to == "ann@acme.test"
    assert f"\n{made.address}\n" in text
    until = datetime.now(UTC) + timedelta(days=7)
    assert f"until {until:%B} {until.day}:" in text
    for home, wrong in ((posted, "ann"), (posted, ""), (tasked, "ann@acme.test")):
        with pytest.raises(WrongUsageError):
            links.send(home, made, wrong)
    assert len(box.letters) == 1
