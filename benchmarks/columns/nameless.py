"""Names taken away: what values alone tell of a core column, and what takes its place."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from columns.score import CORE, Outcome, run_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from columns.score import Judged, Result
    from columns.sets import HeaderSet

NO_NAME = "Vorfil"
"""A word of no language."""
HEADINGS = (
    "column", "tried", "told by values", "left", "taken for something else",
    "taken out: another in its place", "of these asked",
)  # fmt: skip
EVERY = 3
"""Of the open sets every third is tried: each is read once for every core column."""


@dataclass(frozen=True)
class Trial:
    """A set with one of its core columns nameless, and without it.

    Attributes:
        nameless: What the nameless column was used for; None when it was left.
        right: Whether it is that.
        absent: What was used for the column when the file lacked it, if that is wrong.
        asked: Whether the program asked about it.
    """

    column: str
    nameless: str | None
    right: bool
    absent: str | None
    asked: bool


def trials(sets: Sequence[HeaderSet], results: Sequence[Result], folder: Path) -> list[Trial]:
    """Try every core column that is right by name, in every third open set."""
    chosen = [
        (one, result)
        for one, result in zip(sets, results, strict=True)
        if one.open and one.number % EVERY == 0
    ]
    return [trial(one, place, folder) for one, result in chosen for place in named_core(result)]


def named_core(result: Result) -> Iterator[int]:
    """Places of the core columns that are right, and that no other column is as well."""
    for place, judged in enumerate(result.columns):
        alike = [each for each in result.columns if each.use.canonical in judged.truth.means]
        if judged.core and judged.outcome is Outcome.RIGHT and len(alike) == 1:
            yield place


def trial(one: HeaderSet, place: int, folder: Path) -> Trial:
    """One column without its name, then the file without the column."""
    truth = one.columns[place]
    unnamed = replace(truth, header=NO_NAME)
    renamed = replace(one, columns=(*one.columns[:place], unnamed, *one.columns[place + 1 :]))
    use = run_set(renamed, folder).columns[place].use
    lacking = replace(one, columns=one.columns[:place] + one.columns[place + 1 :])
    taken = next(instead(run_set(lacking, folder), truth.means), None)
    return Trial(
        column=" or ".join(sorted(truth.means & CORE)),
        nameless=use.canonical,
        right=use.canonical in truth.means,
        absent=taken.truth.header if taken else None,
        asked=taken.use.asked if taken else False,
    )


def instead(result: Result, means: frozenset[str]) -> Iterator[Judged]:
    """Columns that are wrongly used for what a file lacks."""
    wrong = (each for each in result.columns if each.outcome is Outcome.WRONG)
    return (each for each in wrong if each.use.canonical in means)


def section(tried: Sequence[Trial]) -> Iterator[str]:
    """The part of the page: a line per core column."""
    yield from ["## Without its name", ""]
    yield f"In every {EVERY}rd open set one core column at a time is called `{NO_NAME}`: what do"
    yield "its values tell? Then it is taken out of the file: what is wrongly used in its place?"
    yield ""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|---|{'---:|' * (len(HEADINGS) - 1)}"
    for name, group in sorted(by_column(tried).items()):
        yield f"| {name.replace('_', ' ')} | {' | '.join(figures(group))} |"
    yield f"| **all** | {' | '.join(figures(tried))} |"


def by_column(tried: Sequence[Trial]) -> Mapping[str, list[Trial]]:
    """The trials of each column."""
    found: dict[str, list[Trial]] = defaultdict(list)
    for each in tried:
        found[each.column].append(each)
    return found


def figures(tried: Sequence[Trial]) -> tuple[str, ...]:
    """The figures of one line."""
    became = Counter(
        "right" if each.right else "left" if each.nameless is None else "wrong" for each in tried
    )
    absent = [each for each in tried if each.absent is not None]
    asked = sum(each.asked for each in absent)
    return tuple(
        str(count)
        for count in (
            len(tried), became["right"], became["left"], became["wrong"], len(absent), asked,
        )
    )  # fmt: skip
