"""Sign-in and sign-out in the browser."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from profit_sentinel.adapters.issuer import Asked, Issuer, NotLetInError, asked
from profit_sentinel.api.door import SIGN_IN, cookie
from profit_sentinel.api.wiring import AtHome, AtIssuer
from profit_sentinel.domain.person import Person
from profit_sentinel.services import sign_ins
from profit_sentinel.services.home import Home
from profit_sentinel.web.page import Words, go, show

if TYPE_CHECKING:
    from profit_sentinel.config import Config

router = APIRouter()
BACK = f"{SIGN_IN}/issuer/back"
ASKED = "profit_sentinel_asked"
"""The cookie that keeps what was asked of the issuer until it sends the browser back."""
_INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A place on this service: a path, which no browser takes for another host."""
_MINUTES = 600
"""Seconds somebody may take at the issuer."""


@router.get(SIGN_IN)
def sign_in_page(home: AtHome, issuer: AtIssuer, next: Words = "") -> Response:  # noqa: A002 - as the address has it
    """How somebody can sign in here."""
    if home.config.open_door:
        return go("/")
    return _page(issuer, inside(next))


def _page(issuer: Issuer, wanted: str, problem: str | None = None) -> Response:
    status = 403 if problem else 200
    return show("sign_in.html", status, next=wanted, problem=problem, issuer=issuer.offered)


@router.get(f"{SIGN_IN}/issuer")
def ask_issuer(home: AtHome, issuer: AtIssuer, next: Words = "") -> Response:  # noqa: A002
    """Send the browser to the issuer, and remember what was asked."""
    one = asked()
    try:
        answer = go(issuer.address(one, home.config.public + BACK))
    except NotLetInError as error:
        return _page(issuer, inside(next), str(error))
    kept = json.dumps([one.state, one.nonce, one.verifier, inside(next)])
    held = urlsafe_b64encode(kept.encode()).decode()
    set_cookie(answer, home.config, cookie(home.config, ASKED), held, _MINUTES)
    return answer


@router.get(BACK)
def back(home: AtHome, issuer: AtIssuer, request: Request) -> Response:
    """Sign in whom the issuer sends back."""
    name = cookie(home.config, ASKED)
    one, wanted = _kept(request.cookies.get(name, ""))
    try:
        known = issuer.known(request.query_params, one, home.config.public + BACK)
    except NotLetInError as error:
        answer = _page(issuer, wanted, str(error))
    else:
        answer = welcome(home, request, known.person, known.subject, wanted)
    set_cookie(answer, home.config, name, "", 0)
    return answer


def _kept(held: str) -> tuple[Asked, str]:
    """What was asked in this browser; what nobody can have been sent back with, where nothing."""
    try:
        state, nonce, verifier, wanted = map(str, json.loads(urlsafe_b64decode(held)))
    except (ValueError, TypeError):
        return asked(), "/"
    return Asked(state, nonce, verifier), inside(wanted)


@router.post("/sign-out")
def sign_out(home: AtHome, request: Request) -> Response:
    """Forget this browser."""
    name = cookie(home.config)
    sign_ins.end(home, request.cookies.get(name, ""))
    answer = go(SIGN_IN)
    set_cookie(answer, home.config, name, "", 0)
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
    set_cookie(answer, home.config, name, secret, home.config.sign_in_days * 86_400)
    return answer


def set_cookie(answer: Response, config: Config, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script reads and no other site's form sends."""
    answer.set_cookie(
        name, value, max_age=seconds, secure=config.secure, httponly=True, samesite="lax"
    )
