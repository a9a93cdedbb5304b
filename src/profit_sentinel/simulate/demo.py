"""The files of the demonstration: an inventory report and the truth behind it."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from .chain import snapshots
from .companions import companions
from .export import reports
from .parameters import DEMO
from .systems import known
from .truth import truth

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from .parameters import ChainParameters

README = """\
A simulated chain of {stores} stores at the close of {as_of:%A, %B %d, %Y}.

{reports}
               {rows:,} rows, one per store and SKU, as {system} writes its stock.
truth.csv      {leaks:,} true leaks: store, SKU, leak, cause, the day it started, dollars by the
               leak's definition, kind of money, whether the evidence can show it (visible), whether
               another leak of the same row tells the story better (primary is false then), what
               shows it (evidence), whether it is too early to call (early), and other names of the
               same fact (also).
{others}
Names of vendors and goods are invented. The same seed ({seed}) gives the same bytes.
"""
COMPANIONS = """\
purchase_orders.csv, sales.csv, counts.csv, price_list.csv
               orders of the last 180 days and what came of them, sales lines of 60 days, counts of
               180 days, and what the vendors ask today.
"""
HISTORY = """\
{names}
               the same report 30 and 90 days before.
"""
BEFORE = (30, 90)
"""Days before the report on which the earlier ones are taken."""


def demo_files(
    parameters: ChainParameters = DEMO,
    progress: Callable[[float], None] | None = None,
    *,
    system: str = "epicor_eagle",
    with_companions: bool = False,
    with_history: bool = False,
) -> dict[str, bytes]:
    """Files of a simulated chain, by name.

    Args:
        parameters: The chain.
        progress: Called now and then with the share of the days that are done.
        system: Id of the point-of-sale system that writes the stock.
        with_companions: Also purchase orders, sales, counts and prices.
        with_history: Also the reports of 30 and 90 days before.

    Returns:
        The stock (`inventory.csv`, or a file for each store where the system knows one only),
        `truth.csv`, `README.txt`, and what was asked for.

    Raises:
        WrongUsageError: For a system that is not known.
    """
    writer = known(system)
    days = [parameters.as_of - timedelta(days=days) for days in BEFORE if with_history]
    chain, *before = snapshots(parameters, [parameters.as_of, *days], progress)
    files, truths = reports(chain, system), truth(chain, *before)
    earlier: dict[str, bytes] = {}
    for day in before:
        earlier |= reports(day, system, f"inventory_{day.as_of}")
    others = COMPANIONS if with_companions else ""
    others += HISTORY.format(names=", ".join(earlier)) if with_history else ""
    readme = README.format(
        stores=parameters.stores,
        as_of=parameters.as_of,
        reports=", ".join(files),
        rows=len(chain.setting),
        system=writer.name,
        leaks=truths.height,
        others=others,
        seed=parameters.seed,
    )
    files |= {"truth.csv": csv_bytes(truths), "README.txt": readme.encode()} | earlier
    if with_companions:
        files |= {f"{name}.csv": csv_bytes(frame) for name, frame in companions(chain).items()}
    return files


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as UTF-8 CSV."""
    buffer = BytesIO()
    frame.write_csv(buffer)
    return buffer.getvalue()
