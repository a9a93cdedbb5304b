"""Renaming: the aliases a person confirmed, applied to a stock list."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from profit_sentinel.domain.aliases import Alias, AliasKind
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.intake import Source
from profit_sentinel.ingest import problems
from profit_sentinel.ingest.aliases import propose, stock_by_store

_SHOWN = 12
_COPY = 0.95
_COPIED_LEAST = 10
_CONFIRMED = "as you confirmed"
_ALL = "all"
_DOUBTFUL = 0.75
"""Proposals that are less sure are confirmed one by one only."""


class AliasError(WrongUsageError):
    """An alias that cannot be: the message names it and what would do."""


class Renamed(NamedTuple):
    """A stock list in which confirmed names are one.

    Attributes:
        stock: The rows under the names that are kept.
        found: One problem per row that was the same stock again under the other name.
        aliases: What was confirmed.
    """

    stock: pl.LazyFrame
    found: pl.DataFrame
    aliases: tuple[Alias, ...]


class Confirmed(NamedTuple):
    """What a person confirmed.

    Attributes:
        aliases: Names that are one.
        kinds: Kinds of which all proposals are right that are not doubtful.
    """

    aliases: tuple[Alias, ...] = ()
    kinds: frozenset[AliasKind] = frozenset()


def confirmed(asked: Mapping[str, str]) -> Confirmed:
    """Aliases as a person writes them: `store:01` to `1`, or `sku` to `all`.

    Raises:
        AliasError: An unknown kind, or names that lead back to themselves.
    """
    kinds = [kind for kind in AliasKind if asked.get(kind.value) == _ALL]
    aliases = tuple(_alias(key, name) for key, name in asked.items() if key not in kinds)
    _check_ends(aliases)
    return Confirmed(aliases, frozenset(kinds))


def _check_ends(aliases: tuple[Alias, ...]) -> None:
    for kind in AliasKind:
        _final({alias.other: alias.name for alias in aliases if alias.kind is kind})


def _alias(key: str, name: str) -> Alias:
    kind, _, other = key.partition(":")
    if kind not in tuple(AliasKind) or not other:
        kinds = " or ".join((*(f"{one}:OTHER=NAME" for one in AliasKind), f"sku={_ALL}"))
        message = f"--alias {key}={name}: write it as {kinds}"
        raise AliasError(message)
    return Alias(AliasKind(kind), name, other, _CONFIRMED, 1.0, confirmed=True)


def _final(names: Mapping[str, str]) -> dict[str, str]:
    """Every other name to the one that is kept in the end."""
    found = {}
    for other in names:
        passed, name = [other], names[other]
        while name in names:
            if name in passed:
                message = f"--alias: {' = '.join([*passed, name])} leads back to itself"
                raise AliasError(message)
            passed.append(name)
            name = names[name]
        found[other] = name
    return found


def rename(stock: pl.LazyFrame, asked: Confirmed) -> Renamed:
    """Put the rows of other names under the names that are kept.

    Rows of a store that are the same stock again under its other name (nearly every SKU with the
    same quantity) are left out and reported; all others stay, and their quantities are added up
    where a SKU stands twice.

    Args:
        stock: Canonical columns, `source_file` and `source_row`.
        asked: What a person confirmed.

    Raises:
        AliasError: No row has the other name.
    """
    found, aliases = [], (*asked.aliases, *_proposed(stock, asked))
    for alias in asked.aliases:
        _check(stock, alias)
    for alias in aliases:
        if alias.kind is AliasKind.STORE:
            stock, copies = _without_copies(stock, alias)
            found.append(copies)
    for kind in AliasKind:
        names = _final({alias.other: alias.name for alias in aliases if alias.kind is kind})
        if names:
            stock = stock.with_columns(pl.col(kind.column).replace(names))
    return Renamed(stock, problems.gather(found), aliases)


def _proposed(stock: pl.LazyFrame, asked: Confirmed) -> Iterator[Alias]:
    """The proposals that a person confirmed without naming them, one for each other name."""
    taken = {(alias.kind, name) for alias in asked.aliases for name in (alias.name, alias.other)}
    for alias in propose(stock) if asked.kinds else ():
        if alias.kind not in asked.kinds or alias.confidence < _DOUBTFUL:
            continue
        if (alias.kind, alias.other) not in taken:
            taken.add((alias.kind, alias.other))
            evidence = f"{alias.evidence}, {_CONFIRMED}"
            yield replace(alias, evidence=evidence, confidence=1.0, confirmed=True)


def without(source: Source, found: pl.DataFrame) -> Source:
    """A file whose rows were partly left out as the same stock again."""
    again = found.filter(pl.col("file") == source.name).height
    return replace(source, rows_used=source.rows_used - again) if again else source


def _check(stock: pl.LazyFrame, alias: Alias) -> None:
    column = alias.kind.column
    if stock.filter(pl.col(column) == alias.other).head(1).collect().height:
        return
    known = stock.select(pl.col(column).unique().sort()).head(_SHOWN + 1).collect()[column]
    shown = ", ".join(known.head(_SHOWN)) + (" and more" if known.len() > _SHOWN else "")
    message = (
        f"--alias {alias.option}: no {alias.kind} is called {alias.other!r}; there are: {shown}"
    )
    raise AliasError(message)


def _without_copies(stock: pl.LazyFrame, alias: Alias) -> tuple[pl.LazyFrame, pl.DataFrame]:
    held = stock_by_store(stock, (alias.name, alias.other))
    both = held[alias.name].join(held[alias.other], on="sku")
    same = both.filter(pl.col("on_hand") == pl.col("on_hand_right"))["sku"]
    if both.height < _COPIED_LEAST or same.len() < _COPY * both.height:
        return stock, problems.none()
    kept = stock.filter(pl.col("store_id") == alias.name).select("sku", "on_hand")
    again = (
        stock.filter(pl.col("store_id") == alias.other)
        .join(kept, on=["sku", "on_hand"], how="semi", nulls_equal=True)
        .select("store_id", "sku", "source_file", "source_row")
        .collect()
    )
    left = stock.join(again.lazy(), on=["store_id", "sku", "source_file", "source_row"], how="anti")
    reason = f"{problems.LEFT_OUT}the same stock stands under store {alias.name!r}; taken once"
    found = again.select(
        pl.col("source_file").alias("file"),
        pl.col("source_row").cast(pl.Int64).alias("row"),
        pl.lit("sku").alias("column"),
        pl.col("sku").alias("value"),
        pl.lit(reason).alias("reason"),
    )
    return left, found
