"""Labels: what the status, department and season of a row say.

Many rows say the same, so that each combination of words is read once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.declaration.expression import holds, never, words_pattern
from profit_sentinel.declaration.words import Expr, coalesce, col, lit, when
from profit_sentinel.engine import season

if TYPE_CHECKING:
    from collections.abc import Iterable

    from profit_sentinel.engine.frame import Frame
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings

LABELS = ("status", *season.SAID_BY)


def add(frame: Frame, rows: Frame, plan: Plan) -> Frame:
    """Add the flags of the status, what the department sets, and the kind of seasonal goods.

    Args:
        frame: Where they are added.
        rows: The same rows, computed already.
        plan: What is known of them.
    """
    names = [name for name in LABELS if plan.has(name)]
    if not names:
        return told(frame, names, plan)
    labels = {f"{name}_label": coalesce(name, lit("")) for name in names}
    different = told(rows.select(**labels).unique(), names, plan)
    return frame.with_columns(**labels).join(different, on=list(labels), how="left")


def told(frame: Frame, names: Iterable[str], plan: Plan) -> Frame:
    """Add everything that the labels of some columns say."""
    frame = frame.with_columns(**meanings(names, plan))
    return frame.with_columns(**season.calendar(plan))


def label(name: str) -> Expr:
    """What a row says in a column, empty where it says nothing."""
    return col(f"{name}_label")


def meanings(names: Iterable[str], plan: Plan) -> dict[str, Expr]:
    """Everything that labels say.

    Args:
        names: Canonical columns whose labels are known.
        plan: What is known of the rows.
    """
    known = frozenset(names)
    words, demand = plan.settings.words, plan.settings.demand
    lots = mentions("department", demand.clumpy, known)
    return {
        "clearance": mentions("status", words.clearance, known),
        "discontinued": mentions("status", words.discontinued, known),
        "usual_clump": when(lots).then(demand.clump_default).otherwise(1.0),
        **limits(plan.settings, known),
        "season_kind": season.kind(
            [label(name) for name in season.SAID_BY if name in known], plan.settings.seasons.goods
        ),
    }


def mentions(column: str, words: Iterable[str], known: frozenset[str]) -> Expr:
    """Whether a label has a word that begins with one of `words`."""
    if column not in known:
        return never()
    return holds(label(column).str.to_lowercase().str.contains(words_pattern(words)))


def limits(settings: Settings, known: frozenset[str]) -> dict[str, Expr]:
    """Limits of the row's department, the general ones where it has none of its own."""
    return {
        name: by_department(settings, field, general, known)
        for name, field, general in (
            ("dead_limit", "dead_stock_days", settings.dead_stock.limit_days),
            ("salvage", "salvage", settings.dead_stock.salvage),
            ("cover_days", "cover_days", settings.cover.cover_days),
        )
    }


def by_department(settings: Settings, field: str, general: float, known: frozenset[str]) -> Expr:
    """One limit as an expression of the department."""
    chosen: Expr = lit(float(general))
    if "department" not in known:
        return chosen
    for department, own in settings.departments.items():
        value = getattr(own, field)
        if value is not None:
            here = label("department").str.to_lowercase() == department.lower()
            chosen = when(here).then(float(value)).otherwise(chosen)
    return chosen
