"""Rehearsal: what other settings would make of the stock that stores show, with nothing kept."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.services.home import RuleBook
from profit_sentinel.services.snapshots import list_issues, stock_key
from profit_sentinel.settings import load
from profit_sentinel.store import issues, snapshots, stores

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.database import Session

Quiet = list[tuple[str, str, str]]


class Line(NamedTuple):
    """An issue as far as totals need it; dollars as an issue has them."""

    id: str
    title: str
    money: str
    dollars: float
    recoverable: float
    recovery: str


@dataclass(frozen=True)
class Step:
    """How far a rehearsal is."""

    number: int
    of: int
    stores: Sequence[str]


@dataclass(frozen=True)
class Totals:
    """Sums over issues in dollars; kinds of money are never added."""

    issues: int
    once: float
    per_year: float
    dollars: Mapping[str, float]


@dataclass(frozen=True)
class Effect:
    """What would change: totals now and then, issues that come and that go, the largest first."""

    before: Totals
    after: Totals
    came: Sequence[Line]
    went: Sequence[Line]


def rehearse(home: Home, who: Person, text: str) -> Iterator[Step | Effect]:
    """Judge the newest stock of every store by other settings.

    Args:
        home: Where the stock is kept; nothing is written there.
        who: Who asks.
        text: A settings file in TOML.

    Yields:
        A step before each snapshot is judged, and the effect at the end.

    Raises:
        ForbiddenError: Somebody who has only some stores in hand.
        SettingsError: Something in the text cannot be used.
    """
    who.check_everywhere()
    return _rehearsed(home, who.org, RuleBook(load(None, text), ""))


def _rehearsed(home: Home, org: str, book: RuleBook) -> Iterator[Step | Effect]:
    with home.database.reading(org) as session:
        shown = [_shown(each.shown) for each in issues.first(session, issues.shown(), None)]
        held = newest(session)
        quiet = issues.quiet(session, [store for some in held.values() for store in some])
    found: list[Line] = []
    for number, (snapshot, some) in enumerate(held.items(), start=1):
        yield Step(number, len(held), some)
        found += _judged(home, stock_key(org, snapshot), some, book, quiet)
    yield effect(shown, found)


def newest(session: Session) -> Mapping[str, Sequence[str]]:
    """The snapshots that stores would show, each with its stores."""
    by_snapshot: dict[str, list[str]] = {}
    names = [store.id for store in stores.listed(session, None)]
    for store, held in snapshots.latest(session, names).items():
        by_snapshot.setdefault(held.snapshot, []).append(store)
    return by_snapshot


def _judged(
    home: Home, key: str, some: Collection[str], book: RuleBook, quiet: Quiet
) -> list[Line]:
    stock = pl.read_parquet(BytesIO(home.blobs.get(key)))
    findings = analyse(stock, book.settings, engine_named("polars")).findings
    return [
        Line(each.id, each.title, each.money, each.dollars, each.recoverable, each.recovery)
        for each in list_issues(findings, book, quiet)
        if each.store_id in some
    ]


def _shown(issue: Mapping[str, str | float]) -> Line:
    names = ("id", "title", "money", "dollar_impact", "recoverable", "recovery")
    return Line(*(issue[name] for name in names))  # type: ignore[arg-type]


def effect(before: Sequence[Line], after: Sequence[Line]) -> Effect:
    """What changes between two lists of issues."""
    old, new = {line.id for line in before}, {line.id for line in after}
    return Effect(
        totals(before), totals(after), _largest(line for line in after if line.id not in old),
        _largest(line for line in before if line.id not in new),
    )  # fmt: skip


def _largest(lines: Iterable[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.dollars, line.id))


def totals(lines: Sequence[Line]) -> Totals:
    """Sums over issues."""
    back = {"once": 0.0, "per_year": 0.0}
    dollars: dict[str, float] = {}
    for line in lines:
        dollars[line.money] = round(dollars.get(line.money, 0.0) + line.dollars, 2)
        back[line.recovery] = round(back[line.recovery] + line.recoverable, 2)
    return Totals(len(lines), back["once"], back["per_year"], dollars)
