"""An issue as a page: its evidence, how the dollars came about, what to do with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Query
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from profit_sentinel.api.wiring import AtHome, Id, Who
from profit_sentinel.digest import worked
from profit_sentinel.digest.chart import chart
from profit_sentinel.domain.decision import Verdict
from profit_sentinel.domain.errors import ConflictError, WrongUsageError
from profit_sentinel.domain.person import Person
from profit_sentinel.leaks.catalogue import calibrations, catalogue
from profit_sentinel.services import issues, tasks
from profit_sentinel.services.home import Home
from profit_sentinel.web.figures import figures
from profit_sentinel.web.page import Lines, Named, Said, Words, as_file, day_of, go, packed, show

router = APIRouter(prefix="/issues")
SHOWN = 50
"""SKUs that stand in the page itself."""
DRAWN = 200
"""SKUs of a chart."""
PIECE = 500
"""SKUs that are sent at once, some 100 KB before they are packed."""
COLUMNS = ("sku", "description", "vendor", "dollars", "probability", "reason")


@router.get("/{issue_id}")
def issue_page(
    home: AtHome, who: Who, issue_id: Id, sku: Words = "", *, undo: bool = False
) -> Response:
    """One issue with the SKUs it is made of, and how the dollars of one of them came about."""
    return _issue(home, who, issue_id, sku, undo=undo)


def _issue(  # noqa: PLR0913 - what the page keeps of a form that was refused
    home: Home, who: Person, issue_id: str, sku: str = "", *, undo: bool = False,
    problem: str | None = None, ticked: Sequence[str] = (),
) -> Response:  # fmt: skip
    issue = issues.get(home, who, issue_id)
    skus, total = issues.skus(home, who, issue_id, 0, SHOWN)
    leak = catalogue()[issue["issue_type"]]
    one = issues.sku(home, who, issue_id, sku) if sku else skus[0]
    said = issues.said(home, who, issue_id)
    real = {each for some in said if some.state is Verdict.CONFIRMED for each in some.skus}
    fitted = calibrations().get(leak.id)
    return show(
        "issue.html", 422 if problem else 200, here="digest", issue=issue, skus=skus, total=total,
        leak=leak, one=one, shown=SHOWN, undo=undo, problem=problem, ticked=frozenset(ticked),
        said=said, real=real, may=who.may_change, worked=worked.dollars(leak.id, one),
        figures=figures(one["numbers"]), hints=worked.hints(leak, fitted),
        likelihood=worked.likelihood(leak, fitted, one["probability"]),
    )  # fmt: skip


@router.get("/{issue_id}/chart.json")
def issue_chart(home: AtHome, who: Who, issue_id: Id) -> JSONResponse:
    """The chart that shows the leak, as a Vega-Lite specification."""
    issue = issues.get(home, who, issue_id)
    skus, _ = issues.skus(home, who, issue_id, 0, DRAWN)
    return JSONResponse(chart(issue["issue_type"], skus))


@router.get("/{issue_id}/rows.json")
def issue_rows(
    request: Request,
    home: AtHome,
    who: Who,
    issue_id: Id,
    number: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """A piece of an issue's SKUs as its table needs them, counted from 1."""
    skus, total = issues.skus(home, who, issue_id, (number - 1) * PIECE, PIECE)
    rows = [{name: each[name] for name in COLUMNS} for each in skus]
    return packed(request, {"last_page": -(-total // PIECE), "data": rows})


@router.get("/{issue_id}/skus.{form}")
def issue_file(home: AtHome, who: Who, issue_id: Id, form: Literal["csv", "xlsx"]) -> Response:
    """Every SKU of an issue as a file."""
    return as_file(issues.table(home, who, issue_id), issue_id, form)


@router.post("/{issue_id}/delegate")
def delegate(  # noqa: PLR0913, PLR0917 - a parameter per field of the form
    home: AtHome,
    who: Who,
    issue_id: Id,
    assignee: Named,
    deadline: Said = "",
    notes: Said = "",
) -> Response:
    """Hand the issue to somebody."""
    order = tasks.Order(issue_id, assignee.strip(), day_of(deadline), notes)
    made = tasks.delegate(home, who, order)
    return go(f"/tasks/{made.task.id}")


@router.post("/{issue_id}/decide")
def decide(  # noqa: PLR0913, PLR0917 - a parameter per field of the form
    home: AtHome,
    who: Who,
    issue_id: Id,
    state: Annotated[Verdict, Form()],
    reason: Said = "",
    until: Said = "",
    sku: Lines = (),
    *,
    some: Annotated[bool, Form()] = False,
) -> Response:
    """Say what is to be made of the issue's findings, or of some of its SKUs."""
    if some and not sku:
        return _issue(home, who, issue_id, problem="tick the SKUs you mean first")
    try:
        end = _midnight(until) if state is Verdict.SNOOZED else None
        issues.decide(home, who, issue_id, state, reason=reason, until=end, skus=sku)
    except WrongUsageError as error:
        return _issue(home, who, issue_id, problem=str(error), ticked=sku)
    shown = issues.shows(home, who, issue_id)
    return go(f"/issues/{issue_id}?undo=true" if shown else f"/digest?undo={issue_id}")


def _midnight(until: str) -> datetime | None:
    day = day_of(until)
    return datetime.combine(day, time(), UTC) if day else None


@router.post("/{issue_id}/undo")
def undo(home: AtHome, who: Who, issue_id: Id, at: Said = "") -> Response:
    """Take back what was said of the issue's findings, or what was said of some at a moment."""
    skus: Sequence[str] = ()
    if at:
        told = (each for each in issues.said(home, who, issue_id) if each.at.isoformat() == at)
        skus = next((each.skus for each in told), ())
        if not skus:
            message = "it was taken back already"
            raise ConflictError(message)
    issues.undo(home, who, issue_id, skus)
    return go(f"/issues/{issue_id}")
