"""Kinds of chains, read from `chains.toml`: to fit on, and to be judged on."""

from __future__ import annotations

import tomllib
import zlib
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from .parameters import ChainParameters
from .streams import stream

if TYPE_CHECKING:
    from collections.abc import Mapping

    from _typeshed import DataclassInstance

    Habits = TypeVar("Habits", bound=DataclassInstance)


def training(seed: int) -> dict[str, ChainParameters]:
    """The kinds of chains to fit on, by name; no two seeds have their date and habits in common."""
    return {kind: _varied(each) for kind, each in _family("training", seed).items()}


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


def _varied(parameters: ChainParameters) -> ChainParameters:
    """A chain as one of many that differ in date and habits, by the table `varied`."""
    rng = stream(parameters.seed, "habits of the chain")
    weeks = int(rng.integers(_tables()["varied"]["weeks"]))
    moved = replace(parameters, as_of=parameters.as_of - timedelta(weeks=weeks))
    tables = {name: table for name, table in _tables()["varied"].items() if name != "weeks"}
    changes = {
        section: {
            name: _times(getattr(getattr(moved, section), name), rng.uniform(*np.log(span)))
            for name, span in table.items()
        }
        for section, table in tables.items()
    }
    return adapted(moved, changes)


def _times(value: float, log: float) -> float:
    """A figure times a factor given by its log; whole figures stay whole."""
    product = value * float(np.exp(log))
    return round(product) if isinstance(value, int) else product


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
