"""Who comes in by a browser, as a page."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, By, Id, Who
from profit_sentinel.services import sign_ins
from profit_sentinel.web.page import go, show

router = APIRouter(prefix="/people")


@router.get("")
def people_page(home: AtHome, who: Who, by: By) -> Response:
    """Browsers that are signed in: an owner's, of everybody."""
    return show("people.html", here="settings", by=by, sign_ins=sign_ins.listed(home, who, by))


@router.post("/sign-ins/{sign_in}/revoke")
def revoke_sign_in(home: AtHome, who: Who, by: By, sign_in: Id) -> Response:
    """Sign a browser out."""
    sign_ins.revoke(home, who, sign_in, by)
    return go("/people")
