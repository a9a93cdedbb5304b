"""What a starter says is what was recognised, for every kind of export."""

from collections.abc import Callable
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from profit_sentinel.domain.intake import Intake, Upload
from profit_sentinel.ingest.opening import open_tables
from profit_sentinel.ingest.recognise import understand
from profit_sentinel.ingest.starter import starter
from profit_sentinel.ingest.system_file import built_in, read_system

FILES = Path(__file__).with_name("systems")
Make = Callable[..., Upload]
Take = Callable[..., Intake]
UNLISTED = ["ace", "counterpoint", "do_it_best", "epicor_eagle", "erpnext", "paladin_report",
            "profit_sentinel", "spruce"]  # fmt: skip
"""Exports that words and values understand without the system."""


@pytest.mark.parametrize("name", UNLISTED)
def test_an_export_is_read_by_its_starter_as_without_it(
    name: str, upload: Make, take: Take
) -> None:
    data = (FILES / f"{name}.csv").read_bytes()
    found = understand(open_tables(upload(data)), {}, []).recognition
    system = read_system("own.toml", starter("Own", found, built_in()), "own.toml")
    without, with_it = take(data, systems=[]), take(data, systems=[system])
    assert with_it.sources[0].recognition.system == "own"
    assert_frame_equal(with_it.frame, without.frame)
    assert not any(use.doubtful for use in with_it.sources[0].recognition.columns if use.canonical)


def test_columns_per_store_become_patterns(upload: Make, take: Take) -> None:
    text = "Item No,Stk [North],Stk [South],Price [North]\nA1,1,2,5\nB2,3,4,6\n"
    found = understand(open_tables(upload(text)), {}, []).recognition
    system = read_system("own.toml", starter('It\'s "Own"', found, []), "own.toml")
    assert system.name == 'It\'s "Own"'
    more = text.replace("South", "East")
    rows = take(more, systems=[system]).frame.select("store_id", "sku", "on_hand").rows()
    assert rows == [("North", "A1", 1.0), ("North", "B2", 3.0), ("East", "A1", 2.0),
                    ("East", "B2", 4.0)]  # fmt: skip
