"""From files, or a frame in memory, to the morning digest."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from profit_sentinel.digest.compose import compose
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.ingest.take_in import take_in, take_in_frame
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services.catalogue import UnknownLeakError
from profit_sentinel.services.inputs import arrive, name_of
from profit_sentinel.services.scratch import made, scratch
from profit_sentinel.services.shelf import LITTLE, MOST_FOUND, MOST_IN_MEMORY, OwnShelf, Shelf
from profit_sentinel.services.systems import known_systems
from profit_sentinel.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from profit_sentinel.digest.digest import Digest
    from profit_sentinel.domain.intake import Intake
    from profit_sentinel.ingest.shelf import Shelf as AnyShelf

Stage = str
"""What is being done, for a progress display: `reading a.csv`, `looking for leaks`."""


def analyze(  # noqa: PLR0913 - one option per question a person may ask
    source: str | Path | Sequence[str | Path] | Any,  # noqa: ANN401 - any frame Narwhals knows
    *,
    as_of: date | None = None,
    store: str | None = None,
    columns: Mapping[str, str] | None = None,
    systems: Sequence[str | Path] = (),
    aliases: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    leak: str | None = None,
    engine: str = "polars",
    memory: str | None = None,
    on_stage: Callable[[Stage], None] = lambda _: None,
) -> Digest:
    """Find where a stock list leaks money.

    Args:
        source: A file, folder, zip, or address such as `s3://bucket/key`; several that are parts
            of one stock list or go with it; or a Polars, pandas, Arrow or Spark frame or a DuckDB
            relation, which is brought here whole.
        as_of: The day the stock was read; without it the files tell.
        store: Name of the store when the files do not name one.
        columns: Canonical column to header, where recognition needs help.
        systems: Folders of system files, beside those of the data folder.
        aliases: Names of one store or SKU to merge: `{"store:01": "1", "sku:123": "00123"}`.
        settings: The constants in force; without them those of a hardware store.
        leak: Keep only this leak in the digest. All leaks are judged all the same, so its
            dollars are those it has beside the others.
        engine: `polars`, `duckdb` or `spark`, which runs in the active Spark session or else
            in a local one.
        memory: Most memory the engine `duckdb` may take, such as `2GB`; the rest goes to a
            temporary folder, and so do all rows and findings but a few.
        on_stage: Called with what is being done.

    Returns:
        The digest: headline, issues in order, every finding, data quality. Findings that are many
        lie in a temporary folder that is deleted with the digest, or when the program ends.

    Raises:
        UnusableFileError: A file that cannot be used, with what was found, needed, worth trying.
        UnknownLeakError: `leak` is not in the catalogue.
        ValueError: `columns` names a column or header that does not exist, `memory` is none, or
            what the engine needs is not installed.
    """
    if leak is not None and leak not in catalogue():
        raise UnknownLeakError(leak)
    settings = settings or load()

    def on_part(part: int, parts: int) -> None:
        on_stage("looking for leaks" + (f", part {part} of {parts}" if parts > 1 else ""))

    started = perf_counter()
    with scratch() as folder:
        runs = engine_named(engine, memory, made(folder) if engine == "duckdb" else None)
        most, most_found = (MOST_IN_MEMORY, MOST_FOUND) if memory is None else (LITTLE, LITTLE)
        shelf = partial(Shelf, folder, most)
        said: dict[str, Any] = {"columns": columns, "store": store, "as_of": as_of}
        said["aliases"] = aliases
        intake = read(source, on_stage=on_stage, shelf=shelf, systems=systems, **said)
        reading = (perf_counter() - started) * 1000
        found = Shelf(folder, most_found)
        analysis = analyse(intake.stock, settings, runs, on_part, only=leak, found=found)
        on_stage("writing the digest")
        kept, now = OwnShelf(most_found), datetime.now(UTC)
        return compose(intake, analysis, settings, now, {"reading": reading}, kept)


def read(
    source: Any,  # noqa: ANN401 - see analyze
    *,
    on_stage: Callable[[Stage], None],
    shelf: Callable[[], AnyShelf] = Memory,
    systems: Sequence[str | Path] = (),
    **said: Any,  # noqa: ANN401 - each as `take_in` takes it
) -> Intake:
    """Take in files or a frame.

    Args:
        source: As in `analyze`.
        on_stage: Called with what is being done.
        shelf: Makes a place for the rows of a long file.
        systems: Folders of system files.
        said: What a person said of the files: `columns`, `store`, `as_of`, `aliases`.
    """
    said["systems"] = known_systems(systems)
    paths = sources_of(source)
    if paths is None:
        import narwhals as nw  # noqa: PLC0415 - files do not need it

        frame = nw.from_native(source).lazy().collect("polars").to_native()
        today = datetime.now(UTC).date()
        return take_in_frame(frame, modified=today, **said)
    on_stage(f"reading {', '.join(map(name_of, paths))}")
    with scratch() as fetched:
        arrived = arrive(paths, fetched)
        return take_in(arrived.uploads, notes=arrived.notes, shelf=shelf, **said)


def sources_of(source: Any) -> list[str | Path] | None:  # noqa: ANN401 - see analyze
    """The paths and addresses a source names, or None when it is a frame."""
    if isinstance(source, str | Path):
        return [source]
    return list(source) if isinstance(source, list | tuple) else None
