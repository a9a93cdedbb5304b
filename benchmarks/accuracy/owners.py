"""The page for owners: how sure are we, in plain words, with figures of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accuracy.compare import EARLY, OTHER_NAME, RIGHT, WRONG
from accuracy.judge import BOTH
from accuracy.page import beyond, firsts, head, line, weaklings
from accuracy.rows import PROGRAM, RULES
from accuracy.score import calibration_error, curve, scores
from accuracy.sheets import hit_rate
from profit_sentinel.leaks.catalogue import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    from accuracy.judge import Run
    from accuracy.score import Estimate, Scores

TEXT = """# How sure are we

Every finding carries a probability. It is meant literally: of the findings marked 80 %, about 80 in
100 should be real. This page shows how well that holds, and where it does not.

## How we know

Nobody knows the full truth about a real store, so we built stores whose truth we know: {chains}
simulated chains of several kinds, {rows:,} stock records, day by day for over a year, with theft,
missed receipts, mistyped prices, forgotten orders, and with everything that only *looks* wrong:
slow items, thin brands, clearance, displays. The program reads their reports like any other file.
The chains below were kept apart from those it learnt from.

## What came out

Some findings need no trust: a negative quantity or a missing cost is what your own file says. They
stand apart and are not counted here. Of the others on the list:

- Of 100 findings on the list **{right} were real and plain to see, {true} were true by the letter
  but not plain yet** (stock a little above what is enough, a margin a few points
  low), {other} were true under another name, and **{wrong} were false alarms**. The
  list ends where it expects 10.
- Leaving aside what is neither plainly real nor false, {precision} were real.
- The list held **{dollars}** of the dollars that one report can show.
- It flagged {flagged} of the records. The usual fixed rules ("no sale in 30 days", "margin under
  20 %") flagged {rules_flagged}, and {rules_right} of those rows were real.
- The first 20 things to do held {twenty} of the money that the best possible first 20 hold.
- Which shelves are empty while the books show stock, no report shows for sure. The **count sheets**
  ask about those that are worth a walk: {said} of their shelves were said to be empty, and {so}
  were. With the sheets in between, the first 20 things to do held {both}.

![What the program said, and what was so](accuracy/calibration.svg)

| when it says | it was so |
|---:|---:|
{tenths}

On average the two differ by {error} percentage points.

## Leak by leak

*Real*: findings on the list that were real. *Found*: of the cases one report can show, those on the
list. Leaks in bold are below what we aim at, 75 % real and 70 % found.

{leaks}

## What this does not say

- The stores are of our own making. Yours has causes we did not think of. When you mark findings as
  right or wrong, you test the claim where it matters.
- A single report cannot show everything. An empty shelf behind good books looks like a slow week
  until several sales are missed; two reports, counts and purchase orders show more.
- Dollars are estimates: of the real findings, {close} were within a quarter of
  the true amount.
"""


def owners(run: Run) -> str:
    """The whole page."""
    found = scores(beyond(run), run.seeds)
    rules = [each.contenders[RULES] for each in run.chains]
    rows = [each.rows for each in run.chains]
    return TEXT.format(
        chains=len(run.chains),
        rows=sum(rows),
        **in_a_hundred(found),
        precision=about(found.precision),
        dollars=about(found.recall_dollars),
        flagged=about(run.share([each.flagged for each in run.chains], rows), 1),
        rules_flagged=about(run.share([each["flagged"] for each in rules], rows)),
        rules_right=about(
            run.share([each["right"] for each in rules], [each["flagged"] for each in rules])
        ),
        twenty=about(firsts(run, "cash and margin", PROGRAM)[1]),
        both=about(firsts(run, "cash and margin", BOTH)[1]),
        **dict(zip(("said", "so"), map(about, hit_rate(run.compared, run.seeds)), strict=True)),
        tenths="\n".join(tenths(run)),
        error=f"{calibration_error(run.compared, run.seeds).value * 100:.1f}",
        leaks="\n".join(leaks(run)),
        close=about(found.close),
    )


def in_a_hundred(found: Scores) -> dict[str, str]:
    """What became of 100 findings on the list."""
    shares = {"right": RIGHT, "true": EARLY, "other": OTHER_NAME, "wrong": WRONG}
    kept = found.totals["kept"] / 100
    return {word: f"{found.totals[verdict] / kept:.0f}" for word, verdict in shares.items()}


def about(figure: Estimate, places: int = 0) -> str:
    """A share in plain per cent."""
    return f"{figure.value * 100:.{places}f} %"


def tenths(run: Run) -> Iterator[str]:
    """What was said and what was so."""
    for tenth in curve(run.compared, run.seeds):
        yield line(f"{tenth.said * 100:.0f} %", about(tenth.so))


def leaks(run: Run) -> Iterator[str]:
    """A line per leak that is no stated fact."""
    weak = set(weaklings(run))
    yield from head("", "on the list", "real", "found")
    for (leak,), group in sorted(beyond(run).group_by("leak")):
        found = scores(group, run.seeds)
        title = catalogue()[str(leak)].title
        name = f"**{title}**" if leak in weak else title
        real = about(found.precision) if found.precision.known else "-"
        yield line(name, f"{found.totals['kept']:,.0f}", real, about(found.recall))
