"""Uploads: accepted, claimed by one reader at a time, finished exactly once."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select, update

from profit_sentinel.store.rows import new_id, now, one, org_of, page
from profit_sentinel.store.tables import ColumnMapping, Snapshot, Upload

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date, datetime

    from sqlalchemy.orm import Session


class Progress(StrEnum):
    """How far an upload is."""

    ACCEPTED = "accepted"
    READING = "reading"
    READY = "ready"
    FAILED = "failed"


UNREAD = (Progress.ACCEPTED, Progress.READING)


def same(session: Session, sha256: str, store: str) -> Upload | None:
    """The upload of the same bytes for the same store."""
    return session.scalar(select(Upload).filter_by(sha256=sha256, store_id=store))


def add(
    session: Session,
    *,
    sha256: str,
    name: str,
    size: int,
    store: str,
    as_of: date | None,
    columns: Mapping[str, str],
    who: str,
) -> Upload:
    """Accept a file whose bytes are kept."""
    upload = Upload(
        org_id=org_of(session), id=new_id(), sha256=sha256, name=name, size=size, store_id=store,
        as_of=as_of, columns=dict(columns), status=Progress.ACCEPTED, uploaded_by=who,
        received_at=now(), recognition=[], share=0, stage="waiting", attempts=0, signature="",
        notes=[],
    )  # fmt: skip
    session.add(upload)
    session.flush()
    return upload


def get(session: Session, name: str) -> Upload:
    """An upload by id.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, Upload, "upload", name)


def get_to_change(session: Session, name: str) -> Upload:
    """An upload by id that nobody else may change before this session ends.

    Raises:
        NotFoundError: There is none.
    """
    return one(session, Upload, "upload", name, to_change=True)


def listed(
    session: Session, scope: Collection[str] | None, offset: int, limit: int
) -> tuple[Sequence[Upload], int]:
    """Uploads brought for some stores, all without a scope, the newest first."""
    query = select(Upload).order_by(Upload.received_at.desc(), Upload.id)
    if scope is not None:
        query = query.where(Upload.store_id.in_(list(scope)))
    return page(session, query, offset, limit)


def accept_again(upload: Upload) -> None:
    """Have a file read once more."""
    upload.status, upload.stage, upload.share = Progress.ACCEPTED, "waiting", 0
    upload.attempts = 0
    upload.error = upload.finished_at = upload.claimed_by = upload.claimed_until = None


def claim(session: Session, reader: str, seconds: float) -> Upload | None:
    """The oldest file nobody reads, for one reader; None when there is none.

    Call it in a session that sees everybody. A reader that falls silent loses its claim.
    """
    moment = now()
    free = or_(
        Upload.status == Progress.ACCEPTED,
        (Upload.status == Progress.READING) & (Upload.claimed_until < moment),
    )
    query = select(Upload).where(free).order_by(Upload.received_at).limit(1)
    found = session.scalar(query.with_for_update(skip_locked=True))
    if found is not None:
        found.status, found.claimed_by = Progress.READING, reader
        found.claimed_until = moment + timedelta(seconds=seconds)
        found.attempts += 1
    return found


def hold(session: Session, name: str, reader: str, seconds: float) -> None:
    """Keep the claim of a reader alive."""
    until = now() + timedelta(seconds=seconds)
    own = (Upload.id == name) & (Upload.claimed_by == reader)
    reading = Upload.status == Progress.READING
    session.execute(update(Upload).where(own, reading).values(claimed_until=until))


def excuse(session: Session, name: str, reader: str) -> None:
    """Do not count an attempt that failed through no fault of the file."""
    own = (Upload.id == name) & (Upload.claimed_by == reader)
    session.execute(update(Upload).where(own).values(attempts=Upload.attempts - 1))


def tell(session: Session, name: str, reader: str, **changes: Any) -> bool:  # noqa: ANN401 - columns
    """Note how far a reader is; False when the file is no longer its own."""
    own = (Upload.id == name) & (Upload.claimed_by == reader)
    changed = session.execute(update(Upload).where(own).values(**changes))
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def mapping(session: Session, signature: str, store: str) -> Mapping[str, str]:
    """What a person said the columns of such files mean; the store's own word goes first."""
    found = session.scalars(select(ColumnMapping).filter_by(signature=signature)).all()
    said = {each.store_id: each.columns for each in found}
    return said.get(store) or said.get("") or {}


def remember(
    session: Session, signature: str, store: str, columns: Mapping[str, str], who: str
) -> None:
    """Keep what a person said the columns of such files mean."""
    session.merge(
        ColumnMapping(
            org_id=org_of(session), signature=signature, store_id=store, columns=dict(columns),
            said_by=who, said_at=now(),
        )
    )  # fmt: skip


def knows_mappings(session: Session) -> bool:
    """Whether a person ever said what the columns of some file mean."""
    return session.scalar(select(ColumnMapping.signature).limit(1)) is not None


def failed(session: Session, before: datetime) -> list[str]:
    """Uploads from before a moment that cannot be used and have no snapshot of a reading before."""
    read = select(Snapshot.upload_id)
    old = (Upload.status == Progress.FAILED) & (Upload.received_at < before)
    query = select(Upload.id).where(old, Upload.id.not_in(read))
    return list(session.scalars(query.order_by(Upload.id)))


def forget(session: Session, name: str) -> str | None:
    """Forget an upload; returns the hash of its bytes when no other upload has the same."""
    upload = get(session, name)
    session.delete(upload)
    session.flush()
    others = session.scalar(select(Upload.id).filter_by(sha256=upload.sha256).limit(1))
    return None if others else upload.sha256
