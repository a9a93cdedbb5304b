"""Judging: the findings of some stores, given what all stores together tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine.counts import worth_a_count
from profit_sentinel.engine.cut import cut
from profit_sentinel.engine.facts import add_facts, given
from profit_sentinel.engine.findings import IDENTITY, NOTHING, firing, told, weighed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from profit_sentinel.declaration.leak import Calibration, Leak
    from profit_sentinel.engine.chain import Chain
    from profit_sentinel.engine.engine import Engine, Repeated
    from profit_sentinel.engine.frame import Frame
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

    @cached_property
    def weigh(self) -> Repeated:
        """What is worked out for every part."""
        return self.engine.repeated(self._weighed)

    def judged(self, rows: pl.LazyFrame) -> Judged:
        """The findings of some stores, kept or cut."""
        began, settings, facts = perf_counter(), self.ground.settings, 0.0
        found = pl.DataFrame(schema=NOTHING)
        if self.leaks:
            with spoken(self.engine.language):
                worked = self.weigh(given(rows.collect(), self.of_chain))
            facts = perf_counter() - began - worked.last
            found = told(worked.rows, list(self.leaks.values()))
        found = worth_a_count(cut(found, self.leaks, settings), self.leaks, settings)
        return Judged(found, facts, perf_counter() - began - facts)

    def _weighed(self, tables: Mapping[str, Frame]) -> Frame:
        """What the leaks say of the rows of a part."""
        leaks, settings = list(self.leaks.values()), self.ground.settings
        some = partial(firing, leaks=leaks, settings=settings)
        facts = add_facts(tables, self.ground, self.of_chain, self.terms, self.engine, some)
        return weighed(facts, leaks, self.fits, settings)
