"""Wide files: one column per store, turned into one row per store."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

import polars as pl

from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.ingest.systems import Wide, families
from profit_sentinel.ingest.words import saying, words_of

_STORES_LEAST = 2


@cache
def _generic() -> tuple[Wide, ...]:
    text = files(__package__).joinpath("wide.toml").read_text("utf-8")
    return tuple(
        Wide(entry["canonical"], re.compile(entry["pattern"], re.IGNORECASE))
        for entry in tomllib.loads(text)["wide"]
    )


def generic_families(headers: Sequence[str]) -> Iterator[tuple[str, Wide, str]]:
    """Headers of unknown systems that come in families of at least two stores."""
    found: dict[str | None, list[tuple[str, Wide, str]]] = defaultdict(list)
    for header, family, store in families(headers, _generic()):
        if not _is_vocabulary(store):
            found[family.pattern.pattern].append((header, family, store))
    for members in found.values():
        if len({store for _, _, store in members}) >= _STORES_LEAST:
            yield from members


def _is_vocabulary(store: str) -> bool:
    """Whether what stands for the store is a word of another column, such as `Cost`."""
    words = words_of(store)
    if words & {"total", "all", "sum"}:
        return True
    return saying(store) is not None and not words & {"store", "location", "warehouse"}


def unpivot(frame: pl.DataFrame, stores: Mapping[str, Mapping[str, pl.Series]]) -> pl.DataFrame:
    """One row per store out of one row per item.

    Args:
        frame: The columns common to all stores, canonical names.
        stores: Store to canonical column to its values, each as long as `frame`.

    Returns:
        The rows of the first store, then the next; rows without a quantity on hand are left out.
    """
    names = sorted({name for columns in stores.values() for name in columns})
    parts = [_of_store(frame, store, columns, names) for store, columns in stores.items()]
    return pl.concat(parts).filter(pl.col("on_hand").is_not_null())


def _of_store(
    frame: pl.DataFrame, store: str, columns: Mapping[str, pl.Series], names: Sequence[str]
) -> pl.DataFrame:
    own = [
        columns[name].alias(name) if name in columns else pl.lit(None, _type_of(name)).alias(name)
        for name in names
    ]
    return frame.with_columns(pl.lit(store).alias("store_id"), *own)


def _type_of(name: str) -> pl.DataType:
    kind = BY_NAME[name].type.value
    return {"date": pl.Date(), "id": pl.String(), "text": pl.String()}.get(kind, pl.Float64())
