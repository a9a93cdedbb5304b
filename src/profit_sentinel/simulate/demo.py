"""The files of the demonstration: an inventory report and the truth behind it."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from .chain import simulate
from .export import inventory
from .parameters import DEMO
from .truth import truth

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from .parameters import ChainParameters

README = """\
A simulated chain of {stores} hardware stores at the close of {as_of:%A, %B %d, %Y}.

inventory.csv  {rows:,} rows, one per store and SKU, as a point-of-sale system of the Epicor Eagle
               kind writes its inventory report. Dates are MM/DD/YY, empty for never.
truth.csv      {leaks:,} true leaks: store, SKU, leak, cause, the day it started, dollars by the
               leak's definition, kind of money, whether one report can show it (visible), and
               whether another leak of the same row tells the story better (primary is false then).

Names of vendors and goods are invented. The same seed ({seed}) gives the same bytes.
"""


def demo_files(
    parameters: ChainParameters = DEMO, progress: Callable[[float], None] | None = None
) -> dict[str, bytes]:
    """`inventory.csv`, `truth.csv` and `README.txt` of a simulated chain, by file name."""
    chain = simulate(parameters, progress)
    report, known = inventory(chain), truth(chain)
    readme = README.format(
        stores=parameters.stores,
        as_of=parameters.as_of,
        rows=report.height,
        leaks=known.height,
        seed=parameters.seed,
    )
    return {
        "inventory.csv": csv_bytes(report),
        "truth.csv": csv_bytes(known),
        "README.txt": readme.encode(),
    }


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as UTF-8 CSV."""
    buffer = BytesIO()
    frame.write_csv(buffer)
    return buffer.getvalue()
