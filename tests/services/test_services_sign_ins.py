from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from homes import MANAGER, OWNER, STRANGER, configured
from profit_sentinel.domain.errors import ForbiddenError, NotFoundError
from profit_sentinel.services import keys, sign_ins
from profit_sentinel.store import sign_ins as kept
from serving import FIREFOX

if TYPE_CHECKING:
    from profit_sentinel.services.home import Home

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0"
DAY = timedelta(days=1)


def begun(home: Home, who: Any = OWNER) -> tuple[str, str]:
    """A sign-in: what the browser shows, and the id."""
    secret = sign_ins.begin(home, replace(who, id=f"issuer:{who.name}"), FIREFOX)
    signed = sign_ins.known(home, secret)
    assert signed is not None
    return secret, signed.id


def moved(home: Home, name: str, **moments: datetime) -> None:
    """Move a sign-in in time."""
    with home.database.writing(OWNER.org) as session:
        for which, moment in moments.items():
            setattr(kept.get(session, name), which, moment)


def test_who_signed_in_is_known_by_a_secret_that_is_kept_as_a_hash(home: Home) -> None:
    secret, name = begun(home, MANAGER)
    signed = sign_ins.known(home, secret)
    assert signed is not None
    assert signed.person == MANAGER
    with home.database.reading(MANAGER.org) as session:
        held = kept.get(session, name)
    assert held.secret == keys.hashed(secret)
    assert held.device == "Firefox on Linux"
    assert held.ends_at - held.made_at == 30 * DAY


def test_nobody_else_is_known(home: Home) -> None:
    secret, _ = begun(home)
    for wrong in ("", "x", secret[:-1], secret.swapcase(), keys.hashed(secret)):
        assert sign_ins.known(home, wrong) is None


@pytest.mark.parametrize(
    ("which", "ago", "holds"),
    [
        ("seen_at", 7 * DAY - timedelta(minutes=1), True),
        ("seen_at", 7 * DAY + timedelta(minutes=1), False),
        ("ends_at", -timedelta(minutes=1), True),
        ("ends_at", timedelta(minutes=1), False),
    ],
)
def test_it_ends_after_its_days_and_after_days_without_a_visit(
    home: Home, which: str, ago: timedelta, *, holds: bool
) -> None:
    secret, name = begun(home)
    moved(home, name, **{which: datetime.now(UTC) - ago})
    assert (sign_ins.known(home, secret) is not None) is holds
    assert len(sign_ins.listed(home, OWNER, None)) == holds


def test_the_days_are_settings(home: Home) -> None:
    home = configured(home, sign_in_days=2, idle_days=1)
    secret, name = begun(home)
    (held,) = sign_ins.listed(home, OWNER, name)
    assert held.ends_at - held.made_at == 2 * DAY
    moved(home, name, seen_at=datetime.now(UTC) - DAY)
    assert sign_ins.known(home, secret) is None


def test_a_visit_keeps_it_from_ending(home: Home) -> None:
    secret, name = begun(home)
    moved(home, name, seen_at=datetime.now(UTC) - 6 * DAY)
    assert sign_ins.known(home, secret) is not None
    (held,) = sign_ins.listed(home, OWNER, name)
    assert datetime.now(UTC) - held.seen_at < timedelta(minutes=1)


def test_signing_out_ends_this_one_alone(home: Home) -> None:
    first, second = begun(home)[0], begun(home)[0]
    sign_ins.end(home, first)
    sign_ins.end(home, first)
    sign_ins.end(home, "nobody's")
    assert sign_ins.known(home, first) is None
    assert sign_ins.known(home, second) is not None


def test_an_owner_sees_and_ends_all_of_her_organisation(home: Home) -> None:
    mine, theirs = begun(home)[1], begun(home, MANAGER)
    begun(home, STRANGER)
    assert {each.name for each in sign_ins.listed(home, OWNER, mine)} == {"olga", "max"}
    sign_ins.revoke(home, OWNER, theirs[1], mine)
    assert sign_ins.known(home, theirs[0]) is None
    assert {each.name for each in sign_ins.listed(home, OWNER, mine)} == {"olga"}


def test_others_see_and_end_their_own(home: Home) -> None:
    owners, here, phone = begun(home)[1], begun(home, MANAGER)[1], begun(home, MANAGER)
    assert {each.id for each in sign_ins.listed(home, MANAGER, here)} == {here, phone[1]}
    assert sign_ins.listed(home, MANAGER, None) == ()
    sign_ins.revoke(home, MANAGER, phone[1], here)
    assert sign_ins.known(home, phone[0]) is None
    for by in (here, None):
        with pytest.raises(ForbiddenError):
            sign_ins.revoke(home, MANAGER, owners, by)


def test_another_organisation_has_none_of_them(home: Home) -> None:
    secret, name = begun(home)
    with pytest.raises(NotFoundError):
        sign_ins.revoke(home, STRANGER, name, None)
    assert sign_ins.known(home, secret) is not None


def test_what_ended_long_ago_is_thrown_away(home: Home) -> None:
    _, old = begun(home)
    moved(home, old, ends_at=datetime.now(UTC) - 31 * DAY)
    _, lately = begun(home)
    moved(home, lately, ends_at=datetime.now(UTC) - 29 * DAY)
    begun(home)
    with home.database.reading(OWNER.org) as session:
        assert kept.get(session, lately).id == lately
        with pytest.raises(NotFoundError):
            kept.get(session, old)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Safari/537.36 Edg/141.0.0.0",
         "Edge on Windows"),
        (f"Mozilla/5.0 (Linux; Android 15) {CHROME} Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1",
         "Safari on iPhone"),
        ("curl/8.14", "a browser"),
        ("", "a browser"),
    ],
)  # fmt: skip
def test_a_browser_is_told_in_words(agent: str, words: str) -> None:
    assert sign_ins.device(agent) == words
