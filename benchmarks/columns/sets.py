"""The header sets: what each column of an export means, and what its values look like."""

from __future__ import annotations

import shlex
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from profit_sentinel.domain.columns import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KINDS = ("system", "sheet", "wholesaler", "foreign")
NOTHING, DOUBTFUL, EITHER = "-", "?", "|"
HELD_OUT = range(85, 129)
"""Sets of these numbers are held out: they are only counted."""
CHECKED = frozenset({*range(175, 219, 4), *range(220, 355, 2), *range(386, 418, 2)})
"""Sets of these numbers are only counted, while others of their author are learnt from."""


class BadSetError(ValueError):
    """A header set that cannot be what its author meant."""

    def __init__(self, place: str, unknown: str) -> None:
        super().__init__(f"{place}: nobody knows {unknown}")


@dataclass(frozen=True)
class Recipe:
    """How the values of a column are made: a maker, its words, its options."""

    maker: str
    words: tuple[str, ...]
    options: Mapping[str, str]

    def has(self, flag: str) -> bool:
        """Whether a flag without a value is set."""
        return flag in self.words

    @classmethod
    def parsed(cls, text: str) -> Recipe:
        """Read `maker word ... option=value ...`; words with blanks stand in quotes."""
        maker, *rest = shlex.split(text)
        options = dict(word.split("=", 1) for word in rest if "=" in word)
        return cls(maker, tuple(word for word in rest if "=" not in word), options)


@dataclass(frozen=True)
class TrueColumn:
    """One column of an export and the truth about it."""

    header: str
    means: frozenset[str]
    """Canonical columns that are right; empty for a column that must not be used."""
    doubtful: bool
    """Nobody could be sure: leaving it is no miss."""
    recipe: Recipe

    @classmethod
    def parsed(cls, header: str, means: str, recipe: str) -> TrueColumn:
        """Read a line of a set; `means` is `-`, `name`, `name|name` or one of these after `?`.

        Raises:
            BadSetError: `means` names no canonical column.
        """
        names = means.removeprefix(DOUBTFUL).split(EITHER)
        canonical = frozenset() if names == [NOTHING] else frozenset(names)
        if unknown := canonical - BY_NAME.keys():
            raise BadSetError(header, ", ".join(sorted(unknown)))
        return cls(header, canonical, means.startswith(DOUBTFUL), Recipe.parsed(recipe))


@dataclass(frozen=True)
class Style:
    """How a file is written."""

    delimiter: str = ","
    encoding: str = "utf-8"
    date: str = "%Y-%m-%d"
    decimal: str = "."
    thousands: str = ""
    """Written in sums from one thousand; empty when only columns marked so have a comma."""
    currency: str = ""
    banner: str = ""
    """Lines above the header."""


@dataclass(frozen=True)
class HeaderSet:
    """One export: its columns in order and how its file is written."""

    name: str
    title: str
    kind: str
    trap: bool
    goods: str
    rows: int
    stores: int
    style: Style
    columns: tuple[TrueColumn, ...]

    @property
    def number(self) -> int:
        """What its file name begins with."""
        return numbered(self.name)

    @property
    def held_out(self) -> bool:
        """Whether it is only measured, never looked at."""
        return self.number in HELD_OUT

    @property
    def checked(self) -> bool:
        """Whether it is only measured, while others of its author are learnt from."""
        return self.number in CHECKED

    @property
    def open(self) -> bool:
        """Whether its errors may be looked at."""
        return not (self.held_out or self.checked)


def numbered(name: str) -> int:
    """The number at the start of a set's name."""
    return int(name.partition("-")[0])


def read_set(path: Path) -> HeaderSet:
    """Read one set from its file, named `number-name.toml`.

    Raises:
        BadSetError: The set is not well formed.
    """
    told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    if told["kind"] not in KINDS:
        raise BadSetError(path.name, told["kind"])
    own = {key: told.pop(key) for key in ("title", "kind", "goods", "rows")}
    columns = tuple(TrueColumn.parsed(*line) for line in told.pop("columns"))
    trap, stores = told.pop("trap", False), told.pop("stores", 1)
    return HeaderSet(
        name=path.stem, trap=trap, stores=stores, style=Style(**told), columns=columns, **own
    )


def read_sets(folder: Path) -> list[HeaderSet]:
    """Every set of a folder, by number."""
    paths = sorted(folder.glob("*.toml"), key=lambda path: numbered(path.stem))
    return [read_set(path) for path in paths]
