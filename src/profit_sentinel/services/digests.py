"""The morning digest of what is kept, for a chain or a store."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.brief import brief
from profit_sentinel.digest.serialise import counts_json
from profit_sentinel.services import counts
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
        top: Issues, and count sheets, to carry.

    Raises:
        NotFoundError: A store nobody knows.
        ForbiddenError: A store out of sight.
    """
    for name in names:
        who.check_store(name)
    started = perf_counter()
    with home.database.reading(who.org) as session:
        key = (who.org, stores.revision(session), who.scope, tuple(names), top)
        kept: Made | None = home.pages.get(key)
        if kept is not None:
            return kept
        held = [stores.get(session, name) for name in names] or stores.listed(session, who.scope)
        told, of = _told(session, held, names, top), counts.shown(session, who.org, held)
    whole = told["digest"]
    whole |= counts_json(counts.sheets(home, of), top)
    whole["pipeline_ms"] = round((perf_counter() - started) * 1000, 1)
    told["rendered_text"] = brief(whole)
    made = Made(told)
    home.pages.put(key, made)
    return made


def _told(
    session: Session, held: Sequence[Store], names: Sequence[str], top: int
) -> dict[str, Any]:
    """All but the count sheets, which do not lie in the database."""
    scope = [store.id for store in held]
    query = issues.shown(scope)
    first = [each.shown for each in issues.first(session, query, top)]
    sums = issues.sums(session, query)
    generated = datetime.now(UTC).isoformat()
    headline = round(sums.once + sums.per_year, 2)
    recoverable = {"once": sums.once, "per_year": sums.per_year}
    whole = {
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
    return {
        "digest": whole,
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
