from collections.abc import Iterator

import pytest

from profit_sentinel.ingest.turns import in_turn


@pytest.mark.parametrize("at_once", [1, 2, 5])
def test_results_come_in_the_order_of_the_pieces(at_once: int) -> None:
    assert list(in_turn(str, range(20), at_once)) == [str(number) for number in range(20)]


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_no_more_pieces_are_fetched_than_are_worked_on_and_one(at_once: int) -> None:
    fetched = []

    def pieces() -> Iterator[int]:
        for number in range(10):
            fetched.append(number)
            yield number

    for done, _ in enumerate(in_turn(abs, pieces(), at_once), start=1):
        assert len(fetched) <= done + at_once


def test_an_error_of_the_work_reaches_who_asked() -> None:
    results = in_turn(lambda piece: 1 // piece, [1, 0, 2], 2)
    assert next(results) == 1
    with pytest.raises(ZeroDivisionError):
        next(results)
