"""Morning: what a digest page tells of a selection of issues, made once for what stores show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.money import Money
from profit_sentinel.services import counts
from profit_sentinel.services.digests import switched_off
from profit_sentinel.store import changes, issues, snapshots, stores

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from profit_sentinel.domain.count_sheet import CountSheet
    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.issues import Sums
    from profit_sentinel.store.tables import Store

SECTIONS: Sequence[tuple[str, tuple[Money, ...]]] = (
    ("Things to do", (Money.CASH, Money.MARGIN)),
    ("Capital standing on the shelf", (Money.CAPITAL,)),
    ("Records to correct", (Money.RECORD,)),
)


@dataclass(frozen=True)
class Asked:
    """A selection of issues; what is empty selects nothing."""

    store: str = ""
    leak: str = ""
    place: str = ""
    money: Money | None = None
    trend: str = ""

    @property
    def equal(self) -> dict[str, str]:
        """Columns and the value each must have."""
        said = {"store_id": self.store, "leak": self.leak, "place": self.place,
                "money": self.money or "", "trend": self.trend}  # fmt: skip
        return {name: value for name, value in said.items() if value}

    @property
    def whole(self) -> bool:
        """Whether nothing but a store is selected."""
        return self.equal.keys() <= {"store_id"}

    @property
    def whatever_trend(self) -> dict[str, str]:
        """The same for every trend."""
        return {name: value for name, value in self.equal.items() if name != "trend"}


@dataclass(frozen=True)
class Section:
    """The first issues of some kinds of money, and sums of all of them."""

    title: str
    issues: Sequence[Mapping[str, Any]]
    sums: Sums


@dataclass(frozen=True)
class Morning:
    """What the page tells."""

    stores: Sequence[Store]
    sums: Sums
    sections: Sequence[Section]
    trends: Mapping[str, tuple[int, float]]
    gone: Sequence[Mapping[str, Any]]
    places: Sequence[tuple[str, float]]
    off: Sequence[Mapping[str, str]]
    sources: Sequence[Mapping[str, Any]]
    problems: int
    notes: Sequence[Mapping[str, str]]
    sheets: Sequence[CountSheet] = ()
    """Of the stores; none where only some of their issues are asked for."""


def morning(home: Home, who: Person, asked: Asked, most: int) -> Morning:
    """What stores show of a selection.

    Args:
        home: Where it is kept.
        who: Who asks.
        asked: Which issues.
        most: Issues of each section.

    Raises:
        NotFoundError: A store nobody knows.
        ForbiddenError: A store out of sight.
    """
    if asked.store:
        who.check_store(asked.store)
    with home.database.reading(who.org) as session:
        key = ("morning", who.org, stores.revision(session), who.scope, asked, most)
        held: Morning | None = home.pages.get(key)
        if held is not None:
            return held
        made = _made(session, who, asked, most)
        of = counts.shown(session, who.org, made.stores)
    if asked.whole:
        made = replace(made, sheets=counts.sheets(home, of))
    home.pages.put(key, made)
    return made


def _made(session: Session, who: Person, asked: Asked, most: int) -> Morning:
    held = [stores.get(session, asked.store)] if asked.store else stores.listed(session, who.scope)
    query = issues.shown(who.scope, **asked.equal)
    todo = issues.shown([store.id for store in held], section=0)
    sources, problems = _quality(session, held)
    return Morning(
        held, issues.sums(session, query),
        [_section(session, who, asked, title, kinds, most) for title, kinds in SECTIONS],
        changes.trends(session, issues.shown(who.scope, **asked.whatever_trend)),
        [each for store in held for each in _gone(session, store, asked)],
        issues.places(session, todo), switched_off(session, held), sources, problems,
        snapshots.notes(session, [store.id for store in held]),
    )  # fmt: skip


def _section(  # noqa: PLR0913, PLR0917 - handed on
    session: Session, who: Person, asked: Asked, title: str, kinds: Sequence[Money], most: int
) -> Section:
    query = issues.shown(who.scope, **asked.equal).where(issues.of_money(kinds))
    some = [each.shown for each in issues.first(session, query, most)]
    return Section(title, some, issues.sums(session, query))


def _gone(session: Session, store: Store, asked: Asked) -> list[Mapping[str, Any]]:
    """Issues of last time that the data no longer show; what people silenced is not meant."""
    if store.as_of is None:
        return []
    quiet = {(leak, sku) for _, leak, sku in issues.quiet(session, [store.id])}
    return [
        each.shown
        for each in changes.gone(session, store.id, store.as_of)
        if all(getattr(each, name) == value for name, value in asked.whatever_trend.items())
        and any((each.leak, sku["sku"]) not in quiet for sku in each.shown["skus"])
    ]


def _quality(session: Session, held: Sequence[Store]) -> tuple[list[Mapping[str, Any]], int]:
    """How the files were read that stores show, and how many cells could not be used."""
    shows = sorted({store.analysis_id for store in held if store.analysis_id})
    names = {snapshots.get_analysis(session, name).snapshot_id for name in shows}
    kept = [snapshots.get(session, name) for name in sorted(names)]
    sources: list[Mapping[str, Any]] = [
        {**source, "upload_id": each.upload_id}
        for each in kept
        for source in each.quality["sources"]
    ]
    count: int = sum(problem["count"] for each in kept for problem in each.quality["problems"])
    return sources, count
