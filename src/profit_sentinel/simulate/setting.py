"""The setting of a simulation: what does not change while the days go by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import assortment, catalogue, demand, seasons
from .streams import stream

if TYPE_CHECKING:
    from .arrays import Floats, Ints
    from .assortment import Assortment
    from .catalogue import Catalogue
    from .demand import Rates
    from .parameters import ChainParameters
    from .seasons import Seasons


@dataclass(frozen=True)
class Setting:
    """A chain before its first day."""

    parameters: ChainParameters
    catalogue: Catalogue
    assortment: Assortment
    seasons: Seasons
    rates: Rates

    @property
    def department(self) -> Ints:
        """Department of each row, an index into `words.departments()`."""
        return self.catalogue.department[self.assortment.sku]

    @property
    def cost(self) -> Floats:
        """Unit cost of each row on the first day, in dollars."""
        return self.catalogue.cost[self.assortment.sku]

    @property
    def delivery(self) -> Ints:
        """A number for each row's pair of vendor and store."""
        return self._with_store(self.catalogue.vendor[self.assortment.sku])

    @property
    def aisle(self) -> Ints:
        """A number for each row's pair of department and store."""
        return self._with_store(self.department)

    def _with_store(self, group: Ints) -> Ints:
        return group * self.parameters.stores + self.assortment.store

    def __len__(self) -> int:
        return len(self.assortment)


def build(parameters: ChainParameters) -> Setting:
    """Compose catalogue, assortments, seasons and true rates of a chain."""
    seed = parameters.seed
    goods = catalogue.build(parameters, stream(seed, "catalogue"))
    rows = assortment.choose(parameters, goods, stream(seed, "assortment"))
    rates = demand.rates(parameters, goods, rows, stream(seed, "rates"))
    return Setting(parameters, goods, rows, seasons.build(parameters), rates)
