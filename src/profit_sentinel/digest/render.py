"""The digest as text for a terminal and as Markdown; both say the same things."""

from __future__ import annotations

from typing import TYPE_CHECKING

from profit_sentinel.digest.aliases import alias_lines
from profit_sentinel.digest.count_words import counts
from profit_sentinel.digest.digest import TO_DO
from profit_sentinel.digest.issue_list import column, sums
from profit_sentinel.digest.wording import (
    RECOVERY_WORDS,
    headline,
    many,
    money_line,
    not_checked,
    sure,
)
from profit_sentinel.domain.money import Money, dollars_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from profit_sentinel.digest.digest import Digest, Summary
    from profit_sentinel.digest.style import Style
    from profit_sentinel.domain.intake import Companion, FileKind, Source
    from profit_sentinel.domain.issue import Issue

PROBLEMS_SHOWN = 8
SOURCES_SHOWN = 5


def render(digest: Digest, style: Style, top: int) -> str:
    """The whole digest.

    Args:
        digest: What to say.
        style: How to set it.
        top: Issues shown in each section.
    """
    lines = list(opening(digest, style))
    lines += section(digest, style, "Things to do", TO_DO, top)
    lines += section(digest, style, "Capital standing on the shelf", (Money.CAPITAL,), top)
    lines += section(digest, style, "Records to correct", (Money.RECORD,), top)
    lines += counts(digest, style, top)
    lines += quality(digest, style)
    return "\n".join(lines).strip("\n") + "\n"


def opening(digest: Digest, style: Style) -> Iterator[str]:
    """What was read, how old it is, and the headline."""
    summary = digest.summary
    yield from style.heading("Profit Sentinel: morning digest")
    yield from style.line(headline(summary.once, summary.per_year, len(digest.issues)))
    stores = many(len(summary.stores), "store")
    yield from style.line(
        f"Stock of {digest.as_of:%B} {digest.as_of.day}, {digest.as_of.year}: {stores}, "
        f"{many(summary.skus, 'SKU')}, {summary.rows_used:,} of {summary.rows_read:,} rows used."
    )
    if said := doubt(summary):
        yield from style.line(said)


def doubt(summary: Summary) -> str:
    """How far the list can be trusted."""
    kept, judged = summary.findings_kept, summary.findings_kept - summary.stated_facts
    cut = f"{summary.findings_cut:,} more were too doubtful to list."
    if not kept:
        return f"No finding is sure enough to list; {cut}" if summary.findings_cut else ""
    if judged:
        basis = "fitted on simulated chains" if summary.calibrated else "not calibrated yet"
        facts = f"{summary.stated_facts:,} of them facts that the file itself states"
        alarms = f"about {summary.false_alarms:.0%} of the other {judged:,} may be false alarms"
        listed = f"{many(kept, 'finding')}, {facts}; {alarms} (probabilities are {basis})"
    else:
        every = "a fact" if kept == 1 else "all of them facts"
        listed = f"{many(kept, 'finding')}, {every} that the file itself states"
    return f"{listed}; {cut}" if summary.findings_cut else f"{listed}."


def section(
    digest: Digest, style: Style, title: str, kinds: tuple[Money, ...], top: int
) -> Iterator[str]:
    """The first issues of some kinds of money, and how many more there are."""
    issues = digest.section(*kinds)
    if not issues:
        return
    yield from style.heading(title)
    yield from style.line(f"{worth(issues)}.")
    for number, issue in enumerate(issues[:top], start=1):
        yield from style.item(number, issue.title, details(issue))
    if len(issues) > top:
        yield from style.line(more(issues, top))


def worth(issues: Sequence[Issue]) -> str:
    """How many issues, their gross dollars per kind of money, and what is expected back."""
    gross = sums(issues, "dollars", "money")
    parts = [many(len(issues), "issue")]
    parts += [money_line(gross[kind], kind) for kind in Money if gross.get(kind)]
    back = sums(issues, "recoverable", "recovery")
    said = [
        f"{dollars_text(back[how])} {word}" for how, word in RECOVERY_WORDS.items() if back.get(how)
    ]
    return ", ".join(parts) + (f"; expected back {' and '.join(said)}" if said else "")


def more(issues: Sequence[Issue], top: int) -> str:
    """How many issues are not shown, and how many of them nobody needs to look at."""
    rest = issues[top:]
    scores = zip(column(rest, "money"), column(rest, "priority_score"), strict=True)
    small = sum(1 for money, score in scores if money in TO_DO and not score)
    idle = f", {small:,} of them worth less than the time to check them" if small else ""
    return f"... and {len(rest):,} more{idle} (--top {len(issues)} shows all)."


def details(issue: Issue) -> list[str]:
    """Dollars and doubt, the sentence, and what to do."""
    back = (
        f"{dollars_text(issue.recoverable)} {RECOVERY_WORDS[issue.recovery]} expected back"
        if issue.recoverable
        else "nothing to recover, but figures to trust again"
    )
    gross = f"{issue.money.value} {dollars_text(issue.dollars) if issue.dollars else 'unknown'}"
    likely = f"{sure(issue.probability)} likely"
    figures = " | ".join((back, gross, likely, f"evidence: {issue.evidence}"))
    return [figures, issue.context, f"Do: {issue.action}"]


def quality(digest: Digest, style: Style) -> Iterator[str]:
    """What was read, what could not be used, and which leaks were switched off."""
    yield from style.heading("Data quality")
    for source in digest.sources[:SOURCES_SHOWN]:
        yield from style.bullet(source_line(source))
        for note in source.notes:
            yield from style.bullet(f"{source.name}: {note}")
    if len(digest.sources) > SOURCES_SHOWN:
        yield from style.bullet(f"and {len(digest.sources) - SOURCES_SHOWN} more files")
    for companion in digest.companions:
        yield from beside(companion, style)
    for note in (*digest.notes, *alias_lines(digest.aliases)):
        yield from style.bullet(note)
    for problem in digest.problems[:PROBLEMS_SHOWN]:
        example = f", for instance {problem.example!r}" if problem.example else ""
        where = f" in {problem.column}" if problem.column else ""
        yield from style.bullet(
            f"{problem.file}: {many(problem.count, 'time')}{where}: "
            f"{problem.reason}{example} (row {problem.row})"
        )
    if len(digest.problems) > PROBLEMS_SHOWN:
        yield from style.bullet(f"and {len(digest.problems) - PROBLEMS_SHOWN} other problems")
    for said in not_checked(digest.summary.leaks_switched_off.items()):
        yield from style.bullet(said)


def beside(companion: Companion, style: Style) -> Iterator[str]:
    """Papers of one kind that came with the stock list, and what they were used for."""
    for source in companion.sources[:SOURCES_SHOWN]:
        yield from style.bullet(companion_line(source))
        for note in source.notes:
            yield from style.bullet(f"{source.name}: {note}")
    more = len(companion.sources) - SOURCES_SHOWN
    also = f" (and {more} more files)" if more > 0 else ""
    yield from style.bullet(f"{kind_words(companion.kind)}{also}: {companion.used}")


def companion_line(source: Source) -> str:
    """One companion file: its kind, date and rows."""
    kind = kind_words(source.recognition.kind)
    return (
        f"{source.name}: {kind}, not stock; dated {source.as_of:%Y-%m-%d} ({source.as_of_reason}); "
        f"{source.rows_used:,} of {source.rows_read:,} rows read"
    )


def kind_words(kind: FileKind) -> str:
    """A kind of file in words: `price list`."""
    return kind.value.replace("_", " ")


def source_line(source: Source) -> str:
    """One file: system, date and how it is known, rows, doubtful columns."""
    system = source.recognition.system or "no known system, columns worked out"
    doubtful = [use.header for use in source.recognition.columns if use.doubtful]
    asked = f"; please confirm {', '.join(doubtful)} (see `columns`)" if doubtful else ""
    return (
        f"{source.name}: {system}; dated {source.as_of:%Y-%m-%d} ({source.as_of_reason}); "
        f"{source.rows_used:,} of {source.rows_read:,} rows used{asked}"
    )
