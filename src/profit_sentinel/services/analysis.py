"""From files, or a frame in memory, to the morning digest."""

from __future__ import annotations

import mmap
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any

import polars as pl

from profit_sentinel.digest.compose import compose
from profit_sentinel.domain.intake import Intake, UnusableFileError, Upload
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.ingest.long import LEAST, Memory
from profit_sentinel.ingest.take_in import take_in, take_in_frame
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.catalogue import UnknownLeakError
from profit_sentinel.services.shelf import Shelf
from profit_sentinel.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from profit_sentinel.digest.digest import Digest
    from profit_sentinel.ingest.long import Shelf as AnyShelf

Stage = str
"""What is being done, for a progress display: `reading a.csv`, `looking for leaks`."""


def analyze(  # noqa: PLR0913 - one option per question a person may ask
    source: str | Path | Sequence[str | Path] | Any,  # noqa: ANN401 - any frame Narwhals knows
    *,
    as_of: date | None = None,
    store: str | None = None,
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    leak: str | None = None,
    engine: str = "polars",
    on_stage: Callable[[Stage], None] = lambda _: None,
) -> Digest:
    """Find where a stock list leaks money.

    Args:
        source: A file, several files that are parts of one stock list, or a Polars, pandas or
            Arrow frame.
        as_of: The day the stock was read; without it the files tell.
        store: Name of the store when the files do not name one.
        columns: Canonical column to header, where recognition needs help.
        settings: The constants in force; without them those of a hardware store.
        leak: Keep only this leak in the digest. All leaks are judged all the same, so its
            dollars are those it has beside the others.
        engine: `polars` or `duckdb`.
        on_stage: Called with what is being done.

    Returns:
        The digest: headline, issues in order, every finding, data quality.

    Raises:
        UnusableFileError: A file that cannot be used, with what was found, needed, worth trying.
        UnknownLeakError: `leak` is not in the catalogue.
        ValueError: `columns` names a column or header that does not exist.
    """
    if leak is not None and leak not in catalogue():
        raise UnknownLeakError(leak)
    settings = settings or load()

    def on_part(part: int, parts: int) -> None:
        on_stage("looking for leaks" + (f", part {part} of {parts}" if parts > 1 else ""))

    started = perf_counter()
    with TemporaryDirectory(prefix="profit-sentinel-") as folder:
        shelf = partial(Shelf, Path(folder))
        intake = read(
            source, as_of=as_of, store=store, columns=columns, on_stage=on_stage, shelf=shelf
        )
        reading = (perf_counter() - started) * 1000
        analysis = analyse(intake.stock, settings, engine_named(engine), on_part)
        if leak is not None:
            analysis = replace(analysis, findings=analysis.findings.filter(pl.col("leak") == leak))
        on_stage("writing the digest")
        return compose(intake, analysis, settings, datetime.now(UTC), {"reading": reading})


def read(  # noqa: PLR0913 - one option per question a person may ask
    source: Any,  # noqa: ANN401 - see analyze
    *,
    as_of: date | None,
    store: str | None,
    columns: Mapping[str, str] | None,
    on_stage: Callable[[Stage], None],
    shelf: Callable[[], AnyShelf] = Memory,
) -> Intake:
    """Take in files or a frame."""
    paths = file_paths(source)
    if paths is None:
        import narwhals as nw  # noqa: PLC0415 - files do not need it

        frame = nw.from_native(source, eager_only=True).to_polars()
        today = datetime.now(UTC).date()
        return take_in_frame(frame, modified=today, columns=columns, store=store, as_of=as_of)
    on_stage(f"reading {', '.join(path.name for path in paths)}")
    uploads = [upload(path) for path in paths]
    return take_in(uploads, columns=columns, store=store, as_of=as_of, shelf=shelf)


def file_paths(source: Any) -> list[Path] | None:  # noqa: ANN401 - see analyze
    """The paths a source names, or None when it is a frame."""
    if isinstance(source, str | Path):
        return [Path(source)]
    if isinstance(source, list | tuple):
        return [Path(path) for path in source]
    return None


def upload(path: Path) -> Upload:
    """A file from disk.

    Raises:
        UnusableFileError: It is not there, is a folder, or may not be read.
    """
    try:
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC).date()
        return Upload(name=path.name, data=contents(path), modified=modified, path=path)
    except OSError as error:
        raise UnusableFileError(
            path.name,
            found=(error.strerror or "it cannot be opened").lower(),
            needed="a file that exists and may be read",
            attempt="check the spelling of the path and the rights on the file",
        ) from error


def contents(path: Path) -> bytes | mmap.mmap:
    """All bytes of a file; of a long one a view that reads it where it is looked at.

    Raises:
        OSError: It may not be read.
    """
    if path.stat().st_size <= LEAST:
        return path.read_bytes()
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
