"""Start: bring files, watch them being read, say what their columns mean."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi import APIRouter, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Reader, Who
from profit_sentinel.domain.columns import BY_NAME
from profit_sentinel.domain.errors import ConflictError, RefusedError, WrongUsageError
from profit_sentinel.domain.person import Person
from profit_sentinel.services import digests, stores, uploads
from profit_sentinel.services.demo import write_demo
from profit_sentinel.services.home import Home
from profit_sentinel.services.uploads import waiting
from profit_sentinel.web.page import Said, go, show

router = APIRouter()


@router.get("/")
def home_page(home: AtHome, who: Who) -> Response:
    """The digest, or the start where there is none."""
    known = digests.digest(home, who, [], 1).plain["digest"]["as_of"] is not None
    return go("/digest" if known else "/start")


@router.get("/start")
def start(home: AtHome, who: Who) -> Response:
    """Where files are brought."""
    return _start(home, who)


def _start(home: Home, who: Person, problem: str | None = None) -> Response:
    recent, _ = uploads.listed(home, who, 0, 10)
    return show(
        "start.html", 422 if problem else 200, here="start", uploads=recent, problem=problem,
        stays=home.config.open_door and home.on_this_machine,
        empty=not stores.listed(home, who), may=who.may_change,
    )  # fmt: skip


@router.post("/start")
def bring(
    home: AtHome,
    who: Who,
    readers: Reader,
    files: list[UploadFile],
    store: Said = "",
) -> Response:
    """Keep the files that were dropped, and show how they are read."""
    try:
        got = [
            uploads.receive(home, who, each.filename or "upload", each.file, store=store.strip())
            for each in files
            if each.filename
        ]
    except (RefusedError, WrongUsageError) as error:
        return _start(home, who, str(error))
    readers.wake()
    return go(f"/uploads/{got[-1].upload.id}" if got else "/start")


@router.post("/demo")
def bring_demo(home: AtHome, who: Who, readers: Reader) -> Response:
    """Bring the demo chain, so that there is something to look at where nothing is yet.

    Raises:
        ConflictError: There are stores, among which simulated ones would be taken for real.
    """
    if stores.listed(home, who):
        message = "there are stores here; the demo chain is for an empty service"
        raise ConflictError(message)
    with TemporaryDirectory(dir=home.spool) as folder:
        written = write_demo(Path(folder), lambda _: None, history=True)
        stock = sorted(path for path in written if path.name.startswith("inventory"))
        got = [_bring(home, who, path) for path in (*stock[1:], stock[0])]
    readers.wake()
    return go(f"/uploads/{got[-1]}")


def _bring(home: Home, who: Person, path: Path) -> str:
    with path.open("rb") as data:
        return uploads.receive(home, who, path.name, data).upload.id


@router.get("/uploads/{upload_id}")
def upload_page(home: AtHome, who: Who, upload_id: Id) -> Response:
    """How far an upload is, and how its columns were understood."""
    return show("upload.html", **_seen(home, who, upload_id))


@router.get("/uploads/{upload_id}/progress")
def progress(home: AtHome, who: Who, upload_id: Id) -> Response:
    """The part of the page that changes while the file is read."""
    return show("upload_state.html", **_seen(home, who, upload_id))


def _seen(home: Home, who: Person, name: str) -> dict[str, Any]:
    found = uploads.get(home, who, name)
    return {
        "here": "start", "upload": found, "waits": waiting(found), "canonical": sorted(BY_NAME),
        "may": who.may_change,
    }  # fmt: skip


@router.post("/uploads/{upload_id}/columns")
async def say_columns(
    home: AtHome, who: Who, readers: Reader, upload_id: Id, request: Request
) -> Response:
    """Confirm or correct what the columns mean; remembered for the next such file."""
    form = await request.form(max_fields=1000)
    said = {
        str(value): name.removeprefix("column:")
        for name, value in form.items()
        if name.startswith("column:") and value
    }
    changed = {
        canonical: header
        for canonical, header in said.items()
        if uploads.understood_columns(uploads.get(home, who, upload_id)).get(canonical) != header
    }
    found = uploads.correct(home, who, upload_id, changed, keep=True)
    readers.wake()
    return go(f"/uploads/{upload_id}" if waiting(found) else "/digest")
