"""The page: how often it is right, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from accuracy import sheets
from accuracy.compare import EARLY, OTHER_NAME, RIGHT, STORIES, WRONG
from accuracy.judge import ACTED_ON, BEST, BOTH, SHOWN
from accuracy.missed import NOTHING, TOLD, WHERE, shares, where
from accuracy.order import FIRST
from accuracy.rows import FIRST as FIRST_ROWS
from accuracy.rows import PROGRAM, RULES
from accuracy.score import (
    average_precision,
    brier,
    calibration_error,
    curve,
    scores,
    thresholds,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from accuracy.judge import Run
    from accuracy.score import Estimate, Scores

STEPS = (0.05, 0.25, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
PRECISE, RECALLED = 0.75, 0.70
"""What every leak should reach."""
INTRODUCTION = """# How often it is right

Written by `make accuracy`: simulated chains, each written as one inventory report, read and judged
by the program as any file, and compared with the truth the simulator kept. The chains are held out:
other seeds and other parameters than those the probabilities were fitted on (`make calibrate`).
They are still chains of our own making. The page shows how far the probabilities mean what they say
where the truth is known; it is no proof about your store.

A finding is *right* when the row truly has the leak and a careful person could see it; *wrong* when
nothing of its story is true. Two kinds are counted apart: *by another name*, where another leak of
the same story is true, and *too early*, where the leak is true by its definition but not plainly,
or its cause has begun. Stories:

{stories}

Precision is right / (right + wrong). *Strict* precision counts all that stands
apart as wrong; *true* counts what is true by the leak's own definition as right. Recall is of what
a single report can show and no other leak tells better. Dollars are weights here: four kinds of
money are never added for an owner. Intervals hold 95 %, by bootstrap over seeds.
"""


def page(run: Run) -> str:
    """The whole page."""
    parts = [
        INTRODUCTION.format(
            stories="\n".join(f"- {name}: {', '.join(leaks)}" for name, leaks in STORIES.items())
        ),
        subject(run),
        "",
        "## Against what we aim at",
        "",
        *aims(run),
        "",
        *unmet(run),
        "",
        "## Leak by leak, at the list's own end",
        "",
        *leaks(run),
        "",
        "![Precision and recall of every leak](accuracy/leaks.svg)",
        "",
        *sizes(run),
        "",
        "## Dollars that are not on the list",
        "",
        *missed(run),
        "",
        "## Worth a count",
        "",
        *counted(run),
        "",
        "## The list's promise: at most one in ten a false alarm",
        "",
        *promise(run),
        "",
        "## Do the probabilities mean what they say",
        "",
        *calibration(run),
        "",
        "![Said against so](accuracy/calibration.svg)",
        "",
        "## Over all thresholds",
        "",
        *tradeoff(run),
        "",
        "![Precision against recall](accuracy/thresholds.svg)",
        "",
        "## The first issues",
        "",
        *order(run),
        "",
        "![Money in the first issues](accuracy/order.svg)",
        "",
        "## Rivals on the same reports",
        "",
        *contenders(run),
        "",
        *rules(run),
    ]
    return "\n".join(parts) + "\n"


def subject(run: Run) -> str:
    """What was judged."""
    rows = sum(each.rows for each in run.chains)
    return (
        f"{len(run.chains)} chains: {len(run.seeds)} seeds of each kind ({', '.join(run.kinds)}), "
        f"{rows:,} rows in all."
    )


def line(*cells: str) -> str:
    """A row of a table."""
    return f"| {' | '.join(cells)} |"


def head(*cells: str) -> list[str]:
    """The head of a table, all but the first column to the right."""
    return [line(*cells), f"|---|{'---:|' * (len(cells) - 1)}"]


def share(figure: Estimate) -> str:
    """A share with its interval."""
    if not figure.known:
        return "-"
    return f"{figure.value:.0%} ({figure.low:.0%}-{figure.high:.0%})"


def plain(figure: Estimate) -> str:
    """A share alone."""
    return f"{figure.value:.0%}" if figure.known else "-"


def points(figure: Estimate) -> str:
    """A small number with its interval."""
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


def beyond(run: Run) -> pl.DataFrame:
    """Everything but stated facts."""
    stated = run.compared.filter("stated")["leak"].unique()
    return run.compared.filter(~pl.col("leak").is_in(stated.to_list()))


def aims(run: Run) -> Iterator[str]:
    """Each aim beside what was measured."""
    rows = beyond(run)
    found = scores(rows, run.seeds)
    error = calibration_error(run.compared, run.seeds)
    flagged = run.share([each.flagged for each in run.chains], [each.rows for each in run.chains])
    twenty = firsts(run, ACTED_ON, PROGRAM)[FIRST.index(20)]
    looked = set(sheets.asked(rows)["leak"])
    seen = scores(rows.filter(~pl.col("leak").is_in(sorted(looked))), run.seeds).recall_dollars
    first = firsts(run, SHOWN, PROGRAM)[FIRST.index(20)]
    names = ", ".join(sorted(looked))
    yield from head("beyond stated facts", "aim", "measured", "met")
    yield aim("precision", "at least 90%", share(found.precision), met=found.precision.value >= 0.9)
    recall = found.recall_dollars
    yield aim("recall of dollars", "at least 90%", share(recall), met=recall.value >= 0.9)
    yield aim(f"the same without {names}", "at least 90%", share(seen), met=seen.value >= 0.9)
    yield aim("calibration error", "at most 0.05", points(error), met=error.value <= 0.05)
    rare = f"{flagged.value:.1%} ({flagged.low:.1%}-{flagged.high:.1%})"
    yield aim("rows flagged", "under 6%", rare, met=flagged.value < 0.06)
    yield aim(
        "first 20 issues, of the best 20", "at least 80%", share(twenty), met=twenty.value >= 0.8
    )
    yield aim(f"the same without {names}", "at least 80%", share(first), met=first.value >= 0.8)
    size = f"{found.size.value:.2f} ({found.size.low:.2f}-{found.size.high:.2f})"
    yield aim(
        "dollars found / true, median", "within 1.25", size, met=0.8 <= found.size.value <= 1.25
    )
    weak = list(weaklings(run))
    said = ", ".join(weak) or "all"
    yield aim(
        "every leak", "75% precise, 70% recalled", f"not {said}" if weak else said, met=not weak
    )


def unmet(run: Run) -> Iterator[str]:
    """What is measured beside the aims, and is no part of them."""
    both = firsts(run, ACTED_ON, BOTH)[FIRST.index(20)]
    rows = beyond(run)
    places = where(rows)
    of = float(places["true_dollars"].sum())
    spread = shares(places, of)
    yield (
        "What only a look at the shelf can settle, and its page says so, is counted in the one row "
        "and left out of the next, in the list as in what it is compared with. Beside the aims:"
    )
    yield ""
    yield (
        "- The list and the count sheets, in one order, hold "
        f"{share(both)} of the best 20 in their first 20 (see *Worth a count*)."
    )
    yield (
        "- Dollars that another leak of the same story tells on the list, and that recall counts "
        f"as missed, are {spread[TOLD]:.1%} of all."
    )
    silent = places.filter(pl.col("where") == NOTHING).group_by("leak")
    most = silent.agg(pl.col("true_dollars").sum()).sort("true_dollars", descending=True)
    said = ", ".join(f"{leak} {dollars / of:.1%}" for leak, dollars in most.head(3).iter_rows())
    yield (
        f"- Of {spread[NOTHING]:.1%} of the dollars nothing is said at all (the most: {said}). The "
        "pages of these leaks say what one report cannot show."
    )


def missed(run: Run) -> Iterator[str]:
    """Where the dollars to find are, leak by leak, as a share of all of them."""
    rows = where(beyond(run))
    of = float(rows["true_dollars"].sum())
    yield (
        "Dollars to find beyond stated facts, as a share of all of them. The first that "
        "holds counts."
    )
    yield ""
    yield from head("leak", "to find", *WHERE)
    for (leak,), group in sorted(rows.group_by("leak")):
        yield placed(str(leak), group, of)
    yield placed("**all**", rows, of)


def placed(name: str, rows: pl.DataFrame, of: float) -> str:
    """One line of it."""
    found = shares(rows, of)
    return line(name, f"{sum(found.values()):.1%}", *(f"{found[each]:.1%}" for each in WHERE))


def counted(run: Run) -> Iterator[str]:
    """What the count sheets ask for, and what a look would find."""
    rows, seeds = run.compared, run.seeds
    yield (
        "Shelves on the count sheets: what the list leaves out for doubt, but is worth a look. None"
    )
    yield (
        "of it is a finding claimed, and none is counted anywhere above. *Said*: mean probability;"
    )
    yield (
        "*so*: share that a look would have found as suspected. *Of those to find*: true dollars of"
    )
    yield "their leaks that a look would find."
    yield ""
    yield from head(
        "", "looks a store", "said", "so", "dollars expected", "dollars found", "of those to find"
    )
    for name, group in sheets.by_kind(rows):
        said, so = sheets.hit_rate(group, seeds)
        expected, found, held = sheets.dollars(group, seeds)
        yield line(
            name, f"{sheets.a_store(group):.0f}", plain(said), share(so), f"{expected:,.0f}",
            f"{found:,.0f}", share(held),
        )  # fmt: skip


def aim(what: str, wanted: str, measured: str, *, met: bool) -> str:
    """One aim."""
    return line(what, wanted, measured, "yes" if met else "**no**")


def weaklings(run: Run) -> Iterator[str]:
    """Leaks below the aim for each."""
    for (leak,), group in sorted(run.compared.group_by("leak")):
        found = scores(group, run.seeds)
        if found.precision.value < PRECISE or found.recall.value < RECALLED:
            yield str(leak)


def groups(run: Run) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every leak, and all but stated facts."""
    for (leak,), group in sorted(run.compared.group_by("leak")):
        yield str(leak), group
    yield "**beyond stated facts**", beyond(run)


def leaks(run: Run) -> Iterator[str]:
    """A line per leak and one for all but stated facts."""
    yield from head(
        "leak", "kept", "right", "wrong", "other name", "early", "precision", "by dollars",
        "strict", "true", "said", "to find", "recall", "by dollars", "area",
    )  # fmt: skip
    for name, group in groups(run):
        yield line(name, *figures(scores(group, run.seeds)), f"{average_precision(group):.2f}")
    yield ""
    yield "*Area*: under precision against recall over all thresholds, of what is to find."


def figures(found: Scores) -> Iterator[str]:
    """The figures of one line."""
    totals = found.totals
    yield from (f"{totals[name]:,.0f}" for name in ("kept", RIGHT, WRONG, OTHER_NAME, EARLY))
    yield from (share(found.precision), plain(found.precision_dollars))
    yield from (plain(found.strict), plain(found.true), plain(found.said))
    yield f"{totals['wanted']:,.0f}"
    yield from (share(found.recall), plain(found.recall_dollars))


def sizes(run: Run) -> Iterator[str]:
    """How well the dollars of right findings are estimated."""
    yield from head("dollars of right findings", "found / true, median", "within a factor 1.25")
    for name, group in groups(run):
        found = scores(group, run.seeds)
        if found.size.known:
            size = f"{found.size.value:.2f} ({found.size.low:.2f}-{found.size.high:.2f})"
            yield line(name, size, share(found.close))


def promise(run: Run) -> Iterator[str]:
    """The share of false alarms on the list, against what the program itself expects."""
    rows = run.compared.filter(pl.col("kept") & ~pl.col("stated"))
    yield "The list of each store and kind of money ends where the program expects one false alarm"
    yield "in ten. *Of the list*: wrong / kept. *False alarms*: wrong / (right + wrong). *Strict*:"
    yield "all that is not right."
    yield ""
    yield from head("", "kept", "expected", "of the list", "false alarms", "strict")
    for column in ("money", "kind"):
        for (name,), group in sorted(rows.group_by(column)):
            yield line(str(name), *promised(scores(group, run.seeds)))
    yield line("**all**", *promised(scores(rows, run.seeds)))


def promised(found: Scores) -> Iterator[str]:
    """Expected and real false alarms of one list."""
    yield f"{found.totals['kept']:,.0f}"
    yield f"{1 - found.said.value:.1%}"
    yield f"{found.totals[WRONG] / found.totals['kept']:.1%}"
    yield turned(found.precision)
    yield turned(found.strict)


def turned(figure: Estimate) -> str:
    """What is missing to one, with its interval."""
    return f"{1 - figure.value:.1%} ({1 - figure.high:.1%}-{1 - figure.low:.1%})"


def calibration(run: Run) -> Iterator[str]:
    """Said against so by tenths, expected calibration error and Brier score."""
    yield "All findings beyond stated facts that are right or wrong, kept or not."
    yield ""
    yield from head("probability said", "findings", "really so")
    for tenth in curve(run.compared, run.seeds):
        yield line(f"{tenth.said:.0%}", f"{tenth.findings:,}", share(tenth.so))
    yield ""
    yield from head("", "fitted", "before the fit")
    for name, measure in (("calibration error", calibration_error), ("Brier score", brier)):
        now, before = (measure(rows, run.seeds) for rows in (run.compared, run.by_hand))
        yield line(name, points(now), points(before))
    for (kind,), group in sorted(run.compared.group_by("kind")):
        hand = run.by_hand.filter(pl.col("kind") == kind)
        now, then = (calibration_error(rows, run.seeds) for rows in (group, hand))
        yield line(f"calibration error, {kind}", points(now), points(then))


def tradeoff(run: Run) -> Iterator[str]:
    """Precision and recall at several thresholds."""
    yield from head("from probability", "precision", "recall", "recall of dollars")
    for step in thresholds(run.compared, STEPS):
        cells = (step.probability, step.precision, step.recall, step.recall_dollars)
        yield line(*(f"{cell:.0%}" for cell in cells))


def firsts(run: Run, issues: str, name: str) -> list[Estimate]:
    """Money in the first issues of an order, of that in the best possible one."""
    lists = [each.order[issues] for each in run.chains]
    return [
        run.share([each[name][place] for each in lists], [each[BEST][place] for each in lists])
        for place in range(len(FIRST))
    ]


def order(run: Run) -> Iterator[str]:
    """Money in the first issues of every order."""
    yield "True dollars that come back (by the program's own recoverable share) in the first issues"
    yield "of each order, of those in the best possible order of issues, which knows the truth. The"
    yield (
        "aim is compared with the list alone. *Its count sheets between its issues*: the sheet of a"
    )
    yield (
        "store and department is one issue; issues and sheets stand by the dollars they expect less"
    )
    yield "the cost of checking every SKU, or of looking at every shelf."
    for issues, orders in run.chains[0].order.items():
        yield ""
        yield from head(issues, *(f"first {count}" for count in FIRST))
        for name in orders:
            if name != BEST:
                yield line(name, *map(share, firsts(run, issues, name)))


def contenders(run: Run) -> Iterator[str]:
    """Row by row: who flags how many, how many rightly, and the money in the first rows."""
    yield "Row by row. A flagged row is right when it truly has any leak that can be seen. The"
    yield "detectors and the largest stock values may flag as many rows as the program keeps."
    yield ""
    yield from head(
        "",
        "rows flagged",
        "right",
        "of rows with a leak",
        *(f"money in {n} rows" for n in FIRST_ROWS),
    )
    for name in run.chains[0].contenders:
        sums = [each.contenders[name] for each in run.chains]
        yield line(name, *contender(run, sums))


def contender(run: Run, sums: Sequence[dict[str, float]]) -> Iterator[str]:
    """The figures of one contender."""

    def of(part: str, whole: str) -> str:
        return share(run.share([each[part] for each in sums], [each[whole] for each in sums]))

    yield f"{sum(each['flagged'] for each in sums) / sum(each['rows'] for each in sums):.1%}"
    yield of("right", "flagged")
    yield of("caught", "wanted")
    yield from (of(f"top_{count}", f"best_{count}") for count in FIRST_ROWS)


def rules(run: Run) -> Iterator[str]:
    """Each fixed rule by itself: how many rows it flags and how many truly have its leaks."""
    names = sorted({name for each in run.chains for name in each.rules})
    rows = [each.rows for each in run.chains]
    yield "Each fixed rule by itself; right is a row with any leak that the rule may be after."
    yield ""
    yield from head("rule", "rows flagged", "right")
    for name in names:
        flagged, right = (
            [each.rules.get(name, {}).get(what, 0.0) for each in run.chains]
            for what in ("flagged", "right")
        )
        yield line(name, f"{sum(flagged) / sum(rows):.1%}", share(run.share(right, flagged)))
    caught = run.share(
        [each.by_rules["caught"] for each in run.chains],
        [each.by_rules["wanted"] for each in run.chains],
    )
    yield ""
    yield f"Together the {RULES} meet {share(caught)} of the leaks to find."
