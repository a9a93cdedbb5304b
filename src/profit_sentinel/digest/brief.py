"""The digest in a few lines, for a message or a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.wording import (
    COUNT_WORDS,
    RECOVERY_WORDS,
    headline,
    many,
    money_line,
    not_checked,
    sure,
)
from profit_sentinel.domain.money import dollars_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    told = headline(back["once"], back["per_year"], summary["issue_count"])
    head = f"{told} Stock of {digest['as_of']}."
    lines = [
        f"{place}. {issue['title']}: {money_line(issue['dollar_impact'], issue['money'])}, "
        f"{sure(issue['probability'])} sure, {issue['trend_direction']}\n   {issue['id']}\n"
        f"   {issue['context']}"
        for place, issue in enumerate(digest["issues"], start=1)
    ]
    odd = [f"store {each['store_id']}: {each['note']}" for each in summary["data_quality"]]
    off = not_checked((each["leak"], each["reason"]) for each in summary["leaks_switched_off"])
    odd += [""] if odd else []
    return "\n".join([head, "", *odd, *lines, "", *_counts(digest), *off]).rstrip() + "\n"


def _counts(digest: Mapping[str, Any]) -> Iterator[str]:
    """What is worth a count, and where most is expected of it."""
    whole, sheets = digest["worth_a_count"], digest["count_sheets"]
    if whole is None:
        return
    yield f"{COUNT_WORDS['title']}. {COUNT_WORDS['questions']}"
    yield whole["said"]
    for each in sheets:
        expected = f"{dollars_text(each['expected_dollars'])} {RECOVERY_WORDS[each['recovery']]}"
        yield (
            f"- {each['department']}, store {each['store_id']}: "
            f"{many(each['sku_count'], 'SKU')}, {expected} expected"
        )
    if whole["sheet_count"] > len(sheets):
        yield f"- and {whole['sheet_count'] - len(sheets):,} more"
    yield ""
