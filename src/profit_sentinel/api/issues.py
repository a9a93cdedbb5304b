"""Issues: list, look, decide."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from profit_sentinel.api import schemas
from profit_sentinel.api.wiring import AtHome, Id, Limit, Offset, Only, Who, wire
from profit_sentinel.domain.money import Money
from profit_sentinel.services import issues

router = APIRouter(prefix="/issues", tags=["issues"])
Skus = Annotated[Sequence[Id], Query(max_length=500, description="Those meant; none for all")]


@router.get("", response_model=schemas.IssuePage)
def list_issues(  # noqa: PLR0913, PLR0917 - a parameter per filter
    home: AtHome,
    who: Who,
    store_id: Only = None,
    leak: Only = None,
    money: Money | None = None,
    offset: Offset = 0,
    limit: Limit = 50,
) -> Response:
    """Issues in sight, in the order of the digest."""
    found = issues.page(home, who, store_id, leak, money, offset, limit)
    return wire(found, schemas.IssuePage)


@router.get("/{issue_id}")
def get_issue(home: AtHome, who: Who, issue_id: Id) -> schemas.IssueSeen:
    """One issue, its task and what people said of it."""
    return schemas.IssueSeen.model_validate(issues.get(home, who, issue_id))


@router.get("/{issue_id}/skus")
def list_skus(
    home: AtHome, who: Who, issue_id: Id, offset: Offset = 0, limit: Limit = 50
) -> schemas.SkuPage:
    """The SKUs of an issue, the largest first."""
    found, total = issues.skus(home, who, issue_id, offset, limit)
    return schemas.SkuPage.model_validate({"skus": found, "total": total})


@router.post("/{issue_id}/decision")
def decide(home: AtHome, who: Who, issue_id: Id, said: schemas.Decide) -> schemas.Decided:
    """Dismiss, snooze or confirm the findings of an issue."""
    count = issues.decide(
        home, who, issue_id, said.state, reason=said.reason, until=said.until, skus=said.skus
    )
    return schemas.Decided(findings=count)


@router.delete("/{issue_id}/decision")
def undo(home: AtHome, who: Who, issue_id: Id, sku: Skus = ()) -> schemas.Decided:
    """Take back what was said of an issue's findings, or of those of some SKUs."""
    return schemas.Decided(findings=issues.undo(home, who, issue_id, sku))
