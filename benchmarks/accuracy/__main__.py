"""The benchmark as a command: judge held-out chains and print the page, or fit on training ones."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from accuracy import fit, plots
from accuracy.chains import each, held_out
from accuracy.judge import Run, judge
from accuracy.owners import owners
from accuracy.page import page

if TYPE_CHECKING:
    from profit_sentinel.declaration.leak import Calibration

HOME = Path(__file__).resolve().parents[2]
DOCS = HOME / "docs"
CALIBRATION = HOME / "src" / "profit_sentinel" / "leaks" / "calibration.toml"
SEEDS = range(1, 11)
TRAINING_SEEDS = range(1001, 1011)


def main() -> int:
    """Judge every held-out chain, or fit the calibrations."""
    options = parsed()
    began = perf_counter()
    if options.fit:
        fits = fit.calibrated(TRAINING_SEEDS[: options.seeds], datetime.now(UTC).date())
        CALIBRATION.write_text(fit.text(fits), encoding="utf-8")
        print(*(told(name, each) for name, each in fits.items()), sep="\n")
    else:
        run = Run(list(each(judge, held_out(SEEDS[: options.seeds]))))
        print(page(run), end="")
        if options.write:
            (DOCS / "accuracy.md").write_text(page(run), encoding="utf-8")
            (DOCS / "how-sure-are-we.md").write_text(owners(run), encoding="utf-8")
            plots.write(run, DOCS / "accuracy")
    print(f"{perf_counter() - began:.0f} s", file=sys.stderr)
    return 0


def told(name: str, fitted: Calibration) -> str:
    """One fit in one line."""
    return (
        f"{name:<20}{fitted.findings:>7,} findings  log loss {fitted.loss_before:.3f} -> "
        f"{fitted.loss_after:.3f}  logit {fitted.intercept:g} + {fitted.slope:g} x score"
    )


def parsed() -> Namespace:
    """The options of the command line."""
    parser = ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("--fit", action="store_true", help="fit and write leaks/calibration.toml")
    parser.add_argument("--write", action="store_true", help="write the pages and plots in docs")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="seeds of each kind of chain")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
