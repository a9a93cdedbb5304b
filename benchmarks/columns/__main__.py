"""The benchmark as a command: recognise every set, print the page."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from columns.nameless import trials
from columns.page import page
from columns.score import run_set
from columns.sets import read_sets
from columns.writing import file_bytes

SETS = Path(__file__).parent / "sets"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "columns.md"


def main() -> int:
    """Run every set, or write the files of the open ones into a folder."""
    options = parsed()
    sets = read_sets(options.sets)
    if options.files:
        options.files.mkdir(parents=True, exist_ok=True)
        for one in sets:
            if one.open:
                (options.files / f"{one.name}.csv").write_bytes(file_bytes(one))
        return 0
    with TemporaryDirectory() as folder:
        results = [run_set(one, Path(folder)) for one in sets]
        tried = trials(sets, results, Path(folder)) if options.nameless or options.write else ()
    text = page(results, tried)
    print(text, end="")
    if options.write:
        PAGE.write_text(text, encoding="utf-8")
    return 0


def parsed() -> Namespace:
    """The options of the command line."""
    parser = ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("--sets", type=Path, default=SETS, help="the folder of the sets")
    parser.add_argument(
        "--nameless", action="store_true", help="take names away too, which takes five minutes"
    )
    parser.add_argument(
        "--write", action="store_true", help="write docs/columns.md, with names taken away"
    )
    parser.add_argument("--files", type=Path, help="only write the open sets' files here")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
