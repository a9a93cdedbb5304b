"""The interface of a chain that was read."""

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
def serve(world: serving.World, tmp_path: Path) -> Iterator[Callable[..., serving.Served]]:
    """Serves the chain with some configuration."""
    open_ones: list[serving.Served] = []

    def go(*, anonymous: bool = False, **config: Any) -> serving.Served:
        folder = tmp_path / str(len(open_ones))
        folder.mkdir()
        home = world.copied(folder, **config)
        served = serving.Served(home, folder=folder, anonymous=anonymous)
        served.client.__enter__()
        open_ones.append(served)
        return served

    yield go
    for each in open_ones:
        each.client.__exit__(None, None, None)


@pytest.fixture
def served(serve: Callable[..., serving.Served]) -> serving.Served:
    """The interface with sign-in."""
    return serve()
