"""The page: what was recognised, as Markdown."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from columns.nameless import section
from columns.score import STOCK_LIST, Outcome
from columns.sets import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from columns.nameless import Trial
    from columns.score import Judged, Result

HEADINGS = (
    "", "sets", "refused", "columns", "right", "core columns", "core right", "core found",
    "used wrongly",
    "of these asked", "missed", "of these asked", "asked in all",
)  # fmt: skip
TRAPS = "with traps"
SURENESS = (0.0, 0.65, 0.75, 0.8, 0.9, 1.01)
"""Edges of the groups of columns by how sure the program says it is."""
INTRODUCTION = """# How well columns are recognised that nobody listed

Written by `make columns`: exports modelled on systems and spreadsheets outside the program's list,
each with invented goods of sixty rows and more in the manner of its country, read by the program
without any help. The sets stand in `benchmarks/columns/sets`, a file each. Many are modelled on
systems from memory, not copied from an export; they ask the question that a real file would ask.
Those before 085 too were written before their author had looked at the words the program knows.

- *Right*: used as what the column is, or left when it must not be used (extended values, margins,
  markups, flags, last year's sales, weights, notes). Where nobody could be sure from header and
  values, leaving the column is right too.
- *Missed*: the column has a meaning and was left. *Used wrongly*: taken for something it is not,
  which is worse. Replacement cost for average cost is wrong only where the set says which it is.
- *Asked*: the program says itself that it is not sure and asks for a confirmation.
- *Core columns*: sku, on hand, unit or average cost, retail price, last sale, department, vendor.
  *Found* counts, beside those that are right, those that were missed where another column of the
  file rightly fills what they mean, such as the second of two costs: nothing is lost there.
- *Refused*: the file as a whole is not accepted as a stock list without help. Traps are counted
  with their kind and once more apart.

*Held-out sets*, 085 to 128, are only counted, and nobody who improves recognition looks at them;
the figures to believe are theirs. Their author had seen some of the older sets but neither the
words the program knows nor any of its answers; many are modelled on systems from memory and checked
against no export, and what an expert would answer is one author's judgement.

*Checked sets*, every fourth from 175 to 215, were written blind by another author and are only
counted. The others of that author, 174 to 218, were learnt from: first the even ones, then the
other odd ones. Before that, all odd ones were measured: of 114 core columns 84.2 % were right (with
the words of the even ones learnt), and 10 of 514 columns were used wrongly.

The even sets from 220 to 258 are checked too. They and the odd ones from 219 to 259 were written by
who then improved recognition, with the errors of the older open sets seen but not yet the words the
program knows; so they are nearer to what it knows than those of other authors. Before anything was
learnt from the odd ones, of their 151 core columns 94.7 % were right and none of 289 columns was
used wrongly; of the 140 core columns of the even ones 96.4 % were right, and 1 of 310 columns was
used wrongly. Only the totals of the even ones were measured in between: 97.1 % in the end, still 1.

The sets from 260 to 291 are by another author, who had seen the older open sets and how the values
are made but not the words the program knows; the even ones are checked. Before anything was learnt
from the odd ones, of their 120 core columns 89.2 % were right and 4 of 303 columns were used
wrongly; of the 116 core columns of the even ones 87.9 % were right, and 5 of 284 were used wrongly.
Of the even ones only the totals were measured: 89.7 % in the end, still 5 used wrongly.

Since then words were taught from whole lists of headers which people wrote from what they know of
systems, tables and owners' sheets, without opening any set
(`docs/decisions/0019-words-are-taught-from-lists.md`). Only the totals of the closed sets were
measured, before, between two rounds and after: held out, core 89.3, 92.5 and 93.2 % right, 10, 6
and 6 used wrongly; checked, core 92.4, 94.9 and 95.6 %, 9, 7 and 7 used wrongly. How often each
core column of the closed sets is missed was counted once before, by column and not by header.

Then somebody else looked at all their misses and wrong uses and handed out counts by kind of cause,
and rules were made for these kinds, again without opening a set
(`docs/decisions/0021-an-empty-column-decides.md`). Totals were measured before, half-way and after:
held out, core 93.2, 93.5 and 93.8 % right, 6 used wrongly each time, of which 2, 1 and 1 not asked;
checked, core 95.6, 95.9 and 96.2 % right, 7, 6 and 6 used wrongly, of which 5, 4 and 4 not asked.

The sets from 292 to 355 are by four further authors, who knew neither the words the program knows
nor any older set: systems (to 307), owners' sheets (to 323), foreign files (to 339), and what an
examiner would ask (from 340); the even ones are checked. Before anything was learnt from the odd
ones, of their 226 core columns 93.8 % were right and 7 of 759 columns were used wrongly, 2 of them
not asked; of the 235 core columns of the even ones 95.7 % were right, 97.0 % found, and 5 of 788
columns were used wrongly, 3 of them not asked. Then names were taken away in open sets, as below,
and rules were made for what values alone can tell (`docs/decisions/0023-values-without-a-name.md`).

The sets from 356 to 385 have the headers of 30 programs whose source is public, found by searching
public code for rows of headers; the values are made up. Before anything was learnt from them, of
their 143 core columns 96.5 % were right and 4 of 337 columns were used wrongly, none of them asked:
three second descriptions, and units on hold as promised ones, which was allowed after that.

The sets from 386 to 417 are by two further authors, who knew neither the words the program knows
nor any older set: systems, owners' sheets and wholesalers (to 401), foreign files, databases and
shops of other trades (from 402); the even ones are checked. Before anything was learnt from the odd
ones, of their 115 core columns 95.7 % were right and 2 of 396 columns were used wrongly; of the 112
core columns of the even ones 96.4 % were right, and 2 of 370 columns were used wrongly. All four
were asked.

*Open sets* are all others. Their errors are listed here and may be learnt from, so their figures
say what has been learnt; the even ones before 085 were once held out. Those from 129 to 173, by a
third author who wrote blind too, were measured before they were learnt from: of 287 core columns
92.7 % were right, and 20 of 1,146 columns were used wrongly. Eight truths before 085 were loosened
after the first measurement, by the kind of header and not by the answer: a lone class or line may
be department or fineline, a member number or purchases committed may be left. No truth of a set
from 129 on was changed but that one.
"""


def page(results: Sequence[Result], tried: Sequence[Trial] = ()) -> str:
    """The whole page; `tried` are the trials without names, if there were any."""
    held_out = [result for result in results if result.header_set.held_out]
    checked = [result for result in results if result.header_set.checked]
    first = [result for result in results if result.header_set.open]
    lines = [
        INTRODUCTION,
        "## Held-out sets",
        "",
        *table(held_out),
        "",
        "## Checked sets",
        "",
        *table(checked),
        "",
        "## Open sets",
        "",
        *table(first),
        "",
        *sureness(results),
        "",
        *([*section(tried), ""] if tried else []),
        *errors(first),
    ]
    return "\n".join(lines) + "\n"


def table(results: Sequence[Result]) -> Iterator[str]:
    """A line per kind, one for the traps, one for all."""
    yield f"| {' | '.join(HEADINGS)} |"
    yield f"|---|{'---:|' * (len(HEADINGS) - 1)}"
    for name in (*KINDS, TRAPS):
        group = [result for result in results if belongs(result, name)]
        if group:
            yield f"| {name} | {' | '.join(figures(group))} |"
    yield f"| **all** | {' | '.join(figures(results))} |"


def sureness(results: Sequence[Result]) -> Iterator[str]:
    """How often a use is right, by how sure the program said it was; all sets."""
    uses = [column for result in results for column in result.columns if column.use.canonical]
    yield from ["## How sure, and how often right", ""]
    yield "Columns of all sets that are used, by the confidence the program shows."
    yield from ["", "| sure | used | right |", "|---|---:|---:|"]
    for least, below in pairwise(SURENESS):
        group = [each for each in uses if least <= each.use.confidence < below]
        upper = f"under {below:.0%}" if below < 1 else "and more"
        right = share(of(group, Outcome.RIGHT), group)
        yield f"| {least:.0%} {upper} | {len(group)} | {right} |"


def belongs(result: Result, name: str) -> bool:
    """Whether a set counts in a line of the table."""
    return result.header_set.trap if name == TRAPS else result.header_set.kind == name


def figures(results: Sequence[Result]) -> tuple[str, ...]:
    """The figures of one line."""
    columns = [column for result in results for column in result.columns]
    core = [column for column in columns if column.core]
    wrong, missed = of(columns, Outcome.WRONG), of(columns, Outcome.MISS)
    return (
        str(len(results)),
        str(sum(result.refusal is not None for result in results)),
        str(len(columns)),
        share(of(columns, Outcome.RIGHT), columns),
        str(len(core)),
        share(of(core, Outcome.RIGHT), core),
        share([column for column in core if column.spare or column.outcome is Outcome.RIGHT], core),
        str(len(wrong)),
        str(sum(column.use.asked for column in wrong)),
        str(len(missed)),
        str(sum(column.use.asked for column in missed)),
        str(sum(column.use.asked for column in columns)),
    )


def of(columns: Sequence[Judged], outcome: Outcome) -> list[Judged]:
    """The columns with an outcome."""
    return [column for column in columns if column.outcome is outcome]


def share(part: Sequence[Judged], whole: Sequence[Judged]) -> str:
    """A share in percent, or a dash of nothing."""
    return f"{len(part) / len(whole):.1%}" if whole else "-"


def errors(results: Sequence[Result]) -> Iterator[str]:
    """Every refusal, wrong use and miss."""
    columns = [column for result in results for column in result.columns]
    yield from ["### Refused, or taken for another kind of file", ""]
    yield from (listed([line for result in results for line in whole_file(result)]))
    yield from ["", "### Used wrongly", ""]
    yield "| set | header | is | taken for | sure | asked |"
    yield "|---|---|---|---|---:|---|"
    yield from (wrong_line(column) for column in of(columns, Outcome.WRONG))
    yield from ["", "### Missed", ""]
    yield "| set | header | is | asked |"
    yield "|---|---|---|---|"
    yield from (missed_line(column) for column in of(columns, Outcome.MISS))


def listed(lines: Sequence[str]) -> Iterator[str]:
    """A list, or the word none."""
    yield from (f"- {line}" for line in lines) if lines else ["None."]


def whole_file(result: Result) -> Iterator[str]:
    """What went wrong with a file as a whole."""
    refused = f"refused: {reason(result.refusal)}" if result.refusal is not None else ""
    kind = result.kind.replace("_", " ")
    taken = f"taken for {kind}" if result.kind != STOCK_LIST else ""
    if refused or taken:
        yield f"{result.header_set.name}: {', '.join(filter(None, (taken, refused)))}"


def reason(refusal: str) -> str:
    """What was found, without the file's name, its columns and the advice."""
    found = refusal.partition("\n")[0].partition(": ")[2]
    return found.partition(";")[0].partition(" (")[0]


def wrong_line(column: Judged) -> str:
    """One wrong use as a row."""
    use = column.use
    return row(
        column.set_name, cell(column.truth.header), meaning(column), str(use.canonical),
        f"{use.confidence:.0%}", yes(known=use.asked),
    )  # fmt: skip


def missed_line(column: Judged) -> str:
    """One miss as a row."""
    return row(
        column.set_name, cell(column.truth.header), meaning(column), yes(known=column.use.asked)
    )


def row(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def meaning(column: Judged) -> str:
    """What a column is."""
    names = " or ".join(sorted(column.truth.means)) or "not to be used"
    return f"{names}, or left" if column.truth.doubtful else names


def cell(header: str) -> str:
    """A header that fits a table."""
    return header.replace("|", "\\|") or "(blank)"


def yes(*, known: bool) -> str:
    """A mark for what is so."""
    return "yes" if known else ""
