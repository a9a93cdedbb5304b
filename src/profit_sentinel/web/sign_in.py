"""Sign-in and sign-out in the browser."""

from __future__ import annotations

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from fastapi import Path as InPath
from starlette.requests import Request
from starlette.responses import Response

from profit_sentinel.adapters.issuer import Asked, Issuer, NotLetInError, asked
from profit_sentinel.api.door import SIGN_IN, cookie
from profit_sentinel.api.wiring import AtHome, AtIssuer
from profit_sentinel.domain.person import Person
from profit_sentinel.services import members, sign_ins
from profit_sentinel.services.home import Home
from profit_sentinel.web.page import Named, Said, Words, go, show

if TYPE_CHECKING:
    from profit_sentinel.config import Config

router = APIRouter()
BACK = f"{SIGN_IN}/issuer/back"
ASKED = "profit_sentinel_asked"
"""The cookie that keeps what was asked of the issuer until it sends the browser back."""
_INSIDE = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")
"""A place on this service: a path, which no browser takes for another host."""
LINK = r"^[\w-]{20,100}$"
Secret = Annotated[str, InPath(pattern=LINK)]
"""The secret of a link."""
LETTERS = ThreadPoolExecutor(1, "letters")
"""Sends letters beside the answers, which must not take longer where somebody is known."""
_MINUTES = 600
"""Seconds somebody may take at the issuer."""


@router.get(SIGN_IN)
def sign_in_page(home: AtHome, issuer: AtIssuer, next: Words = "") -> Response:  # noqa: A002 - as the address has it
    """How somebody can sign in here."""
    if home.config.open_door:
        return go("/")
    return _page(home, issuer, inside(next))


def _page(home: Home, issuer: Issuer, wanted: str, problem: str | None = None) -> Response:
    return show(
        "sign_in.html", 403 if problem else 200, next=wanted, problem=problem,
        issuer=issuer.offered, by_mail=home.config.by_mail,
    )  # fmt: skip


@router.get(f"{SIGN_IN}/issuer")
def ask_issuer(home: AtHome, issuer: AtIssuer, next: Words = "") -> Response:  # noqa: A002
    """Send the browser to the issuer, and remember what was asked."""
    one = asked()
    try:
        answer = go(issuer.address(one, home.config.public + BACK))
    except NotLetInError as error:
        return _page(home, issuer, inside(next), str(error))
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
        answer = _page(home, issuer, wanted, str(error))
    else:
        answer = welcome(home, request, known, wanted)
    set_cookie(answer, home.config, name, "", 0)
    return answer


def _kept(held: str) -> tuple[Asked, str]:
    """What was asked in this browser; what nobody can have been sent back with, where nothing."""
    try:
        state, nonce, verifier, wanted = map(str, json.loads(urlsafe_b64decode(held)))
    except (ValueError, TypeError):
        return asked(), "/"
    return Asked(state, nonce, verifier), inside(wanted)


@router.post(f"{SIGN_IN}/mail")
def ask_for_letter(home: AtHome, issuer: AtIssuer, mail: Named, next: Said = "") -> Response:  # noqa: A002
    """Send a link to whom an address belongs, if to anybody; the answer is the same."""
    if not home.config.by_mail:
        return _page(home, issuer, inside(next), "this service does not let people in by mail")
    LETTERS.submit(members.ask, home, mail, inside(next))
    return show("sign_in_asked.html", minutes=int(members.LASTS.total_seconds() // 60))


@router.get(f"{SIGN_IN}/link/{{secret}}")
def letter_page(secret: Secret, next: Words = "") -> Response:  # noqa: A002
    """A button to sign in with; what looks through mails follows links and presses none."""
    return show("sign_in_link.html", secret=secret, next=inside(next))


@router.post(f"{SIGN_IN}/link")
def use_letter(
    home: AtHome,
    issuer: AtIssuer,
    request: Request,
    secret: Annotated[str, Form(pattern=LINK)],
    next: Said = "",  # noqa: A002
) -> Response:
    """Sign in whom the letter was sent to."""
    person = members.use(home, secret)
    if person is None:
        return _page(
            home, issuer, inside(next), "this link was used or is too old; ask for another"
        )
    return welcome(home, request, person, inside(next))


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


def welcome(home: Home, request: Request, person: Person, wanted: str) -> Response:
    """Sign somebody in with a new secret, whatever the browser had before, and let her go on."""
    name = cookie(home.config)
    sign_ins.end(home, request.cookies.get(name, ""))
    secret = sign_ins.begin(home, person, request.headers.get("user-agent", ""))
    answer = go(inside(wanted))
    set_cookie(answer, home.config, name, secret, home.config.sign_in_days * 86_400)
    return answer


def set_cookie(answer: Response, config: Config, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script reads and no other site's form sends."""
    answer.set_cookie(
        name, value, max_age=seconds, secure=config.secure, httponly=True, samesite="lax"
    )
