"""Years: costs and prices that stand in a column per year, of which the latest is the one now."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import read
from profit_sentinel.ingest.plausible import is_plausible
from profit_sentinel.ingest.silent import GUESS
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, with_uses

_YEAR = re.compile(r"(?<!\d)(?:20|['\u2019])(\d\d)(?!\d)")
_NOW = ("unit_cost", "average_cost", "retail_price")
_BEFORE = {"unit_cost": "previous_cost"}


def latest_year(uses: Uses, view: View) -> Uses:
    """Of headers alike but for the year, take the latest for now, and a cost before as previous."""
    for bare, of_year in _years(uses, view).items():
        newest, *older = sorted(of_year, reverse=True)
        canonical = _meaning(bare, of_year[newest], view)
        if canonical is None or not older or header_of(uses, canonical):
            continue
        reason = f"the latest of {len(of_year)} years"
        uses = with_uses(uses, _asked(of_year[newest], canonical, reason))
        before = _BEFORE.get(canonical)
        if before and older[0] == newest - 1 and header_of(uses, before) is None:
            uses = with_uses(uses, _asked(of_year[older[0]], before, "the cost of the year before"))
    return uses


def _years(uses: Uses, view: View) -> Mapping[str, Mapping[int, ColumnUse]]:
    """Columns that are not used, by their English name without the year, then by year."""
    found: dict[str, dict[int, ColumnUse]] = defaultdict(dict)
    for use in uses.values():
        year = _YEAR.search(use.header)
        if year and use.canonical is None and may_change(use) and use.samples:
            bare = re.sub(rf"(?<!\d)(?:20|\W)?{year[1]}(?!\d)", " ", view.english[use.header])
            found[" ".join(bare.lower().split())][int(year[1])] = use
    return found


def _meaning(bare: str, use: ColumnUse, view: View) -> str | None:
    look = view.looks[use.header]
    said = read(bare, look)
    canonical = said.column if said else None
    return canonical if canonical in _NOW and is_plausible(canonical, look) else None


def _asked(use: ColumnUse, canonical: str, reason: str) -> ColumnUse:
    found = replace(use, canonical=canonical, confidence=GUESS, reason=reason)
    return replace(found, doubtful=True, suggestion=canonical)
