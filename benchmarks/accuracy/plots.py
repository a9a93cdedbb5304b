"""Plots: the figures of a run as SVG, the same bytes for the same run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import altair as alt
import numpy as np
import polars as pl
import vl_convert

from accuracy.judge import BEST
from accuracy.order import FIRST
from accuracy.score import curve, scores, thresholds

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from accuracy.judge import Run

Plot = alt.Chart | alt.LayerChart | alt.FacetChart
WIDTH, HEIGHT = 420, 320
PLACES = 4
STEPS = [float(each) for each in np.round(np.arange(0.05, 1.0, 0.01), 2)]
SHARE = alt.Scale(domain=[0, 1])
BLUE, GREY = "#1f6fb2", "#8a8a8a"


def write(run: Run, folder: Path) -> None:
    """Write every plot into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    plots = {
        "calibration": calibration(run),
        "thresholds": tradeoff(run),
        "leaks": by_leak(run),
        "order": order(run),
    }
    for name, plot in plots.items():
        drawn = vl_convert.vegalite_to_svg(plot.to_dict())
        (folder / f"{name}.svg").write_text(drawn + "\n", encoding="utf-8")


def table(rows: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> alt.InlineData:
    """Rows as data of a plot, rounded: last digits depend on the order of sums."""
    rounded = [
        {
            name: round(cell, PLACES) if isinstance(cell, float) else cell
            for name, cell in row.items()
        }
        for row in rows
    ]
    return alt.InlineData(values=rounded)


def percent(field: str, title: str) -> dict[str, Any]:
    """A share on an axis."""
    return {"field": field, "type": "quantitative", "title": title, "scale": SHARE,
            "axis": alt.Axis(format="%")}  # fmt: skip


def sized(plot: Plot) -> Plot:
    """A plot of the usual size on white."""
    of_size: Plot = plot.properties(width=WIDTH, height=HEIGHT, background="white")
    return of_size


def calibration(run: Run) -> Plot:
    """What was said against what was so, with confidence intervals, and before the fit."""

    def points(rows: pl.DataFrame, label: str) -> alt.InlineData:
        return table(
            [
                {"said": tenth.said, "so": tenth.so.value, "low": tenth.so.low,
                 "high": tenth.so.high, "findings": tenth.findings, "what": label}
                for tenth in curve(rows, run.seeds)
            ]
        )  # fmt: skip

    ideal = alt.Chart(table([{"x": 0, "y": 0}, {"x": 1, "y": 1}])).mark_line(
        color=GREY, strokeDash=[4, 4]
    )
    now, before = points(run.compared, "fitted"), points(run.by_hand, "by hand")
    said = alt.X(**percent("said", "probability the program said"))
    so = alt.Y(**percent("so", "share that was really so"))
    fitted = alt.Chart(now).encode(x=said)
    return sized(
        alt.layer(
            ideal.encode(x=alt.X("x:Q"), y=alt.Y("y:Q")),
            alt.Chart(before).mark_line(point=True, color=GREY, opacity=0.6).encode(x=said, y=so),
            fitted.mark_rule(color=BLUE).encode(
                y=alt.Y(**percent("low", "share that was really so")), y2="high:Q"
            ),
            fitted.mark_line(color=BLUE).encode(y=so),
            fitted.mark_circle(color=BLUE, opacity=1).encode(
                y=so, size=alt.Size("findings:Q", title="findings", scale=alt.Scale(type="sqrt"))
            ),
        )
    ).properties(title="Blue: as shown to the owner. Grey: before the fit")


def tradeoff(run: Run) -> Plot:
    """Precision and recall over all thresholds, and the program's own cut."""
    steps = [
        {"precision": each.precision, "recall": each.recall, "order": place}
        for place, each in enumerate(thresholds(run.compared, STEPS))
    ]
    own = scores(run.compared.filter(~pl.col("stated")), run.seeds)
    cut = [{"precision": own.precision.value, "recall": own.recall.value}]
    recall, precision = (
        alt.X(**percent("recall", "recall: found, of what one report can show")),
        alt.Y(**percent("precision", "precision: right, of right and wrong")),
    )
    line = (
        alt.Chart(table(steps)).mark_line(color=BLUE).encode(x=recall, y=precision, order="order:Q")
    )
    point = alt.Chart(table(cut)).mark_point(color="black", size=80, filled=True)
    return sized(alt.layer(line, point.encode(x=recall, y=precision))).properties(
        title="All thresholds; the dot is the list's own end"
    )


def by_leak(run: Run) -> Plot:
    """Precision and recall of every leak with confidence intervals."""
    rows = []
    for (leak,), group in sorted(run.compared.group_by("leak")):
        found = scores(group, run.seeds)
        for what, figure in (("precision", found.precision), ("recall", found.recall)):
            if figure.known:
                rows.append({"leak": leak, "what": what, "value": figure.value,
                             "low": figure.low, "high": figure.high})  # fmt: skip
    base = alt.Chart(table(rows)).encode(
        y=alt.Y("leak:N", title=None), yOffset="what:N", color=alt.Color("what:N", title=None)
    )
    value = alt.X(**percent("value", "share, with its 95 % interval"))
    return sized(
        alt.layer(
            base.mark_rule().encode(x=alt.X(**percent("low", "")), x2="high:Q"),
            base.mark_circle(size=50, opacity=1).encode(x=value),
        )
    )


def order(run: Run) -> Plot:
    """Money in the first issues of each order, of that in the best possible."""
    lists = [chain.order["cash and margin"] for chain in run.chains]
    rows = [
        {
            "issues": first,
            "order": name,
            "share": run.share(
                [each[name][place] for each in lists], [each[BEST][place] for each in lists]
            ).value,
        }
        for name in lists[0]
        if name != BEST
        for place, first in enumerate(FIRST)
    ]
    return sized(
        alt.Chart(table(rows))
        .mark_line(point=True)
        .encode(
            x=alt.X("issues:Q", title="first issues", scale=alt.Scale(zero=True)),
            y=alt.Y(**percent("share", "cash and margin, of the best possible order")),
            color=alt.Color("order:N", title=None, legend=alt.Legend(orient="bottom")),
        )
    )
