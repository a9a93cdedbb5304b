"""The benchmark as a command: measure, print, and write the page if asked to."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from pages.measure import measure
from pages.page import page
from pages.screenshots import take
from profit_sentinel.simulate.demo import demo_files

DOCS = Path(__file__).resolve().parents[2] / "docs"
MANY = 10_000


def main() -> int:
    """Measure on the demo chain and a store with one long issue, in a temporary folder."""
    options = parsed()
    print("simulating the chain", file=sys.stderr, flush=True)
    with TemporaryDirectory() as name:
        folder = Path(name)
        files = demo_files(with_history=True)
        chain = sorted(file for file in files if file.startswith("inventory"))
        for file in chain:
            (folder / file).write_bytes(files[file])
        brought = [folder / file for file in oldest_first(chain)]
        if options.screenshots:
            print(*take(folder, brought, DOCS / "screenshots"), sep="\n")
            return 0
        (folder / "long.csv").write_text(long_issue(), encoding="utf-8")
        results = measure(folder, [*brought, folder / "long.csv"], options.rounds)
    text = page(results, MANY)
    print(text, end="")
    if options.write:
        (DOCS / "pages.md").write_text(text, encoding="utf-8")
    return 0


def long_issue() -> str:
    """The stock of a store that has the same thing to say of 10,000 SKUs."""
    head = "Store,SKU,Description,Department,Vendor,On Hand,Unit Cost,Retail Price\n"
    return head + "".join(
        f"LONG,9{n:06},LONG ISSUE ITEM NUMBER {n},LONG,VENDOR {n % 40},-1,{5 + n / 1000},19.99\n"
        for n in range(MANY)
    )


def oldest_first(files: list[str]) -> list[str]:
    """The reports as they came: those of earlier days are named by them."""
    return sorted(files, key=lambda name: (name == "inventory.csv", name))


def parsed() -> Namespace:
    """The options of the command line."""
    parser = ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="visits of each page that count")
    parser.add_argument("--screenshots", action="store_true", help="only write docs/screenshots")
    parser.add_argument("--write", action="store_true", help="write docs/pages.md")
    return parser.parse_args()


sys.exit(main())
