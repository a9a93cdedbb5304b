"""Aliases: stores and SKUs under two names, proposed from the data and never merged unasked."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations, islice

import polars as pl

from profit_sentinel.domain.aliases import Alias, AliasKind
from profit_sentinel.ingest.marks import mark

Names = Mapping[str, int]
"""Rows by name."""

_STORE_WORDS = r"\b(?:store|branch|location|loc|shop|outlet|warehouse|no|nr|number)\b|[#.:]"
_STREETS = {r"\bstreet\b": "st", r"\bavenue\b": "ave", r"\broad\b": "rd", r"\bnorth\b": "n",
            r"\bsouth\b": "s"}  # fmt: skip
_PLAIN = "^[1-9][0-9]*$"
"""An id that is plain as it stands."""
_HASHES = 4
_HASHES_ALIKE = 3
_COPIES_MOST = 20
"""Pairs of stores that are looked at because of their figures; nobody confirms more."""
_COMMON_LEAST = 10
_DIFFERENT_LEAST = 3
_SAME = 0.9
_SHORTEST = 6
"""Letters a description needs before it can tell an item."""


def propose(stock: pl.LazyFrame) -> tuple[Alias, ...]:
    """Stores and SKUs that seem to go under two names.

    Args:
        stock: Canonical columns, one row per store and SKU.

    Returns:
        Stores first; of each kind the surest first.
    """
    found = [*_stores(stock), *_skus(stock)]
    return tuple(sorted(found, key=lambda alias: (alias.kind is AliasKind.SKU, -alias.confidence)))


def _stores(stock: pl.LazyFrame) -> Iterator[Alias]:
    counts = (
        stock.group_by("store_id")
        .agg(pl.len().alias("rows"))
        .sort("store_id")
        .collect(engine="streaming")
    )
    names = dict(counts.iter_rows())
    if len(names) < 2:  # noqa: PLR2004 - an alias needs two names
        return
    alike = dict.fromkeys(_alike(counts), "the names differ in zeros, case or words only")
    pairs = dict.fromkeys([*alike, *islice(_same_figures(stock), _COPIES_MOST)])
    held = stock_by_store(stock, {name for pair in pairs for name in pair}) if pairs else {}
    for one, other in pairs:
        common, same = _figures(held[one], held[other])
        share = same / common if common else 0.0
        copied = common >= _COMMON_LEAST and share >= _SAME
        if not (copied or (one, other) in alike):
            continue
        told = f"{same:,} of {common:,} SKUs under both have the same quantity" if common else ""
        evidence = "; ".join(filter(None, (alike.get((one, other)), told)))
        name, second = _kept(one, other, names)
        likely = _store_confidence(common, share, named=(one, other) in alike)
        yield Alias(AliasKind.STORE, name, second, evidence, likely)


def _store_confidence(common: int, share: float, *, named: bool) -> float:
    """Two names that mean the same are doubtful where the same SKUs have other quantities."""
    if share >= _SAME and common >= _COMMON_LEAST:
        return 0.97 if named else 0.8
    return 0.9 if common < _COMMON_LEAST else 0.5


def _kept(one: str, other: str, names: Names) -> tuple[str, str]:
    """The name with more rows, of two alike the longer; then the other."""
    first, second = sorted((one, other), key=lambda name: (-names[name], -len(name), name))
    return first, second


def _alike(counts: pl.DataFrame) -> Iterator[tuple[str, str]]:
    """Pairs of store names that are alike but for zeros, case and words such as `Store`."""
    plain = pl.col("store_id").str.to_lowercase()
    for words, short in _STREETS.items():
        plain = plain.str.replace_all(words, short)
    plain = plain.str.replace_all(_STORE_WORDS, " ").str.replace_all(r"[\s_-]+", "")
    plain = plain.str.replace(r"^0+(.)", "${1}")
    groups = counts.with_columns(plain=plain).filter(pl.col("plain") != "")
    for names in groups.group_by("plain", maintain_order=True).agg("store_id")["store_id"]:
        yield from combinations(names, 2)


def _same_figures(stock: pl.LazyFrame) -> Iterator[tuple[str, str]]:
    """Pairs of stores whose SKUs and quantities are nearly all the same, by their least hashes.

    Of many that are alike, each is paired with the first only.
    """
    figures = mark("sku", "on_hand").alias("figures")
    kept = stock.filter(pl.col("on_hand") != 0).select("store_id", figures)
    hashes = kept.group_by("store_id").agg(
        pl.col("figures").hash(seed).min().alias(f"{seed}") for seed in range(_HASHES)
    )
    firsts: dict[tuple[int, int], str] = {}
    for store, *least in hashes.sort("store_id").collect(engine="streaming").iter_rows():
        marks = list(enumerate(least))
        met = Counter(firsts[mark] for mark in marks if mark in firsts)
        first, alike = met.most_common(1)[0] if met else ("", 0)
        if alike >= _HASHES_ALIKE:
            yield first, store
        else:
            firsts.update((mark, store) for mark in marks if mark not in firsts)


def _figures(one: pl.DataFrame, other: pl.DataFrame) -> tuple[int, int]:
    """SKUs with stock under both names, and how many of them with the same quantity.

    Quantities that are all alike, such as 1, tell nothing: then no SKU counts.
    """
    both = one.join(other, on="sku")
    if both["on_hand"].n_unique() < _DIFFERENT_LEAST:
        return 0, 0
    return both.height, int((both["on_hand"] == both["on_hand_right"]).sum())


def stock_by_store(stock: pl.LazyFrame, names: Collection[str]) -> dict[str, pl.DataFrame]:
    """What some stores hold, `sku, on_hand`, without SKUs of which they hold none."""
    rows = stock.filter(pl.col("store_id").is_in(names) & (pl.col("on_hand") != 0))
    held = rows.select("store_id", "sku", "on_hand").collect(engine="streaming")
    parts = held.partition_by("store_id", as_dict=True, include_key=False)
    return {name: parts.get((name,), held.clear().drop("store_id")) for name in names}


def _skus(stock: pl.LazyFrame) -> Iterator[Alias]:
    told = [name for name in ("barcode", "description") if name in stock.collect_schema()]
    if not told:
        return
    twice = _alike_skus(stock.group_by("sku").agg(pl.len().alias("rows")))
    if not twice.height:
        return
    facts = (
        stock.filter(pl.col("sku").is_in(twice["sku"].implode()))
        .group_by("sku")
        .agg(pl.col(told).drop_nulls().first())
        .collect(engine="streaming")
    )
    groups = twice.join(facts, on="sku").sort("sku").partition_by("plain", maintain_order=True)
    for group in groups:
        yield from _spellings(group.to_dicts())


def _alike_skus(skus: pl.LazyFrame) -> pl.DataFrame:
    """SKUs that differ in case, blanks, dashes and leading zeros only.

    Most are plain numbers, which are alike only to one that is not.
    """
    known = skus.collect(engine="streaming")
    is_plain = known["sku"].str.contains(_PLAIN)
    dressed = known.filter(~is_plain).with_columns(plain=_plain("sku"))
    bare = known.filter(is_plain & known["sku"].is_in(dressed["plain"].implode()))
    every = pl.concat([dressed, bare.with_columns(plain="sku")])
    return every.filter(pl.len().over("plain") > 1)


def _plain(column: str) -> pl.Expr:
    """An id without case, blanks, dashes and leading zeros."""
    plain = pl.col(column).str.to_uppercase().str.replace_all(r"[\s._/-]+", "")
    return plain.str.replace(r"^0+(.)", "${1}")


def _spellings(items: Sequence[Mapping[str, object]]) -> Iterator[Alias]:
    """Aliases among the items whose SKUs are alike: each with the one that has most rows."""
    names = {str(item["sku"]): int(str(item["rows"])) for item in items}
    by_name = {str(item["sku"]): item for item in items}
    first, *others = sorted(names, key=lambda name: (-names[name], -len(name), name))
    for other in others:
        if agreed := _agreement(by_name[first], by_name[other]):
            evidence, confidence = agreed
            yield Alias(AliasKind.SKU, first, other, evidence, confidence)


def _agreement(one: Mapping[str, object], other: Mapping[str, object]) -> tuple[str, float] | None:
    """What two items share beside a SKU that is alike; None when they may be different."""
    barcodes = [str(item.get("barcode") or "").lstrip("0") for item in (one, other)]
    if all(barcodes) and barcodes[0] != barcodes[1]:
        return None
    named = [_letters(str(item.get("description") or "")) for item in (one, other)]
    described = named[0] == named[1] and len(named[0]) >= _SHORTEST
    if all(barcodes):
        return (
            ("the same barcode and description", 0.98) if described else ("the same barcode", 0.95)
        )
    return ("the same description", 0.85) if described else None


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
