import numpy as np

from profit_sentinel.simulate.arrays import by_day, summed_by_day

DAYS = np.array([2, 0, 2, 9, -1, 2])
ROWS = np.array([4, 1, 3, 1, 1, 4])
AMOUNTS = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])


def test_events_are_found_by_day_and_strangers_left_out() -> None:
    events = by_day(DAYS, ROWS, AMOUNTS, 5)
    assert events.on(0)[1].tolist() == [2]
    assert events.on(1)[0].size == 0
    assert events.on(2)[0].tolist() == [4, 3, 4]


def test_events_of_one_row_and_day_are_added_up() -> None:
    rows, amounts = summed_by_day(DAYS, ROWS, AMOUNTS, 5).on(2)
    assert dict(zip(rows.tolist(), amounts.tolist(), strict=True)) == {3: 3, 4: 7}
