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
from profit_sentinel.store.rows import now

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from profit_sentinel.services.comparing import Beside
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.snapshots import Latest
    from profit_sentinel.store.tables import Task

PATIENCE = timedelta(days=90)
"""How long the data are asked about a task that is not verified."""
VERIFIED = "verified"


class Meant(NamedTuple):
    """What a task is about."""

    store: str
    leak: str
    group: str


def origins(session: Session) -> set[str]:
    """The snapshots by which tasks can still be verified, those that nobody calls done too."""
    found = [*tasks.undone(session), *_unsure(tasks.completed(session, now() - PATIENCE))]
    return {*map(origin, found)}


def _unsure(done: Sequence[Task]) -> list[Task]:
    return [each for each in done if (each.verification or {}).get("state") != VERIFIED]


def waiting(session: Session, turns: Mapping[str, Latest]) -> list[Task]:
    """Completed tasks that the newest stock of their store can tell of."""
    unsure = _unsure(tasks.completed(session, now() - PATIENCE, list(turns)))
    days = {name: snapshots.stores_of(session, name) for name in {*map(origin, unsure)}}
    return [
        each for each in unsure
        if days[origin(each)].get(each.store_id, date.max) < turns[each.store_id].day
    ]  # fmt: skip


def origin(task: Task) -> str:
    """The snapshot a task was made from; empty when it is not known."""
    return task.snapshot_id or ""


def follow(beside: Beside, asked: Sequence[Task]) -> list[Hashable]:
    """Where it will lie what the newest stock says of each task."""
    return [
        beside.desk.want(
            ("followed", task.id, snapshot, beside.book.mark, beside.quiet),
            partial(_followed, beside, _meant(task), (origin(task), snapshot)),
        )
        for task in asked for snapshot in (beside.turns[task.store_id].snapshot,)
    ]  # fmt: skip


def say(session: Session, beside: Beside, asked: Sequence[Task], found: Sequence[Hashable]) -> None:
    """Keep it with the task; what today's rules cannot tell changes nothing."""
    if asked:
        tasks.revise(session)
    for task, key in zip(asked, found, strict=True):
        said, turn = beside.desk.results[key], beside.turns[task.store_id]
        if said is not None:
            task.verification = {
                **said, "recovery": task.issue["recovery"], "as_of": turn.day.isoformat(),
                "snapshot_id": turn.snapshot,
            }  # fmt: skip


def _meant(task: Task) -> Meant:
    return Meant(task.store_id, task.issue["issue_type"], task.issue["group"])


def _followed(beside: Beside, meant: Meant, pair: tuple[str, str]) -> dict[str, Any] | None:
    """What became of the findings; None where today's rules cannot tell."""
    was, is_now = beside.judged[pair[0]], beside.judged[pair[1]]
    silent = [
        sku for store, leak, sku in beside.quiet if (store, leak) == (meant.store, meant.leak)
    ]  # fmt: skip
    then = grouped(was.findings.filter("kept"), catalogue()).filter(
        pl.col("store_id") == meant.store, pl.col("leak") == meant.leak,
        pl.col("group") == meant.group, ~pl.col("sku").is_in(silent),
    )  # fmt: skip
    if then.is_empty() or meant.leak not in is_now.leaks:
        return None
    before, after = (
        rows_of(beside.home, beside.org, name)
        .filter(pl.col("store_id") == meant.store).drop("store_id")
        for name in pair
    )  # fmt: skip
    fires = is_now.findings.filter(pl.col("store_id") == meant.store)
    return verify(then.select("sku", "recoverable", "money"), fires, before, after)
