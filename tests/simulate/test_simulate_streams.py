import numpy as np

from profit_sentinel.simulate.streams import Chance, stream

ROWS = np.arange(20_000)


def test_chance_is_even() -> None:
    drawn = Chance(7, "returns")(ROWS, 11)
    assert 0 <= drawn.min() < drawn.max() < 1
    tenths = np.bincount((drawn * 10).astype(int), minlength=10)
    assert np.all(np.abs(tenths - 2_000) < 5 * np.sqrt(20_000 * 0.1 * 0.9))


def test_chance_of_a_row_does_not_depend_on_the_others() -> None:
    whole = Chance(7, "returns")(ROWS, 11)
    assert np.array_equal(Chance(7, "returns")(ROWS[500:510], 11), whole[500:510])


def test_days_of_their_own_give_the_same_figures() -> None:
    days = np.array([0, 11, 499])
    alone = [Chance(7, "returns")(ROWS[:1], int(day))[0] for day in days]
    assert Chance(7, "returns").each(ROWS[[0, 0, 0]], days).tolist() == alone


def test_days_rows_and_concerns_are_strangers() -> None:
    drawn = Chance(7, "returns")(ROWS, 11)
    for other in (Chance(7, "returns")(ROWS, 12), Chance(7, "walks")(ROWS, 11), drawn[::-1]):
        assert abs(np.corrcoef(drawn, other)[0, 1]) < 5 / np.sqrt(len(ROWS))
    assert abs(np.corrcoef(drawn[1:], drawn[:-1])[0, 1]) < 5 / np.sqrt(len(ROWS))


def test_a_stream_is_told_apart_by_its_name() -> None:
    one, same, other = stream(1, "theft"), stream(1, "theft"), stream(1, "damage")
    drawn = one.random(5)
    assert np.array_equal(drawn, same.random(5))
    assert not np.array_equal(drawn, other.random(5))
