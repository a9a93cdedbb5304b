"""The help page of a leak, made from its declaration and the settings in force."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from profit_sentinel.declaration.fact import FACT_BY_NAME
from profit_sentinel.domain.columns import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from profit_sentinel.declaration.fact import Need
    from profit_sentinel.declaration.leak import Calibration, Hint, Leak
    from profit_sentinel.settings import Settings

ID_WIDTH, MONEY_WIDTH = 20, 9


def row(leak: Leak) -> str:
    """A leak in one line: id, kind of money, title."""
    return f"{leak.id:<{ID_WIDTH}}{leak.money.value:<{MONEY_WIDTH}}{leak.title}"


def page(leak: Leak, settings: Settings, calibration: Calibration | None) -> str:
    """The page of one leak, in Markdown."""
    lines = [
        f"# {leak.title} (`{leak.id}`)",
        "",
        leak.meaning,
        "",
        summary(leak),
        "",
        "## How it is judged",
        "",
        leak.formula,
        "",
        *probability(leak, calibration),
        "",
        "## What it needs",
        "",
        *(f"- {need_text(need)}" for need in leak.needs),
        *mostly(leak),
        *optional(leak, settings),
        *relations(leak),
        *constants(leak, settings),
        "",
        "## What it says",
        "",
        f"> {leak.sentence}",
        "",
        f"**To do:** {leak.action}",
        "",
        f"**Source:** {leak.source}",
    ]
    return "\n".join(lines) + "\n"


def summary(leak: Leak) -> str:
    """Money, evidence and grouping in one line."""
    return (
        f"**Money:** {kinds(leak)}, recoverable {leak.recovery.value.replace('_', ' ')}. "
        f"**Evidence:** {leak.evidence.value}. **An issue is** one store's findings of one "
        f"{leak.group_by}."
    )


def kinds(leak: Leak) -> str:
    """Its kinds of money, the usual one first."""
    return f"{leak.money.value} or {leak.other_money[0].value}" if leak.other_money else leak.money


def probability(leak: Leak, calibration: Calibration | None) -> Iterator[str]:
    """Where the probability comes from."""
    if leak.stated:
        yield "Probability: 0.99, because the file itself states it; no part of the false alarms."
    elif calibration:
        score = "score" if leak.score else "logit of the probability told above"
        terms = [f"{calibration.slope:g} x {score}", *hint_terms(leak, calibration)]
        line = f"logistic({calibration.intercept:g} + {' + '.join(terms)})"
        yield f"Probability: {line}, {fit(calibration)}."
        if leak.hints:
            yield ""
            yield from (f"- *{plain(hint)}*: {hint.meaning}" for hint in leak.hints)
    if leak.limits:
        yield ""
        yield f"**What such data cannot show:** {leak.limits}"
    if leak.look:
        yield ""
        yield (
            "**Worth a count:** where a finding is too doubtful for the list but a look at the "
            f"shelf pays, the count sheet asks: {leak.look.question}"
        )


def hint_terms(leak: Leak, calibration: Calibration) -> Iterator[str]:
    """What each hint adds to the logit."""
    for hint in leak.hints:
        yield f"{calibration.weights.get(hint.name, 0.0):g} x {plain(hint)}"


def plain(hint: Hint) -> str:
    """The name of a hint in words."""
    return hint.name.replace("_", " ")


def fit(calibration: Calibration) -> str:
    """On what a calibration rests."""
    if not calibration.fitted:
        return "not calibrated yet"
    return (
        f"fitted on {calibration.fitted} to {calibration.findings:,} findings in simulated chains; "
        f"mean log loss there {calibration.loss_after:g}, by hand {calibration.loss_before:g}"
    )


def mostly(leak: Leak) -> Iterator[str]:
    """Columns of which one must be filled in most rows."""
    if leak.mostly:
        yield f"- one of {names(leak.mostly)} above zero in most rows"


def need_text(need: Need) -> str:
    """A column or fact with its meaning; of several one is enough."""
    if isinstance(need, tuple):
        return " or ".join(f"`{name}`" for name in need)
    return f"`{need}`: {meaning(need)}"


def meaning(name: str) -> str:
    """What a column or fact means."""
    if name in BY_NAME:
        return BY_NAME[name].meaning
    fact = FACT_BY_NAME[name]
    return f"{fact.meaning} ({fact.unit})"


def optional(leak: Leak, settings: Settings) -> Iterator[str]:
    """What it reads beside its needs."""
    needed = {name for need in leak.needs for name in ((need,) if isinstance(need, str) else need)}
    others = sorted(leak.reads(settings) - needed)
    if others:
        yield ""
        yield "Read as well, where known:"
        yield ""
        yield from (f"- {need_text(name)}" for name in others)


def relations(leak: Leak) -> Iterator[str]:
    """How it stands to other leaks, so that each dollar is counted once."""
    if leak.gives_way_to or leak.minus or leak.follows:
        yield ""
        yield "## Each dollar once"
        yield ""
    if leak.gives_way_to:
        yield f"- Drops out where one of these stands: {names(leak.gives_way_to)}."
    if leak.minus:
        yield f"- These dollars are taken off: {names(leak.minus)}."
    if leak.follows:
        yield f"- Reads the probability of: {names(leak.follows)}."


def names(leaks: tuple[str, ...]) -> str:
    """Ids as code."""
    return ", ".join(f"`{leak}`" for leak in leaks)


def constants(leak: Leak, settings: Settings) -> Iterator[str]:
    """The settings in force."""
    if not leak.constants:
        return
    yield ""
    yield f"## Constants in force (preset {settings.preset})"
    yield ""
    for name in leak.constants:
        section, _, field = name.partition(".")
        meaning = getattr(settings, section).meaning(field)
        yield f"- `{name}` = {attrgetter(name)(settings)}: {meaning}"
