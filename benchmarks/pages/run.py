"""Starts the benchmark: `python benchmarks/pages/run.py --help`."""

import sys
from pathlib import Path
from runpy import run_module

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
run_module("pages", run_name="__main__", alter_sys=True)
