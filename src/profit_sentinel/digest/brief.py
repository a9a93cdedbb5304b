"""The digest in a few lines, for a message or a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.wording import many, money_line
from profit_sentinel.domain.money import dollars_text

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING = "No stock list has been taken in yet. Upload an export of your point-of-sale system."


def brief(digest: Mapping[str, Any]) -> str:
    """A kept digest as text.

    Args:
        digest: The `digest` object of the interface.
    """
    if digest["as_of"] is None:
        return f"{NOTHING}\n"
    summary = digest["summary"]
    back = summary["recoverable"]
    head = (
        f"{dollars_text(summary['total_dollar_impact'])} recoverable: "
        f"{dollars_text(back['once'])} once and {dollars_text(back['per_year'])} a year, "
        f"in {many(summary['issue_count'], 'issue')}. Stock of {digest['as_of']}."
    )
    lines = [
        f"{place}. {issue['title']}: {money_line(issue['dollar_impact'], issue['money'])}, "
        f"{issue['probability']:.0%} sure, {issue['trend_direction']}\n   {issue['id']}\n"
        f"   {issue['context']}"
        for place, issue in enumerate(digest["issues"], start=1)
    ]
    return "\n".join([head, "", *lines]).rstrip() + "\n"
