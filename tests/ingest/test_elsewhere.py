"""A stock beside columns of places, on lists of thirty items."""

from collections.abc import Callable

from profit_sentinel.domain.intake import ColumnUse, Upload
from profit_sentinel.ingest.recognise import recognise

Make = Callable[..., Upload]


def used(make: Make, own: Callable[[int, int], int]) -> dict[str, ColumnUse]:
    lines = ["SKU,On Hand Qty,North OH,DC OH"]
    for i in range(1, 31):
        north, far = i * 7 % 13, i * 5 % 11
        lines.append(f"A{1000 + i * 7},{own(north, far)},{north},{far}")
    return {use.header: use for use in recognise(make("\n".join(lines) + "\n")).columns}


def test_stores_go_before_their_sum(upload: Make) -> None:
    uses = used(upload, int.__add__)
    assert [uses[name].store for name in ("North OH", "DC OH")] == ["North", "DC"]


def test_a_stock_of_its_own_goes_before_those_of_other_places(upload: Make) -> None:
    uses = used(upload, lambda north, far: (north * far) % 9)
    assert (uses["On Hand Qty"].canonical, uses["On Hand Qty"].doubtful) == ("on_hand", True)
    assert [uses[name].canonical for name in ("North OH", "DC OH")] == [None, None]
    assert [uses[name].store for name in ("North OH", "DC OH")] == [None, None]


def test_stores_beside_no_other_stock_stay(upload: Make) -> None:
    lines = ["SKU,North OH,South OH"]
    lines += [f"A{1000 + i * 7},{i % 5},{i % 3}" for i in range(30)]
    uses = {use.header: use for use in recognise(upload("\n".join(lines) + "\n")).columns}
    assert {use.store for use in uses.values()} == {None, "North", "South"}
