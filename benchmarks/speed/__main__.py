"""The benchmark as a command: measure and print, or compare the findings."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from profit_sentinel.simulate.demo import demo_files
from profit_sentinel.simulate.parameters import DEMO, ChainParameters
from speed.check import differences
from speed.measure import measure
from speed.page import page
from speed.sizes import measured

PAGE = Path(__file__).resolve().parents[2] / "docs" / "speed.md"
LEAST_ROUNDS = 7
SIZES = (156_000, 1_000_000, 10_000_000)


def main() -> int:
    """Measure on a simulated chain in a temporary folder.

    Returns:
        0; with `--check` 1 when the program and plain pandas find different leaks.
    """
    options = parsed()
    print(f"simulating {options.rows:,} rows", file=sys.stderr, flush=True)
    with TemporaryDirectory() as folder:
        path = written(chain(options.rows), Path(folder))
        if options.check:
            return compared(path, options.engine)
        results = measure(path, options.rounds, options.engine)
        sizes = list(measured(path, options.sizes, Path(folder), options.engine))
    text = page(results, sizes, options.rows, options.engine)
    print(text, end="")
    if options.write:
        PAGE.parent.mkdir(exist_ok=True)
        PAGE.write_text(text, encoding="utf-8")
    return 0


def parsed() -> Namespace:
    """The options of the command line."""
    parser = ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("--rows", type=int, default=rows_of(DEMO), help="rows of the chain")
    parser.add_argument("--rounds", type=int, default=LEAST_ROUNDS, help="rounds that count")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES, help="rows of larger files")
    parser.add_argument("--engine", default="polars", choices=("polars", "duckdb"))
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    parser.add_argument("--check", action="store_true", help="compare the findings instead")
    return parser.parse_args()


def rows_of(parameters: ChainParameters) -> int:
    """Rows of a chain's report."""
    return parameters.stores * parameters.rows_per_store


def chain(rows: int) -> ChainParameters:
    """The demo chain with as many stores as give some rows."""
    return ChainParameters(stores=max(rows // DEMO.rows_per_store, 1))


def written(parameters: ChainParameters, folder: Path) -> Path:
    """The inventory report of a chain, last written on the evening of its day."""
    path = folder / "inventory.csv"
    path.write_bytes(demo_files(parameters)["inventory.csv"])
    evening = datetime.combine(parameters.as_of, time(18), UTC).timestamp()
    os.utime(path, (evening, evening))
    return path


def compared(path: Path, engine: str) -> int:
    """Print the findings that differ."""
    different = differences(path, engine)
    if len(different):
        print(different.to_string())
    print(f"{len(different)} findings differ between the program and plain pandas")
    return int(len(different) > 0)


if __name__ == "__main__":
    sys.exit(main())
