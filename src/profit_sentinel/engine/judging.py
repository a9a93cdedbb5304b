"""Judging: the findings of some stores, given what all stores together tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine.counts import worth_a_count
from profit_sentinel.engine.cut import cut
from profit_sentinel.engine.facts import add_facts
from profit_sentinel.engine.findings import IDENTITY, find, firing

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from profit_sentinel.declaration.leak import Calibration, Leak
    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.plan import Plan


class Judged(NamedTuple):
    """What was found in a part of a chain, and the seconds it took."""

    found: pl.DataFrame
    facts: float
    leaks: float


@dataclass(frozen=True)
class Judge:
    """All that a part of a chain is judged by."""

    ground: Plan
    of_chain: Chain
    leaks: Mapping[str, Leak]
    fits: Mapping[str, Calibration]
    engine: Engine

    @cached_property
    def terms(self) -> tuple[str, ...]:
        """The columns and facts that the leaks read."""
        reads = (leak.reads(self.ground.settings) for leak in self.leaks.values())
        return (*IDENTITY, *sorted(frozenset().union(*reads)))

    def judged(self, rows: pl.LazyFrame) -> Judged:
        """The findings of some stores, kept or cut."""
        began, settings = perf_counter(), self.ground.settings
        part = rows.collect()
        leaks = list(self.leaks.values())
        some = partial(firing, leaks=leaks, settings=settings)
        with spoken(self.engine.language):
            facts = add_facts(part, self.ground, self.of_chain, self.terms, self.engine, some)
            measured = perf_counter()
            found = find(facts, leaks, self.fits, settings, self.engine)
        found = worth_a_count(cut(found, self.leaks, settings), self.leaks, settings)
        self.engine.release()
        return Judged(found, measured - began, perf_counter() - measured)
