"""Following: have the newest stock tell of tasks that are called done."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from profit_sentinel.act.followup import verify
from profit_sentinel.digest.issues import grouped
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.comparing import rows_of
from profit_sentinel.store import snapshots, tasks
from profit_sentinel.store.rows import now, org_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from profit_sentinel.services.desk import Desk, Works
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.services.showing import Turn
    from profit_sentinel.services.snapshots import Finding, Judged
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Task

PATIENCE = timedelta(days=90)
"""How long the data are asked about a task that is not verified."""
VERIFIED = "verified"


class Meant(NamedTuple):
    """What a task is about."""

    store: str
    leak: str
    group: str


def waiting(session: Session, turns: Mapping[str, Turn]) -> list[Task]:
    """Completed tasks that the newest stock of their store can tell of."""
    found = tasks.completed(session, list(turns), now() - PATIENCE)
    unsure = [each for each in found if (each.verification or {}).get("state") != VERIFIED]
    days = {name: snapshots.stores_of(session, name) for name in {*map(origin, unsure)}}
    return [
        each for each in unsure
        if days[origin(each)].get(each.store_id, date.max) < turns[each.store_id].day
    ]  # fmt: skip


def origin(task: Task) -> str:
    """The snapshot a task was made from; empty when it is not known."""
    return task.snapshot_id or ""


def follow(  # noqa: PLR0913, PLR0917 - tasks, and all they are compared by
    home: Home,
    session: Session,
    desk: Desk,
    asked: Sequence[Task],
    turns: Mapping[str, Turn],
    judged: Mapping[str, Judged],
    quiet: frozenset[Finding],
    book: RuleBook,
) -> None:
    """Keep with every task what the newest stock says of it.

    Raises:
        UnpreparedError: The comparison is to be made first.
    """
    org = org_of(session)
    keys = {
        task.id: ("followed", task.id, turns[task.store_id].snapshot, book.mark, quiet)
        for task in asked
    }  # fmt: skip
    works: Works = {
        keys[task.id]: partial(
            _followed, home, org, _meant(task), (origin(task), turns[task.store_id].snapshot),
            judged, quiet,
        )
        for task in asked
    }  # fmt: skip
    done = desk.take(works)
    for task in asked:
        if (said := done[keys[task.id]]) is not None:
            turn = turns[task.store_id]
            task.verification = {
                **said, "recovery": task.issue["recovery"], "as_of": turn.day.isoformat(),
                "snapshot_id": turn.snapshot,
            }  # fmt: skip
    session.flush()


def _meant(task: Task) -> Meant:
    return Meant(task.store_id, task.issue["issue_type"], task.issue["group"])


def _followed(  # noqa: PLR0913, PLR0917 - of what, from where to where, by what
    home: Home,
    org: str,
    meant: Meant,
    pair: tuple[str, str],
    judged: Mapping[str, Judged],
    quiet: frozenset[Finding],
) -> dict[str, Any] | None:
    """What became of the findings; None where today's rules cannot tell."""
    was, is_now = judged[pair[0]], judged[pair[1]]
    silent = [sku for store, leak, sku in quiet if (store, leak) == (meant.store, meant.leak)]
    then = grouped(was.findings.filter("kept"), catalogue()).filter(
        pl.col("store_id") == meant.store, pl.col("leak") == meant.leak,
        pl.col("group") == meant.group, ~pl.col("sku").is_in(silent),
    )  # fmt: skip
    if then.is_empty() or meant.leak not in is_now.leaks:
        return None
    before, after = (
        rows_of(home, org, name).filter(pl.col("store_id") == meant.store).drop("store_id")
        for name in pair
    )
    fires = is_now.findings.filter(pl.col("store_id") == meant.store)
    return verify(then.select("sku", "recoverable", "money"), fires, before, after)
