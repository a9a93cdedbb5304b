"""Days: stock, costs and prices whose header names the day they are of, as `Count 11/15/26`."""

import re
from collections import defaultdict
from dataclasses import replace

from profit_sentinel.domain.intake import ColumnUse
from profit_sentinel.ingest.candidates import read
from profit_sentinel.ingest.plausible import is_plausible
from profit_sentinel.ingest.silent import GUESS
from profit_sentinel.ingest.view import Uses, View, header_of, may_change, with_uses

_ONE_TO_31, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:(?:20)?\d\d)"
_DAY = re.compile(
    rf"(?<![\d/.-])(?:20\d\d-\d\d-\d\d|{_ONE_TO_31}/{_ONE_TO_31}(?:/{_YEAR})?"
    rf"|{_ONE_TO_31}([.-]){_ONE_TO_31}\1{_YEAR})(?![\d/.-])"
)
_BEFORE_DAY = re.compile(r"\b(?:as of|as at|asof|effective|eff|on|at)$", re.IGNORECASE)
_NOW = ("on_hand", "unit_cost", "average_cost", "retail_price")


def names_day(text: str) -> bool:
    """Whether a text names a day, such as `11/15/26`, `15.11.2026`, `2026-11-15` or `11/15`."""
    return _DAY.search(text) is not None


def of_a_day(uses: Uses, view: View) -> Uses:
    """Take the only column of a day for the one now where no other tells that, and ask."""
    found: dict[str, list[ColumnUse]] = defaultdict(list)
    for use in uses.values():
        free = use.canonical is None and may_change(use) and bool(use.samples)
        if free and names_day(use.header) and (canonical := _meaning(use, view)):
            found[canonical].append(use)
    for canonical, (use, *more) in found.items():
        if more or header_of(uses, canonical):
            continue
        reason = f"its name says {canonical.replace('_', ' ')} of a day; nothing tells it otherwise"
        taken = replace(use, canonical=canonical, confidence=GUESS, reason=reason)
        uses = with_uses(uses, replace(taken, doubtful=True, suggestion=canonical))
    return uses


def _meaning(use: ColumnUse, view: View) -> str | None:
    """What a header says without its day, of what changes from day to day."""
    look, bare = view.looks[use.header], _DAY.sub(" ", view.english[use.header]).strip(" ()-,:")
    said = read(_BEFORE_DAY.sub("", bare), look)
    canonical = said.column if said else None
    return canonical if canonical in _NOW and is_plausible(canonical, look) else None
