"""Reading: what happens to an accepted upload in the background, exactly once."""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import sleep
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import polars as pl
import structlog

from profit_sentinel.adapters.blobs import room
from profit_sentinel.digest.compose import compose
from profit_sentinel.digest.serialise import digest_json, recognition_json
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError
from profit_sentinel.domain.intake import UnusableFileError
from profit_sentinel.engine.analysis import analyse
from profit_sentinel.engine.engine import engine_named
from profit_sentinel.ingest.papers import recognised
from profit_sentinel.ingest.shelf import Memory
from profit_sentinel.ingest.take_in import take_in
from profit_sentinel.services.comparing import rows_key, told
from profit_sentinel.services.desk import Desk, written
from profit_sentinel.services.home import catalogue_mark, rule_book
from profit_sentinel.services.inputs import arrive
from profit_sentinel.services.shelf import Shelf
from profit_sentinel.services.showing import show_newest
from profit_sentinel.services.snapshots import keep_findings, keep_stock
from profit_sentinel.services.systems import known_systems
from profit_sentinel.services.uploads import bytes_key, get
from profit_sentinel.store import snapshots, stores, uploads
from profit_sentinel.store.database import EVERYBODY
from profit_sentinel.store.rows import new_id, now
from profit_sentinel.store.uploads import UNREAD, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from profit_sentinel.domain.intake import Intake, Recognition
    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home, RuleBook
    from profit_sentinel.services.snapshots import Judged
    from profit_sentinel.store.database import Session
    from profit_sentinel.store.tables import Upload

SHARES = {"reading": 10, "looking for leaks": 50, "keeping the findings": 80}
"""Percent done at the beginning of each stage."""
_LONGEST_NAME = 200
_PAUSE = 0.2
log = structlog.get_logger("profit_sentinel")


class LostClaimError(RuntimeError):
    """Another reader has taken the upload over; nothing of this one may be kept."""


@dataclass(frozen=True)
class Reading:
    """An upload in the hands of a reader."""

    home: Home
    upload: Upload
    reader: str

    def tell(self, **changes: Any) -> None:  # noqa: ANN401 - columns of an upload
        """Note how far it is.

        Raises:
            LostClaimError: It is in other hands.
        """
        with self.home.database.writing(self.upload.org_id) as session:
            if not uploads.tell(session, self.upload.id, self.reader, **changes):
                raise LostClaimError

    def stage(self, name: str) -> None:
        """Begin a stage."""
        self.tell(stage=name, share=SHARES[name])


def read_next(home: Home, reader: str) -> Upload | None:
    """Read the oldest upload that waits; None when there is none.

    What a file is to blame for is kept with it. What the database or file store is to blame for
    leaves it waiting: its claim runs out and it is tried again.
    """
    with home.database.writing(EVERYBODY) as session:
        upload = uploads.claim(session, reader, home.config.lease_seconds)
    if upload is None:
        return None
    reading = Reading(home, upload, reader)
    told = log.bind(upload=upload.id, org=upload.org_id, attempt=upload.attempts)
    if upload.attempts > home.config.attempts:
        _fail(reading, _stopped(home.config.attempts))
        told.error("upload stopped its readers")
        return upload
    try:
        with held(reading), room():
            _read(reading)
        told.info("upload read")
    except LostClaimError:
        told.warning("upload taken over by another reader")
    except UnavailableError as error:
        told.warning("upload waits", reason=str(error))
        _excuse(reading)
    except (UnusableFileError, WrongUsageError) as error:
        _fail(reading, error_json(error))
        told.info("upload cannot be used", reason=type(error).__name__)
    except Exception as error:  # noqa: BLE001 - one file must never stop the reader
        told.exception("reading stopped")
        if upload.attempts >= home.config.attempts:
            _fail(reading, _unexpected(error))
    return upload


def read_until_done(home: Home, who: Person, name: str) -> Upload:
    """Read what waits until one upload has been read, here or by another reader.

    Raises:
        NotFoundError: No such upload.
        UnavailableError: Database or file store do not answer; the upload waits.
    """
    reader, tried = f"command-{new_id()}", 0
    while (upload := get(home, who, name)).status in UNREAD:
        if tried == home.config.attempts:
            reason = f"{upload.name} is kept and waits to be read"
            raise UnavailableError("storage", reason)
        found = read_next(home, reader)
        tried += found is not None and found.id == name
        if found is None or found.id == name:
            sleep(_PAUSE)
    return upload


@contextmanager
def held(reading: Reading) -> Iterator[None]:
    """Keep the claim of a reader alive while it works."""
    done, upload = Event(), reading.upload
    seconds = reading.home.config.lease_seconds

    def beat() -> None:
        while not done.wait(seconds / 4):
            try:
                with reading.home.database.writing(upload.org_id) as session:
                    uploads.hold(session, upload.id, reading.reader, seconds)
            except UnavailableError:
                continue

    thread = Thread(target=beat, name=f"claim-{reading.reader}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _read(reading: Reading) -> None:
    home, upload = reading.home, reading.upload
    with TemporaryDirectory(dir=home.spool) as name:
        folder = Path(name)
        reading.stage("reading")
        intake = _intake(reading, folder)
        _understood(reading, [(each.name, each.recognition) for each in intake.sources])
        _check_rows(intake, home.config.rows)
        reading.stage("looking for leaks")
        with home.database.reading(upload.org_id) as session:
            book = rule_book(session)
        stock = plain_texts(intake.stock.collect())
        _check_names(upload.name, stock)
        days = _days(stock)
        _check_stores(reading, days)
        analysis = analyse(stock, book.settings, engine_named("polars"))
        reading.stage("keeping the findings")
        made = compose(intake, analysis, book.settings, datetime.now(UTC), {}, Memory())
        digest = digest_json(made, 0)
        snapshot = keep_stock(home, upload.org_id, stock)
        home.findings.put(rows_key(upload.org_id, snapshot), told(stock.lazy()))
        judged = keep_findings(home, upload.org_id, analysis, made.issues)
        _finish(reading, snapshot, judged, book, digest, days, stock.height)


def _finish(  # noqa: PLR0913, PLR0917 - all that one transaction keeps
    reading: Reading,
    snapshot: str,
    judged: Judged,
    by: RuleBook,
    digest: Mapping[str, Any],
    days: Mapping[str, date],
    rows: int,
) -> None:
    """Keep snapshot, findings and the upload's end together, if the claim still holds."""
    home, upload = reading.home, reading.upload
    quality = {name: digest[name] for name in ("sources", "companions", "problems", "aliases",
                                               "notes")}  # fmt: skip
    summary = digest["summary"]
    done = {"status": Progress.READY, "stage": "ready", "share": 100, "error": None}

    def write(session: Session, desk: Desk) -> None:
        stores.alone(session)
        if not uploads.tell(session, upload.id, reading.reader, finished_at=now(), **done):
            raise LostClaimError
        stores.know(session, days)
        gone = snapshots.replace(session, upload.id) - days.keys()
        snapshots.add(session, snapshot, upload.id, rows, quality, days)
        snapshots.add_analysis(session, judged.id, snapshot, by.mark, catalogue_mark(), summary)
        new = {snapshot: judged}
        show_newest(home, session, desk, days.keys() | gone, rule_book(session), new)

    desk = Desk()
    desk.results["findings", judged.id] = judged
    written(home.database, upload.org_id, write, desk)


def _understood(reading: Reading, found: Sequence[tuple[str, Recognition]]) -> None:
    """Keep how the columns were understood, of a file that cannot be used too."""
    reading.tell(
        recognition=[{"name": name, **recognition_json(each)} for name, each in found],
        signature=signature(use.header for _, each in found for use in each.columns),
    )


def _intake(reading: Reading, folder: Path) -> Intake:
    home, upload = reading.home, reading.upload
    inbox = folder / "inbox"
    inbox.mkdir()
    path = inbox / upload.name
    home.blobs.fetch(bytes_key(upload.org_id, upload.sha256), path)
    with home.database.reading(upload.org_id) as session:
        _date(path, _day_of_arrival(session, upload))
    arrived = arrive([path], folder, home.config.unpacked_megabytes * 2**20)
    systems = known_systems()
    with home.database.reading(upload.org_id) as session:
        same = stores.aliases(session)
        known = uploads.knows_mappings(session)
    columns = dict(upload.columns)
    if known and not columns:
        found = recognised(arrived.uploads, columns={}, systems=systems)
        mark = signature(use.header for _, each in found for use in each.columns)
        with home.database.reading(upload.org_id) as session:
            columns = dict(uploads.mapping(session, mark, upload.store_id))
    try:
        return take_in(
            arrived.uploads, notes=arrived.notes, shelf=partial(Shelf, folder), systems=systems,
            columns=columns, store=upload.store_id or None, as_of=upload.as_of, aliases=same,
        )  # fmt: skip
    except UnusableFileError:
        with suppress(UnusableFileError):
            _understood(reading, recognised(arrived.uploads, columns={}, systems=systems))
        raise


def _day_of_arrival(session: Session, upload: Upload) -> date:
    """The day an upload came, where its store is, or all stores are; else in UTC."""
    zones = {store.id: store.time_zone for store in stores.listed(session, None)}
    shared = {zones[upload.store_id]} if upload.store_id in zones else {*zones.values()}
    zone = shared.pop() if len(shared) == 1 else "UTC"
    return upload.received_at.astimezone(ZoneInfo(zone)).date()


def _date(path: Path, day: date) -> None:
    """Make a file one of a day, not of the moment it was fetched, however late it is read."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    os.utime(path, (noon, noon))


def signature(headers: Iterator[str]) -> str:
    """What files with the same headers in the same order share."""
    return blake2b("\0".join(headers).encode(), digest_size=12).hexdigest()


def _check_rows(intake: Intake, most: int) -> None:
    rows = sum(source.rows_read for source in intake.sources)
    if rows > most:
        raise UnusableFileError(
            intake.sources[0].name,
            f"{rows:,} rows",
            f"at most {most:,} rows, the limit of this service",
            "split the file by store",
        )


def plain_texts(stock: pl.DataFrame) -> pl.DataFrame:
    """Rows without the NUL characters that a Parquet file or workbook may bring."""
    texts = pl.col(pl.String)
    odd = stock.select(texts.str.contains("\0", literal=True).any())
    names = [name for name, found in odd.to_dict().items() if found.item()]
    return stock.with_columns(pl.col(names).str.replace_all("\0", "", literal=True))


def _check_names(name: str, stock: pl.DataFrame) -> None:
    """Refuse SKUs and stores that no list of them could show."""
    longest = stock.select(pl.col("store_id", "sku").str.len_chars().max()).row(0)
    if max(each or 0 for each in longest) > _LONGEST_NAME:
        raise UnusableFileError(
            name,
            f"a store or SKU of {max(longest):,} characters",
            f"at most {_LONGEST_NAME} characters",
            "look for the row where a quotation mark or a line end is missing",
        )


def _check_stores(reading: Reading, days: Mapping[str, date]) -> None:
    """Refuse a file brought for one store that holds others, which its bringer may not see."""
    upload = reading.upload
    with reading.home.database.reading(upload.org_id) as session:
        same = stores.aliases(session)
    own = {upload.store_id, same.get(f"store:{upload.store_id}", upload.store_id)}
    if upload.store_id and not own.issuperset(days):
        raise UnusableFileError(
            upload.name,
            f"the stock of store {', '.join(days)}",
            f"that of store {upload.store_id}, for which it was brought",
            "bring it for the store it names, or for all stores as an owner or executive",
        )


def _days(stock: pl.DataFrame) -> Mapping[str, date]:
    days = stock.group_by("store_id").agg(pl.col("as_of").max()).sort("store_id")
    return dict(days.iter_rows())


def error_json(error: UnusableFileError | WrongUsageError) -> dict[str, Any]:
    """What is wrong with a file, as it is kept with the upload."""
    if isinstance(error, UnusableFileError):
        return {"found": error.found, "needed": error.needed, "try": error.attempt}
    return {"found": str(error), "needed": "", "try": ""}


def _unexpected(error: Exception) -> dict[str, Any]:
    return {
        "found": f"the program could not read it ({type(error).__name__})",
        "needed": "",
        "try": "report it with the file; its bytes are kept",
    }


def _stopped(times: int) -> dict[str, Any]:
    return {
        "found": f"the program stopped {times} times while it read the file",
        "needed": "a file that fits in the memory of this service",
        "try": "split the file by store; its bytes are kept",
    }


def _excuse(reading: Reading) -> None:
    try:
        with reading.home.database.writing(reading.upload.org_id) as session:
            uploads.excuse(session, reading.upload.id, reading.reader)
    except UnavailableError:
        log.warning("attempt counted", upload=reading.upload.id)


def _fail(reading: Reading, error: Mapping[str, Any]) -> None:
    try:
        reading.tell(status=Progress.FAILED, stage="failed", error=dict(error), finished_at=now())
    except (LostClaimError, UnavailableError):
        log.warning("failure not noted", upload=reading.upload.id)
