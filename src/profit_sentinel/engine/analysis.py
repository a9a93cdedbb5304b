"""An analysis: the whole catalogue on one canonical frame."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from profit_sentinel.declaration.words import spoken
from profit_sentinel.engine.cut import cut
from profit_sentinel.engine.facts import add_facts, complete
from profit_sentinel.engine.findings import IDENTITY, find
from profit_sentinel.engine.plan import plan
from profit_sentinel.leaks.catalogue import calibrations, catalogue, switched_off

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from profit_sentinel.declaration.leak import Leak
    from profit_sentinel.engine.engine import Engine
    from profit_sentinel.engine.plan import Plan
    from profit_sentinel.settings import Settings


@dataclass(frozen=True)
class Analysis:
    """What the catalogue found in one frame.

    Attributes:
        findings: One row per finding, kept or cut; see `findings.find` and `cut.cut`.
        leaks: Leaks that were judged, by id.
        switched_off: Why each of the others was not, by id.
        milliseconds: Time per stage.
    """

    findings: pl.DataFrame
    leaks: Mapping[str, Leak]
    switched_off: Mapping[str, str]
    milliseconds: Mapping[str, float]

    @property
    def calibrated(self) -> bool:
        """Whether every logistic that was used has been fitted."""
        fits = calibrations()
        return all(fits[name].fitted for name, leak in self.leaks.items() if leak.score)


def analyse(frame: pl.DataFrame, settings: Settings, engine: Engine) -> Analysis:
    """Judge every leak of the catalogue that the frame's columns allow.

    Args:
        frame: Canonical frame of an intake: one row per store and SKU.
        settings: The constants in force.
        engine: Where the rules run.
    """
    started = perf_counter()
    ground = plan(frame, settings)
    off = {name: reason for name, leak in catalogue().items() if (reason := why_not(leak, ground))}
    leaks = {name: leak for name, leak in catalogue().items() if name not in off}
    with spoken(engine.language):
        reads = sorted(frozenset().union(*(leak.reads(settings) for leak in leaks.values())))
        facts = add_facts(complete(engine.load(frame)), ground, (*IDENTITY, *reads), engine)
        measured = perf_counter()
        found = find(facts, list(leaks.values()), calibrations(), settings, engine)
    kept = cut(found, leaks, settings)
    finished = perf_counter()
    return Analysis(
        findings=kept,
        leaks=leaks,
        switched_off=off,
        milliseconds={
            "facts": (measured - started) * 1000,
            "leaks": (finished - measured) * 1000,
        },
    )


def why_not(leak: Leak, ground: Plan) -> str | None:
    """Why a leak is switched off on this ground, or None."""
    return switched_off(
        leak, ground.columns, ground.mostly, ground.stores, ground.settings.peers.stores
    )
