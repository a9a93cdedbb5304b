"""Uploads: bring a file, watch it being read, correct how it was understood."""

from __future__ import annotations

import asyncio
from datetime import date
from time import monotonic
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form, Response, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import StreamingResponse

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Limit, Offset, Reader, Who
from profit_sentinel.services import uploads
from profit_sentinel.store.uploads import UNREAD

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from profit_sentinel.domain.person import Person
    from profit_sentinel.services.home import Home

router = APIRouter(prefix="/uploads", tags=["uploads"])
_PAUSE = 0.25
"""Seconds between two looks at an upload that is watched."""
_LONGEST = 600.0
"""Seconds after which a watcher has to ask again, as browsers do of themselves."""


@router.post("", status_code=201, responses={200: {"model": schemas.Upload}})
def upload(  # noqa: PLR0913, PLR0917 - a parameter per field of the form
    home: AtHome,
    who: Who,
    readers: Reader,
    response: Response,
    file: UploadFile,
    store_id: Annotated[str, Form(max_length=200, pattern=schemas.NO_NUL)] = "",
    as_of: Annotated[date | None, Form()] = None,
) -> schemas.Upload:
    """Bring a file; it is kept before the answer comes. The same bytes are the same upload."""
    name = file.filename or "upload"
    got = uploads.receive(home, who, name, file.file, store=store_id.strip(), as_of=as_of)
    response.status_code = 201 if got.new else 200
    readers.wake()
    return schemas.Upload.model_validate(got.upload)


@router.get("")
def list_uploads(
    home: AtHome, who: Who, offset: Offset = 0, limit: Limit = 50
) -> schemas.UploadPage:
    """Uploads in sight, the newest first."""
    found, total = uploads.listed(home, who, offset, limit)
    return schemas.UploadPage.model_validate({"uploads": found, "total": total})


@router.get("/{upload_id}")
def get_upload(home: AtHome, who: Who, upload_id: Id) -> schemas.Upload:
    """How far an upload is, and what is wrong with it."""
    return schemas.Upload.model_validate(uploads.get(home, who, upload_id))


@router.get("/{upload_id}/mapping")
def get_mapping(home: AtHome, who: Who, upload_id: Id) -> schemas.Mapping:
    """How the columns were understood; doubtful ones are marked."""
    found = uploads.get(home, who, upload_id)
    return schemas.Mapping(upload_id=found.id, sources=found.recognition)


@router.put("/{upload_id}/mapping")
def correct_mapping(
    home: AtHome, who: Who, readers: Reader, upload_id: Id, said: schemas.Correct
) -> schemas.Upload:
    """Correct or confirm what the columns mean; a correction has the file read again."""
    found = uploads.correct(home, who, upload_id, said.columns, keep=said.remember)
    readers.wake()
    return schemas.Upload.model_validate(found)


@router.get(
    "/{upload_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def watch(home: AtHome, who: Who, upload_id: Id) -> StreamingResponse:
    """Server-sent events: the upload each time it changes, until it has been read."""
    await run_in_threadpool(uploads.get, home, who, upload_id)
    return StreamingResponse(_events(home, who, upload_id), media_type="text/event-stream")


async def _events(home: Home, who: Person, name: str) -> AsyncIterator[str]:
    told, until = "", monotonic() + _LONGEST
    while monotonic() < until:
        found = await run_in_threadpool(uploads.get, home, who, name)
        now = schemas.Upload.model_validate(found).model_dump_json()
        if now != told:
            told = now
            yield f"event: upload\ndata: {now}\n\n"
        if found.status not in UNREAD:
            return
        await asyncio.sleep(_PAUSE)
