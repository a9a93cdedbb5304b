"""The catalogue of leaks as help pages."""

from __future__ import annotations

import re

from fastapi import APIRouter
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.responses import Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.domain.errors import NotFoundError
from profit_sentinel.leaks.catalogue import catalogue
from profit_sentinel.services import stores
from profit_sentinel.services.catalogue import explain
from profit_sentinel.settings import load
from profit_sentinel.web.page import show

router = APIRouter(prefix="/leaks")
_FIGURE = re.compile(r"\{(\w+):?\w*\}")
"""A figure in the sentence of a leak."""
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@router.get("")
def leaks_page(who: Who) -> Response:
    """Every leak in a sentence."""
    del who
    leaks = sorted(catalogue().values(), key=lambda leak: leak.title)
    return show("leaks.html", here="leaks", leaks=leaks)


@router.get("/{leak}")
def leak_page(home: AtHome, who: Who, leak: Id) -> Response:
    """One leak with the constants in force."""
    if leak not in catalogue():
        raise NotFoundError("leak", leak)
    text = explain(leak, load(None, stores.settings(home, who))).split("\n\n", 2)[-1]
    named = _FIGURE.sub(lambda found: f"*{found[1].replace('_', ' ')}*", text)
    page = Markup(MARKDOWN.render(named))  # noqa: S704 - our own text, and HTML in it is not passed
    return show("leak.html", here="leaks", leak=catalogue()[leak], page=page)
