"""The frame that steps pass on: lazy, of whatever engine runs it."""

from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]
