import csv
import io
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

from profit_sentinel.domain.intake import Intake

Take = Callable[..., Intake]


def test_the_columns_of_a_system_may_stand_in_any_order(take: Take) -> None:
    text = (Path(__file__).with_name("systems") / "epicor_eagle.csv").read_text()
    backwards = io.StringIO()
    csv.writer(backwards).writerows(row[::-1] for row in csv.reader(text.splitlines()))
    assert take(text).frame.equals(take(backwards.getvalue()).frame)


def test_the_columns_of_an_unknown_system_may_stand_in_any_order(take: Take) -> None:
    columns = [("Item #", "A"), ("O/H", "4"), ("Avg Cost", "5"), ("Our Price", "9")]
    files = [
        "\n".join(",".join(cell) for cell in zip(*order, strict=True))
        for order in permutations(columns)
    ]
    first = take(files[0]).frame
    assert all(take(file).frame.equals(first) for file in files)


def test_every_row_knows_its_file_and_line(take: Take) -> None:
    frame = take("Banner\n\nSKU,QOH\nA,1\n\nB,2\n", "list.csv").frame
    assert frame.select("source_file", "source_row").rows() == [("list.csv", 4), ("list.csv", 6)]
