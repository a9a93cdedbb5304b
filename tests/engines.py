"""The engines that tests run on: Spark only where `-m spark` asks for it, as it needs Java."""

from __future__ import annotations

import pytest

SPARK = pytest.param("spark", marks=pytest.mark.spark)
DATABASES = ("duckdb", SPARK)
"""Those that understand us through Narwhals."""
ENGINES = ("polars", *DATABASES)
