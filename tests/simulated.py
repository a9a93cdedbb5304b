"""Chains the tests of the simulator share."""

from functools import cache

from profit_sentinel.simulate.chain import Chain, simulate
from profit_sentinel.simulate.chains import literature
from profit_sentinel.simulate.parameters import DEMO, ChainParameters

SMALL = ChainParameters(skus=600, rows_per_store=580, seed=7)


@cache
def small_chain() -> Chain:
    return simulate(SMALL)


@cache
def literature_chain() -> Chain:
    return simulate(literature(3))


@cache
def demo_chain() -> Chain:
    return simulate(DEMO)
