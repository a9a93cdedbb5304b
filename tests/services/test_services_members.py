from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from sqlalchemy import update
from structlog.testing import capture_logs

from homes import MANAGER, OWNER, STRANGER, VIEWER, configured
from profit_sentinel.domain.errors import (
    ForbiddenError,
    NotFoundError,
    UnavailableError,
    WrongUsageError,
)
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import keys, members, sign_ins
from profit_sentinel.services.keeping import hand_out
from profit_sentinel.store.access import Letter

if TYPE_CHECKING:
    from pathlib import Path

    from profit_sentinel.services.home import Home

ANN = "ann@acme.test"
HELD = Person("Ann", "acme", Role.MANAGER, frozenset({"1"}))


class Box:
    """Takes letters, or says that it does not."""

    offered = True

    def __init__(self) -> None:
        self.letters: list[tuple[str, str]] = []
        self.full = False

    def send(self, to: str, subject: str, text: str) -> None:
        if self.full:
            raise UnavailableError("mail", subject)
        self.letters.append((to, text))

    def secret(self) -> str:
        """The secret of the link in the newest letter."""
        found = re.search(r"/sign-in/link/([\w-]+)\?next=", self.letters[-1][1])
        assert found
        return found[1]


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def posted(home: Home, box: Box) -> Home:
    """A home from which people sign in by mail."""
    changed = configured(home, smtp_host="post.test", mail_from="x@acme.test")
    return replace(changed, mail=box)


def invited(home: Home, **said: Any) -> str:
    asked = {"name": "Ann", "mail": "Ann@Acme.test", "role": Role.MANAGER, "of": {"1"}} | said
    return members.invite(home, OWNER, **asked).id


def aged(home: Home, minutes: float) -> None:
    """Let letters be older."""
    gone = timedelta(minutes=minutes)
    with home.database.writing("*") as session:
        for letter in session.query(Letter):
            letter.made_at, letter.ends_at = letter.made_at - gone, letter.ends_at - gone


def test_who_is_invited_signs_in_by_a_letter_once(posted: Home, box: Box) -> None:
    name = invited(posted)
    assert box.letters[0][0] == ANN
    assert f"{posted.config.public}/sign-in\n" in box.letters[0][1]
    members.ask(posted, " ANN@acme.TEST ", "/digest?store=1")
    to, text = box.letters[1]
    assert to == ANN
    assert "?next=/digest%3Fstore%3D1\n" in text
    used = members.use(posted, box.secret())
    assert used == HELD
    assert used.id == f"member:{name}"
    assert members.use(posted, box.secret()) is None


def test_an_address_nobody_has_gets_nothing(posted: Home, box: Box) -> None:
    invited(posted)
    box.letters.clear()
    for mail in ("bob@acme.test", "", "ann@acme.test@x", "%", "ann", f"{ANN}\nx"):
        members.ask(posted, mail, "/")
    assert box.letters == []


@pytest.mark.parametrize(("minutes", "holds"), [(14.9, True), (15.1, False)])
def test_a_letter_holds_a_quarter_of_an_hour(
    minutes: float, posted: Home, box: Box, *, holds: bool
) -> None:
    invited(posted)
    members.ask(posted, ANN, "/")
    aged(posted, minutes)
    assert (members.use(posted, box.secret()) is not None) is holds


def test_of_a_letter_only_the_hash_is_kept(posted: Home, box: Box) -> None:
    invited(posted)
    members.ask(posted, ANN, "/")
    with posted.database.reading("acme") as session:
        assert [each.secret for each in session.query(Letter)] == [keys.hashed(box.secret())]


def test_nobody_gets_more_than_five_letters_an_hour(posted: Home, box: Box) -> None:
    invited(posted)
    box.letters.clear()
    for _ in range(7):
        members.ask(posted, ANN, "/")
    assert len(box.letters) == 5
    aged(posted, 59)
    members.ask(posted, ANN, "/")
    assert len(box.letters) == 5
    aged(posted, 2)
    members.ask(posted, ANN, "/")
    assert len(box.letters) == 6
    assert members.use(posted, box.secret()) is not None


def test_one_of_many_who_use_a_letter_at_once_gets_in(posted: Home, box: Box) -> None:
    invited(posted)
    members.ask(posted, ANN, "/")
    secret, start, got = box.secret(), Barrier(4), []

    def use() -> None:
        start.wait()
        got.append(members.use(posted, secret))

    threads = [Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([each for each in got if each]) == 1


def test_a_letter_of_each_organisation(posted: Home, box: Box) -> None:
    invited(posted)
    members.invite(posted, STRANGER, "Ann O.", ANN, Role.VIEWER)
    box.letters.clear()
    members.ask(posted, ANN, "/")
    assert ["acme" in text for _, text in box.letters] == [True, False]
    used = members.use(posted, box.secret())
    assert used == Person("Ann O.", "other", Role.VIEWER)


def test_a_post_that_is_away_is_told_to_nobody_but_the_log(posted: Home, box: Box) -> None:
    name = invited(posted)
    box.full = True
    with capture_logs() as lines:
        members.ask(posted, ANN, "/")
    (line,) = lines
    assert line["event"] == "a link to sign in was not sent"
    assert line["member"] == name


def test_what_a_member_may_do_changes_at_once(posted: Home) -> None:
    name = invited(posted)
    secret = sign_ins.begin(posted, replace(HELD, id=f"member:{name}"))
    assert invited(posted, name="Ann B.", role=Role.VIEWER, of=set()) == name
    signed = sign_ins.known(posted, secret)
    assert signed is not None
    assert signed.person == Person("Ann B.", "acme", Role.VIEWER)
    (held,) = members.listed(posted, OWNER)
    assert (held.name, held.mail, held.role) == ("Ann B.", ANN, "viewer")


def test_who_is_removed_is_out_at_once(posted: Home, box: Box) -> None:
    name = invited(posted)
    members.ask(posted, ANN, "/")
    signed_in = sign_ins.begin(posted, replace(HELD, id=f"member:{name}"))
    members.remove(posted, OWNER, name)
    assert sign_ins.known(posted, signed_in) is None
    assert members.use(posted, box.secret()) is None
    members.ask(posted, ANN, "/")
    assert len(box.letters) == 2
    invited(posted)
    assert sign_ins.known(posted, signed_in) is None


def test_a_sign_in_without_its_member_opens_nothing(posted: Home) -> None:
    secret = sign_ins.begin(posted, replace(HELD, id="member:nobody"))
    assert sign_ins.known(posted, secret) is None


@pytest.mark.parametrize("who", [MANAGER, VIEWER, Person("eve", "acme", Role.EXECUTIVE)])
def test_only_an_owner_lets_people_in(who: Person, home: Home) -> None:
    name = invited(home)
    with pytest.raises(ForbiddenError):
        members.invite(home, who, "Eve", "eve@acme.test", Role.OWNER)
    with pytest.raises(ForbiddenError):
        members.listed(home, who)
    with pytest.raises(ForbiddenError):
        members.remove(home, who, name)


def test_an_owner_reaches_her_organisation_alone(home: Home) -> None:
    name = invited(home)
    assert members.listed(home, STRANGER) == []
    with pytest.raises(NotFoundError):
        members.remove(home, STRANGER, name)
    assert [each.id for each in members.listed(home, OWNER)] == [name]


@pytest.mark.parametrize(
    "said",
    [
        {"mail": "ann"}, {"mail": ""}, {"mail": "a@b@c"}, {"mail": "a@b, c@d"}, {"mail": "a b@c"},
        {"mail": "a@b\nBcc: c@d"}, {"mail": "<a@b>"}, {"mail": f"{'a' * 65}@b"}, {"name": " "},
        {"of": set()}, {"role": Role.OWNER},
    ],
    ids=str,
)  # fmt: skip
def test_an_invitation_that_makes_no_sense_is_refused(said: dict[str, Any], small: Home) -> None:
    with pytest.raises(WrongUsageError):
        invited(small, **said)
    assert members.listed(small, OWNER) == []


def test_no_secret_is_handed_out(posted: Home, box: Box, tmp_path: Path) -> None:
    name = invited(posted)
    members.ask(posted, ANN, "/")
    shown = sign_ins.begin(posted, replace(HELD, id=f"member:{name}"))
    hand_out(posted, "acme", tmp_path / "all.zip")
    with ZipFile(tmp_path / "all.zip") as zipped:
        told = {each: zipped.read(each).decode() for each in zipped.namelist()}
    assert {"members.jsonl", "letters.jsonl", "sign_ins.jsonl"} <= set(told)
    assert ANN in told["members.jsonl"]
    for secret in (box.secret(), shown):
        assert not [each for each in told.values() if keys.hashed(secret) in each]


def test_moments_are_those_of_the_database(posted: Home, box: Box) -> None:
    invited(posted)
    members.ask(posted, ANN, "/")
    with posted.database.writing("acme") as session:
        session.execute(update(Letter).values(ends_at=datetime.now(UTC)))
    assert members.use(posted, box.secret()) is None
