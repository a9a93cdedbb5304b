"""Showing: what each store shows of its newest stock, and what changed since the stock before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from profit_sentinel.digest.serialise import issue_json
from profit_sentinel.digest.trend import trend
from profit_sentinel.digest.wording import missing_line
from profit_sentinel.domain.money import Money
from profit_sentinel.services.comparing import dollars, missing
from profit_sentinel.services.desk import written
from profit_sentinel.services.following import follow, origin, waiting
from profit_sentinel.services.home import rule_book
from profit_sentinel.services.snapshots import judged_of, list_issues
from profit_sentinel.store import issues as decided
from profit_sentinel.store import snapshots, stores, uploads
from profit_sentinel.store.database import EVERYBODY
from profit_sentinel.store.rows import org_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from profit_sentinel.domain.issue import Issue
    from profit_sentinel.services.desk import Desk, Works
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.services.snapshots import Finding, Judged
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import SnapshotStore

SECTIONS = {Money.CASH: 0, Money.MARGIN: 0, Money.CAPITAL: 1, Money.RECORD: 2}


class Turn(NamedTuple):
    """What a store is to show, and what it is compared with."""

    day: date
    snapshot: str
    before: str | None
    """The snapshot of an earlier day."""
    replaced: SnapshotStore | None
    """That whose place it took, of the same day too."""


class Listed(NamedTuple):
    """An issue as far as its own analysis tells it."""

    row: Mapping[str, Any]
    shown: Mapping[str, Any]


def refresh(home: Home, org: str, names: Collection[str]) -> None:
    """Bring what stores show up to date with the rules, the decisions and the clock."""

    def write(session: Session, desk: Desk) -> None:
        show_newest(home, session, desk, names, rule_book(session))

    written(home.database, org, write)


def refresh_all(home: Home) -> None:
    """Bring every store up to date: after an upgrade, and when a snooze has run out."""
    with home.database.reading(EVERYBODY) as session:
        shows = snapshots.shown_stores(session)
    for org in sorted({org for org, _, _ in shows}):
        with home.database.reading(org) as session:
            current = rule_book(session).mark
        outdated = [name for of, name, rules in shows if of == org and rules != current]
        if outdated:
            refresh(home, org, outdated)
    wake(home)


def wake(home: Home) -> None:
    """Show again what was snoozed until a moment that has passed."""
    with home.database.reading(EVERYBODY) as session:
        waking = decided.waking(session)
    for org, name in sorted(waking):
        written(home.database, org, partial(_wake, home, name))


def _wake(home: Home, name: str, session: Session, desk: Desk) -> None:
    decided.forget_past(session, name)
    show_newest(home, session, desk, [name], rule_book(session))


def show_newest(
    home: Home, session: Session, desk: Desk, names: Collection[str], book: RuleBook
) -> None:
    """Have stores show the newest stock they hold, compared with that of an earlier day.

    Both are judged by the same rules, so that a change of rules is no change of the store.

    Args:
        home: Where snapshots are kept.
        session: Writes in the organisation; everything happens in its transaction.
        desk: Where the long work lies.
        names: The stores.
        book: The rules.

    Raises:
        UnpreparedError: Some of the long work is to be done first.
    """
    stores.alone(session)
    turns = _turns(session, names)
    needed = {name for turn in turns.values() for name in (turn.snapshot, turn.before) if name}
    done = waiting(session, turns)
    needed.update(map(origin, done))
    judged = judged_of(home, session, desk, needed, book)
    quiet = frozenset(decided.quiet(session, names))
    listed = _listed(desk, turns, judged, quiet, book)
    earlier = _earlier(home, session, desk, turns, judged, quiet, book)
    notes = _notes(home, session, desk, turns, book)
    follow(home, session, desk, done, turns, judged, quiet, book)
    first = snapshots.first_seen(session, [each.row["issue_id"] for each in listed])
    rows = [_sighting(each, first, turns, earlier, judged) for each in listed]
    for name, some in _by_snapshot(turns).items():
        of = [row for row in rows if row["store_id"] in some]
        snapshots.write_sightings(session, judged[name].id, of, some)
        snapshots.show(session, judged[name].id, {store: turns[store].day for store in some})
        _say(session, name, some, notes)
    stores.revise(session)


def _turns(session: Session, names: Collection[str]) -> dict[str, Turn]:
    turns = {}
    for store in sorted(names):
        held = snapshots.newest(session, store)
        if held is not None:
            day = snapshots.stores_of(session, held.id)[store]
            before = snapshots.before(session, store, day)
            replaced = snapshots.replaced(session, store)
            turns[store] = Turn(day, held.id, before.id if before else None, replaced)
    return turns


def _by_snapshot(turns: Mapping[str, Turn]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for store, turn in turns.items():
        found.setdefault(turn.snapshot, []).append(store)
    return found


def _listed(
    desk: Desk,
    turns: Mapping[str, Turn],
    judged: Mapping[str, Judged],
    quiet: frozenset[Finding],
    book: RuleBook,
) -> list[Listed]:
    """The issues that stores show."""
    works: Works = {
        ("issues", judged[name].id, book.mark, tuple(some), quiet):
            partial(_issues, judged[name], frozenset(some), quiet, book)
        for name, some in _by_snapshot(turns).items()
    }  # fmt: skip
    return [each for issues in desk.take(works).values() for each in issues]


def _issues(
    judged: Judged, names: Collection[str], quiet: frozenset[Finding], book: RuleBook
) -> list[Listed]:
    whole = list_issues(judged.findings, book, quiet)
    own = whole.where([store in names for store in whole.column("store_id")])
    return [Listed(_row(issue), issue_json(issue)) for issue in own]


def _row(issue: Issue) -> dict[str, Any]:
    return {
        "issue_id": issue.id, "store_id": issue.store_id, "leak": issue.leak, "place": issue.group,
        "money": issue.money.value, "section": SECTIONS[issue.money], "dollars": issue.dollars,
        "recoverable": issue.recoverable, "recovery": issue.recovery,
        "priority": issue.priority_score, "sku_count": issue.sku_count,
    }  # fmt: skip


def _earlier(  # noqa: PLR0913, PLR0917 - all that dollars are compared by
    home: Home,
    session: Session,
    desk: Desk,
    turns: Mapping[str, Turn],
    judged: Mapping[str, Judged],
    quiet: frozenset[Finding],
    book: RuleBook,
) -> dict[str, Mapping[str, float]]:
    """Dollars by issue in the stock before, by store."""
    pairs = {store: (turn.before, turn.snapshot) for store, turn in turns.items() if turn.before}
    keys = {
        store: ("dollars", judged[before].id, snapshot, book.mark, quiet)
        for store, (before, snapshot) in pairs.items()
    }
    org = org_of(session)
    works: Works = {
        keys[store]: partial(dollars, home, org, judged[before], snapshot, quiet, book)
        for store, (before, snapshot) in pairs.items()
    }
    done = desk.take(works)
    return {store: done[key] for store, key in keys.items()}


def _notes(
    home: Home, session: Session, desk: Desk, turns: Mapping[str, Turn], book: RuleBook
) -> dict[str, str]:
    """What is odd about the newest file of a store beside the one before."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for store, turn in turns.items():
        if turn.replaced:
            pairs.setdefault((turn.replaced.snapshot_id, turn.snapshot), []).append(store)
    org = org_of(session)
    works: Works = {
        ("missing", *pair, tuple(some)): partial(missing, home, org, *pair, some)
        for pair, some in pairs.items()
    }
    found = {store: each for done in desk.take(works).values() for store, each in done.items()}
    most = book.settings.files.missing_skus
    return {
        store: missing_line(each.skus, each.of, turns[store].replaced.as_of, turns[store].day)  # type: ignore[union-attr]
        for store, each in found.items() if each.skus > most * each.of
    }  # fmt: skip


def _say(session: Session, snapshot: str, names: Sequence[str], notes: Mapping[str, str]) -> None:
    """Keep notes of some stores with the upload of a snapshot."""
    upload = uploads.get(session, snapshots.get(session, snapshot).upload_id)
    others = [note for note in upload.notes if note["store_id"] not in names]
    own = [{"store_id": store, "note": notes[store]} for store in names if store in notes]
    if upload.notes != others + own:
        upload.notes = others + own
        session.flush()


def _sighting(
    issue: Listed,
    first: Mapping[str, datetime],
    turns: Mapping[str, Turn],
    earlier: Mapping[str, Mapping[str, float]],
    judged: Mapping[str, Judged],
) -> dict[str, Any]:
    name, store = issue.row["issue_id"], issue.row["store_id"]
    before = turns[store].before
    known = before is not None and issue.row["leak"] in judged[before].leaks
    direction = trend(issue.row["dollars"], earlier[store].get(name)) if known else "unknown"
    told = {"trend_direction": direction, "first_seen": first[name].isoformat()}
    return {**issue.row, "trend": direction, "shown": {**issue.shown, **told}}
