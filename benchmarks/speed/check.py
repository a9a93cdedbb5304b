"""The second opinion: whether the program and plain pandas find the same leaks in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

import profit_sentinel
from speed.plain_pandas import find, read

if TYPE_CHECKING:
    from pathlib import Path

KEY = ["store_id", "leak", "sku"]
CENT = 0.0051
CHANCE = 1e-6
AMOUNTS = {
    "dollars": CENT, "recoverable": CENT, "probability": CHANCE, "kept": 0, "worth_a_count": 0,
}  # fmt: skip
"""What a finding says, and how far apart two opinions of it may lie."""


def differences(path: Path, engine: str = "polars") -> pd.DataFrame:
    """Findings on which the program and plain pandas do not agree.

    Args:
        path: An inventory report with the headers of the demo chain.
        engine: What runs the rules of the program.

    Returns:
        One row per finding: `store_id`, `leak`, `sku`, what differs, and the amounts of both.
    """
    program = profit_sentinel.analyze(path, engine=engine).findings.frame
    columns = [program[name].to_numpy() for name in (*KEY, *AMOUNTS)]
    theirs = pd.DataFrame(dict(zip((*KEY, *AMOUNTS), columns, strict=True)))
    ours = find(read(path))[[*KEY, *AMOUNTS]]
    both = ours.astype(dict.fromkeys(KEY, object)).merge(
        theirs, on=KEY, how="outer", suffixes=("_plain", "_program"), indicator="only_in"
    )
    return both.assign(differs=judged(both)).query("differs != ''").reset_index(drop=True)


def judged(both: pd.DataFrame) -> np.ndarray:
    """What differs in each pair of findings, empty where nothing does."""

    def apart(name: str, most: float) -> pd.Series:
        one, other = (both[f"{name}_{side}"].astype(float) for side in ("plain", "program"))
        return ~((one - other).abs() <= most)

    return np.select(
        [both["only_in"] == "left_only", both["only_in"] == "right_only",
         *(apart(name, most) for name, most in AMOUNTS.items())],
        ["only in plain pandas", "only in the program", *AMOUNTS],
        "",
    )  # fmt: skip


def assert_same(path: Path, engine: str = "polars") -> None:
    """Fail with the rows when the two do not find the same leaks in a file.

    Raises:
        AssertionError: They differ in a finding, its dollars, its probability, or whether it is
            kept or worth a count.
    """
    different = differences(path, engine)
    if len(different):
        message = f"{len(different)} findings differ:\n{different.head(20).to_string()}"
        raise AssertionError(message)
