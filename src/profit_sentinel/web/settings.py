"""Settings as a page: choose, see what it does to today's digest, then save; undo. Keys."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import Response, StreamingResponse

from profit_sentinel.api.schemas import NO_NUL
from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.domain.errors import ForbiddenError, WrongUsageError
from profit_sentinel.domain.person import EVERYWHERE, Person, Role
from profit_sentinel.services import keys, stores
from profit_sentinel.services.choices import Choice, chosen, offered, proposed
from profit_sentinel.services.departments import departments
from profit_sentinel.services.home import Home
from profit_sentinel.services.rehearsal import rehearse
from profit_sentinel.services.settings import settings_text
from profit_sentinel.web.page import Lines, Named, Said, flow, go, show

router = APIRouter()
Toml = Annotated[str, Form(max_length=100_000, pattern=NO_NUL)]
MORE_LINES = 3
"""Empty lines for limits of further departments."""


@router.get("/settings")
def settings_page(home: AtHome, who: Who, saved: bool = False) -> Response:  # noqa: FBT001, FBT002
    """What can be set, and the keys."""
    return _settings(home, who, saved=saved)


@router.post("/settings/try")
def try_choice(  # noqa: PLR0913, PLR0917 - a parameter per field of the form
    home: AtHome,
    who: Who,
    preset: Said,
    amount: Said,
    department: Lines = (),
    dead_stock_days: Lines = (),
    cover_days: Lines = (),
    salvage: Lines = (),
) -> Response:
    """Show what a choice would do to the digest."""
    choice = Choice(preset, amount, limits(department, dead_stock_days, cover_days, salvage))
    try:
        text = proposed(stores.rules(home, who).settings, choice)
    except WrongUsageError as error:
        return _settings(home, who, str(error), choice=choice)
    return _effect(home, who, text)


@router.post("/settings/try-text")
def try_text(home: AtHome, who: Who, toml: Toml) -> Response:
    """Show what a settings file would do to the digest."""
    return _effect(home, who, toml.replace("\r\n", "\n"))


@router.post("/settings")
def save(home: AtHome, who: Who, toml: Toml, seen: Said) -> Response:
    """Put other settings in force."""
    stores.set_settings(home, who, toml.replace("\r\n", "\n"), seen)
    return go("/settings?saved=true")


@router.post("/settings/undo")
def undo(home: AtHome, who: Who, change: Said) -> Response:
    """Put the settings before the newest change in force again."""
    stores.undo_settings(home, who, change)
    return go("/settings")


@router.post("/keys")
def make_key(
    home: AtHome,
    who: Who,
    name: Named,
    role: Annotated[Role, Form()],
    of: Said = "",
) -> Response:
    """Make a key and show its secret, this once."""
    names = [store.strip() for store in of.split(",") if store.strip()]
    try:
        made = keys.make(home, who, name.strip(), role, names)
    except WrongUsageError as error:
        return _settings(home, who, str(error))
    return show("key.html", here="settings", key=made.key, secret=made.secret)


@router.post("/keys/{key_id}/revoke")
def revoke_key(home: AtHome, who: Who, key_id: Id) -> Response:
    """Take a key out of use."""
    keys.revoke(home, who, key_id)
    return go("/settings")


def limits(*columns: Lines) -> dict[str, dict[str, Any]]:
    """Limits by department from the columns of the form; a line without a name is none."""
    found: dict[str, dict[str, Any]] = {}
    for name, dead, cover, salvage in zip(*columns, strict=True):
        said = {"dead_stock_days": dead, "cover_days": cover, "salvage": _share(salvage)}
        held = {key: value for key, value in said.items() if value not in {"", None}}
        if name.strip() and held:
            found[name.strip()] = held
    return found


def _share(percent: str) -> float | None:
    try:
        return float(percent) / 100 if percent.strip() else None
    except ValueError as error:
        message = f"{percent!r} is no percentage; write it as 50"
        raise WrongUsageError(message) from error


def _effect(home: Home, who: Person, text: str) -> Response:
    try:
        course = rehearse(home, who, text)
    except WrongUsageError as error:
        return _settings(home, who, str(error), text=text)
    seen = stores.rules(home, who).mark
    return StreamingResponse(
        flow("effect.html", here="settings", course=course, toml=text, seen=seen),
        media_type="text/html",
    )


def _settings(  # noqa: PLR0913 - what the page keeps of a form that was refused
    home: Home, who: Person, problem: str | None = None, *, text: str | None = None,
    choice: Choice | None = None, saved: bool = False,
) -> Response:  # fmt: skip
    book = stores.rules(home, who)
    mine = who.role in EVERYWHERE
    return show(
        "settings.html", 422 if problem else 200, here="settings", problem=problem, saved=saved,
        toml=text or settings_text(book.settings), text_open=text is not None, mine=mine,
        choice=choice or chosen(book.settings), offered=offered(), more=MORE_LINES,
        departments=departments(home, who) if mine else [],
        changes=stores.changes(home, who)[:5], keys=_keys(home, who), roles=list(Role),
    )  # fmt: skip


def _keys(home: Home, who: Person) -> Any:  # noqa: ANN401 - rows
    try:
        return keys.listed(home, who)
    except ForbiddenError:
        return None
