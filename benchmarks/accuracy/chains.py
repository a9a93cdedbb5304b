"""Chains: simulated, written as a report, analysed, and their truth beside it."""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.services.analysis import read
from profit_sentinel.settings import load
from profit_sentinel.simulate import chains as kinds
from profit_sentinel.simulate.causes import Cause
from profit_sentinel.simulate.chain import simulate
from profit_sentinel.simulate.export import inventory
from profit_sentinel.simulate.truth import truth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from profit_sentinel.declaration.leak import Calibration
    from profit_sentinel.settings import Settings
    from profit_sentinel.simulate.chain import Chain
    from profit_sentinel.simulate.parameters import ChainParameters

Item = TypeVar("Item")
Result = TypeVar("Result")
BEGINNINGS: Mapping[str, tuple[Cause, ...]] = {
    "stockout": (Cause.ORDERING_STOPPED,),
    **dict.fromkeys(
        ("dead_stock", "overstock", "surplus_order"),
        (Cause.DEMAND_ENDED, Cause.DEMAND_ENDED_EVERYWHERE, Cause.REPLACED),
    ),
}
"""Causes that lead to a leak in time, for leaks whose definition may not be met yet."""


@dataclass(frozen=True)
class Plan:
    """A chain to simulate."""

    kind: str
    seed: int
    parameters: ChainParameters
    lacks: tuple[str, ...] = ()
    """Columns its report leaves out."""


@dataclass(frozen=True)
class Case:
    """A simulated chain: its report, and what is true of it."""

    plan: Plan
    report: pl.DataFrame
    truth: pl.DataFrame
    """True leaks that one report can rest on; see `simulate.truth`."""
    begun: pl.DataFrame
    """`store_id`, `sku`, `leak` where a cause that leads to the leak has begun."""


def training(seeds: Iterable[int]) -> list[Plan]:
    """The chains that calibrations are fitted on; every second report has no maximum stock."""
    return [
        replace(plan, lacks=("Max Stock Level",) if plan.seed % 2 else ())
        for plan in plans(kinds.training, seeds)
    ]


def held_out(seeds: Iterable[int]) -> list[Plan]:
    """The chains that are judged: other seeds and other parameters than those of the fit."""
    return plans(kinds.held_out, seeds)


def plans(
    family: Callable[[int], Mapping[str, ChainParameters]], seeds: Iterable[int]
) -> list[Plan]:
    """A plan per seed and kind of chain."""
    return [Plan(kind, seed, each) for seed in seeds for kind, each in family(seed).items()]


def case(plan: Plan) -> Case:
    """Simulate a chain."""
    chain = simulate(plan.parameters)
    known = truth(chain)
    if "evidence" in known.columns:
        known = known.filter(pl.col("evidence") == "snapshot")
    return Case(plan, inventory(chain).drop(plan.lacks), known, begun(chain))


def begun(chain: Chain) -> pl.DataFrame:
    """Rows in which a cause has begun that leads to a leak."""
    rows, skus = chain.setting.assortment, chain.setting.catalogue.sku
    found = [
        (str(rows.store[row] + 1), skus[rows.sku[row]], leak)
        for leak, causes in BEGINNINGS.items()
        for cause in causes
        if cause in chain.started
        for row in (chain.started[cause] <= chain.day).nonzero()[0]
    ]
    schema = ("store_id", "sku", "leak")
    return pl.DataFrame(found, dict.fromkeys(schema, pl.String), orient="row").unique()


def analysed(one: Case, fits: Mapping[str, Calibration] | None = None) -> pl.DataFrame:
    """What the program finds in the file of a report, told only what type of store it is."""
    stock, settings = taken_in(one)
    return analyse(stock, settings, engine_named("polars"), fits=fits).findings


def taken_in(one: Case) -> tuple[pl.DataFrame, Settings]:
    """The canonical frame of a report that was written as a file, and the settings of its store."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "inventory.csv"
        one.report.write_csv(path)
        stock = read(path, on_stage=lambda _: None).stock.lazy().collect()
    return stock, load(one.plan.parameters.definitions.preset)


def each(work: Callable[[Item], Result], wanted: Sequence[Item]) -> Iterator[Result]:
    """Do some work for every item on all cores, in order, and say how far it is."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), mp_context=spawn) as pool:
        for done, result in enumerate(pool.map(work, wanted), start=1):
            print(f"\r{done} of {len(wanted)} chains", end="", file=sys.stderr, flush=True)
            yield result
    print(file=sys.stderr)
