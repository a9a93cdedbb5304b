"""Kinds of chains, read from `chains.toml`: to fit on, and to be judged on."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

from .parameters import ChainParameters

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

    Habits = TypeVar("Habits", bound=DataclassInstance)


def training(seed: int) -> dict[str, ChainParameters]:
    """The kinds of chains to fit on, by name."""
    return _family("training", seed)


def held_out(seed: int) -> dict[str, ChainParameters]:
    """Other kinds of chains, to be judged on, by name."""
    return _family("held_out", seed)


def literature(seed: int) -> ChainParameters:
    """The chain whose records, shrink and pass-through are those of the literature."""
    return _family("literature", seed)["chain"]


def _family(family: str, seed: int) -> dict[str, ChainParameters]:
    """Every kind of a family; no two chains of any seed, family and kind share their chance."""
    return {
        kind: replace(_read(family, kind), seed=zlib.crc32(f"{family} {kind} {seed}".encode()))
        for kind in _tables()[family]
    }


@cache
def _tables() -> dict[str, dict[str, Any]]:
    text = resources.files(__package__).joinpath("chains.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _read(family: str, kind: str) -> ChainParameters:
    return adapted(ChainParameters(), _tables()[family][kind])


def adapted(habits: Habits, table: Mapping[str, Any]) -> Habits:
    """Habits with the values of a table in place of their own.

    Raises:
        ValueError: For a key that is no field, naming it and the fields.
    """
    names = [field.name for field in fields(habits)]
    if unknown := set(table) - set(names):
        msg = f"{type(habits).__name__} has no {', '.join(sorted(unknown))}; use {', '.join(names)}"
        raise ValueError(msg)
    return replace(habits, **{key: _value(getattr(habits, key), table[key]) for key in table})


def _value(own: Any, given: Any) -> Any:  # noqa: ANN401 - whatever the field holds
    if is_dataclass(own) and not isinstance(own, type):
        return adapted(own, given)
    if isinstance(given, dict):
        return tuple(given.items())
    return tuple(given) if isinstance(given, list) else given
