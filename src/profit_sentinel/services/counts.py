"""Count sheets of what stores show: shelves worth a look, told apart from every finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from profit_sentinel.digest.counts import count_sheets
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.home import rule_book
from profit_sentinel.services.snapshots import without, worth_a_count
from profit_sentinel.store import issues, stores

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from profit_sentinel.domain.count_sheet import CountSheet
    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.services.snapshots import Finding
    from profit_sentinel.settings import Settings
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Store


class Shown(NamedTuple):
    """What some stores show, as far as their count sheets need it."""

    org: str
    stores: Mapping[str, Sequence[str]]
    """Stores by the analysis they show."""
    quiet: Collection[Finding]
    settings: Settings


def shown(session: Session, org: str, held: Sequence[Store]) -> Shown:
    """What some stores show at this moment."""
    found: dict[str, list[str]] = {}
    for store in held:
        if store.analysis_id:
            found.setdefault(store.analysis_id, []).append(store.id)
    quiet = issues.quiet(session, [store.id for store in held])
    return Shown(org, found, quiet, rule_book(session).settings)


def sheets(home: Home, of: Shown) -> tuple[CountSheet, ...]:
    """Their sheets, those that expect the most dollars first.

    What people want to hear nothing of is not asked about either.
    """
    asked = Memory()
    for analysis, names in sorted(of.stores.items()):
        marked = worth_a_count(home, of.org, analysis)
        own = marked.filter(marked["store_id"].is_in(names))
        asked.add(without(own, of.quiet))
    return count_sheets(asked, catalogue(), of.settings)


def of_store(home: Home, who: Person, name: str) -> tuple[CountSheet, ...]:
    """The sheets of a store, or of all in sight where none is named.

    Raises:
        NotFoundError: A store nobody knows.
        ForbiddenError: A store out of sight.
    """
    if name:
        who.check_store(name)
    with home.database.reading(who.org) as session:
        held = [stores.get(session, name)] if name else stores.listed(session, who.scope)
        of = shown(session, who.org, held)
    return sheets(home, of)
