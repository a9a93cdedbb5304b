"""Sign-in and sign-out in the browser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from profit_sentinel.api.door import SIGN_IN, cookie
from profit_sentinel.api.wiring import AtHome
from profit_sentinel.domain.person import Person
from profit_sentinel.services import sign_ins
from profit_sentinel.services.home import Home
from profit_sentinel.web.page import Words, go, show

if TYPE_CHECKING:
    from profit_sentinel.config import Config

router = APIRouter()
_INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A place on this service: a path, which no browser takes for another host."""


@router.get(SIGN_IN)
def sign_in_page(home: AtHome, next: Words = "") -> Response:  # noqa: A002 - as the address has it
    """How somebody can sign in here."""
    if home.config.open_door:
        return go("/")
    return show("sign_in.html", here="", next=inside(next))


@router.post("/sign-out")
def sign_out(home: AtHome, request: Request) -> Response:
    """Forget this browser."""
    name = cookie(home.config)
    sign_ins.end(home, request.cookies.get(name, ""))
    answer = go(SIGN_IN)
    _set(answer, home.config, name, "", 0)
    return answer


def inside(wanted: str) -> str:
    """A place to go to after signing in: a path of this service, else its start."""
    fits = _INSIDE.fullmatch(wanted) and not wanted.startswith(SIGN_IN)
    return wanted if fits else "/"


def welcome(home: Home, request: Request, person: Person, subject: str, wanted: str) -> Response:
    """Sign somebody in with a new secret, whatever the browser had before, and let her go on."""
    name = cookie(home.config)
    sign_ins.end(home, request.cookies.get(name, ""))
    secret = sign_ins.begin(home, person, subject, request.headers.get("user-agent", ""))
    answer = go(inside(wanted))
    _set(answer, home.config, name, secret, home.config.sign_in_days * 86_400)
    return answer


def _set(answer: Response, config: Config, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script reads and no other site's form sends."""
    answer.set_cookie(
        name, value, max_age=seconds, secure=config.secure, httponly=True, samesite="lax"
    )
