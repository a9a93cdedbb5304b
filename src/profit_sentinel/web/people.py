"""Who comes in by a browser, as a page."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, By, Id, Who
from profit_sentinel.domain.errors import UnavailableError, WrongUsageError
from profit_sentinel.domain.person import Person, Role
from profit_sentinel.services import links, members, sign_ins
from profit_sentinel.services.home import Home
from profit_sentinel.web.page import Named, Said, go, show

router = APIRouter(prefix="/people")


@router.get("")
def people_page(home: AtHome, who: Who, by: By) -> Response:
    """Who was invited, and browsers that are signed in: an owner's, of everybody."""
    return _page(home, who, by)


def _page(home: Home, who: Person, by: str | None, problem: str | None = None) -> Response:
    owner = who.role is Role.OWNER
    return show(
        "people.html", 422 if problem else 200, here="settings", by=by, owner=owner,
        sign_ins=sign_ins.listed(home, who, by), roles=list(Role), problem=problem,
        links=links.listed(home, who),
        members=members.listed(home, who) if owner else (), by_mail=home.config.by_mail,
        issuer=home.config.client_id is not None,
    )  # fmt: skip


@router.post("")
def invite(  # noqa: PLR0913, PLR0917 - a parameter per field of the form
    home: AtHome,
    who: Who,
    by: By,
    name: Named,
    mail: Named,
    role: Annotated[Role, Form()],
    of: Said = "",
) -> Response:
    """Let somebody in by mail, or change what she may do."""
    names = [store.strip() for store in of.split(",") if store.strip()]
    try:
        members.invite(home, who, name, mail.strip(), role, names)
    except (WrongUsageError, UnavailableError) as error:
        return _page(home, who, by, str(error))
    return go("/people")


@router.post("/{member}/remove")
def remove(home: AtHome, who: Who, member: Id) -> Response:
    """Let somebody in no more."""
    members.remove(home, who, member)
    return go("/people")


@router.post("/sign-ins/{sign_in}/revoke")
def revoke_sign_in(home: AtHome, who: Who, by: By, sign_in: Id) -> Response:
    """Sign a browser out."""
    sign_ins.revoke(home, who, sign_in, by)
    return go("/people")
