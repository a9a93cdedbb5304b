import numpy as np

from profit_sentinel.simulate import seasons
from profit_sentinel.simulate.words import departments
from simulated import SMALL

NAMES = [hall.name for hall in departments()]


def test_christmas_comes_and_garden_is_over_in_november() -> None:
    ahead = seasons.build(SMALL).ahead(SMALL.last_day, 30)
    assert ahead[NAMES.index("CHRISTMAS")] > 3
    assert ahead[NAMES.index("LAWN & GARDEN")] < 0.4
    assert ahead[NAMES.index("HAND TOOLS")] > 1


def test_saturdays_sell_most() -> None:
    weights = seasons.build(SMALL).weights[NAMES.index("PLUMBING")]
    best = int(np.argmax(weights[-7:])) + SMALL.days - 7
    assert seasons.weekday(SMALL, best) == 5


def test_the_last_day_is_a_monday() -> None:
    assert seasons.weekday(SMALL, SMALL.last_day) == 0
