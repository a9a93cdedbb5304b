"""Starts the benchmark: `python benchmarks/load/run.py --help`."""

import sys
from pathlib import Path
from runpy import run_module

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
run_module("load", run_name="__main__", alter_sys=True)
