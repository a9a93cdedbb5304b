from __future__ import annotations

import random
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import polars as pl
import pytest
from polars.testing import assert_frame_equal, assert_series_equal

from builders import ago, row, stock
from engines import DATABASES, ENGINES
from profit_sentinel.declaration.words import col, spoken
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.engine.on_duckdb import DuckDBEngine
from profit_sentinel.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from builders import Cells, Value
    from profit_sentinel.engine.frame import Frame

KEY = ["store_id", "sku", "leak"]
ROWS_PER_STORE = 670


@cache
def chain() -> pl.DataFrame:
    """Some 2,000 rows of three stores in which every leak occurs."""
    dice = random.Random(11)
    rows = [item(dice, number) for number in range(ROWS_PER_STORE)]
    return stock(*(there(dice, one, store) for store in "123" for one in rows))


def item(dice: random.Random, number: int) -> Cells:
    """What all stores know of an item."""
    cost = round(dice.uniform(4, 6) if number % 10 in {2, 3} else dice.lognormvariate(1.5, 1), 2)
    department = dice.choice(("PLUMBING", "LUMBER", "Lawn", "Heating", "SMALL", None))
    return row(
        f"{number:04}",
        description=f"ITEM {number // 2 * 2}",
        department=department if number % 40 else "RARE",
        vendor=dice.choice(("ACME", "THIN", "BOLTS", None)),
        fineline=dice.choice(("TAPS", None)),
        barcode=f"0{number // 2}" if number % 10 in {2, 3} else None,
        unit_cost=cost,
        retail_price=round(cost / dice.uniform(0.5, 0.7), 2),
        stocking_unit=dice.choice(("EA", "FT")),
        pack_qty=dice.choice((None, 1, 6, 12)),
    )


def there(dice: random.Random, one: Cells, store: str) -> Cells:
    """An item in one store, with what may be wrong."""
    sold = float(dice.choice((0, 1, 4, 12, 40, 200)))
    silent = dice.choice((0, 5, 20, 40, 100, 200, 300, 500))
    here: dict[str, Value] = {
        "store_id": store,
        "on_hand": float(dice.choice((-6, -1, 0, 0, 1, 3, 10, 30, 300))),
        "on_order": dice.choice((None, 0.0, 0.0, 12.0)),
        "average_cost": dice.choice((None, one["unit_cost"])),
        "sold_365d": None if dice.random() < 0.1 else sold,
        "sold_90d": None if dice.random() < 0.1 else float(round(sold * dice.uniform(0.1, 0.4))),
        "last_sale_date": None if dice.random() < 0.1 else ago(silent),
        "last_receipt_date": None if dice.random() < 0.1 else ago(dice.randint(0, 500)),
        "status": dice.choice((None, None, None, "Active", "Clearance", "Disc")),
        "reorder_point": dice.choice((None, 0.0, 4.0)),
        "desired_margin": dice.choice((None, None, 0.4)),
    }
    wrong = dice.random()
    if number_of(one) % 10 == 1:
        here |= local(dice, number(one["unit_cost"]), store)
    elif wrong < 0.05:
        here["unit_cost"] = dice.choice((0.0, None))
    elif wrong < 0.10:
        here["unit_cost"] = number(one["unit_cost"]) * dice.choice((12, 1 / 12, 1.2))
    elif wrong < 0.15:
        here["retail_price"] = number(one["retail_price"]) * dice.choice((0.3, 0.8))
    return one | here


def number_of(one: Cells) -> int:
    return int(str(one["sku"]))


def local(dice: random.Random, cost: float, store: str) -> Cells:
    """Goods of one store alone, most of which earn 40 %."""
    share = dice.choice((0.6, 0.6, 0.6, 0.6, 0.7))
    return {"description": None, "barcode": None, "department": "LOCAL", "vendor": f"OF {store}",
            "unit_cost": cost, "retail_price": cost / share, "desired_margin": None}  # fmt: skip


def number(value: Value) -> float:
    assert isinstance(value, float)
    return value


@cache
def findings(engine: str) -> pl.DataFrame:
    return analyse(chain(), load(), engine_named(engine)).findings.sort(KEY)


def test_every_leak_occurs() -> None:
    assert findings("polars")["leak"].n_unique() == 14
    assert findings("polars")["kept"].sum() > 100


@pytest.mark.parametrize("engine", DATABASES)
@pytest.mark.parametrize("name", ["leak", "store_id", "sku", "kept", "cut_reason", "worth_a_count",
                                  "dollars", "recoverable", "money", "evidence"])  # fmt: skip
def test_engines_agree_to_the_cent(name: str, engine: str) -> None:
    assert findings(engine)[name].to_list() == findings("polars")[name].to_list()


@pytest.mark.parametrize("engine", DATABASES)
def test_engines_agree_on_every_figure(engine: str) -> None:
    one, other = findings("polars"), findings(engine)
    assert one.columns == other.columns
    for name in one.columns:
        if one[name].dtype == pl.Float64:
            assert_series_equal(other[name], one[name], rel_tol=1e-9, abs_tol=1e-9)
        else:
            assert other[name].to_list() == one[name].to_list(), name


def test_no_engine_goes_by_another_name() -> None:
    with pytest.raises(ValueError, match=r"unknown engine 'pandas'; there are .* and spark"):
        engine_named("pandas")


@pytest.mark.parametrize("name", ENGINES)
def test_a_chain_judged_in_parts_is_the_same_chain(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = engine_named(name)
    monkeypatch.setattr(type(engine), "part_rows", 1)
    seen: list[tuple[int, int]] = []

    def note(part: int, parts: int) -> None:
        seen.append((part, parts))

    in_parts = analyse(chain(), load(), engine, note).findings.sort(KEY)
    stores = chain()["store_id"].n_unique()
    assert seen == [(part, stores) for part in range(1, stores + 1)]
    assert_frame_equal(in_parts, findings(name), rel_tol=1e-9, abs_tol=1e-9)


@pytest.mark.parametrize("name", ENGINES)
def test_work_that_is_repeated_says_each_time_what_its_tables_say(name: str) -> None:
    engine, written = engine_named(name), []

    def doubled(tables: Mapping[str, Frame]) -> Frame:
        written.append(1)
        frame = engine.materialise(tables["rows"].with_columns(twice=col("one") + col("one")))
        return frame.filter(col("twice") > 2)

    with spoken(engine.language):
        work = engine.repeated(doubled)
        tables = [pl.DataFrame({"one": values}) for values in ([1.0, 2.0], [3.0], [4, 5], [0.5])]
        told = [work({"rows": table}).rows["twice"].to_list() for table in tables]
    assert told == [[4.0], [6.0], [8, 10], []]
    kinds_of_columns = 2
    assert len(written) == (kinds_of_columns if name == "duckdb" else len(tables))


def test_a_database_within_a_memory_limit_finds_the_same(tmp_path: Path) -> None:
    engine = engine_named("duckdb", "100MB", tmp_path)
    found = analyse(chain(), load(), engine).findings.sort(KEY)
    assert_frame_equal(found, findings("duckdb"), rel_tol=1e-9, abs_tol=1e-9)


def test_the_memory_limit_and_the_folder_are_those_of_the_database(tmp_path: Path) -> None:
    engine = DuckDBEngine("1.5GiB", tmp_path)
    said = engine.connection.execute(
        "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
    ).fetchone()
    assert said == ("1.5 GiB", str(tmp_path))


@pytest.mark.parametrize("memory", ["100MB", "4GB"])
def test_a_limit_leaves_one_thread(memory: str) -> None:
    connection = DuckDBEngine(memory).connection
    assert connection.execute("SELECT current_setting('threads')").fetchone() == (1,)


@pytest.mark.parametrize("memory", ["much", "2", "-1GB", "0GB", "2 GB; DROP"])
def test_what_is_no_amount_of_memory_is_refused(memory: str) -> None:
    with pytest.raises(WrongUsageError, match="no amount of memory; write it as 800MB or 2GB"):
        engine_named("duckdb", memory)


@pytest.mark.parametrize("name", ["polars", "spark"])
def test_an_engine_without_a_limit_says_so(name: str) -> None:
    with pytest.raises(WrongUsageError, match=f"{name} holds no memory limit; take duckdb"):
        engine_named(name, "2GB")


@pytest.mark.parametrize(("name", "package"), [("duckdb", "duckdb"), ("spark", "pyspark")])
def test_an_engine_that_is_not_installed_says_how_to_get_it(
    name: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(WrongUsageError, match=rf"not installed: pip install .*\[{name}\]"):
        engine_named(name)


def test_a_database_forgets_what_it_was_given() -> None:
    engine = DuckDBEngine()
    engine.materialise(engine.load(pl.DataFrame({"one": [1.0]})))
    engine.release()
    engine.repeated(lambda tables: tables["one"])({"one": pl.DataFrame({"one": [1.0]})})
    assert engine.connection.execute("SHOW TABLES").fetchall() == []


def test_a_database_draws_no_bar_where_somebody_types() -> None:
    typed = (
        "from profit_sentinel.engine.on_duckdb import DuckDBEngine\n"
        "asked = \"SELECT value FROM duckdb_settings() WHERE name = 'enable_progress_bar'\"\n"
        "print(DuckDBEngine().connection.execute(asked).fetchone()[0])\n"
    )
    ran = subprocess.run([sys.executable, "-c", typed], capture_output=True, text=True, check=True)
    assert ran.stdout == "false\n"
