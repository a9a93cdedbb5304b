"""Wording: how figures are said, in one place."""

from __future__ import annotations

from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.money import dollars_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

MONTH_DAYS = 365.0 / 12
DIME = 0.1
"""Below it a price is said in cents."""
YEARS_OF_MONTHS = 120
UNKNOWN = {"days": "an unknown time", "money": "an unknown cost", "units": "an unknown number",
           "ago": "at an unknown time"}  # fmt: skip
"""How a figure is said that the file does not tell."""


MOST_SAID = 0.99
"""Nothing is certain, whatever the rounding."""


def number(value: float) -> str:
    """A figure without needless decimals: `1,200`, `3.5`, `0.25`."""
    return f"{value:,.2f}".rstrip("0").rstrip(".") or "0"


def units(value: float) -> str:
    """`none`, `1 unit`, `12 units`, `-3 units`; fractions only where the figure is small."""
    shown = round(value) if abs(value) >= 10 else round(value, 1)  # noqa: PLR2004 - reading limit
    if not shown:
        return "none"
    return f"{number(shown)} {'unit' if abs(shown) == 1 else 'units'}"


def whole(value: float) -> str:
    """An estimate of units, which is never finer than a piece: `1 unit`, `12 units`."""
    return units(max(round(value), 1))


def days(value: float) -> str:
    """`1 day`, `240 days`."""
    return f"{value:,.0f} {'day' if round(value) == 1 else 'days'}"


def ago(value: float) -> str:
    """`today`, `yesterday`, `240 days ago`."""
    return {0: "today", 1: "yesterday"}.get(round(value), f"{days(value)} ago")


def per_month(velocity: float) -> str:
    """Units a day as people say them: `6 a month`, `one a month`, `one every 4 months`."""
    monthly = velocity * MONTH_DAYS
    if monthly >= 1.5:  # noqa: PLR2004 - from here on it rounds to two or more
        return f"{number(round(monthly))} a month"
    months = round(1 / monthly) if monthly else YEARS_OF_MONTHS
    if months <= 1:
        return "one a month"
    return f"one every {months} months" if months < YEARS_OF_MONTHS else "none in years"


def percent(share: float) -> str:
    """`42%`."""
    return f"{share:.0%}"


def sure(probability: float) -> str:
    """How likely a thing is; nothing is ever certain."""
    return percent(min(probability, MOST_SAID))


def factor(value: float) -> str:
    """A pack factor as a whole number or its fraction: `12`, `1/12`."""
    return number(round(value)) if value >= 1 else f"1/{number(round(1 / value))}"


def unit_price(value: float) -> str:
    """A price or cost of one unit: `$3.50`, `5.2 cents`."""
    return f"${value:,.2f}" if abs(value) >= DIME else f"{value * 100:.1f} cents"


SPOKEN: Mapping[str, Callable[[Any], str]] = {
    "units": units,
    "whole": whole,
    "days": days,
    "ago": ago,
    "dollars": dollars_text,
    "money": unit_price,
    "percent": percent,
    "per_month": per_month,
    "factor": factor,
    "count": lambda value: f"{value:,.0f}",
    "": str,
}
"""How each kind of figure in a leak's sentence is said."""


def figure(value: Any, kind: str) -> str:  # noqa: ANN401 - whatever a sentence quotes
    """One figure in words; an unknown one is said as such."""
    return UNKNOWN.get(kind, "unknown") if value is None else SPOKEN[kind](value)


@cache
def parts(sentence: str) -> tuple[tuple[str, str | None, str], ...]:
    """A leak's sentence as texts, each with the name and kind of the figure after it."""
    parsed = Formatter().parse(sentence)
    return tuple((text, name, kind or "") for text, name, kind, _ in parsed)


def reason(sentence: str, numbers: Mapping[str, Any]) -> str:
    """A leak's sentence with the figures of one finding."""
    said = [
        text if name is None else text + figure(numbers[name], kind)
        for text, name, kind in parts(sentence)
    ]
    return "".join(said)


def headline(once: float, per_year: float, count: int) -> str:
    """Dollars first.

    Args:
        once: Dollars expected back once.
        per_year: Dollars a year expected back.
        count: Issues.
    """
    if not count:
        return "No money found leaking by the leaks that could be checked."
    if not once + per_year:
        return f"No money to recover, but {many(count, 'issue')} to know about."
    return (
        f"{dollars_text(once + per_year)} recoverable within 12 months: {dollars_text(once)} once "
        f"and {dollars_text(per_year)} a year, in {many(count, 'issue')}."
    )


def so_many_of(share: float) -> str:
    """A share as people say it: `about 1 in 4`, from four in ten on `about 6 in 10`."""
    if share >= COMMON:
        return f"about {round(share * 10)} in 10"
    return f"about 1 in {round(1 / share)}" if share else "none"


def look_at(count: int, hits: float, so: str, expected: str) -> str:
    """What a count sheet asks for and what to expect of it.

    Args:
        count: Shelves to look at.
        hits: How many of them are expected to be as suspected.
        so: What is said of such a shelf.
        expected: Dollars expected, with how they come back.
    """
    words = COUNT_WORDS["look_at"]
    return words.format(many(count, "SKU"), so_many_of(hits / count), so, expected)


def not_checked(leaks: Iterable[tuple[str, str]]) -> list[str]:
    """A line for each reason why leaks could not be checked.

    Args:
        leaks: Each leak with its reason.
    """
    reasons: dict[str, list[str]] = {}
    for leak, reason in leaks:
        reasons.setdefault(reason, []).append(leak)
    return [f"not checked: {', '.join(names)} ({reason})" for reason, names in reasons.items()]


def missing_line(missing: int, of: int, earlier: date, day: date) -> str:
    """That a file lacks much of what the one before held.

    Args:
        missing: SKUs it lacks.
        of: SKUs of the file before.
        earlier: The day of that file's stock.
        day: The day of its own.
    """
    which = "an earlier file of the same day" if earlier == day else f"the file of {earlier}"
    return (
        f"{missing:,} of {many(of, 'SKU')} of {which} are missing; if the export was cut off, "
        f"bring it again. What is missing counts neither as found nor as fixed."
    )


def many(count: int, noun: str) -> str:
    """`1 SKU`, `12 SKUs`."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def money_line(dollars: float, money: str) -> str:
    """Gross dollars of a kind of money, said so that nobody adds two kinds."""
    return MONEY_WORDS[money].format(dollars_text(dollars))


MONEY_WORDS = {
    "cash": "{} in cash",
    "margin": "{} of margin a year",
    "capital": "{} tied up on the shelf",
    "record": "{} wrong on the books",
}
RECOVERY_WORDS = {"once": "once", "per_year": "a year"}
COMMON = 0.4
"""From this share on it is said in tenths."""
COUNT_WORDS = {
    "title": "Worth a count",
    "questions": (
        "These are questions, not findings: each is too doubtful to list, and no dollar of them is "
        "in the figures above. A look settles it."
    ),
    "look_at": "Look at these shelves: {}, {} is {}, {} expected",
    "walk": "{} of looking in {}",
    "where": "bin {}: ",
    "rest": "; and {} more (--count-sheet writes all)",
}
