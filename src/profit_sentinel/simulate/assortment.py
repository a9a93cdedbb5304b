"""Which store carries which SKU: the rows everything else is counted in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .arrays import Ints
    from .catalogue import Catalogue
    from .parameters import ChainParameters


@dataclass(frozen=True)
class Assortment:
    """The rows of the chain, by store and then by SKU."""

    store: Ints
    """Store of each row, from 0."""
    sku: Ints
    """Index into the catalogue of each row."""
    row: Ints
    """Row of each store (first axis) and SKU (second axis), -1 where it is not carried."""
    successor: Ints
    """Row that replaced this one in its store, else -1."""

    def __len__(self) -> int:
        return len(self.sku)


def choose(
    parameters: ChainParameters, catalogue: Catalogue, rng: np.random.Generator
) -> Assortment:
    """Leave a few SKUs out of each store; replaced SKUs and their successors are everywhere."""
    paired = np.zeros(parameters.skus, dtype=np.bool_)
    paired[catalogue.successor >= 0] = True
    paired[catalogue.successor[catalogue.successor >= 0]] = True
    free = np.flatnonzero(~paired)
    missing = parameters.skus - parameters.rows_per_store
    row = np.full((parameters.stores, parameters.skus), -1, dtype=np.int64)
    for store in range(parameters.stores):
        carried = np.ones(parameters.skus, dtype=np.bool_)
        carried[rng.choice(free, missing, replace=False)] = False
        first = store * parameters.rows_per_store
        row[store, carried] = np.arange(first, first + parameters.rows_per_store)
    store_of, sku_of = np.nonzero(row >= 0)
    after = catalogue.successor[sku_of]
    successor = np.where(after >= 0, row[store_of, after], -1)
    return Assortment(store_of, sku_of, row, successor)
