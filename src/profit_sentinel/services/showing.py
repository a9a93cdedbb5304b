"""Showing: what each store shows of its newest stock, and what changed since the stock before."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import structlog

from profit_sentinel.digest.serialise import issue_json
from profit_sentinel.digest.trend import trend
from profit_sentinel.digest.wording import missing_line
from profit_sentinel.domain.errors import NotFoundError
from profit_sentinel.domain.money import Money
from profit_sentinel.services.comparing import Beside, dollars, missing
from profit_sentinel.services.desk import written
from profit_sentinel.services.following import follow, origin, say, waiting
from profit_sentinel.services.home import rule_book
from profit_sentinel.services.snapshots import judged_of, keep_analysis, list_issues, see
from profit_sentinel.store import issues as decided
from profit_sentinel.store import snapshots, stores, uploads
from profit_sentinel.store.database import EVERYBODY
from profit_sentinel.store.rows import org_of

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
    from datetime import datetime

    from profit_sentinel.domain.issue import Issue
    from profit_sentinel.services.desk import Desk
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.services.snapshots import Finding, Judged
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.snapshots import Latest

log = structlog.get_logger("profit_sentinel")
SECTIONS = {Money.CASH: 0, Money.MARGIN: 0, Money.CAPITAL: 1, Money.RECORD: 2}


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
            with _without_what_is_gone(org):
                refresh(home, org, outdated)
    wake(home)


def wake(home: Home) -> None:
    """Show again what was snoozed until a moment that has passed."""
    with home.database.reading(EVERYBODY) as session:
        waking = decided.waking(session)
    for org, name in sorted(waking):
        with _without_what_is_gone(org):
            written(home.database, org, partial(_wake, home, name))


@contextmanager
def _without_what_is_gone(org: str) -> Iterator[None]:
    """Go on with other organisations where kept files of one are gone."""
    try:
        yield
    except NotFoundError:
        log.exception("what stores show stays as it is", org=org)


def _wake(home: Home, name: str, session: Session, desk: Desk) -> None:
    decided.forget_past(session, name)
    show_newest(home, session, desk, [name], rule_book(session))


def show_newest(  # noqa: PLR0913, PLR0917 - where, of what, by what
    home: Home,
    session: Session,
    desk: Desk,
    names: Collection[str],
    book: RuleBook,
    new: Mapping[str, Judged] | None = None,
) -> None:
    """Have stores show the newest stock they hold, compared with that of an earlier day.

    Both are judged by the same rules, so that a change of rules is no change of the store. All
    long work is asked for before the first row is written.

    Args:
        home: Where snapshots are kept.
        session: Writes in the organisation; everything happens in its transaction.
        desk: Where the long work lies.
        names: The stores.
        book: The rules.
        new: Analyses this transaction has kept, by snapshot.

    Raises:
        UnpreparedError: Some of the long work is to be done first.
    """
    stores.alone(session)
    turns = snapshots.latest(session, names)
    done = waiting(session, turns)
    needed = {name for turn in turns.values() for name in (turn.snapshot, turn.before) if name}
    judged = judged_of(home, session, desk, needed.union(map(origin, done)), book)
    quiet = frozenset(decided.quiet(session, names))
    beside = Beside(home, org_of(session), desk, turns, judged, quiet, book)
    listed, earlier, notes = _listed(beside), _earlier(beside), _notes(beside)
    followed = follow(beside, done)
    desk.check()
    _keep(session, judged, new or {}, book)
    _write(session, beside, [issue for key in listed for issue in desk.results[key]], earlier)
    _say(session, beside, notes)
    say(session, beside, done, followed)
    stores.revise(session)


def _keep(
    session: Session, judged: Mapping[str, Judged], new: Mapping[str, Judged], book: RuleBook
) -> None:
    """Keep analyses that nobody has kept, and what all new ones saw."""
    for name, each in new.items():
        see(session, each, name)
    held = {each.id for each in new.values()}
    for name, each in judged.items():
        if each.seen is not None and each.id not in held:
            keep_analysis(session, each, name, book)


def _write(
    session: Session,
    beside: Beside,
    listed: Sequence[Listed],
    earlier: Mapping[str, Hashable],
) -> None:
    """Keep what stores show."""
    first = snapshots.first_seen(session, [each.row["issue_id"] for each in listed])
    dollars = {store: beside.desk.results[key] for store, key in earlier.items()}
    rows = [_sighting(each, first, beside, dollars) for each in listed]
    for name, some in _by_snapshot(beside.turns).items():
        judged, of = beside.judged[name], [row for row in rows if row["store_id"] in some]
        snapshots.write_sightings(session, judged.id, of, some)
        snapshots.show(session, judged.id, {store: beside.turns[store].day for store in some})


def _by_snapshot(turns: Mapping[str, Latest]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for store, turn in turns.items():
        found.setdefault(turn.snapshot, []).append(store)
    return found


def _listed(beside: Beside) -> list[Hashable]:
    """Where the issues that stores show will lie."""
    mark, quiet = beside.book.mark, beside.quiet
    return [
        beside.desk.want(
            ("issues", beside.judged[name].id, mark, tuple(some), quiet),
            partial(_issues, beside.judged[name], frozenset(some), quiet, beside.book),
        )
        for name, some in _by_snapshot(beside.turns).items()
    ]


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


def _earlier(beside: Beside) -> dict[str, Hashable]:
    """Where the dollars by issue in the stock before will lie, by store."""
    mark, quiet = beside.book.mark, beside.quiet
    return {
        store: beside.desk.want(
            ("dollars", beside.judged[turn.before].id, turn.snapshot, mark, quiet),
            partial(
                dollars, beside.home, beside.org, beside.judged[turn.before], turn.snapshot, quiet,
                beside.book,
            ),
        )
        for store, turn in beside.turns.items() if turn.before
    }  # fmt: skip


def _notes(beside: Beside) -> list[Hashable]:
    """Where it will lie what the newest files lack."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for store, turn in beside.turns.items():
        if turn.replaced:
            pairs.setdefault((turn.replaced[0], turn.snapshot), []).append(store)
    return [
        beside.desk.want(
            ("missing", *pair, tuple(some)), partial(missing, beside.home, beside.org, *pair, some)
        )
        for pair, some in pairs.items()
    ]


def _say(session: Session, beside: Beside, found: Sequence[Hashable]) -> None:
    """Keep with the upload of each snapshot what is odd about it beside the one before."""
    notes = {
        store: missing_line(each.skus, each.of, turn.replaced[1], turn.day)
        for key in found for store, each in beside.desk.results[key].items()
        if (turn := beside.turns[store]).replaced
        and each.skus > beside.book.settings.files.missing_skus * each.of
    }  # fmt: skip
    for name, some in _by_snapshot(beside.turns).items():
        upload = uploads.get(session, snapshots.get(session, name).upload_id)
        others = [note for note in upload.notes if note["store_id"] not in some]
        own = [{"store_id": store, "note": notes[store]} for store in some if store in notes]
        if upload.notes != others + own:
            upload.notes = others + own
            session.flush()


def _sighting(
    issue: Listed,
    first: Mapping[str, datetime],
    beside: Beside,
    earlier: Mapping[str, Mapping[str, float]],
) -> dict[str, Any]:
    name, store = issue.row["issue_id"], issue.row["store_id"]
    before = beside.turns[store].before
    known = before is not None and issue.row["leak"] in beside.judged[before].leaks
    direction = trend(issue.row["dollars"], earlier[store].get(name)) if known else "unknown"
    told = {"trend_direction": direction, "first_seen": first[name].isoformat()}
    return {**issue.row, "trend": direction, "shown": {**issue.shown, **told}}
