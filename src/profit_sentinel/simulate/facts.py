"""What is truly so in every row on the last day: the ground the truth is judged on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .arrays import NEVER
from .causes import Cause
from .fields import recorded_costs, report_levels
from .shelf import GAPS
from .words import departments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from profit_sentinel.domain.money import Money

    from .arrays import Flags, Floats, Ints
    from .chain import Chain
    from .habits import Definitions


@dataclass(frozen=True)
class Claim:
    """One leak and the rows that truly have it.

    Attributes:
        leak: Id of the leak in the catalogue of leaks.
        money: Kind of its dollars.
        rows: Rows that have it.
        dollars: By the leak's definition, from true rates and costs.
        causes: Why, per row.
        started: Day the cause began; `NEVER` where no single day can be told.
        visible: Whether a careful person could tell from this one report.
        notes: Anything worth knowing, per row.
    """

    leak: str
    money: Money
    rows: Ints
    dollars: Floats
    causes: Sequence[Cause]
    started: Ints
    visible: Flags
    notes: Sequence[str]
    early: Flags | None = None
    """Whether it is true but its time has not come; never where it is left out."""
    evidence: str = "snapshot"
    """What shows it: one report (`snapshot`), an earlier one too (`history`), or `documents`."""


@dataclass(frozen=True)
class Facts:
    """One value per row unless told otherwise."""

    chain: Chain
    book: Floats
    on_order: Floats
    average: Floats
    """Average cost in the books."""
    recorded: Floats
    """Replacement cost in the books."""
    cost: Floats
    """What a unit truly costs."""
    price: Floats
    annual: Floats
    """True units per year from now on; 0 where the customers are gone."""
    silence: Ints
    """Days since the last sale."""
    unreceived: Ints
    """Days since the last receipt."""
    point: Floats
    """Order point."""
    wanted: Floats
    """Margin the store wants."""
    clearance: Flags
    leaving: Flags
    """Clearance or discontinued."""

    def ahead(self, length: int) -> Floats:
        """True units wanted in the next `length` days."""
        season = self.chain.setting.seasons.ahead(self.chain.day, length)
        units: Floats = self.annual * season[self.department] * length / 365
        return units

    @property
    def promoted(self) -> Flags:
        """Rows whose recorded price is that of a promotion that runs on the day."""
        rows = np.arange(len(self.book))
        running: Flags = self.chain.pricing.typed_over.on(self.chain.day, rows) < 1
        return running

    def widest(self, rows: Ints, sign: int) -> Explained:
        """The cause that raised (1) or lowered (-1) the books of some rows most, and since when.

        Where none has, everyday errors are named.
        """
        gaps = self.chain.stock.gaps[:, rows] * sign
        place, column = np.argmax(gaps, axis=0), np.arange(len(rows))
        some = gaps[place, column] > 0
        causes = [
            GAPS[which] if any_ else Cause.RECORD_ERROR
            for which, any_ in zip(place, some, strict=True)
        ]
        since = np.where(some, self.chain.stock.since[place, rows], NEVER)
        return Explained(causes, since)

    @property
    def reckoned(self) -> Definitions:
        """Days and limits of the leaks' definitions."""
        return self.chain.setting.parameters.definitions

    @property
    def department(self) -> Ints:
        """Department of each row."""
        return self.chain.setting.catalogue.department[self.chain.setting.assortment.sku]

    @property
    def seasonal(self) -> Flags:
        """Rows of the seasonal departments."""
        return np.array([hall.seasonal for hall in departments()])[self.department]

    def median_of_stores(self, values: Floats) -> Floats:
        """Median of a value over the stores that carry the SKU; NaN below three stores."""
        rows = self.chain.setting.assortment
        table = np.where(rows.row >= 0, values[rows.row], np.nan)
        medians = np.full(table.shape[1], np.nan)
        common = np.count_nonzero(rows.row >= 0, axis=0) >= 3  # noqa: PLR2004 - no median of two
        medians[common] = np.nanmedian(table[:, common], axis=0)
        result: Floats = medians[rows.sku]
        return result

    def began(self, cause: Cause) -> Ints:
        """Day a cause began in each row."""
        blank = np.full(len(self.book), NEVER, dtype=np.int64)
        return self.chain.started.get(cause, blank)

    def explain(self, rows: Ints, causes: Sequence[Cause], otherwise: Cause) -> Explained:
        """The first of `causes` that was at work in each row, and since when."""
        reasons, days = [otherwise] * len(rows), np.full(len(rows), NEVER, dtype=np.int64)
        for cause in reversed(causes):
            began = self.began(cause)[rows]
            here = began <= self.chain.day
            days = np.where(here, began, days)
            reasons = [cause if at else was for at, was in zip(here, reasons, strict=True)]
        return Explained(reasons, days)


@dataclass(frozen=True)
class Explained:
    """Causes and first days of some rows."""

    causes: list[Cause]
    started: Ints


def gather(chain: Chain) -> Facts:
    """Look at the chain on its last day."""
    last, upsets, stock = chain.day, chain.upsets, chain.stock
    average, recorded = recorded_costs(chain)
    alive = (upsets.introduced <= last) & (last < upsets.ended)
    clearance = upsets.clearance <= last
    return Facts(
        chain=chain,
        book=stock.book,
        on_order=stock.on_order,
        average=average,
        recorded=recorded,
        cost=stock.cost,
        price=chain.prices.price,
        annual=np.where(alive, chain.setting.rates.annual, 0.0),
        silence=last - stock.last_sale,
        unreceived=last - stock.last_receipt,
        point=report_levels(chain)[0],
        wanted=chain.setting.catalogue.margin[chain.setting.assortment.sku],
        clearance=clearance,
        leaving=clearance | (upsets.discontinued <= last),
    )
