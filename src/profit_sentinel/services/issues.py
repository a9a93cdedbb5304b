"""Issues: look at one, at its SKUs, and say what is to be made of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.findings import Findings, some
from profit_sentinel.digest.serialise import finding_json
from profit_sentinel.digest.wording import many
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.errors import NotFoundError, WrongUsageError
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.desk import written
from profit_sentinel.services.home import LONGEST_KEPT, Made, rule_book
from profit_sentinel.services.showing import show_newest
from profit_sentinel.services.snapshots import findings_of, list_issues
from profit_sentinel.store import issues, stores, tasks
from profit_sentinel.store.rows import one
from profit_sentinel.store.tables import Issue

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.desk import Desk
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.services.snapshots import Finding
    from profit_sentinel.store.database import Session

NOUN = "issue"
SKUS_NOTED = 3
"""SKUs that a note names; of more it gives the number."""


@dataclass(frozen=True)
class Said:
    """What somebody said of some SKUs of an issue at once, and what holds of it."""

    state: Verdict
    reason: str
    until: datetime | None
    who: str
    at: datetime
    skus: Sequence[str]


def listed(  # noqa: PLR0913, PLR0917 - filters and the page asked for
    home: Home, who: Person, store: str | None, leak: str | None, money: str | None,
    offset: int, limit: int,
) -> tuple[list[dict[str, Any]], int]:  # fmt: skip
    """Issues in sight, in the order of the digest, and how many there are."""
    if store is not None:
        who.check_store(store)
    asked = {"store_id": store, "leak": leak, "money": money}
    equal = {name: value for name, value in asked.items() if value is not None}
    with home.database.reading(who.org) as session:
        found, total = issues.listed(session, issues.shown(who.scope, **equal), offset, limit)
    return [each.shown for each in found], total


def page(  # noqa: PLR0913, PLR0917 - filters and the page asked for
    home: Home, who: Person, store: str | None, leak: str | None, money: str | None,
    offset: int, limit: int,
) -> Made:  # fmt: skip
    """The same with its total, made once for as long as stores show the same."""
    with home.database.reading(who.org) as session:
        revision = stores.revision(session)
    asked = (store, leak, money, offset, limit)

    def make() -> Made:
        found, total = listed(home, who, *asked)
        return Made({"issues": found, "total": total})

    key = ("issues", who.org, revision, who.scope, *asked)
    return home.pages.once(key, make, keep=limit <= LONGEST_KEPT)


def table(home: Home, who: Person, name: str) -> pl.DataFrame:
    """Every finding of an issue with its sentence and numbers, as a findings file has them.

    What is worth a count is in no issue.
    """
    whole = _in_sight(home, who, name)
    held = Findings(lambda: whole, whole.height, catalogue()).table.drop("worth_a_count")
    return held.select(column for column in held if column.null_count() < held.height)


def get(home: Home, who: Person, name: str) -> dict[str, Any]:
    """One issue with what people did about it.

    Raises:
        NotFoundError: No store shows it.
        ForbiddenError: Of a store out of sight.
    """
    with home.database.reading(who.org) as session:
        issue = issues.get(session, name)
        who.check_store(issue.store_id)
        task = tasks.open_of(session, name)
        events = tasks.history(session, NOUN, name)
    return {**issue.shown, "task_id": task.id if task else None, "history": events}


def shows(home: Home, who: Person, name: str) -> bool:
    """Whether the store of an issue shows it, to somebody who may see it."""
    try:
        get(home, who, name)
    except NotFoundError:
        return False
    return True


def skus(
    home: Home, who: Person, name: str, offset: int, limit: int
) -> tuple[list[dict[str, Any]], int]:
    """The SKUs of an issue, the largest first, and how many there are.

    Raises:
        NotFoundError: No store shows it.
        ForbiddenError: Of a store out of sight.
    """
    whole = _in_sight(home, who, name)
    shown = Findings(lambda: whole[offset : offset + limit], limit, catalogue())
    return [finding_json(each) for each in shown], whole.height


def sku(home: Home, who: Person, name: str, number: str) -> dict[str, Any]:
    """One SKU of an issue.

    Raises:
        NotFoundError: No store shows the issue, or the SKU is not in it.
        ForbiddenError: Of a store out of sight.
    """
    found = _in_sight(home, who, name).filter(pl.col("sku") == number)
    if found.is_empty():
        raise NotFoundError("SKU", number)
    return finding_json(Findings(lambda: found, 1, catalogue())[0])


def said(home: Home, who: Person, name: str) -> list[Said]:
    """What holds of SKUs of an issue, silent ones too, the newest first.

    Raises:
        NotFoundError: No store shows it.
        ForbiddenError: Of a store out of sight.
    """
    with home.database.reading(who.org) as session:
        issue = issues.get(session, name)
        who.check_store(issue.store_id)
        held = issues.decisions(session, [issue.store_id])
        told = [each for each in held if each.leak == issue.leak]
        key = (who.org, stores.revision(session), name, "silent too")
        book = rule_book(session)
    if not told:
        return []
    skus = home.findings.once(
        key, lambda: frozenset(_findings(home, who.org, issue.analysis_id, name, book)["sku"])
    )
    at_once = attrgetter("said_at", "state", "reason", "until", "said_by")
    own = sorted((each for each in told if each.sku in skus), key=attrgetter("said_at", "sku"))
    return [
        Said(Verdict(state), reason, until, by, at, [each.sku for each in some])
        for (at, state, reason, until, by), some in groupby(own, at_once)
    ][::-1]


def _in_sight(home: Home, who: Person, name: str) -> pl.DataFrame:
    """The findings of an issue that its store shows to somebody, the largest first.

    They are put together once for as long as stores show the same.
    """
    with home.database.reading(who.org) as session:
        issue = issues.get(session, name)
        who.check_store(issue.store_id)
        key = (who.org, stores.revision(session), name)
        quiet = issues.quiet(session, [issue.store_id])
        book = rule_book(session)
    return home.findings.once(
        key, lambda: _findings(home, who.org, issue.analysis_id, name, book, quiet)
    )


def _meant(home: Home, session: Session, desk: Desk, name: str) -> list[Finding]:
    """The findings of an issue in what its store shows, those of which somebody spoke too.

    Raises:
        NotFoundError: There are none.
        UnpreparedError: They are to be read first.
    """
    known = one(session, Issue, NOUN, name)
    shows = stores.get(session, known.store_id).analysis_id
    if shows is None:
        raise NotFoundError(NOUN, name)
    book = rule_book(session)
    key = ("findings of", name, shows, book.mark)
    whole = desk.take(key, partial(_findings, home, known.org_id, shows, name, book))
    found: list[Finding] = whole.select("store_id", "leak", "sku").rows()
    return found


def _findings(  # noqa: PLR0913, PLR0917 - of what, by what, without what
    home: Home, org: str, analysis: str, name: str, book: RuleBook,
    quiet: Collection[Finding] = (),
) -> pl.DataFrame:  # fmt: skip
    """The findings of an issue in an analysis, the largest first."""
    listed = list_issues(findings_of(home, org, analysis), book, quiet)
    row = next((each for each in listed.frame.iter_rows(named=True) if each["id"] == name), None)
    if row is None:
        raise NotFoundError(NOUN, name)
    return some(listed.kept, row["piece"], row["start"], row["sku_count"])


def decide(  # noqa: PLR0913 - a decision is who said what of which, why and until when
    home: Home,
    who: Person,
    name: str,
    verdict: Verdict,
    *,
    reason: str = "",
    until: datetime | None = None,
    skus: Collection[str] = (),
) -> int:
    """Dismiss, snooze or confirm the findings of an issue; those that come later are not meant.

    Args:
        home: Where it is kept.
        who: Who says so.
        name: The issue's id.
        verdict: What is said.
        reason: Why; a dismissal needs one.
        until: When a snooze ends, with its zone.
        skus: Those meant; none for those of the issue that are not silent, or for all of an
            issue that is.

    Returns:
        How many findings it was said of.

    Raises:
        NotFoundError: No such issue, or none of the SKUs is in it.
        ForbiddenError: Somebody who may not decide, or not in this store.
        WrongUsageError: A dismissal without a reason, a snooze without an end to come.
    """
    who.check_may_change()
    _check(verdict, reason, until)

    def write(session: Session, desk: Desk) -> int:
        store = one(session, Issue, NOUN, name).store_id
        who.check_store(store)
        meant = _of(_meant(home, session, desk, name), skus)
        if not skus:
            silent = set(issues.quiet(session, [store]))
            meant = [each for each in meant if each not in silent] or meant
        issues.decide(session, meant, verdict, reason, until, who.name)
        tasks.note(session, NOUN, name, verdict, _noted(skus, reason), who.name)
        show_newest(home, session, desk, [store], rule_book(session))
        return len(meant)

    return written(home.database, who.org, write)


def undo(home: Home, who: Person, name: str, skus: Collection[str] = ()) -> int:
    """Take back what was said of an issue's findings.

    Args:
        home: Where it is kept.
        who: Who does.
        name: The issue's id.
        skus: Those meant; none for all of the issue.

    Returns:
        Of how many.

    Raises:
        NotFoundError: No such issue, or none of the SKUs is in it.
        ForbiddenError: Somebody who may not decide, or not in this store.
    """
    who.check_may_change()

    def write(session: Session, desk: Desk) -> int:
        store = one(session, Issue, NOUN, name).store_id
        who.check_store(store)
        meant = _of(_meant(home, session, desk, name), skus)
        issues.undecide(session, meant)
        tasks.note(session, NOUN, name, "undone", _noted(skus, ""), who.name)
        show_newest(home, session, desk, [store], rule_book(session))
        return len(meant)

    return written(home.database, who.org, write)


def _of(findings: list[Finding], skus: Collection[str]) -> list[Finding]:
    """The findings of some SKUs; all where none is named.

    Raises:
        NotFoundError: There are none.
    """
    named = frozenset(skus)
    meant = [each for each in findings if not named or each[2] in named]
    if not meant:
        raise NotFoundError("SKU", ", ".join(sorted(skus)))
    return meant


def _noted(skus: Collection[str], reason: str) -> str:
    """The note of a decision: of which SKUs, and why."""
    if not skus:
        return reason
    named = f"SKU {', '.join(sorted(skus))}" if len(skus) <= SKUS_NOTED else many(len(skus), "SKU")
    return f"{named}: {reason}" if reason else named


def _check(verdict: Verdict, reason: str, until: datetime | None) -> None:
    if verdict is Verdict.DISMISSED and not reason.strip():
        message = "a dismissal needs a reason, so that others know why it is normal here"
        raise WrongUsageError(message)
    if verdict is Verdict.SNOOZED and (until is None or until <= datetime.now(UTC)):
        message = "a snooze needs the moment it ends, which must lie ahead"
        raise WrongUsageError(message)
    if verdict is not Verdict.SNOOZED and until is not None:
        message = "only a snooze has an end"
        raise WrongUsageError(message)
