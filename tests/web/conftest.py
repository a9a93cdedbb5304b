"""The pages of a chain that was read, behind the door."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


@pytest.fixture(scope="session")
def world(sqlite_model: Path, tmp_path_factory: pytest.TempPathFactory) -> serving.World:
    """A chain that was read; copy it to change it."""
    return serving.built(sqlite_model, tmp_path_factory.mktemp("world"))


@pytest.fixture
def visit(world: serving.World, tmp_path: Path) -> Iterator[Callable[..., serving.Visited]]:
    """Serves the pages of the chain with some configuration."""
    open_ones: list[serving.Visited] = []

    def go(*, anonymous: bool = False, **config: Any) -> serving.Visited:
        folder = tmp_path / str(len(open_ones))
        folder.mkdir()
        home = world.copied(folder, **config)
        visited = serving.Visited(home, folder=folder, anonymous=anonymous)
        visited.client.__enter__()
        open_ones.append(visited)
        return visited

    yield go
    for each in open_ones:
        each.client.__exit__(None, None, None)


@pytest.fixture
def visited(visit: Callable[..., serving.Visited]) -> serving.Visited:
    """The pages, for people who are signed in."""
    return visit()
