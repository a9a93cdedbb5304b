"""What every page shares: templates, and words for figures."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Form, Query
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from polars import DataFrame
from pydantic import Field
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from profit_sentinel.act.verified import FATES
from profit_sentinel.act.verified import VERDICTS as VERIFICATIONS
from profit_sentinel.api.door import SIGNED
from profit_sentinel.api.schemas import NO_NUL
from profit_sentinel.digest.count_words import asked, walk
from profit_sentinel.digest.export import WRITERS
from profit_sentinel.digest.wording import many, sure
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.errors import WrongUsageError
from profit_sentinel.domain.money import Money, dollars_text
from profit_sentinel.domain.task import DONE

KINDS = {
    Money.CASH: "cash, once",
    Money.MARGIN: "margin a year",
    Money.CAPITAL: "on the shelf",
    Money.RECORD: "wrong on the books",
}
"""What each kind of money is called on a page."""
TRENDS = {"new": "new", "worsening": "worse", "improving": "better", "stable": "as before"}
"""What is said of how an issue changed since last time."""
VERDICTS = {
    Verdict.CONFIRMED: "confirmed as real",
    Verdict.DISMISSED: "dismissed as normal here",
    Verdict.SNOOZED: "put off",
}
"""What is said of SKUs of which somebody decided."""
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""Files that a page hands out."""
LARGE = 1_000
"""Bytes above which an answer is worth packing."""
Words = Annotated[str, Query(max_length=200, pattern=NO_NUL)]
"""What a page is asked for."""
Said = Annotated[str, Form(max_length=2000, pattern=NO_NUL)]
"""What a person writes into a form."""
Lines = Annotated[Sequence[Annotated[str, Field(max_length=200, pattern=NO_NUL)]], Form()]
"""The same where a form has a column of lines."""
Named = Annotated[str, Form(max_length=200, pattern=r"^[^\x00]*[^\x00\s][^\x00]*$")]
"""The same where something must be written."""
templates = Environment(
    loader=PackageLoader("profit_sentinel.web"),
    autoescape=select_autoescape(default=True, default_for_string=True),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def day(value: date | datetime | str | None) -> str:
    """A day as people read it."""
    if value is None:
        return "unknown"
    held = datetime.fromisoformat(value) if isinstance(value, str) else value
    return f"{held:%b} {held.day}, {held.year}"


def number(value: Any) -> str:  # noqa: ANN401 - any figure of a finding
    """A figure of a finding."""
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return "unknown" if value is None else str(value)


def address(asked: Mapping[str, Any]) -> str:
    """What a page is asked for, as the end of its address."""
    return urlencode({name: value for name, value in asked.items() if value not in {"", None}})


def sentence(text: str) -> str:
    """Words as a sentence."""
    return text[:1].upper() + text[1:].rstrip(".") + "."


templates.filters["address"] = address
templates.filters["sentence"] = sentence
templates.filters["many"] = many
templates.filters["asked"] = asked
templates.filters["walk"] = walk
templates.filters["percent"] = sure
templates.filters["dollars"] = dollars_text
templates.filters["day"] = day
templates.filters["number"] = number
templates.filters["words"] = lambda text: str(text).replace("_", " ")
templates.globals["kinds"] = KINDS
templates.globals["trends"] = TRENDS
templates.globals["verdicts"] = VERDICTS
templates.globals["done"] = DONE
templates.globals["verifications"] = VERIFICATIONS
templates.globals["fates"] = FATES
templates.globals["signed"] = SIGNED.get
templates.globals["today"] = lambda: datetime.now(UTC).date()


def show(name: str, status: int = 200, /, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """A page from its template.

    Args:
        name: Of the template.
        status: Of the answer.
        values: What the template speaks of.
    """
    return HTMLResponse(templates.get_template(name).render(**values), status)


def flow(name: str, /, **values: Any) -> Iterator[str]:  # noqa: ANN401
    """A page from its template, piece by piece as what it speaks of becomes known."""
    return templates.get_template(name).generate(**values)


def packed(request: Request, data: Any) -> Response:  # noqa: ANN401 - whatever a page's script reads
    """An answer for a script, small on the wire."""
    answer = JSONResponse(data)
    if "gzip" in request.headers.get("accept-encoding", "") and len(answer.body) > LARGE:
        answer.body = gzip.compress(answer.body, 5, mtime=0)
        answer.headers["content-length"] = str(len(answer.body))
        answer.headers["content-encoding"] = "gzip"
    answer.headers["vary"] = "Accept-Encoding"
    return answer


def as_file(table: DataFrame, name: str, form: str) -> Response:
    """A table as a file to keep, in a form of `MEDIA`."""
    told = f'attachment; filename="{name}.{form}"'
    headers = {"Content-Disposition": told}
    return Response(WRITERS[f".{form}"](table), media_type=MEDIA[form], headers=headers)


def go(path: str) -> RedirectResponse:
    """Send the browser on, after something was done."""
    return RedirectResponse(path, status_code=303)


def day_of(text: str) -> date | None:
    """The day a form names; None where it names none.

    Raises:
        WrongUsageError: It is no day.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        message = f"{text!r} is no day; write it as 2026-05-31"
        raise WrongUsageError(message) from error
