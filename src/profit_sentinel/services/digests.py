"""The morning digest of what is kept, for a chain or a store."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.brief import brief
from profit_sentinel.services.home import Made
from profit_sentinel.store import issues, snapshots, stores

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Store


def digest(home: Home, who: Person, names: Sequence[str], top: int) -> Made:
    """The digest of some stores, or of all in sight.

    Args:
        home: Where it is kept.
        who: Who asks.
        names: Stores; none for all in sight.
        top: Issues to carry.

    Raises:
        NotFoundError: A store nobody knows.
        ForbiddenError: A store out of sight.
    """
    for name in names:
        who.check_store(name)
    with home.database.reading(who.org) as session:
        key = (who.org, stores.revision(session), who.scope, tuple(names), top)
        kept: Made | None = home.pages.get(key)
        if kept is None:
            kept = Made(_made(session, who, names, top))
            home.pages.put(key, kept)
    return kept


def _made(session: Session, who: Person, names: Sequence[str], top: int) -> dict[str, Any]:
    started = perf_counter()
    held = [stores.get(session, name) for name in names] or stores.listed(session, who.scope)
    scope = [store.id for store in held]
    query = issues.shown(scope)
    first = [each.shown for each in issues.first(session, query, top)]
    sums = issues.sums(session, query)
    generated = datetime.now(UTC).isoformat()
    headline = round(sums.once + sums.per_year, 2)
    recoverable = {"once": sums.once, "per_year": sums.per_year}
    whole: dict[str, Any] = {
        "generated_at": generated,
        "as_of": max((store.as_of for store in held if store.as_of), default=None),
        "store_filter": list(names),
        "issues": first,
        "summary": {
            "stores": [{"store_id": store.id, "as_of": store.as_of} for store in held],
            "issue_count": sums.count,
            "dollars": sums.dollars,
            "recoverable": recoverable,
            "total_dollar_impact": headline,
            "leaks_switched_off": switched_off(session, held),
            "data_quality": snapshots.notes(session, scope),
        },
    }
    whole["pipeline_ms"] = round((perf_counter() - started) * 1000, 1)
    return {
        "digest": whole,
        "rendered_text": brief(whole),
        "generated_at": generated,
        "store_ids": scope,
        "issue_count": sums.count,
        "total_dollar_impact": headline,
        "recoverable": recoverable,
    }


def switched_off(session: Session, held: Sequence[Store]) -> list[dict[str, str]]:
    """What could not be checked in the stock that stores show, and why."""
    shows = sorted({store.analysis_id for store in held if store.analysis_id})
    found = {
        (off["leak"], off["reason"]): off
        for name in shows
        for off in snapshots.get_analysis(session, name).summary["leaks_switched_off"]
    }
    return [found[key] for key in sorted(found)]
