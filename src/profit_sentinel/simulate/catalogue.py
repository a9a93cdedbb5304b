"""The catalogue the stores share: one entry per SKU."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from . import identifiers
from .words import Fineline, departments, vendors

if TYPE_CHECKING:
    from .arrays import Flags, Floats, Ints
    from .habits import Goods
    from .parameters import ChainParameters

FALLBACK_GRADES = ("", " PRO", " VALUE", " HD", " CONTR", " PREM", " ECON", " SELECT")
"""Endings that stretch a fineline whose words are used up."""
SUCCESSOR_ENDINGS = (" NEW", "", " V2", " (NEW PKG)")


@dataclass(frozen=True)
class Catalogue:
    """Arrays and lists of one value per SKU."""

    sku: list[str]
    description: list[str]
    barcode: list[str]
    maker_part: list[str]
    department: Ints
    """Index into `words.departments()`."""
    fineline: list[str]
    vendor: Ints
    """Index into `words.vendors()`."""
    unit: list[str]
    cost: Floats
    """Dollars per unit on the first day."""
    margin: Floats
    """Gross margin the chain wants."""
    pack: Ints
    """Pieces in the maker's case."""
    clump: Floats
    """Mean units per purchase."""
    cut: Flags
    loads: Flags
    successor: Ints
    """Index of the SKU that replaced this one, else -1."""

    def __len__(self) -> int:
        return len(self.sku)


@dataclass(frozen=True)
class _Item:
    department: int
    fineline: Fineline
    description: str
    place: float


def _shares(total: int, weights: list[float]) -> list[int]:
    """Whole numbers in proportion to weights that sum to the total (largest remainder)."""
    exact = np.array(weights) / sum(weights) * total
    counts = np.floor(exact).astype(int)
    counts[np.argsort(counts - exact, kind="stable")[: total - counts.sum()]] += 1
    return [int(count) for count in counts]


def _of_fineline(
    department: int, fineline: Fineline, count: int, rng: np.random.Generator
) -> list[_Item]:
    words = fineline.descriptions()
    pool = [(text + ending, place) for ending in FALLBACK_GRADES for text, place in words]
    whole = len(words)
    if count > len(pool):
        msg = f"fineline {fineline.name} has words for {len(pool)} items, {count} are wanted"
        raise ValueError(msg)
    chosen = rng.choice(whole, count, replace=False) if count <= whole else np.arange(count)
    return [_Item(department, fineline, *pool[place]) for place in np.sort(chosen)]


def _weights(goods: Goods) -> list[float]:
    """Share of each department: the chain's own, else that of a hardware store."""
    halls, own = departments(), dict(goods.departments)
    if unknown := own.keys() - {hall.name for hall in halls}:
        msg = f"no department is called {', '.join(sorted(unknown))}"
        raise ValueError(msg)
    return [own.get(hall.name, 0.0) if own else hall.share for hall in halls]


def _items(count: int, goods: Goods, rng: np.random.Generator) -> list[_Item]:
    halls = departments()
    items: list[_Item] = []
    sizes = _shares(count, _weights(goods))
    for number, (hall, size) in enumerate(zip(halls, sizes, strict=True)):
        room = [float(len(line.descriptions())) for line in hall.finelines]
        for line, amount in zip(hall.finelines, _shares(size, room), strict=True):
            items += _of_fineline(number, line, amount, rng)
    return items


def _vendor_of(items: list[_Item], rng: np.random.Generator) -> Ints:
    """A vendor for each item; one fineline leans to few of its department's vendors."""
    known, halls = vendors(), departments()
    index = {vendor.name: place for place, vendor in enumerate(known)}
    leaning: dict[str, tuple[Ints, Floats]] = {}
    chosen = []
    for item in items:
        if item.fineline.name not in leaning:
            names = halls[item.department].vendors
            weights = np.array([known[index[name]].weight for name in names])
            weights *= rng.gamma(1.0, size=len(names)) + 0.1
            places = np.array([index[name] for name in names])
            leaning[item.fineline.name] = places, np.cumsum(weights / weights.sum())
        places, shares = leaning[item.fineline.name]
        chosen.append(places[min(int(np.searchsorted(shares, rng.random())), len(places) - 1)])
    return np.array(chosen, dtype=np.int64)


def _costs(items: list[_Item], rng: np.random.Generator) -> Floats:
    low = np.array([item.fineline.cost[0] for item in items])
    high = np.array([item.fineline.cost[1] for item in items])
    place = np.clip(
        np.array([item.place for item in items]) + rng.normal(0, 0.12, len(items)), 0, 1
    )
    costs: Floats = np.round(low * (high / low) ** place, 3)
    return costs


def _margins(goods: Goods, department: Ints, vendor: Ints, rng: np.random.Generator) -> Floats:
    """Margins wanted: the department's, less what a thin brand earns, and some chance."""
    usual = np.array([hall.margin for hall in departments()])[department] + goods.margin
    thin = np.array([each.thin for each in vendors()])[vendor] * goods.thin
    drawn = usual - thin + rng.normal(0, goods.margin_spread, len(usual))
    margins: Floats = np.clip(np.round(drawn, 2), 0.06, 0.85)
    return margins


def _copy(values: list[str], originals: Ints) -> list[str]:
    return values + [values[original] for original in originals]


def build(parameters: ChainParameters, rng: np.random.Generator) -> Catalogue:
    """Compose a catalogue of `parameters.skus` entries, successors of replaced SKUs included."""
    twins = round(parameters.skus * parameters.leaks.replaced)
    count = parameters.skus - twins
    items = _items(count, parameters.goods, rng)
    halls, known = departments(), vendors()
    olds = np.sort(rng.choice(count, twins, replace=False))
    every = np.concatenate([np.arange(count), olds])

    department = np.array([item.department for item in items])
    vendor = _vendor_of(items, rng)
    cost = _costs(items, rng)
    margin = _margins(parameters.goods, department, vendor, rng)
    base_clump = np.array([halls[place].clump for place in department])
    clump = 1 + (base_clump - 1) * parameters.goods.clumps * np.exp(-cost / 12)
    cut = np.array([item.fineline.cut for item in items])
    pack = np.array([rng.choice(item.fineline.packs) for item in items], dtype=np.int64)
    parts = identifiers.maker_parts([known[place].prefix for place in vendor], rng)
    codes = identifiers.barcodes(vendor, rng)
    successor = np.full(parameters.skus, -1, dtype=np.int64)
    successor[olds] = np.arange(count, parameters.skus)
    endings = rng.choice(SUCCESSOR_ENDINGS, twins)
    descriptions = [item.description for item in items]
    return Catalogue(
        sku=identifiers.sku_numbers(parameters.skus, rng),
        description=descriptions
        + [descriptions[old] + str(ending) for old, ending in zip(olds, endings, strict=True)],
        barcode=_copy(codes, olds),
        maker_part=_copy(parts, olds),
        department=department[every],
        fineline=[items[place].fineline.name for place in every],
        vendor=vendor[every],
        unit=[items[place].fineline.unit for place in every],
        cost=cost[every],
        margin=margin[every],
        pack=pack[every],
        clump=np.where(cut, 18.0, clump)[every],
        cut=cut[every],
        loads=np.array([items[place].fineline.loads for place in every]),
        successor=successor,
    )
