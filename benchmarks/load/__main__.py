"""The benchmark as a command: measure, print, and write the page if asked to."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from load.measure import measure
from load.page import page
from profit_sentinel.simulate.demo import demo_files
from profit_sentinel.simulate.parameters import DEMO

PAGE = Path(__file__).resolve().parents[2] / "docs" / "load.md"


def main() -> int:
    """Measure on the demo chain in a temporary folder."""
    options = parsed()
    print("simulating the chain", file=sys.stderr, flush=True)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "inventory.csv"
        path.write_bytes(demo_files(DEMO)["inventory.csv"])
        results = measure(path, options.rounds, options.users, options.seconds)
    text = page(results, DEMO.stores * DEMO.rows_per_store)
    print(text, end="")
    if options.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0


def parsed() -> Namespace:
    """The options of the command line."""
    parser = ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("--users", type=int, default=16, help="people who ask at the same time")
    parser.add_argument("--seconds", type=int, default=20, help="how long each crowd asks")
    parser.add_argument("--rounds", type=int, default=5, help="uploads that count")
    parser.add_argument("--write", action="store_true", help="write docs/load.md")
    return parser.parse_args()


sys.exit(main())
